"""Counts of pairs per space × time band, for the data and for many replicates of their times."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from zonestats.checks import FloatArray, IntArray
from zonestats.kernels import near_repeat as loops
from zonestats.near_repeat.bands import Clock
from zonestats.near_repeat.pairs import ClosePairs

_LANES = 64
_BYTES = 256_000_000  # replicated times held at once


def permutation_counts(pairs: ClosePairs, clock: Clock, replicates: int, seed: int) -> NDArray[np.int64]:
    """(replicates, space, time) counts; replicate 0 is the data, the others permute the times."""
    counted = []
    for first, groups, lanes in _batches(clock.times, replicates):
        times = np.empty((groups, clock.times.size, lanes), dtype=clock.times.dtype)
        loops.permuted(clock.times, seed, first, times)
        counted.append(_count(pairs, clock, times))
    return clock.per_band(np.concatenate(counted)[:replicates]).astype(np.int64)


def order_counts(pairs: ClosePairs, clock: Clock, orders: IntArray) -> NDArray[np.int64]:
    """As ``permutation_counts`` for given orders (n, replicates): event i gets the time of event orders[i, k]."""
    n, replicates = orders.shape
    counted = []
    for first, groups, lanes in _batches(clock.times, replicates):
        columns = np.minimum(first + np.arange(groups * lanes), replicates - 1)
        times = clock.times[orders[:, columns]].reshape(n, groups, lanes).transpose(1, 0, 2)
        counted.append(_count(pairs, clock, np.ascontiguousarray(times)))
    return clock.per_band(np.concatenate(counted)[:replicates]).astype(np.int64)


def permutation_weights(pairs: ClosePairs, clock: Clock, weights: FloatArray, replicates: int, seed: int) -> FloatArray:
    """As ``permutation_counts``, each pair counting w_i·w_j; weights stay with their places."""
    summed = []
    for first, groups, lanes in _batches(clock.times, replicates):
        times = np.empty((groups, clock.times.size, lanes), dtype=clock.times.dtype)
        loops.permuted(clock.times, seed, first, times)
        out = np.zeros((groups, pairs.space.count, clock.limits.size, lanes))
        for rows in pairs:
            loops.weight_within(rows.first, rows.start, rows.other, rows.band, times, clock.limits, weights, out)
        summed.append(_replicates_first(out))
    return clock.per_band(np.concatenate(summed)[:replicates]).astype(np.float64)


def _batches(times: NDArray[Any], replicates: int) -> list[tuple[int, int, int]]:
    """(first replicate, groups, lanes) of batches that fit in memory; the split never changes the numbers."""
    lanes = min(_LANES, -(-replicates // 16) * 16)
    fitting = max(2, _BYTES // (max(times.size, 1) * lanes * times.dtype.itemsize))
    groups = -(-replicates // lanes)
    return [(g * lanes, min(fitting, groups - g), lanes) for g in range(0, groups, fitting)]


def _count(pairs: ClosePairs, clock: Clock, times: NDArray[Any]) -> NDArray[np.int64]:
    groups, _, lanes = times.shape
    shape = (groups, pairs.space.count, clock.limits.size, lanes)
    out = np.zeros(shape, dtype=np.int64)
    scratch = np.zeros(shape, dtype=times.dtype)
    for rows in pairs:
        loops.pairs_within(rows.first, rows.start, rows.other, rows.band, times, clock.limits, scratch, out)
    return _replicates_first(out)


def _replicates_first(out: NDArray[Any]) -> NDArray[Any]:
    groups, space, time, lanes = out.shape
    return np.ascontiguousarray(out.transpose(0, 3, 1, 2)).reshape(groups * lanes, space, time)
