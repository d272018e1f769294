"""k-means in the plane, how well it separates, and how alike two groupings are."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from zonestats.checks import FloatArray, IntArray
from zonestats.kernels import opinions as kernel
from zonestats.sums import crossed

STARTS = 8
SWEEPS = 100
JUDGED = 4000  # people the silhouette looks at, evenly taken: it compares all pairs


def kmeans(points: FloatArray, k: int, rng: np.random.Generator, *, starts: int = STARTS) -> IntArray:
    """Labels (n,) of the best of several k-means runs (Lloyd), started by k-means++ (Arthur & Vassilvitskii 2007)."""
    labels = np.empty(points.shape[0], dtype=np.int64)
    kernel.kmeans(np.ascontiguousarray(points), rng.random((starts, k)), SWEEPS, labels)
    return labels


def kmeans_of_each(points: FloatArray, draws: FloatArray) -> IntArray:
    """The same for ``points`` (runs, n, 2), each run with its own ``draws`` (runs, starts, k) in [0, 1): (runs, n)."""
    return kernel.kmeans_of_each(points, draws, SWEEPS)


def silhouettes(points: FloatArray, groupings: list[IntArray]) -> list[float]:
    """Mean silhouette of each grouping (Rousseeuw 1987, J. Comp. Appl. Math. 20), with the distances computed once."""
    step = max(1, -(-points.shape[0] // JUDGED))
    points, groupings = points[::step], [labels[::step] for labels in groupings]
    member = [np.eye(int(labels.max()) + 1)[labels] for labels in groupings]
    sums = _distance_sums(points, np.hstack(member))
    scores, offset = [], 0
    for labels, belongs in zip(groupings, member, strict=True):
        width = belongs.shape[1]
        scores.append(_silhouette(sums[:, offset : offset + width], labels, belongs.sum(axis=0)))
        offset += width
    return scores


def _distance_sums(points: FloatArray, member: FloatArray) -> FloatArray:
    blocks = np.array_split(np.arange(points.shape[0]), max(1, points.shape[0] // 500))
    return np.vstack([crossed(cdist(points, points[block]), member) for block in blocks])


def _silhouette(sums: FloatArray, labels: IntArray, counts: FloatArray) -> float:
    rows = np.arange(labels.size)
    own = sums[rows, labels] / np.maximum(counts[labels] - 1, 1)
    other = sums / np.maximum(counts, 1)
    other[rows, labels] = np.inf
    other[:, counts == 0] = np.inf
    next_best = other.min(axis=1)
    if not np.isfinite(next_best).all():
        return -1.0
    largest = np.maximum(own, next_best)
    score = np.divide(next_best - own, largest, out=np.zeros_like(own), where=largest > 0)
    return float(np.where(counts[labels] > 1, score, 0.0).mean())


def adjusted_rand(one: IntArray, other: IntArray) -> float:
    """How alike two groupings are: 1 the same, 0 as alike as chance makes them (Hubert & Arabie 1985, J. Classif. 2)."""
    width = int(other.max()) + 1
    table = np.bincount(one * width + other, minlength=(int(one.max()) + 1) * width).reshape(-1, width)
    together = _pairs(table.ravel())
    rows, columns, total = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0)), _pairs(np.array([one.size]))
    expected = rows * columns / total if total else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) // 2).sum())
