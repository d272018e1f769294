"""An XLSForm written in Markdown, as the XLSX workbook that ODK users know. The same text gives the same bytes."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font

from safetyzone.foundation.media.workbooks import timeless

_WIDEST: Final = 60
_BAR: Final = re.compile(r"(?<!\\)\|")  # one that is not written as \|


def sheets_of(text: str) -> dict[str, list[list[str]]]:
    """Sheet name → rows of cells: a line with one filled cell at its start names a sheet, the others belong to it."""
    sheets: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in text.splitlines():
        if not line.strip().startswith("|"):
            continue
        name, *cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(line.strip())[1:-1]]
        if name:
            rows = sheets.setdefault(name, [])
        if any(cells):
            rows.append(cells)
    return sheets


def markdown(sheets: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """The text that ``sheets_of`` reads as these sheets."""
    lines = []
    for name, rows in sheets.items():
        lines.append(f"| {name} |" + " |" * max(map(len, rows), default=0))
        lines += ["| | " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def workbook(text: str) -> bytes:
    """The workbook of the Markdown form."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets_of(text).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for column in sheet.columns:
            width = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[str(column[0].column_letter)].width = min(width + 2, _WIDEST)
            column[0].font = Font(bold=True)
        sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return timeless(written.getvalue())
