"""Does the structure hold together? Correlations, reliability and components of each group."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from zonestats.checks import FloatArray
from zonestats.index.weights import components

HIGH = 0.92  # two indicators that say the same
LOW = -0.4  # two indicators of one group that pull apart


@dataclass(frozen=True, eq=False)
class Correlations:
    """Pairwise Pearson correlations over zones that have both, their p and n, and the pairs to look at."""

    names: tuple[str, ...]
    r: FloatArray
    p: FloatArray
    n: FloatArray
    collinear: tuple[tuple[str, str, float], ...]  # r > 0.92
    opposed: tuple[tuple[str, str, float], ...]  # r < −0.4

    def summary(self) -> str:
        """Plain text: the pairs to look at."""
        pairs = [f"{a}–{b} {r:+.2f}" for a, b, r in (*self.collinear, *self.opposed)]
        return f"{len(self.names)} columns; pairs to look at: {', '.join(pairs) or 'none'}"


@dataclass(frozen=True, eq=False)
class Consistency:
    """Cronbach's α of one group, each child's correlation with the rest, α without it, and the components."""

    group: str
    children: tuple[str, ...]
    alpha: float
    item_rest: FloatArray
    alpha_without: FloatArray
    variance_shares: FloatArray
    loadings: FloatArray  # (children, components)
    n: int

    def summary(self) -> str:
        """Plain text."""
        weakest = self.children[int(np.nanargmin(self.item_rest))] if np.isfinite(self.item_rest).any() else "–"
        return (
            f"{self.group}, {self.n} complete zones: α = {self.alpha:.2f}, first component {self.variance_shares[0]:.0%}, "
            f"weakest child {weakest}"
        )


def correlations(names: tuple[str, ...], x: FloatArray) -> Correlations:
    """Of the columns of ``x`` (zones, k); a constant column's correlations are NaN."""
    k = len(names)
    r, n = np.full((k, k), np.nan), np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            both = np.isfinite(x[:, i]) & np.isfinite(x[:, j])
            n[i, j] = both.sum()
            a, b = x[both, i], x[both, j]
            if n[i, j] > 2 and np.ptp(a) > 0 and np.ptp(b) > 0:
                r[i, j] = np.corrcoef(a, b)[0, 1]
    r = np.clip(r, -1.0, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.abs(r) * np.sqrt((n - 2) / (1 - r**2))
        p = np.where(np.isfinite(r), 2 * stdtr(np.maximum(n - 2, 1), -t), np.nan)
    upper = [(names[i], names[j], float(r[i, j])) for i in range(k) for j in range(i + 1, k)]
    collinear = tuple(pair for pair in upper if pair[2] > HIGH)
    return Correlations(names, r, p, n, collinear, tuple(pair for pair in upper if pair[2] < LOW))


def consistency(group: str, children: tuple[str, ...], x: FloatArray) -> Consistency:
    """Of one group's children (zones, k), on complete zones.

    α = k/(k − 1) · (1 − Σ var(child)/var(sum)); Cronbach 1951, Psychometrika 16, 297–334. Item–rest: a child's correlation
    with the sum of the others.
    """
    complete = x[np.isfinite(x).all(axis=1)]
    k = len(children)
    nothing = np.full(k, np.nan)
    if k < 2 or complete.shape[0] < 3:
        return Consistency(group, children, np.nan, nothing, nothing, nothing, np.full((k, k), np.nan), len(complete))
    total = complete.sum(axis=1)
    rest = np.array([_correlation(complete[:, j], total - complete[:, j]) for j in range(k)])
    without = np.array([alpha(np.delete(complete, j, axis=1)) for j in range(k)])
    values, vectors = components(complete)
    shares = values / values.sum() if values.sum() > 0 else nothing
    return Consistency(group, children, alpha(complete), rest, without, shares, vectors, len(complete))


def alpha(x: FloatArray) -> float:
    """Cronbach's α of the columns; NaN for one column or none that varies."""
    k, spread = x.shape[1], float(x.sum(axis=1).var(ddof=1))
    if k < 2 or spread <= 0:
        return float("nan")
    return float(k / (k - 1) * (1 - x.var(axis=0, ddof=1).sum() / spread))


def _correlation(a: FloatArray, b: FloatArray) -> float:
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])
