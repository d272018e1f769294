"""Cells merged until each holds enough people or addresses."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import IntArray
from zonestats.errors import InvalidInput

HIDDEN = -1


@dataclass(frozen=True, eq=False)
class AnonymousCells:
    """The area each finest cell is published in."""

    level: IntArray  # (n,) 0 = the cell itself, 1 = its first parent …; −1 = hidden
    area: IntArray  # (n,) code of the area at that level; −1 = hidden
    counts: IntArray  # (n,) count of that area; 0 where hidden
    k: int

    def summary(self) -> str:
        """Plain text: cells by level."""
        levels, many = np.unique(self.level, return_counts=True)
        names = ["hidden" if level == HIDDEN else f"level {level}" for level in levels]
        listed = ", ".join(
            f"{count:,} at {name}" if name != "hidden" else f"{count:,} hidden"
            for count, name in zip(many, names, strict=True)
        )
        return f"{self.level.size:,} cells, at least {self.k} in each published area: {listed}"


def k_anonymous(counts: ArrayLike, parents: ArrayLike, *, k: int) -> AnonymousCells:
    """Merge cells into their parents until every published area holds at least ``k`` (or nothing).

    ``counts``: (n,) people, addresses or answers in each finest cell. ``parents``: (n, levels) code of the area the cell
    belongs to at each coarser level (H3 parents, communities, districts), nested. If one child of an area is too small, all
    children are merged: else the area minus the others would give the small one back. Areas still too small at the last
    level are hidden. Sources: Sweeney 2002 (k-anonymity); Samet 1984 (the quadtree of which this is the upward half).

    Errors: InvalidInput for negative counts, k below 1, levels that are not nested.

    >>> from zonestats import disclosure
    >>> made = disclosure.k_anonymous([9, 3, 12, 8], [[0], [0], [1], [1]], k=8)
    >>> made.level.tolist(), made.area.tolist(), made.counts.tolist()
    ([1, 1, 0, 0], [0, 0, 2, 3], [12, 12, 12, 8])
    """
    held = checks.integers("counts", counts, minimum=1)
    above = checks.integers("parents", parents, ndim=2)
    n = checks.same_length(counts=held, parents=above)
    if (held < 0).any():
        raise InvalidInput("counts", "must be 0 or more")
    if int(k) != k or k < 1:
        raise InvalidInput("k", f"must be a whole number of at least 1, not {k}")
    level, area, total = np.zeros(n, dtype=np.int64), np.arange(n), held.copy()
    inside = np.arange(n)  # area of the level before
    for step in range(above.shape[1]):
        _, group = np.unique(above[:, step], return_inverse=True)
        group = group.reshape(-1)
        if (group[inside] != group).any():
            raise InvalidInput("parents", f"column {step} splits an area of the level before; levels must be nested")
        bad = np.zeros(int(group.max()) + 1, dtype=np.bool_)
        bad[group[(total > 0) & (total < k)]] = True
        merged = bad[group]
        sums = np.zeros(bad.size, dtype=np.int64)
        np.add.at(sums, group, held)
        level[merged], area[merged], total[merged] = step + 1, above[merged, step], sums[group[merged]]
        first = np.full(bad.size, n)
        np.minimum.at(first, group, np.arange(n))
        inside = first[group]
    hide = (total > 0) & (total < k)
    return AnonymousCells(np.where(hide, HIDDEN, level), np.where(hide, HIDDEN, area), np.where(hide, 0, total), int(k))
