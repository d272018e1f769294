"""Bands are edges: which distances and gaps belong to which band, exactly."""

from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zonestats import checks
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput

CLOSED = ("right", "left")
METRICS = ("euclidean", "manhattan")
_SECONDS = 86_400.0
_WHOLE = 1e-3  # seconds: how near to a whole second a time must be to count as one


@dataclass(frozen=True)
class Bands:
    """Edges e0 < e1 < … and which end is closed.

    right: [e0, e1], (e1, e2] …; left: [e0, e1), [e1, e2) …
    """

    edges: FloatArray
    closed: str

    @property
    def count(self) -> int:
        return self.edges.size - 1

    @property
    def lowest(self) -> float:
        """Values below are in no band."""
        return float(self.edges[0])

    def limits(self) -> FloatArray:
        """Largest value of each band, so that band k is the first with value ≤ limits[k]."""
        upper = self.edges[1:]
        return upper.copy() if self.closed == "right" else np.nextafter(upper, -np.inf)


def bands(name: str, edges: ArrayLike, closed: str) -> Bands:
    """Checked edges."""
    values = checks.floats(name, edges)
    if values.size < 2 or values[0] < 0 or (np.diff(values) <= 0).any():
        raise InvalidInput(name, "give two or more rising edges from 0 up, such as [0, 100, 200]")
    return Bands(values, checks.choice("closed", closed, CLOSED))


@dataclass(frozen=True)
class Clock:
    """Times and time limits in one small type; the first ``skipped`` limits only mark where the bands begin."""

    times: NDArray[Any]
    limits: NDArray[Any]
    skipped: int

    def per_band(self, within: NDArray[Any]) -> NDArray[Any]:
        """Counts within each limit (last axis) → counts in each band."""
        if self.skipped:
            return np.diff(within, axis=-1)
        return np.diff(within, axis=-1, prepend=within.dtype.type(0))


def clock(t: FloatArray, time_bands: Bands) -> Clock:
    """Whole seconds become integers, so a gap of exactly 7 days is 7 days; other times stay as they are.

    The integers are divided by their greatest common divisor: days fit 16 bits, and the comparison is as fast as the
    type is small.
    """
    since = t - np.floor(t.min()) if t.size else t
    seconds, edges = _whole(since), _whole(time_bands.edges)
    if seconds is None or edges is None:
        return _real_clock(since, time_bands)
    unit = gcd(int(np.gcd.reduce(seconds)), int(np.gcd.reduce(edges))) or 1
    ticks, marks = seconds // unit, edges // unit
    ticks = ticks - ticks.min() if ticks.size else ticks
    return _integer_clock(ticks, marks, time_bands)


def _whole(days: FloatArray) -> NDArray[np.int64] | None:
    seconds = days * _SECONDS
    if seconds.size and np.abs(seconds).max() > 2**52:
        return None
    whole = np.rint(seconds)
    return whole.astype(np.int64) if (np.abs(seconds - whole) <= _WHOLE).all() else None


def _integer_clock(ticks: NDArray[np.int64], marks: NDArray[np.int64], time_bands: Bands) -> Clock:
    limits = marks if time_bands.closed == "right" else marks - 1
    limits[0] = marks[0] - 1
    skipped = int(time_bands.lowest > 0)
    kept = limits if skipped else limits[1:]
    span = int(ticks.max()) if ticks.size else 0
    for kind in (np.int16, np.int32):
        top = int(np.iinfo(kind).max)
        if span <= top:
            return Clock(ticks.astype(kind), np.minimum(kept, top).astype(kind), skipped)
    return Clock(ticks.astype(np.float64), kept.astype(np.float64), skipped)


def _real_clock(since: FloatArray, time_bands: Bands) -> Clock:
    below = np.nextafter(time_bands.lowest, -np.inf)
    skipped = int(time_bands.lowest > 0)
    limits = np.concatenate([[below], time_bands.limits()]) if skipped else time_bands.limits()
    return Clock(since, limits, skipped)
