"""Circles around every place, up to a share of the population or a radius."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput

MOST_STEPS = 50_000_000  # places in all circles together


@dataclass(frozen=True)
class Circles:
    """Places by distance from each centre; circle k of centre i holds order[i, :k + 1] where whole[i, k] is 1.

    A circle is not whole while the next place is exactly as far away as its last.
    """

    order: IntArray  # (places, longest) rows, padded by −1
    distance: FloatArray
    whole: IntArray
    size: IntArray  # (places,) largest circle of each centre


def circles(x: FloatArray, y: FloatArray, population: FloatArray, *, share: float, radius: float | None) -> Circles:
    """Circles that hold at most ``share`` of the population and reach at most ``radius``; the centre alone always counts."""
    limit = checks.fraction("max_share", share) * population.sum()
    reach = np.inf if radius is None else checks.positive("max_radius", radius)
    points = np.column_stack([x - x.min(), y - y.min()])
    tree = cKDTree(points)
    longest = _longest(tree, points, reach, x.size)
    if longest * x.size > MOST_STEPS:
        raise InvalidInput(
            "max_radius", f"makes {longest * x.size:,} circles, more than {MOST_STEPS:,}; give a smaller one"
        )
    apart, rows = tree.query(points, k=np.arange(1, longest + 1))
    distance, order = _by_row(np.asarray(apart, dtype=np.float64), np.asarray(rows, dtype=np.int64))
    inside = np.isfinite(distance) & (distance <= reach)
    held = np.cumsum(np.where(inside, population[np.minimum(order, x.size - 1)], 0.0), axis=1)
    inside &= held <= limit * (1 + 1e-12)
    inside[:, 0] = True
    size = np.where(inside.all(axis=1), longest, np.argmin(inside, axis=1)).astype(np.int64)
    following = np.concatenate([distance[:, 1:], np.full((x.size, 1), np.inf)], axis=1)
    whole = following > distance * (1 + 1e-9) + 1e-9
    whole[np.arange(x.size), size - 1] = True
    return Circles(np.where(np.isfinite(distance), order, -1), distance, whole.astype(np.int64), size)


def _longest(tree: cKDTree, points: FloatArray, reach: float, places: int) -> int:
    if not np.isfinite(reach):
        return places
    return int(tree.query_ball_point(points, reach * (1 + 1e-12), return_length=True).max())


def _by_row(distance: FloatArray, order: IntArray) -> tuple[FloatArray, IntArray]:
    """Equal distances in the order of place numbers, whatever the tree says; the centre itself first."""
    rounded = np.round(distance, 6)
    own = order == np.arange(len(order))[:, None]
    again = np.lexsort((order, ~own, rounded), axis=1)
    return np.take_along_axis(distance, again, axis=1), np.take_along_axis(order, again, axis=1)
