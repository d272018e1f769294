"""Which earlier event may have set off which later one: only close pairs are kept, never an n × n table."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.forecast.axes import Axes

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
    """All pairs with 0 < lag ≤ ``days`` and at most ``distance`` apart; ``t`` ascending."""
    parent, child = _near(x / distance, y / distance, t / days)
    dx, dy, lag = x[child] - x[parent], y[child] - y[parent], t[child] - t[parent]
    kept = (lag > 0) & (lag <= days) & (dx**2 + dy**2 <= distance**2)
    child, dx, dy, lag = child[kept], dx[kept], dy[kept], lag[kept]
    start = np.zeros(x.size + 1, dtype=np.int64)
    np.cumsum(np.bincount(child, minlength=x.size), out=start[1:])
    node, part = on.place(lag, dx, dy)
    return Couples(start, lag, dx, dy, node, part)


def _near(x: FloatArray, y: FloatArray, t: FloatArray) -> tuple[IntArray, IntArray]:
    """Parents and children in the unit cube of each other, by child, then parent."""
    points = np.column_stack([x, y, t])
    edge = 1.0 + 1e-9  # rounding must not lose a pair at exactly the largest lag or distance
    tree = cKDTree(points, compact_nodes=False, balanced_tree=False)
    total = (int(tree.count_neighbors(tree, edge, p=np.inf)) - x.size) // 2
    if total > MOST_COUPLES:
        raise InvalidInput(
            "max_distance and max_days",
            f"make {total:,} possible pairs of parent and child, more than {MOST_COUPLES:,}; make them smaller",
        )
    found = tree.query_pairs(edge, p=np.inf, output_type="ndarray").astype(np.int64)
    order = np.lexsort((found[:, 0], found[:, 1]))  # query_pairs gives i < j, and the events are in order of time
    return found[order, 0], found[order, 1]
