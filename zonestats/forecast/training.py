"""What a forecast may learn from: events reported by the public, inside the training window."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray
from zonestats.errors import InvalidInput

Train = float | tuple[float, float] | ArrayLike


@dataclass(frozen=True)
class Window:
    """Which rows train (``used``), from which day to which (half open), and what was left out."""

    used: BoolArray
    start: float
    end: float
    ignored: int

    @property
    def days(self) -> float:
        return self.end - self.start

    @property
    def n(self) -> int:
        return int(self.used.sum())

    def said(self) -> str:
        """The window and what it leaves out, in words."""
        return (
            f"{self.n} reported events, days {self.start:g} to {self.end:g}; "
            f"{self.ignored} discovered events in the window ignored"
        )


def window(t: FloatArray, reported: ArrayLike, train: Train) -> Window:
    """Rows that are reported and lie in the window.

    ``train``: (first day, end day) half open; one number = everything before that day; or a boolean array over rows.
    ``reported`` is mandatory: training on incidents that officers discovered sends officers where they already were.
    """
    told = checks.booleans("reported", reported)
    checks.same_length(t=t, reported=told)
    start, end, inside = _limits(t, told, train)
    return Window(inside & told, start, end, int((inside & ~told).sum()))


def _limits(t: FloatArray, told: BoolArray, train: Train) -> tuple[float, float, BoolArray]:
    raw = np.asarray(train)
    if raw.dtype == np.bool_:
        return _mask_limits(t, checks.booleans("train", raw))
    limits = np.atleast_1d(checks.floats("train", np.atleast_1d(raw)))
    if limits.size not in (1, 2):
        raise InvalidInput("train", "give (first day, end day), one end day, or a boolean array over the rows")
    end = float(limits[-1])
    earlier = t[told & (t < end)]
    start = float(limits[0]) if limits.size == 2 else float(np.floor(earlier.min())) if earlier.size else end - 1.0
    if not start < end:
        raise InvalidInput("train", f"must start before it ends, not {start:g} to {end:g}")
    return start, end, (t >= start) & (t < end)


def _mask_limits(t: FloatArray, inside: BoolArray) -> tuple[float, float, BoolArray]:
    checks.same_length(t=t, train=inside)
    chosen = t[inside]
    if not chosen.size:
        return 0.0, 1.0, inside
    # Whole days: the window ends with the day of its last event.
    return float(np.floor(chosen.min())), float(np.floor(chosen.max()) + 1.0), inside
