"""k-means in the plane, how well it separates, and how alike two groupings are."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from zonestats.checks import FloatArray, IntArray
from zonestats.sums import crossed

STARTS = 8
SWEEPS = 100
JUDGED = 4000  # people the silhouette looks at, evenly taken: it compares all pairs


def kmeans(points: FloatArray, k: int, rng: np.random.Generator, *, starts: int = STARTS) -> IntArray:
    """Labels (n,) of the best of several k-means runs (Lloyd), started by k-means++ (Arthur & Vassilvitskii 2007)."""
    centres = np.stack([_spread(points, k, rng) for _ in range(starts)])  # (starts, k, 2)
    size = np.einsum("nd,nd->n", points, points)
    labels = np.zeros((starts, points.shape[0]), dtype=np.int64)
    for _ in range(SWEEPS):
        along = centres[:, :, :1] * points[:, 0] + centres[:, :, 1:] * points[:, 1]
        away = np.einsum("skd,skd->sk", centres, centres)[:, :, None] - 2 * along  # (starts, k, n)
        found = away.argmin(axis=1)
        if np.array_equal(found, labels):
            break
        labels = found
        centres = _means(points, labels, centres)
    loss = np.take_along_axis(away, labels[:, None, :], axis=1)[:, 0, :].sum(axis=1) + size.sum()
    return np.asarray(labels[int(np.argmin(loss))])


def _means(points: FloatArray, labels: IntArray, before: FloatArray) -> FloatArray:
    """Centre of each group of each start; a group that lost everyone stays where it was."""
    starts, k, _ = before.shape
    place = (labels + k * np.arange(starts)[:, None]).ravel()
    counts = np.bincount(place, minlength=starts * k)
    sums = np.stack(
        [np.bincount(place, weights=np.tile(column, starts), minlength=starts * k) for column in points.T], axis=1
    )
    means = sums / np.maximum(counts, 1)[:, None]
    return np.where((counts > 0)[:, None], means, before.reshape(-1, 2)).reshape(starts, k, 2)


def _spread(points: FloatArray, k: int, rng: np.random.Generator) -> FloatArray:
    """k starting centres: each far from those before with high probability."""
    chosen = [points[rng.integers(points.shape[0])]]
    near = np.full(points.shape[0], np.inf)
    for _ in range(k - 1):
        near = np.minimum(near, ((points - chosen[-1]) ** 2).sum(axis=1))
        total = float(near.sum())
        at = int(np.searchsorted(np.cumsum(near), rng.random() * total, side="right")) if total > 0 else 0
        chosen.append(points[min(at, points.shape[0] - 1)])
    return np.array(chosen)


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
