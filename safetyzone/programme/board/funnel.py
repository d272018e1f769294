"""Funnel limits for shares (Spiegelhalter 2005, Statistics in Medicine 24:1185–1202).

A small zone's share swings more than a large one's. A funnel shows how far from the common share a zone of its size may lie
by chance alone, so that nobody reads a ranking into noise.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
INNER: Final = 0.95
OUTER: Final = 0.998
FEWEST: Final = 10  # zones; METHODS §2, as for rank intervals
WINSORISED: Final = 0.1  # of the zones at each end, so that a few outliers do not widen the funnel


@dataclass(frozen=True)
class Funnel:
    """``common`` = Σ x / Σ n. ``dispersion`` φ: mean winsorised z²; above 1 beyond chance the limits are √φ times as wide.

    ``state`` int64[k]: 0 inside, ±1 beyond 95 %, ±2 beyond 99.8 %.
    """

    common: float
    dispersion: float
    overdispersed: bool
    state: NDArray[np.int64]

    @property
    def factor(self) -> float:
        """By how much more than chance zones differ: variance of the limits over the binomial's."""
        return self.dispersion if self.overdispersed else 1.0


def funnel(share: Floats, n: Floats) -> Funnel:
    """``share`` float64[k] of ``n`` float64[k] (effective) answers or promises; k ≥ 10, else ``ValueError``."""
    if len(share) < FEWEST:
        raise ValueError(f"a funnel needs {FEWEST} zones")
    common = float((share * n).sum() / n.sum())
    if not 0 < common < 1:
        return Funnel(common, 1.0, False, np.zeros(len(share), dtype=np.int64))
    z = (share - common) / np.sqrt(common * (1 - common) / n)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    dispersion = float(np.mean(np.clip(z, low, high) ** 2))
    # Winsorising makes φ smaller than 1 where there is chance alone, so this test errs on the side of narrow limits.
    overdispersed = bool(len(share) * dispersion > stats.chi2.ppf(INNER, len(share)))
    factor = dispersion if overdispersed else 1.0
    state = np.zeros(len(share), dtype=np.int64)
    for level, step in ((INNER, 1), (OUTER, 2)):
        lower, upper = limits(common, n, level=level, factor=factor)
        state[share < lower] = -step
        state[share > upper] = step
    return Funnel(common, dispersion, overdispersed, state)


def limits(common: float, n: Floats, *, level: float, factor: float = 1.0) -> tuple[Floats, Floats]:
    """Lower and upper limit of a share at each ``n``.

    Without overdispersion the binomial's own quantiles, interpolated between whole counts (the paper's A.1.1); with it the
    normal limits common ± z·√(factor·common·(1 − common)/n). Both are cut at 0 and 1.
    """
    tail = (1 - level) / 2
    if factor == 1.0:
        whole = np.maximum(np.round(n), 1)
        # The upper limit is the lower one of the other answers, so that neither end is treated better.
        found = [_binomial(common, whole, tail), 1 - _binomial(1 - common, whole, tail)]
    else:
        width = stats.norm.ppf(1 - tail) * np.sqrt(factor * common * (1 - common) / n)
        found = [common - width, common + width]
    return np.clip(found[0], 0, 1), np.clip(found[1], 0, 1)


def _binomial(common: float, n: Floats, probability: float) -> Floats:
    whole = stats.binom.ppf(probability, n, common)
    reached, before = stats.binom.cdf(whole, n, common), stats.binom.cdf(whole - 1, n, common)
    made: Floats = (whole - (reached - probability) / np.maximum(reached - before, 1e-12)) / n
    return made
