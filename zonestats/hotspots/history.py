"""Emerging hot spots: is a hot spot new, growing, steady, fading or gone?"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.hotspots.adjacent import Neighbours
from zonestats.hotspots.gi import gi_star
from zonestats.hotspots.normal import two_sided_p
from zonestats.trend.monotone import scores

NAMES: Final = (
    "no pattern",
    "new",
    "consecutive",
    "intensifying",
    "persistent",
    "diminishing",
    "sporadic",
    "oscillating",
    "historical",
)
NONE, NEW, CONSECUTIVE, INTENSIFYING, PERSISTENT, DIMINISHING, SPORADIC, OSCILLATING, HISTORICAL = range(9)

# A hot spot in 90 % of the periods counts as one throughout; fewer than ten periods cannot show a trend.
_THROUGHOUT, _PERIODS = 0.9, 10


@dataclass(frozen=True, eq=False)
class Emerging:
    """One class per cell: 1 … 8 for hot spots, −1 … −8 for cold spots, 0 for neither (see ``NAMES``)."""

    classes: IntArray  # (cells,)
    z: FloatArray  # (cells, periods) Gi* of each period
    hot: BoolArray  # (cells, periods)
    cold: BoolArray
    trend_z: FloatArray  # (cells,) Mann–Kendall on the Gi* z of each cell
    trend_p: FloatArray
    refusal: Refusal | None  # fewer than 10 periods or 30 cells

    @property
    def names(self) -> list[str]:
        """The classes in words, "new hot" or "historical cold"."""
        side = {1: " hot", -1: " cold", 0: ""}
        return [NAMES[abs(code)] + side[int(np.sign(code))] for code in self.classes.tolist()]

    def summary(self) -> str:
        """Plain text: cells, periods, cells of each class."""
        head = f"Emerging hot spots of {self.z.shape[0]:,} cells over {self.z.shape[1]} periods"
        if self.refusal is not None:
            return f"{head}: {self.refusal}"
        codes, found = np.unique(self.classes[self.classes != 0], return_counts=True)
        words = [f"{n:,} {NAMES[abs(c)]} {'hot' if c > 0 else 'cold'}" for c, n in zip(codes, found, strict=True)]
        return f"{head}: {', '.join(words) or 'no pattern anywhere'}"


def emerging(
    counts: ArrayLike,
    *,
    neighbours: Neighbours,
    level: float = 0.05,
    trend_level: float = 0.05,
    fdr: float | None = None,
) -> Emerging:
    """Classify every cell by its history of hot and cold spots: Gi* per period, Mann–Kendall on its z.

    Of the periods: *new* hot only in the last; *consecutive* one unbroken run of at least two at the end, none before,
    under 90 %; *intensifying*, *diminishing*, *persistent* hot in at least 90 % and in the last, with the z rising,
    falling, or neither at ``trend_level``; *oscillating* hot in the last, cold at some time before, under 90 %;
    *sporadic* hot in the last, on and off before, never cold, under 90 %; *historical* hot in at least 90 %, not in the
    last. Cold mirrors hot.

    ``counts``: (cells, periods), oldest period first; ``level``: significance of Gi* (two-sided p), or ``fdr``: the
    false-discovery rate within each period.

    Source: the classes commonly used since Esri's "Emerging Hot Spot Analysis"; Ord & Getis 1995; Mann 1945.

    Errors: InvalidInput for fewer than 2 periods or a shape that does not fit the neighbours.

    >>> import numpy as np
    >>> from zonestats import hotspots
    >>> counts = np.ones((49, 12)); counts[24, 11] = 60.0
    >>> hotspots.emerging(counts, neighbours=hotspots.grid(7, 7)).names[24]
    'new hot'
    """
    table = checks.floats("counts", counts, ndim=2, minimum=1)
    if table.shape[0] != neighbours.n:
        raise InvalidInput("counts", f"has {table.shape[0]} cells, the neighbours describe {neighbours.n}")
    if table.shape[1] < 2:
        raise InvalidInput("counts", "needs at least two periods (columns)")
    bar, trend_bar = checks.fraction("level", level), checks.fraction("trend_level", trend_level)
    periods = [gi_star(column, neighbours=neighbours, fdr=fdr) for column in np.ascontiguousarray(table.T)]
    z = np.column_stack([period.z for period in periods])
    found = np.column_stack([period.significant if fdr is not None else period.p <= bar for period in periods])
    hot, cold = found & (z > 0), found & (z < 0)
    # A period in which all cells are equal has no z: its cells stand at the average.
    _, _, trend_z = scores(np.nan_to_num(z, nan=0.0))
    trend_p = two_sided_p(trend_z)
    trend = np.where(trend_p <= trend_bar, np.sign(trend_z), 0.0)
    classes = classify(hot, cold, trend)
    classes = np.where(classes == NONE, -classify(cold, hot, -trend), classes)
    return Emerging(classes, z, hot, cold, trend_z, trend_p, _too_little(*table.shape))


def classify(hot: BoolArray, cold: BoolArray, trend: FloatArray) -> IntArray:
    """Class of each cell seen as a hot spot; ``trend`` is +1, −1 or 0 where its intensity rises, falls or neither."""
    periods = hot.shape[1]
    total, last, ever_cold = hot.sum(axis=1), hot[:, -1], cold.any(axis=1)
    run = np.where(hot.all(axis=1), periods, np.argmin(hot[:, ::-1], axis=1))
    throughout = total >= _THROUGHOUT * periods - 1e-9
    rules = (
        (throughout & ~last, HISTORICAL),
        (throughout & (trend > 0), INTENSIFYING),
        (throughout & (trend < 0), DIMINISHING),
        (throughout, PERSISTENT),
        (last & (total == 1) & ~ever_cold, NEW),
        (last & (total == run) & (total > 1) & ~ever_cold, CONSECUTIVE),
        (last & ever_cold, OSCILLATING),
        (last, SPORADIC),
    )
    return np.select([rule for rule, _ in rules], [code for _, code in rules], default=NONE).astype(np.int64)


def _too_little(cells: int, periods: int) -> Refusal | None:
    if periods < _PERIODS:
        reason = f"not enough periods: {periods}, at least {_PERIODS} are needed"
        return Refusal("not_enough", reason, periods, _PERIODS)
    if cells < 30:
        return Refusal("not_enough", f"not enough cells: {cells}, at least 30 are needed", cells, 30)
    return None
