"""XLSX row by row, without macros and without ever holding the sheet."""

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import numpy as np
import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from safetyzone.listen.incidents.readers.batches import ROWS, Batch, Source, from_rows, no_header, unique_names
from safetyzone.listen.incidents.refusals import Refused


class Sheet(Source):
    """One sheet of a workbook, the first unless named."""

    kind = "xlsx"

    def __init__(self, path: Path, *, sheet: str = "", header: int = 1) -> None:
        super().__init__(path)
        self.header = header
        self.sheet = sheet
        for number, row in self._rows():
            if number >= header:
                self.columns = unique_names(_trimmed(row), self.notes) if number == header else ()
                break
        if not self.columns:
            raise no_header(path, header)

    def batches(self, columns: Sequence[str] | None = None, rows: int = ROWS) -> Iterator[Batch]:
        chosen = list(columns if columns is not None else self.columns)
        width = len(self.columns)
        held: list[Sequence[str | None]] = []
        numbers: list[int] = []
        for number, row in self._rows():
            if number <= self.header or not any(row):
                continue
            held.append([*row[:width], *[None] * (width - len(row))])
            numbers.append(number)
            if len(held) == rows:
                yield Batch(from_rows(held, self.columns).select(chosen), np.array(numbers, np.int64))
                held, numbers = [], []
        if held:
            last = np.array(numbers, np.int64)
            yield Batch(from_rows(held, self.columns).select(chosen), last, done=self.size)

    def _rows(self) -> Iterator[tuple[int, list[str | None]]]:
        try:
            book = openpyxl.load_workbook(self.path, read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError) as error:
            raise Refused("unreadable", f"{self.path.name} is damaged: {error}") from None
        try:
            sheet = self._chosen(book)
            sheet.reset_dimensions()  # many programs write a wrong size
            for number, row in enumerate(sheet.iter_rows(), start=1):
                yield number, [as_text(cell) for cell in row]
        except (zipfile.BadZipFile, ParseError, EOFError) as error:
            raise Refused("unreadable", f"{self.path.name} is damaged: {error}") from None
        finally:
            book.close()

    def _chosen(self, book: Any) -> Any:
        names = book.sheetnames
        if self.sheet and self.sheet not in names:
            raise Refused("unreadable", f"there is no sheet “{self.sheet}”; the file has {', '.join(names)}")
        name = self.sheet or names[0]
        if not self.sheet and len(names) > 1 and not any("sheet" in note for note in self.notes):
            self.notes.append(f"sheet “{name}”, the first of {len(names)}")
        return book[name]


def _trimmed(row: list[str | None]) -> list[str | None]:
    """The header without empty cells behind its last name."""
    last = max((position for position, value in enumerate(row, start=1) if value and value.strip()), default=0)
    return row[:last]


def as_text(cell: Any) -> str | None:
    """A cell's value as a CSV would hold it; a date cell whose format shows no hours is a date only."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        timed = "h" in str(cell.number_format).lower()
        return value.isoformat(sep=" ", timespec="seconds") if timed else value.date().isoformat()
    return str(value)
