"""Counting events in square cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.hotspots.adjacent import Neighbours
from zonestats.hotspots.adjacent import cells as cell_neighbours
from zonestats.hotspots.extent import Extent, lattice


@dataclass(frozen=True, eq=False)
class Counts:
    """Events per cell of a full grid; row 0 is the southernmost."""

    values: FloatArray  # (ny, nx)
    x0: float  # lower-left corner
    y0: float
    cell: float
    outside: int  # events left out because they lie outside the extent

    def summary(self) -> str:
        """Plain text: grid, events, events outside."""
        ny, nx = self.values.shape
        total = self.values.sum()
        return f"{total:,.0f} events in {ny} × {nx} cells of {self.cell:g} m; {self.outside:,} outside the extent"


@dataclass(frozen=True, eq=False)
class OccupiedCells:
    """Events per cell, only cells with at least one event, ordered by row, then column."""

    rows: IntArray
    columns: IntArray
    values: FloatArray
    cell_of: IntArray  # (n,) each event's place in the arrays above
    x0: float  # lower-left corner of cell (0, 0)
    y0: float
    cell: float

    def neighbours(self, queen: bool = True) -> Neighbours:
        """Neighbours among the occupied cells. Empty cells are no neighbours here: Gi* then speaks of occupied cells."""
        return cell_neighbours(self.rows, self.columns, queen)

    def summary(self) -> str:
        """Plain text: cells, events."""
        return f"{self.values.sum():,.0f} events in {self.values.size:,} occupied cells of {self.cell:g} m"


def count(
    x: ArrayLike, y: ArrayLike, *, cell: float, extent: Extent | None = None, weights: ArrayLike | None = None
) -> Counts:
    """Events (or their weights) in every cell of a full grid over the extent, empty cells included.

    A cell holds its lower and left edges; the outermost also the extent's upper and right edge. ``extent`` = (x_min, y_min,
    x_max, y_max), default the points' bounding box. An extent that needs too many cells is an InvalidInput that names it:
    one stray point cannot ask for millions of cells.

    >>> count([10, 20, 150], [10, 20, 80], cell=100, extent=(0, 0, 200, 100)).values.tolist()
    [[2.0, 1.0]]
    """
    xs, ys, mass = _events(x, y, weights)
    on = lattice(xs, ys, cell=cell, extent=extent)
    x1, y1 = (extent[2], extent[3]) if extent is not None else on.bounds[2:]
    inside = (xs >= on.x0) & (xs <= x1) & (ys >= on.y0) & (ys <= y1)
    column = np.minimum(np.floor((xs[inside] - on.x0) / on.cell).astype(np.int64), on.nx - 1)
    row = np.minimum(np.floor((ys[inside] - on.y0) / on.cell).astype(np.int64), on.ny - 1)
    sums = np.bincount(row * on.nx + column, weights=mass[inside], minlength=on.ny * on.nx)
    values = sums.astype(np.float64)  # integers where no event lies inside
    return Counts(values.reshape(on.ny, on.nx), on.x0, on.y0, on.cell, int((~inside).sum()))


def occupied(
    x: ArrayLike,
    y: ArrayLike,
    *,
    cell: float,
    corner: tuple[float, float] | None = None,
    weights: ArrayLike | None = None,
) -> OccupiedCells:
    """Events in the cells that have any: memory follows the events, however far a stray point lies.

    ``corner``: lower-left corner of cell (0, 0), default the smallest x and y.

    >>> occupied([10, 20, 9e9], [10, 20, 0], cell=100, corner=(0, 0)).values.tolist()
    [2.0, 1.0]
    """
    xs, ys, mass = _events(x, y, weights)
    size = checks.positive("cell", cell)
    if xs.size == 0:
        none = np.empty(0, dtype=np.int64)
        return OccupiedCells(none, none, np.empty(0), none, 0.0, 0.0, size)
    x0, y0 = (float(xs.min()), float(ys.min())) if corner is None else (float(corner[0]), float(corner[1]))
    place = np.column_stack((np.floor((ys - y0) / size), np.floor((xs - x0) / size)))
    if np.abs(place).max() > 2**31:
        raise InvalidInput("x and y", f"lie more than 2,147,483,648 cells of {size:g} apart; leave stray points out")
    found, cell_of = np.unique(place.astype(np.int64), axis=0, return_inverse=True)
    cell_of = cell_of.reshape(-1).astype(np.int64)
    values = np.bincount(cell_of, weights=mass, minlength=found.shape[0])
    rows, columns = np.ascontiguousarray(found[:, 0]), np.ascontiguousarray(found[:, 1])
    return OccupiedCells(rows, columns, values.astype(np.float64), cell_of, x0, y0, size)


def _events(x: ArrayLike, y: ArrayLike, weights: ArrayLike | None) -> tuple[FloatArray, FloatArray, FloatArray]:
    xs, ys = checks.floats("x", x), checks.floats("y", y)
    n = checks.same_length(x=xs, y=ys)
    mass = np.ones(n) if weights is None else checks.floats("weights", weights)
    checks.same_length(x=xs, weights=mass)
    return xs, ys, mass
