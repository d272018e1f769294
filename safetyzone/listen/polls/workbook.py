"""An XLSForm written in Markdown, as the XLSX workbook that ODK users know. The same text gives the same bytes."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font

_THEN: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone
_CHANGED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
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
    book.properties.created = _THEN
    written = io.BytesIO()
    book.save(written)
    return _without_times(written.getvalue())


def _without_times(archive: bytes) -> bytes:
    """The same archive with fixed times for its members and its last change: saving writes the clock's."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            held = _CHANGED.sub(rb"\g<1>" + _THEN.isoformat().encode() + b"Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), held, zipfile.ZIP_DEFLATED)
    return made.getvalue()
