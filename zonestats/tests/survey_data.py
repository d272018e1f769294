"""Samples for the survey tests: one made by formula, and the California schools condensed to what estimators use."""

import numpy as np

from zonestats.checks import BoolArray, FloatArray, IntArray

GOLDEN = (np.sqrt(5) - 1) / 2


def _even(n: int, step: float) -> FloatArray:
    """n numbers in [0, 1) that look random and are the same everywhere."""
    return np.asarray((np.arange(1, n + 1) * step) % 1.0)


class Made:
    """160 answers: 4 strata, 4 to 6 clusters each, two stages of sampling, two margins."""

    def __init__(self) -> None:
        n = 160
        a, b, c, d = (_even(n, step) for step in (GOLDEN, np.sqrt(2), np.sqrt(3), np.pi))
        self.n = n
        self.stratum: IntArray = np.arange(n) // 40
        clusters = np.array([4, 5, 6, 4])
        self.cluster: IntArray = 100 * self.stratum + (a * clusters[self.stratum]).astype(np.int64)
        self.person: IntArray = np.arange(n)
        self.weight: FloatArray = np.round(20 + 30 * b, 3)
        self.y: FloatArray = np.round(10 + 5 * c + 3 * self.stratum + 2 * (self.cluster % 3), 3)
        self.x: FloatArray = np.round(4 + 3 * d + 0.2 * self.y, 3)
        self.yes: IntArray = (b + 0.1 * (self.cluster % 3) > 0.6).astype(np.int64)
        self.rare: IntArray = (np.arange(n) % 53 == 7).astype(np.int64)
        self.domain: BoolArray = c > 0.45
        self.fpc1: FloatArray = np.array([12.0, 20.0, 15.0, 9.0])[self.stratum]
        self.fpc2: FloatArray = 40.0 + self.cluster % 7
        self.age: IntArray = (d * 3).astype(np.int64)
        self.sex: IntArray = (a > 0.47).astype(np.int64)
        self.ages: FloatArray = np.array([2000.0, 1700.0, 2100.0])
        self.sexes: FloatArray = np.array([2750.0, 3050.0])
