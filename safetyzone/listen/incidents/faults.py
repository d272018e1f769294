"""Rows that cannot be taken, each with its first fault. One catalogue of sentences, so that equal faults read alike."""

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl
from django.utils.translation import gettext_noop as _
from numpy.typing import NDArray

from safetyzone.listen.incidents.refusals import MASK, RejectRow, shortened

# Stored as they stand here, translated where they are shown.
REASONS: Final = {
    "bad_date": _("not a date that can be read"),
    "no_such_date": _("no such day in the calendar; the day or the order of day and month is wrong"),
    "no_such_time": _("no such time of day"),
    "unlikely_year": _("the year is too long ago or in the future"),
    "future": _("it lies in the future"),
    "no_date": _("neither when it happened nor when it was reported is filled in"),
    "end_before_start": _("the end lies before the start"),
    "bad_coordinate": _("not a number"),
    "not_on_earth": _("no point on the Earth has these coordinates"),
    "outside": _("outside the area that the station’s records may come from"),
    "swapped": _(
        "longitude and latitude look exchanged: the other way round it lies in the area; exchange lon and lat in the mapping"
    ),
    "id_too_long": _("an id has at most 80 characters"),
    "repeated_id": _("this id stands earlier in the file with other values; map an id that differs in every row, or none"),
    "ragged": _("the line has more or fewer fields than the header names"),
    "geometry": _("its geometry is not a Point; an incident needs a Point"),
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

    def rows(self, frame: pl.DataFrame, line: NDArray[np.int64], masked: set[str]) -> list[RejectRow]:
        """The rejected rows with what they hold; values of personal columns are masked."""
        show = _shown(frame, masked)
        found = []
        for row in np.flatnonzero(self.code != "").tolist():
            code, column = str(self.code[row]), str(self.column[row])
            found.append(RejectRow(int(line[row]), column, show(row, column), code, REASONS[code]))
        return found


def _shown(frame: pl.DataFrame, masked: set[str]) -> Callable[[int, str], str]:
    def show(row: int, columns: str) -> str:
        names = [name for name in columns.split(" + ") if name in frame.columns]
        values = [MASK if name in masked and frame[name][row] else (frame[name][row] or "") for name in names]
        return shortened(", ".join(values) if any(values) else "")

    return show
