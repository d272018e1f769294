"""Which earlier event may have set off which later one: only close pairs are kept, never an n × n table."""

from dataclasses import dataclass

import numpy as np

from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.forecast.axes import Axes
from zonestats.kernels.hawkes import parents

MOST_COUPLES = 40_000_000  # about 3 GB with their places on the grid


@dataclass(frozen=True)
class Couples:
    """Possible parents of child i are couples start[i] ≤ q < start[i + 1]; events in order of time."""

    start: IntArray
    lag: FloatArray
    dx: FloatArray
    dy: FloatArray
    node: IntArray  # (couples, 3) place on the trigger's grid
    part: FloatArray


def couples(x: FloatArray, y: FloatArray, t: FloatArray, *, distance: float, days: float, on: Axes) -> Couples:
    """All pairs with 0 < lag ≤ ``days`` and at most ``distance`` apart, by child, then parent; ``t`` ascending."""
    start, parent = _parents(np.column_stack([x, y, t]), distance, days)
    child = np.repeat(np.arange(x.size), np.diff(start))
    dx, dy, lag = x[child] - x[parent], y[child] - y[parent], t[child] - t[parent]
    node, part = on.place(lag, dx, dy)
    return Couples(start, lag, dx, dy, node, part)


def _parents(points: FloatArray, distance: float, days: float) -> tuple[IntArray, IntArray]:
    # Rounding must not put a pair at exactly the largest distance two strips apart.
    strip = np.floor((points[:, 1] - points[:, 1].min()) / (distance * (1 + 1e-9)))
    _, near = np.unique(strip, return_inverse=True)
    bounds = np.concatenate([[0], np.cumsum(np.bincount(near))]).astype(np.int64)
    by_strip = np.argsort(near, kind="stable")
    start, none = np.zeros(len(points) + 1, dtype=np.int64), np.empty(0, dtype=np.int64)
    parents(bounds, near, by_strip, points, days, distance, start, none)
    if start[-1] > MOST_COUPLES:
        raise InvalidInput(
            "max_distance and max_days",
            f"make {start[-1]:,} possible pairs of parent and child, more than {MOST_COUPLES:,}; make them smaller",
        )
    found = np.empty(int(start[-1]), dtype=np.int64)
    if found.size:
        parents(bounds, near, by_strip, points, days, distance, start, found)
    return start, found
