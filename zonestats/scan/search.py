"""The largest likelihood ratio over all cylinders, for the data and for simulated maps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zonestats.checks import FloatArray, IntArray
from zonestats.kernels import scan as loops
from zonestats.scan.circles import Circles

_LANES = 32  # simulated maps side by side


@dataclass(frozen=True)
class Found:
    """The best cylinder of each centre."""

    ratio: FloatArray
    size: IntArray  # places in the circle
    first: IntArray
    last: IntArray


def best_cylinders(counts: FloatArray, expected: FloatArray, around: Circles, longest: int, prospective: bool) -> Found:
    """Best ratio of each centre and where it is."""
    ratio, where = np.zeros(len(counts)), np.zeros((len(counts), 3), dtype=np.int64)
    lanes = counts.astype(np.int32)[:, :, None]
    _search(lanes, expected, around, longest, prospective, ratio[:, None], where)
    return Found(ratio, where[:, 0], where[:, 1], where[:, 2])


def simulated_maxima(
    counts: FloatArray,
    expected: FloatArray,
    around: Circles,
    longest: int,
    prospective: bool,
    replicates: int,
    seed: int,
) -> FloatArray:
    """Largest ratio of each map in which the incidents are dealt out by the expectation."""
    random, total = np.random.default_rng(seed), int(counts.sum())
    share = (expected / expected.sum()).ravel()
    nowhere = np.zeros((len(counts), 0), dtype=np.int64)
    maxima = []
    for first in range(0, replicates, _LANES):
        drawn = random.multinomial(total, share, size=min(_LANES, replicates - first))
        lanes = drawn.T.reshape(*counts.shape, -1).astype(np.int32)
        ratio = np.zeros((len(counts), lanes.shape[2]))
        _search(lanes, expected, around, longest, prospective, ratio, nowhere)
        maxima.append(ratio.max(axis=0))
    return np.concatenate(maxima)


def _search(
    lanes: NDArray[np.int32], expected: FloatArray, around: Circles, longest: int, prospective: bool, ratio: FloatArray,
    where: IntArray,
) -> None:  # fmt: skip
    total = int(lanes[:, :, 0].sum())
    k = np.arange(total + 1, dtype=np.float64)
    k_log_k = np.multiply(k, np.log(np.maximum(k, 1)))
    # Looking from now, only the last periods can be in a cylinder.
    skipped = lanes.shape[1] - longest if prospective else 0
    lanes, expected = np.ascontiguousarray(lanes[:, skipped:]), np.ascontiguousarray(expected[:, skipped:])
    loops.search(lanes, expected, around.order, around.whole, around.size, longest, prospective, k_log_k, ratio, where)
    if where.shape[1]:
        where[:, 1:] += skipped
