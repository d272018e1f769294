"""Neighbours of points by distance."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from zonestats import checks
from zonestats.hotspots.adjacent import Neighbours, from_keys

# Grid points one spacing apart must stay neighbours after rounding of large coordinates: 100 m + 0.1 µm.
_RELATIVE_SLACK = 1e-9


def within(x: ArrayLike, y: ArrayLike, distance: float) -> Neighbours:
    """Neighbours at most ``distance`` metres away (the end included), self left out.

    >>> within([0, 100, 250], [0, 0, 0], 150).counts.tolist()
    [1, 2, 1]
    """
    xs, ys = checks.floats("x", x), checks.floats("y", y)
    n = checks.same_length(x=xs, y=ys)
    reach = checks.positive("distance", distance) * (1 + _RELATIVE_SLACK)
    if n == 0:
        return from_keys(np.empty(0, dtype=np.int64), 0)
    tree = cKDTree(np.column_stack((xs - xs.min(), ys - ys.min())))
    found = tree.query_pairs(reach, output_type="ndarray").astype(np.int64)
    keys = np.concatenate((found[:, 0] * n + found[:, 1], found[:, 1] * n + found[:, 0]))
    keys.sort()
    return from_keys(keys, n)
