"""Local Gi and Gi*: where high or low values lie together more than chance would put them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks, minimums
from zonestats.checks import BoolArray, FloatArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.hotspots.adjacent import Neighbours
from zonestats.hotspots.multiple import false_discovery
from zonestats.hotspots.normal import two_sided_p
from zonestats.hotspots.permute import two_sided

LEVEL = 0.05


@dataclass(frozen=True, eq=False)
class LocalG:
    """Gi or Gi* of every cell, in the cells' order."""

    z: FloatArray  # standard normal under no association; NaN where it is undefined
    p: FloatArray  # two-sided, from the normal distribution
    p_sim: FloatArray | None  # two-sided, from conditional permutation
    significant: BoolArray  # p ≤ 0.05, or Benjamini–Hochberg on p at the rate ``fdr``
    star: bool
    permutations: int
    fdr: float | None
    refusal: Refusal | None  # too few cells or incidents to show this to anyone

    @property
    def hot(self) -> BoolArray:
        """Significant and above what chance would give."""
        return np.asarray(self.significant & (self.z > 0))

    @property
    def cold(self) -> BoolArray:
        """Significant and below what chance would give."""
        return np.asarray(self.significant & (self.z < 0))

    def summary(self) -> str:
        """Plain text: cells, method, hot and cold spots."""
        name = "Gi*" if self.star else "Gi"
        if self.refusal is not None:
            return f"{name} of {self.z.size:,} cells: {self.refusal}"
        rule = f"p ≤ {LEVEL}" if self.fdr is None else f"false-discovery rate {self.fdr:g}"
        drawn = f", {self.permutations:,} conditional permutations" if self.permutations else ""
        return f"{name} of {self.z.size:,} cells ({rule}{drawn}): {self.hot.sum():,} hot, {self.cold.sum():,} cold"


def gi_star(
    values: ArrayLike,
    *,
    neighbours: Neighbours,
    star: bool = True,
    permutations: int = 0,
    seed: int | None = None,
    fdr: float | None = None,
) -> LocalG:
    """Getis–Ord Gi* (``star=True``, the cell is its own neighbour too) or Gi (``star=False``) with binary weights.

    With W cells in the neighbourhood of cell i, mean x̄ and variance s² (divisor n) over all cells:
    z = (Σ x_j − W x̄) / (s √((n W − W²) / (n − 1))). Gi leaves cell i out of the sum, the mean, the variance and n.

    ``values``: (n,) counts or rates; ``neighbours``: from :func:`within`, :func:`grid`, :func:`cells` or
    :func:`neighbours`. ``permutations``: conditional permutations (the cell's own value stays) for ``p_sim``; they need
    a ``seed``. ``fdr``: control the false-discovery rate at this level, on ``p`` (never on ``p_sim``, whose floor 2/(m
    + 1) blocks it).

    z is NaN, and nothing significant, where it is undefined: all values equal, or every cell a neighbour.
    ``refusal`` is set below 30 cells, or below 50 incidents if the values are whole counts; the numbers are still there
    for teaching and testing, but should not be shown as findings.

    Source: Ord & Getis 1995, Geographical Analysis 27, 286–306.

    Errors: InvalidInput for values that do not fit the neighbours, NaN, or permutations without a seed.

    >>> from zonestats import hotspots
    >>> result = hotspots.gi_star([9, 8, 0, 0, 1, 0], neighbours=hotspots.grid(1, 6))
    >>> result.z.round(2).tolist()
    [2.22, 1.52, -0.19, -1.52, -1.52, -1.01]
    """
    numbers = checks.floats("values", values, minimum=1)
    if numbers.size != neighbours.n:
        raise InvalidInput("values", f"has {numbers.size} cells, the neighbours describe {neighbours.n}")
    z = _z_star(numbers, neighbours) if star else _z_without_self(numbers, neighbours)
    p = two_sided_p(z)
    p_sim = None
    if permutations:
        p_sim = two_sided(numbers, neighbours, permutations=int(permutations), seed=checks.seed_of(seed))
    significant = np.asarray(p <= LEVEL) if fdr is None else false_discovery(p, fdr)
    return LocalG(z, p, p_sim, significant, star, int(permutations), fdr, too_little(numbers))


def too_little(values: FloatArray) -> Refusal | None:
    """The minimums of a hot-spot map: 30 cells and, where the values are counts, 50 incidents."""
    if values.size < minimums.HOTSPOT_CELLS:
        reason = f"not enough cells: {values.size}, at least {minimums.HOTSPOT_CELLS} are needed"
        return Refusal("not_enough", reason, values.size, minimums.HOTSPOT_CELLS)
    total = float(values.sum())
    counts = values.min() >= 0 and np.array_equal(values, np.rint(values))
    if counts and total < minimums.HOTSPOT_EVENTS:
        reason = f"not enough incidents: {total:g}, at least {minimums.HOTSPOT_EVENTS} are needed"
        return Refusal("not_enough", reason, total, minimums.HOTSPOT_EVENTS)
    return None


def _z_star(values: FloatArray, around: Neighbours) -> FloatArray:
    n, members = values.size, (around.counts + 1).astype(np.float64)
    centred = centre(values)
    spread = np.full(n, np.mean(centred**2), dtype=np.float64)
    return _standardise(around.sums(centred) + centred, spread, n, members)


def _z_without_self(values: FloatArray, around: Neighbours) -> FloatArray:
    n, members = values.size, around.counts.astype(np.float64)
    if n < 2:
        return np.full(n, np.nan)
    centred = centre(values)
    mean_others = -centred / (n - 1)  # the centred values add up to 0
    spread = np.maximum((np.sum(centred**2) - centred**2) / (n - 1) - mean_others**2, 0.0)
    # A value that alone carries all the variance leaves the others equal: rounding must not invent a spread.
    spread[spread <= 1e-14 * np.mean(centred**2)] = 0.0
    return _standardise(around.sums(centred) - members * mean_others, spread, n - 1, members)


def centre(values: FloatArray) -> FloatArray:
    """Deviations from the mean; exactly 0 where all values are equal."""
    if np.ptp(values) == 0:
        return np.zeros_like(values)
    centred = values - values.mean()
    return np.asarray(centred - centred.mean())


def _standardise(excess: FloatArray, spread: FloatArray, n: int, members: FloatArray) -> FloatArray:
    z = np.full(excess.shape, np.nan)
    variance = spread * members * (n - members) / max(n - 1, 1)
    known = variance > 0
    z[known] = excess[known] / np.sqrt(variance[known])
    return z
