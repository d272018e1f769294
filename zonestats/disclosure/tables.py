"""Tables with all their totals, and what can be worked out about the cells that are not shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, sparse

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput

Relations = sparse.csr_array


def with_totals(table: FloatArray) -> FloatArray:
    """The table with one more slice on every axis: its sums. All sub-totals and the grand total are in it."""
    full = table
    for axis in range(table.ndim):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    return full


def relations(shape: tuple[int, ...]) -> Relations:
    """One row per line of cells along any axis: cells − their total = 0, over the flattened table with totals."""
    position = np.arange(int(np.prod(shape))).reshape(shape)
    lines = [np.moveaxis(position, axis, -1).reshape(-1, shape[axis]) for axis in range(len(shape))]
    rows, columns, signs, offset = [], [], [], 0
    for listed in lines:
        number = offset + np.repeat(np.arange(listed.shape[0]), listed.shape[1])
        sign = np.ones(listed.shape)
        sign[:, -1] = -1
        rows.append(number)
        columns.append(listed.ravel())
        signs.append(sign.ravel())
        offset += listed.shape[0]
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_array(entries, shape=(offset, position.size))


@dataclass(frozen=True, eq=False)
class Unknowns:
    """What an outsider faces: hidden cells h ≥ 0 with A h = b."""

    matrix: Relations
    right: FloatArray
    cells: IntArray  # flat positions of the hidden cells

    def extreme(self, objective: FloatArray) -> FloatArray | None:
        """Hidden cells that minimise ``objective``; None if it can fall without end."""
        if self.cells.size == 0:
            return np.zeros(0)
        sums = optimize.LinearConstraint(self.matrix, self.right, self.right)
        found = optimize.milp(objective, constraints=sums, bounds=optimize.Bounds(0, np.inf))
        if found.status in (3, 4):
            return None
        if found.status != 0:
            raise InvalidInput("published", "no counts fit these totals; the table does not add up")
        return np.asarray(found.x)


def unknowns(published: FloatArray) -> Unknowns:
    """The equations left for the hidden (NaN) cells of a table with totals."""
    flat = published.ravel()
    hidden = np.flatnonzero(np.isnan(flat))
    every = relations(published.shape)
    part = every[:, hidden]
    used = np.flatnonzero(np.diff(part.indptr))
    right = -(every @ np.where(np.isnan(flat), 0.0, flat))
    off = np.delete(right, used)
    if off.size and np.abs(off).max() > 1e-6 * max(1.0, float(np.nanmax(np.abs(flat), initial=0.0))):
        raise InvalidInput("published", "shown cells and totals do not add up")
    return Unknowns(part[used], right[used], hidden)


def attack(published: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest count each cell could have, for somebody who knows the shown cells, the totals and that
    counts are not negative (linear programming; the auditor's problem of Fischetti & Salazar 2001, Management Sci. 47).

    ``published``: table with totals as the last slice of every axis, NaN where hidden. Equal bounds: nothing is hidden.

    >>> import numpy as np
    >>> from zonestats import disclosure
    >>> low, high = disclosure.attack([np.nan, 6, 9])
    >>> float(low[0]), float(high[0])  # one hidden cell in a row is no secret
    (3.0, 3.0)
    """
    raw = np.asarray(published)
    if raw.ndim == 0 or raw.size == 0:
        raise InvalidInput("published", f"must be a table with at least one cell, not shape {raw.shape}")
    table = checks.floats("published", raw, ndim=raw.ndim, allow_nan=True)
    problem = unknowns(table)
    low, high = table.copy().ravel(), table.copy().ravel()
    for at, cell in enumerate(problem.cells):
        objective = np.zeros(problem.cells.size)
        objective[at] = 1.0
        least, most = problem.extreme(objective), problem.extreme(-objective)
        low[cell] = 0.0 if least is None else least[at]
        high[cell] = np.inf if most is None else most[at]
    return low.reshape(table.shape), high.reshape(table.shape)


def counted(name: str, value: ArrayLike) -> FloatArray:
    """A table of whole counts ≥ 0 with at least one axis and one cell."""
    raw = np.asarray(value)
    if raw.ndim == 0 or raw.size == 0:
        raise InvalidInput(name, f"must be a table with at least one cell, not shape {raw.shape}")
    counts = checks.integers(name, raw, ndim=raw.ndim)
    if (counts < 0).any():
        raise InvalidInput(name, "counts must be 0 or more")
    return counts.astype(np.float64)


def small(counts: FloatArray, k: int) -> BoolArray:
    """Counts of 1 to k − 1, of either sign."""
    return np.asarray((np.abs(counts) > 0) & (np.abs(counts) < k))
