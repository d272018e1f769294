"""Who is next to whom: binary neighbour lists of points, grid cells or any cells with known neighbour pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput

_ROOK = ((-1, 0), (0, -1), (0, 1), (1, 0))
_QUEEN = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The neighbours of cell ``i`` are ``indices[starts[i]:starts[i + 1]]``, ascending, never ``i`` itself."""

    starts: IntArray  # (n + 1,)
    indices: IntArray

    @property
    def n(self) -> int:
        """Number of cells."""
        return self.starts.size - 1

    @property
    def counts(self) -> IntArray:
        """Number of neighbours of each cell."""
        return np.diff(self.starts)

    def sums(self, values: FloatArray) -> FloatArray:
        """Sum of ``values`` over each cell's neighbours."""
        owner = np.repeat(np.arange(self.n), self.counts)
        return np.bincount(owner, weights=values[self.indices], minlength=self.n).astype(np.float64)

    def summary(self) -> str:
        """Plain text: cells, links, cells without neighbours."""
        counts = self.counts
        alone = int((counts == 0).sum())
        mean = counts.mean() if self.n else 0.0
        links = self.indices.size // 2
        return f"{self.n:,} cells, {links:,} links, {mean:.1f} neighbours on average, {alone:,} without any"


def neighbours(pairs: ArrayLike, n: int) -> Neighbours:
    """Neighbours from index pairs, for hexagons (H3), districts or any cells.

    ``pairs`` has shape (k, 2): row ``(i, j)`` says that cells ``i`` and ``j`` (0 … n − 1) touch. One direction is
    enough; repeated pairs count once and a cell paired with itself is ignored (Gi* adds the cell itself).

    >>> neighbours([(0, 1), (1, 2), (2, 1)], 4).counts.tolist()
    [1, 2, 1, 0]
    """
    if int(n) < 0:
        raise InvalidInput("n", f"must be the number of cells, not {n}")
    links = _pairs(pairs)
    if links.size and not (links.min() >= 0 and links.max() < n):
        raise InvalidInput(
            "pairs", f"must hold cell numbers from 0 to {int(n) - 1}, found {links.min()} to {links.max()}"
        )
    links = links[links[:, 0] != links[:, 1]]
    keys = np.unique(np.concatenate((links[:, 0] * n + links[:, 1], links[:, 1] * n + links[:, 0])))
    return from_keys(keys, int(n))


def by_id(ids: ArrayLike, pairs: ArrayLike) -> Neighbours:
    """Neighbours of cells known by numbers of their own (H3 indices, codes), in the order of ``ids``.

    ``pairs`` (k, 2) holds ids; pairs with a cell that is not among ``ids`` are left out, so the neighbours of every
    cell may be listed without asking which of them belong to the zone.

    >>> by_id([612, 598, 640], [(598, 612), (612, 599)]).counts.tolist()
    [1, 1, 0]
    """
    names = checks.integers("ids", ids)
    order = np.argsort(names, kind="stable")
    ranked = names[order]
    if (np.diff(ranked) == 0).any():
        raise InvalidInput("ids", "name the same cell more than once")
    links = _pairs(pairs)
    if names.size == 0 or links.size == 0:
        return neighbours(np.empty((0, 2), dtype=np.int64), names.size)
    place = np.minimum(np.searchsorted(ranked, links), names.size - 1)
    known = (ranked[place] == links).all(axis=1)
    return neighbours(order[place[known]], names.size)


def adjacency(lists: Sequence[Sequence[int]]) -> Neighbours:
    """Neighbours from one list of neighbour numbers per cell, in the cells' order; links are made symmetric.

    >>> adjacency([[1], [0, 2], []]).counts.tolist()
    [1, 2, 1]
    """
    owner = np.repeat(np.arange(len(lists)), [len(listed) for listed in lists])
    named = checks.integers("lists", [j for listed in lists for j in listed])
    return neighbours(np.column_stack([owner, named]), len(lists))


def grid(ny: int, nx: int, queen: bool = True) -> Neighbours:
    """Neighbours in a full grid of ``ny`` rows and ``nx`` columns, cells numbered row by row (``values.ravel()``).

    ``queen=True``: cells that share an edge or a corner (up to 8); otherwise an edge (up to 4).

    >>> grid(2, 3).counts.tolist()
    [3, 5, 3, 3, 5, 3]
    """
    if int(ny) < 1 or int(nx) < 1:
        raise InvalidInput("ny and nx", f"must be at least 1, not {ny} and {nx}")
    rows, columns = np.divmod(np.arange(int(ny) * int(nx), dtype=np.int64), int(nx))
    found = np.full((rows.size, 8 if queen else 4), -1, dtype=np.int64)
    for k, (up, right) in enumerate(_QUEEN if queen else _ROOK):
        row, column = rows + up, columns + right
        inside = (row >= 0) & (row < ny) & (column >= 0) & (column < nx)
        found[inside, k] = (row * int(nx) + column)[inside]
    return _from_table(found)


def cells(rows: ArrayLike, columns: ArrayLike, queen: bool = True) -> Neighbours:
    """Neighbours among a chosen set of square cells, given by whole row and column numbers (a city's outline, say).

    >>> cells([0, 0, 7], [0, 1, 7]).counts.tolist()
    [1, 1, 0]
    """
    row, column = checks.integers("rows", rows), checks.integers("columns", columns)
    if checks.same_length(rows=row, columns=column) == 0:
        return from_keys(np.empty(0, dtype=np.int64), 0)
    row, column = row - row.min() + 1, column - column.min() + 1
    width = int(column.max()) + 2
    keys = row * width + column
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    if (np.diff(ranked) == 0).any():
        raise InvalidInput("rows and columns", "name the same cell more than once; add its values up first")
    found = np.full((keys.size, 8 if queen else 4), -1, dtype=np.int64)
    for k, (up, right) in enumerate(_QUEEN if queen else _ROOK):
        wanted = keys + up * width + right
        place = np.minimum(np.searchsorted(ranked, wanted), keys.size - 1)
        hit = ranked[place] == wanted
        found[hit, k] = order[place[hit]]
    found.sort(axis=1)
    return _from_table(found)


def from_keys(keys: IntArray, n: int) -> Neighbours:
    """From sorted directed links coded as ``i · n + j``."""
    owner, other = np.divmod(keys, max(n, 1))
    starts = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner, minlength=n), out=starts[1:])
    return Neighbours(starts, other)


def _pairs(pairs: ArrayLike) -> IntArray:
    links = np.asarray(pairs)
    if links.size == 0:
        return np.empty((0, 2), dtype=np.int64)
    links = checks.integers("pairs", links, ndim=2)
    if links.shape[1] != 2:
        raise InvalidInput("pairs", f"must have two columns, not shape {links.shape}")
    return links


def _from_table(found: IntArray) -> Neighbours:
    """From a row of neighbour numbers per cell, −1 where there is none."""
    there = found >= 0
    starts = np.zeros(found.shape[0] + 1, dtype=np.int64)
    np.cumsum(there.sum(axis=1), out=starts[1:])
    return Neighbours(starts, found[there])
