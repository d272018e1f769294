"""k-means in the plane, for hundreds of small groupings."""

import numpy as np
from numba import prange

from zonestats.kernels.compile import kernel


@kernel()
def _far_apart(points: np.ndarray, draws: np.ndarray, near: np.ndarray, out: np.ndarray) -> None:
    """Starting centres by k-means++ into ``out`` (k, 2); ``draws`` (k,) in [0, 1) choose them, ``near`` (n,) is room to work."""
    n = points.shape[0]
    at = min(int(draws[0] * n), n - 1)
    out[0] = points[at]
    near[:] = np.inf
    for j in range(1, draws.size):
        total = 0.0
        for i in range(n):
            away = (points[i, 0] - out[j - 1, 0]) ** 2 + (points[i, 1] - out[j - 1, 1]) ** 2
            near[i] = min(near[i], away)
            total += near[i]
        target, passed, at = draws[j] * total, 0.0, 0
        while total > 0.0 and at < n - 1:
            passed += near[at]
            if passed > target:
                break
            at += 1
        out[j] = points[at]


@kernel()
def _assign(points: np.ndarray, centres: np.ndarray, labels: np.ndarray) -> tuple:
    """Each point to its nearest centre, the first of equals: (whether any label changed, Σ squared distances)."""
    changed, loss = False, 0.0
    for i in range(points.shape[0]):
        best, nearest = 0, np.inf
        for j in range(centres.shape[0]):
            away = (points[i, 0] - centres[j, 0]) ** 2 + (points[i, 1] - centres[j, 1]) ** 2
            if away < nearest:
                best, nearest = j, away
        changed = changed or labels[i] != best
        labels[i] = best
        loss += nearest
    return changed, loss


@kernel()
def _centre(points: np.ndarray, labels: np.ndarray, sums: np.ndarray, centres: np.ndarray) -> None:
    """Centres to the middle of their points; one that lost all stays where it was."""
    sums[:] = 0.0
    for i in range(points.shape[0]):
        sums[labels[i], 0] += points[i, 0]
        sums[labels[i], 1] += points[i, 1]
        sums[labels[i], 2] += 1.0
    for j in range(centres.shape[0]):
        if sums[j, 2] > 0.0:
            centres[j, 0] = sums[j, 0] / sums[j, 2]
            centres[j, 1] = sums[j, 1] / sums[j, 2]


@kernel()
def kmeans(points: np.ndarray, draws: np.ndarray, sweeps: int, out: np.ndarray) -> None:
    """Labels of the best of several runs (Lloyd) into ``out`` (n,); ``points`` (n, 2), ``draws`` (starts, k)."""
    starts, k = draws.shape
    n = points.shape[0]
    labels, near = np.empty(n, dtype=np.int64), np.empty(n)
    centres, sums = np.empty((k, 2)), np.empty((k, 3))
    least = np.inf
    for start in range(starts):
        _far_apart(points, draws[start], near, centres)
        labels[:] = -1
        loss = 0.0
        for _ in range(sweeps):
            changed, loss = _assign(points, centres, labels)
            if not changed:
                break
            _centre(points, labels, sums, centres)
        if loss < least:
            least = loss
            out[:] = labels


@kernel(parallel=True)
def kmeans_of_each(points: np.ndarray, draws: np.ndarray, sweeps: int) -> np.ndarray:
    """Labels (runs, n) of ``points`` (runs, n, 2) by themselves, each with its own ``draws`` (runs, starts, k)."""
    out = np.empty(points.shape[:2], dtype=np.int64)
    for run in prange(points.shape[0]):
        kmeans(points[run], draws[run], sweeps, out[run])
    return out
