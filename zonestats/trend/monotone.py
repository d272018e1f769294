"""Does a series rise or fall, whatever its shape?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from zonestats import checks
from zonestats.checks import FloatArray


@dataclass(frozen=True)
class MannKendall:
    """Mann–Kendall test of a monotone trend."""

    s: int  # rises minus falls over all pairs
    variance: float  # of s without a trend, corrected for ties
    z: float
    p: float  # two-sided
    tau: float  # Kendall's tau-a: s over the number of pairs
    slope: float  # Sen's median slope per step
    n: int

    def summary(self) -> str:
        """Plain text: n, direction, p, slope."""
        direction = "rising" if self.s > 0 else "falling" if self.s < 0 else "level"
        return (
            f"Mann–Kendall over {self.n} values: {direction}, p = {self.p:.3g}, median slope {self.slope:.3g} per step"
        )


def mann_kendall(values: ArrayLike) -> MannKendall:
    """Mann–Kendall test with tie and continuity corrections, and Sen's slope.

    S = Σ_{i<j} sign(x_j − x_i), var S = (n (n−1) (2n+5) − Σ t (t−1) (2t+5)) / 18 over groups of t ties,
    z = (S − sign S) / √var. ``values``: (n,) in time order, n ≥ 2.

    Source: Mann 1945, Econometrica 13, 245–259; Kendall 1975; Sen 1968, J. Am. Stat. Assoc. 63, 1379–1389.

    >>> mann_kendall([1, 3, 2, 4, 5, 7, 6, 8]).p.__round__(4)
    0.0044
    """
    series = checks.floats("values", values, minimum=2)
    n = series.size
    s, variance, z = (float(part[0]) for part in scores(series[None, :]))
    later, earlier = np.tril_indices(n, -1)
    slope = float(np.median((series[later] - series[earlier]) / (later - earlier)))
    return MannKendall(int(s), variance, z, float(2 * ndtr(-abs(z))), s / (n * (n - 1) / 2), slope, n)


def scores(table: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """S, its variance and z of each row of ``table`` (series × time); z is 0 where all values are equal."""
    rows, n = table.shape
    s = np.zeros(rows)
    for lag in range(1, n):
        s += np.sign(table[:, lag:] - table[:, :-lag]).sum(axis=1)
    variance = (n * (n - 1) * (2 * n + 5) - _tie_terms(table)) / 18
    known = variance > 0
    z = np.divide(s - np.sign(s), np.sqrt(np.where(known, variance, 1.0)), out=np.zeros(rows), where=known)
    return s, variance, z


def _tie_terms(table: FloatArray) -> FloatArray:
    """Σ t (t − 1) (2t + 5) over the groups of ties in each row."""
    rows, n = table.shape
    ranked = np.sort(table, axis=1)
    new = np.ones((rows, n), dtype=np.bool_)
    new[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    group = np.cumsum(new.ravel()) - 1
    t = np.bincount(group).astype(np.float64)
    owner = np.repeat(np.arange(rows), new.sum(axis=1))
    return np.bincount(owner, weights=t * (t - 1) * (2 * t + 5), minlength=rows).astype(np.float64)
