"""Rows that cannot be taken, each with its first fault. One catalogue of sentences, so that equal faults read alike."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from safetyzone.listen.incidents.refusals import MASK, RejectRow, shortened

REASONS: Final = {
    "bad_date": "not a date that can be read",
    "no_such_date": "no such day in the calendar; the day or the order of day and month is wrong",
    "no_such_time": "no such time of day",
    "unlikely_year": "the year is too long ago or in the future",
    "future": "it lies in the future",
    "no_date": "neither when it happened nor when it was reported is filled in",
    "end_before_start": "the end lies before the start",
    "bad_coordinate": "not a number",
    "not_on_earth": "no point on the Earth has these coordinates",
    "outside": "outside the area: {area}",
    "swapped": "longitude and latitude look exchanged: the other way round it lies in the area; exchange lon and lat in the mapping",
    "id_too_long": "an id has at most 80 characters",
    "repeated_id": "this id stands earlier in the file with other values; map an id that differs in every row, or none",
}  # fmt: skip


class Faults:
    """The first fault of each row of a batch."""

    def __init__(self, rows: int) -> None:
        self.code = np.full(rows, "", "<U16")
        self.column = np.full(rows, "", object)

    def add(self, mask: NDArray[np.bool_], code: str, column: str) -> None:
        """Mark rows that have no fault yet."""
        fresh = mask & (self.code == "")
        self.code[fresh] = code
        self.column[fresh] = column

    def add_codes(self, codes: NDArray[np.str_], column: str) -> None:
        """The same for a column that names the fault of each of its rows."""
        for code in np.unique(codes[codes != ""]):
            self.add(codes == code, str(code), column)

    @property
    def good(self) -> NDArray[np.bool_]:
        return np.asarray(self.code == "", np.bool_)

    def rows(self, frame: pl.DataFrame, line: NDArray[np.int64], masked: set[str], **words: Any) -> list[RejectRow]:
        """The rejected rows with what they hold; values of personal columns are masked."""
        show = _shown(frame, masked)
        found = []
        for row in np.flatnonzero(self.code != "").tolist():
            code, column = str(self.code[row]), str(self.column[row])
            found.append(RejectRow(int(line[row]), column, show(row, column), code, REASONS[code].format(**words)))
        return found


def _shown(frame: pl.DataFrame, masked: set[str]) -> Callable[[int, str], str]:
    def show(row: int, columns: str) -> str:
        names = [name for name in columns.split(" + ") if name in frame.columns]
        values = [MASK if name in masked and frame[name][row] else (frame[name][row] or "") for name in names]
        return shortened(", ".join(values) if any(values) else "")

    return show
