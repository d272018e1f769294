"""Day first or month first: settled by what the column itself holds, never guessed.

03/04/2565 may be the third of April or the fourth of March. One value above 12 in either place settles the whole column;
without one the import stops and asks.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safetyzone.listen.incidents.dates.shapes import Parts
from safetyzone.listen.incidents.refusals import Refused

ORDERS: Final = ("dmy", "mdy", "ymd")
WORDS: Final = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}
# A few slips of the pen do not make a column mixed.
_SLIPS: Final = 20


@dataclass
class Evidence:
    """What one column says about its order so far."""

    column: str
    rows: int = 0  # numeric dates whose order is open
    short: int = 0  # of these, with a year of two digits in either place
    impossible: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDERS, 0))
    proof: dict[str, str] = field(default_factory=dict)  # order → a value that it cannot be
    example: str = ""
    packed_time: bool = False  # plain digits are HHMM

    def add(self, parts: Parts) -> None:
        """Weigh the open dates of one batch."""
        doubtful = is_open(parts)
        if not doubtful.any():
            return
        rows = np.flatnonzero(doubtful)
        self.rows += rows.size
        self.short += int((parts.wide_c[rows] <= 2).sum())
        self.example = self.example or str(parts.text[int(rows[0])])
        for order in ORDERS:
            wrong = rows[~_possible(parts, rows, order)]
            self.impossible[order] += wrong.size
            if wrong.size:
                self.proof.setdefault(order, str(parts.text[int(wrong[0])]))

    @property
    def orders(self) -> list[str]:
        """The orders that come into question: with four digits at the end the year is known."""
        return list(ORDERS) if self.short else ["dmy", "mdy"]

    @property
    def settled(self) -> str:
        """The one order that the values leave; empty while there is none."""
        if not self.rows:
            return ""
        best, second = sorted(self.orders, key=lambda order: self.impossible[order])[:2]
        few, many = self.impossible[best], self.impossible[second]
        return best if many > few and few * _SLIPS <= many else ""

    def verdict(self) -> str:
        """The order, or a refusal that says what to do."""
        if not self.rows or self.settled:
            return self.settled
        wrong = {order: self.impossible[order] for order in self.orders}
        if all(wrong[order] for order in ("dmy", "mdy")):
            raise Refused(
                "mixed_dates",
                f"column “{self.column}” mixes orders: “{self.proof['mdy']}” is not month/day and "
                f"“{self.proof['dmy']}” is not day/month; split the file, or say --date-order and lose the others",
            )
        raise Refused(
            "ambiguous_dates",
            f"column “{self.column}”: “{self.example}” may be day/month or month/day, and no value in the column says "
            f"which; say --date-order dmy, mdy or ymd (in the mapping: dates: {{order: dmy}})",
        )

    def note(self, order: str) -> str:
        """What was settled, and by which value."""
        other = next((self.proof[name] for name in self.orders if name != order and name in self.proof), "")
        return f"dates in “{self.column}” are {WORDS[order]}" + (f", as “{other}” shows" if other else "")


def is_open(parts: Parts) -> NDArray[np.bool_]:
    """Numeric dates that do not begin with a year of four digits."""
    return (parts.a >= 0) & (parts.wide_a <= 2)


def _possible(parts: Parts, rows: NDArray[np.int64], order: str) -> NDArray[np.bool_]:
    a, b, c = parts.a[rows], parts.b[rows], parts.c[rows]
    day, month = {"dmy": (a, b), "mdy": (b, a), "ymd": (c, b)}[order]
    fits = (day >= 1) & (day <= 31) & (month >= 1) & (month <= 12)
    return np.asarray(fits & (parts.wide_c[rows] <= 2) if order == "ymd" else fits, np.bool_)


def placed(parts: Parts, order: str) -> None:
    """Put a, b and c into year, month and day: by ``order`` where it is open, year first where it has four digits."""
    numeric = parts.a >= 0
    year_first = numeric & (parts.wide_a >= 3)
    for mask, used in ((year_first, "ymd"), (numeric & ~year_first, order)):
        if mask.any() and used:
            columns = dict(zip(used, (parts.a, parts.b, parts.c), strict=True))
            parts.day[mask], parts.month[mask], parts.year[mask] = (columns[letter][mask] for letter in "dmy")
            widths = parts.wide_a if used == "ymd" else parts.wide_c
            parts.year_digits[mask] = widths[mask]
