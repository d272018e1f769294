"""CSV and its like: fast where a block of lines is regular, exact where it is not.

A block of lines goes to Polars. Its answer is kept only if every line became one row and every separator is accounted for;
otherwise Python's csv reads the block record by record, which knows the line of each record and finds the ragged ones.
"""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from safetyzone.listen.incidents.faults import REASONS
from safetyzone.listen.incidents.readers.batches import ROWS, Batch, Source, from_rows, no_header, unique_names
from safetyzone.listen.incidents.readers.guess import encoding_of, separator_of
from safetyzone.listen.incidents.refusals import Refused, RejectRow

BLOCK: Final = 1 << 22  # characters
_SAMPLE_LINES: Final = 200


class Text(Source):
    """Comma, semicolon, tab or bar between fields; quotation marks as in RFC 4180."""

    kind = "csv"

    def __init__(self, path: Path, *, encoding: str = "", separator: str = "", header: int = 1) -> None:
        super().__init__(path)
        self.header = header
        self.encoding = encoding_of(path, encoding, self.notes)
        with self._opened() as handle:
            lines = self._guarded(lambda: list(islice(handle, header - 1, header - 1 + _SAMPLE_LINES)), header)
        self.separator = separator_of(lines, separator, self.notes)
        first = next(self._reader(iter(lines)), [])
        if not any(name.strip() for name in first):
            raise no_header(path, header)
        self.columns = unique_names(first, self.notes)

    def batches(self, columns: Sequence[str] | None = None, rows: int = ROWS) -> Iterator[Batch]:
        chosen = list(columns if columns is not None else self.columns)
        # A short look at the beginning should not read megabytes.
        block = min(BLOCK, rows * 400)
        with self._opened() as handle:
            line = self._skip_header(handle)
            while lines := self._guarded(lambda: handle.readlines(block), line):
                batch, used = self._batch(lines, handle, line, chosen)
                line += used
                yield batch

    def _opened(self) -> TextIOWrapper:
        return self.path.open(encoding=self.encoding, newline="")

    def _reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self.separator)

    def _guarded(self, read: Callable[[], list[str]], line: int) -> list[str]:
        try:
            return read()
        except UnicodeDecodeError as error:
            message = f"after line {line} a byte is not {self.encoding.upper()}: {error.reason}; name the encoding"
            raise Refused("encoding", message) from None
        except UnicodeError as error:
            raise Refused("encoding", f"{self.path.name} is not {self.encoding.upper()}: {error}") from None

    def _skip_header(self, handle: TextIOWrapper) -> int:
        """Read past the column names, which may hold line breaks too; returns the number of the next line."""
        taken = 0

        def counted() -> Iterator[str]:
            nonlocal taken
            for text in handle:
                taken += 1
                yield text

        for _ in islice(handle, self.header - 1):
            pass
        next(self._reader(counted()), None)
        return self.header + taken

    def _batch(self, lines: list[str], handle: TextIOWrapper, line: int, columns: list[str]) -> tuple[Batch, int]:
        frame = self._regular(lines)
        done = min(os.lseek(handle.fileno(), 0, os.SEEK_CUR), self.size)
        if frame is not None:
            numbers = np.arange(line, line + len(lines), dtype=np.int64)
            return Batch(frame.select(columns), numbers, done=done), len(lines)
        rows, numbers, problems, used = self._irregular(lines, handle, line)
        return Batch(from_rows(rows, self.columns).select(columns), numbers, problems, done), used

    def _regular(self, lines: list[str]) -> pl.DataFrame | None:
        text = "".join(lines)
        quotes = text.count('"')
        if quotes % 2 or "\0" in text:
            return None
        schema = dict.fromkeys(self.columns, pl.String)
        try:
            frame = pl.read_csv(
                BytesIO(text.encode()), has_header=False, schema=schema, separator=self.separator, infer_schema=False
            )
        except pl.exceptions.PolarsError:
            return None
        separators = frame.height * (len(self.columns) - 1)
        if quotes:
            inside = pl.all().str.count_matches(self.separator, literal=True).sum()
            separators += sum(count or 0 for count in frame.select(inside).row(0))
        whole = frame.height == len(lines) and text.count(self.separator) == separators
        return frame if whole else None

    def _irregular(
        self, lines: list[str], handle: TextIOWrapper, line: int
    ) -> tuple[list[Sequence[str | None]], "np.ndarray[tuple[int], np.dtype[np.int64]]", list[RejectRow], int]:
        """Record by record; reads on in the file until the last record is complete."""
        used = 0

        def feed() -> Iterator[str]:
            nonlocal used
            for text in lines:
                used += 1
                yield text.replace("\0", "")
            for text in handle:
                used += 1
                yield text.replace("\0", "")

        rows: list[Sequence[str | None]] = []
        numbers: list[int] = []
        problems: list[RejectRow] = []
        reader = self._reader(feed())
        while used < len(lines):
            start = line + used
            row = self._record(reader, start)
            if len(row) == len(self.columns):
                rows.append([value or None for value in row])
                numbers.append(start)
            elif row and any(value.strip() for value in row):
                problems.append(self._ragged(row, start))
        return rows, np.array(numbers, np.int64), problems, used

    def _record(self, reader: Iterator[list[str]], start: int) -> list[str]:
        try:
            return next(reader, [])
        except csv.Error:
            message = f"line {start}: a quotation mark opens a field that does not end; close it or remove it"
            raise Refused("unreadable", message) from None
        except UnicodeDecodeError as error:
            message = f"after line {start} a byte is not {self.encoding.upper()}: {error.reason}; name the encoding"
            raise Refused("encoding", message) from None

    def _ragged(self, row: list[str], line: int) -> RejectRow:
        # The values of a shifted row may stand in the wrong columns: none is shown, one of them may be personal.
        return RejectRow(line, "", f"{len(row)} / {len(self.columns)}", "ragged", REASONS["ragged"])
