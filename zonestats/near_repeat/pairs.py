"""Pairs of events close in space, without an n × n table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.kernels import near_repeat as loops
from zonestats.near_repeat.bands import Bands

MOST_PAIRS = 16_000_000  # pairs held at once: 5 bytes each
_STRIPS_PER_REACH = 4
_NO_OTHER = np.empty(0, dtype=np.int32)
_NO_BAND = np.empty(0, dtype=np.uint8)


class Rows(NamedTuple):
    """Pairs (first + r, other[q]) of space band band[q] for start[r] ≤ q < start[r + 1]; indices in sorted order."""

    first: int
    start: IntArray
    other: NDArray[np.int32]
    band: NDArray[np.uint8]


@dataclass(frozen=True)
class Strips:
    """Events sorted by horizontal strip and then by x; ``order`` gives their original rows."""

    order: IntArray
    x: FloatArray
    y: FloatArray
    strip_of: IntArray
    strip_id: FloatArray
    strip_start: IntArray
    height: float
    floor: float


def strips(x: FloatArray, y: FloatArray, reach: float) -> Strips:
    """Sort events into occupied strips, a quarter of ``reach`` high."""
    height = reach / _STRIPS_PER_REACH
    floor = float(y.min())
    number = np.floor((y - floor) / height)
    order = np.lexsort((np.arange(x.size), y, x, number))
    ids, start, strip_of = np.unique(number[order], return_index=True, return_inverse=True)
    bounds = np.append(start, x.size).astype(np.int64)
    return Strips(order, x[order], y[order], strip_of.astype(np.int64), ids, bounds, height, floor)


class ClosePairs:
    """All pairs whose distance falls in a band, in chunks that fit in memory."""

    def __init__(self, x: FloatArray, y: FloatArray, space: Bands, metric: str, most: int = MOST_PAIRS) -> None:
        if space.count > 255:
            raise InvalidInput("space_bands", "give at most 255 bands")
        self.space = space
        self.manhattan = metric == "manhattan"
        self.strips = strips(x, y, float(space.edges[-1]))
        self.per_row = self._search(0, x.size, np.empty(0, dtype=np.int64), _NO_OTHER, _NO_BAND)
        ends = np.cumsum(self.per_row)
        self.total = int(ends[-1]) if ends.size else 0
        cuts = np.searchsorted(ends, np.arange(most, self.total, most), side="right")
        self.bounds = np.unique(np.concatenate([[0], cuts, [x.size]]))
        self._only: Rows | None = None

    def __iter__(self) -> Iterator[Rows]:
        if self.bounds.size == 2:
            self._only = self._only or self._rows(0, int(self.bounds[1]))
            yield self._only
            return
        for low, high in zip(self.bounds[:-1], self.bounds[1:], strict=True):
            yield self._rows(int(low), int(high))

    def _rows(self, low: int, high: int) -> Rows:
        start = np.concatenate([[0], np.cumsum(self.per_row[low:high])])
        other = np.empty(max(int(start[-1]), 1), dtype=np.int32)
        band = np.empty(other.size, dtype=np.uint8)
        self._search(low, high, start, other, band)
        return Rows(low, start, other, band)

    def _search(
        self, low: int, high: int, start: IntArray, other: NDArray[np.int32], band: NDArray[np.uint8]
    ) -> IntArray:
        s, space = self.strips, self.space
        count = np.empty(high - low, dtype=np.int64)
        rows = np.array([low, high], dtype=np.int64)
        loops.close_pairs(
            s.x, s.y, s.strip_of, s.strip_id, s.strip_start, s.height, s.floor,
            space.lowest, space.limits(), self.manhattan, rows, start, count, other, band,
        )  # fmt: skip
        return count
