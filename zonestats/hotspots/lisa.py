"""Local Moran's I: cells like, or unlike, their neighbours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.hotspots.adjacent import Neighbours
from zonestats.hotspots.gi import LEVEL, centre, too_little
from zonestats.hotspots.multiple import false_discovery
from zonestats.hotspots.normal import two_sided_p
from zonestats.hotspots.permute import two_sided

HIGH_HIGH, LOW_HIGH, LOW_LOW, HIGH_LOW = 1, 2, 3, 4


@dataclass(frozen=True, eq=False)
class LocalMoran:
    """Local Moran's I of every cell, in the cells' order."""

    i: FloatArray  # NaN for cells without neighbours and where all values are equal
    z: FloatArray  # standardised under conditional randomisation
    p: FloatArray  # two-sided, from the normal distribution
    p_sim: FloatArray | None  # two-sided, from conditional permutation
    significant: BoolArray  # p ≤ 0.05, or Benjamini–Hochberg on p at the rate ``fdr``
    quadrant: IntArray  # 1 high among high, 2 low among high, 3 low among low, 4 high among low
    permutations: int
    fdr: float | None
    refusal: Refusal | None

    def summary(self) -> str:
        """Plain text: cells, method, clusters and outliers."""
        if self.refusal is not None:
            return f"Local Moran of {self.i.size:,} cells: {self.refusal}"
        found = np.bincount(self.quadrant[self.significant], minlength=5)
        rule = f"p ≤ {LEVEL}" if self.fdr is None else f"false-discovery rate {self.fdr:g}"
        return (
            f"Local Moran of {self.i.size:,} cells ({rule}): {found[HIGH_HIGH]:,} high among high, "
            f"{found[LOW_LOW]:,} low among low, {found[HIGH_LOW]:,} high among low, {found[LOW_HIGH]:,} low among high"
        )


def local_moran(
    values: ArrayLike,
    *,
    neighbours: Neighbours,
    permutations: int = 0,
    seed: int | None = None,
    fdr: float | None = None,
) -> LocalMoran:
    """Local Moran's I with row-standardised weights.

    I_i = (z_i / m₂) · mean of the neighbours' z_j, with z = x − x̄ and m₂ = Σ z² / n. Under conditional randomisation
    E = −z_i² / ((n − 1) m₂) and, for k neighbours,
    var = (z_i / m₂)² · n / (n − 2) · (1/k − 1/(n − 1)) · (m₂ − z_i² / (n − 1)).

    Arguments and errors as :func:`zonestats.hotspots.gi_star`.

    Source: Anselin 1995, Geographical Analysis 27, 93–115; moments: Sokal, Oden & Thomson 1998, Geographical Analysis 30,
    331–354.

    >>> from zonestats import hotspots
    >>> hotspots.local_moran([9, 8, 0, 0, 1, 0], neighbours=hotspots.grid(1, 6)).i.round(2).tolist()
    [1.96, 0.49, -0.2, 0.49, 0.39, 0.39]
    """
    numbers = checks.floats("values", values, minimum=1)
    if numbers.size != neighbours.n:
        raise InvalidInput("values", f"has {numbers.size} cells, the neighbours describe {neighbours.n}")
    centred = centre(numbers)
    lag = np.divide(
        neighbours.sums(centred), neighbours.counts, out=np.full(numbers.size, np.nan), where=neighbours.counts > 0
    )
    i, z = _statistic(centred, lag, neighbours.counts)
    p, p_sim = two_sided_p(z), None
    if permutations:
        p_sim = two_sided(numbers, neighbours, permutations=int(permutations), seed=checks.seed_of(seed))
    significant = np.asarray(p <= LEVEL) if fdr is None else false_discovery(p, fdr)
    quadrant = np.where(centred > 0, np.where(lag > 0, HIGH_HIGH, HIGH_LOW), np.where(lag > 0, LOW_HIGH, LOW_LOW))
    return LocalMoran(i, z, p, p_sim, significant, quadrant, int(permutations), fdr, too_little(numbers))


def _statistic(centred: FloatArray, lag: FloatArray, counts: IntArray) -> tuple[FloatArray, FloatArray]:
    """I and its z; both carry the sign of the cell's own deviation, which standardising cancels in the size of z."""
    n, second = centred.size, float(np.mean(centred**2))
    blank = np.full(n, np.nan)
    if n < 3 or second == 0:
        return blank, blank.copy()
    i = centred * lag / second
    expected_lag = -centred / (n - 1)
    spread = n / (n - 2) * (1 / np.maximum(counts, 1) - 1 / (n - 1)) * (second - centred**2 / (n - 1))
    known = (spread > 1e-14 * second) & (counts > 0)
    z = np.divide(np.sign(centred) * (lag - expected_lag), np.sqrt(np.abs(spread)), out=blank, where=known)
    return i, z
