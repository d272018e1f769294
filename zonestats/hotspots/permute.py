"""Conditional permutation p-values of a cell's neighbour sum, every cell from one shared reference sample."""

import numpy as np

from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.hotspots.adjacent import Neighbours
from zonestats.kernels.local import compare_draws

# Random numbers held at a time: 4 MB.
_BLOCK = 500_000


def two_sided(values: FloatArray, around: Neighbours, *, permutations: int, seed: int) -> FloatArray:
    """p = min(1, 2 · (min(#≥, #≤) + 1) / (m + 1)) of each cell's neighbour sum, its own value held fixed.

    Each of the m permutations is one random order of all cells; a cell with k neighbours is compared with the sum of
    the first k of that order, itself replaced by the (k + 1)-th. That is, for every single cell, exactly a draw of k of
    the other cells without replacement; only the draws of different cells are the same ones.
    """
    at_least, at_most = count_extremes(values, around, permutations=permutations, seed=seed)
    return np.minimum(1.0, 2.0 * (np.minimum(at_least, at_most) + 1) / (permutations + 1))


def count_extremes(
    values: FloatArray, around: Neighbours, *, permutations: int, seed: int
) -> tuple[IntArray, IntArray]:
    """How many permutations gave a neighbour sum at least, and at most, as large as the observed one."""
    if permutations < 1:
        raise InvalidInput("permutations", f"must be at least 1, not {permutations}")
    at_least, at_most = np.zeros(around.n, dtype=np.int64), np.zeros(around.n, dtype=np.int64)
    observed = around.sums(values)
    degrees, slot = np.unique(around.counts, return_inverse=True)
    slot = slot.astype(np.int64)
    slack = _slack(values, int(degrees[-1]))
    sums = np.empty((permutations, degrees.size))
    random, deck, length = np.random.default_rng(seed), np.arange(around.n), int(degrees[-1]) + 1
    rows = max(1, _BLOCK // length)
    for first in range(0, permutations, rows):
        block = sums[first : first + rows]
        uniforms = random.random((block.shape[0], length))
        compare_draws(values, observed, slot, degrees, slack, deck, uniforms, at_least, at_most, block)
    for d in range(degrees.size):
        mine, ranked = slot == d, np.sort(sums[:, d])
        at_least[mine] += permutations - np.searchsorted(ranked, observed[mine] - slack, side="left")
        at_most[mine] += np.searchsorted(ranked, observed[mine] + slack, side="right")
    return at_least, at_most


def _slack(values: FloatArray, degree: int) -> float:
    """Sums closer than this are ties: the same numbers added in another order may differ in the last digits."""
    if np.array_equal(values, np.rint(values)):
        return 0.5
    return 1e-12 * (degree + 1) * float(np.abs(values).max())
