"""The grid of square cells a map is computed on, and its guard against stray points."""

import math
from dataclasses import dataclass

import numpy as np

from zonestats import checks
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput

Extent = tuple[float, float, float, float]

# Without a given extent a single stray point could ask for billions of cells; with one the caller has chosen.
FREE_CELLS = 1_000_000
CHOSEN_CELLS = 25_000_000


@dataclass(frozen=True)
class Lattice:
    """``ny`` rows and ``nx`` columns of square cells; (``x0``, ``y0``) is the lower-left corner of cell (0, 0)."""

    x0: float
    y0: float
    cell: float
    ny: int
    nx: int

    @property
    def x(self) -> FloatArray:
        """Columns' centres, from west to east."""
        return np.asarray(self.x0 + (np.arange(self.nx) + 0.5) * self.cell)

    @property
    def y(self) -> FloatArray:
        """Rows' centres, from south to north."""
        return np.asarray(self.y0 + (np.arange(self.ny) + 0.5) * self.cell)

    @property
    def bounds(self) -> Extent:
        """(x_min, y_min, x_max, y_max) of the whole cells."""
        return self.x0, self.y0, self.x0 + self.nx * self.cell, self.y0 + self.ny * self.cell


def lattice(x: FloatArray, y: FloatArray, *, cell: float, extent: Extent | None) -> Lattice:
    """Cells covering ``extent`` = (x_min, y_min, x_max, y_max), or the points' bounding box where it is None."""
    size = checks.positive("cell", cell)
    if extent is None:
        if x.size == 0:
            raise InvalidInput("extent", "is needed where there are no points: give (x_min, y_min, x_max, y_max)")
        x0, y0, x1, y1 = float(x.min()), float(y.min()), float(x.max()), float(y.max())
    else:
        x0, y0, x1, y1 = _corners(extent)
    nx, ny = _cells_along(x1 - x0, size), _cells_along(y1 - y0, size)
    allowed = FREE_CELLS if extent is None else CHOSEN_CELLS
    if nx * ny > allowed:
        whose = "the points' bounding box" if extent is None else "this extent"
        raise InvalidInput(
            "extent",
            f"{whose} ({x0:g}, {y0:g}, {x1:g}, {y1:g}) would need {nx:,} × {ny:,} cells of {size:g}, "
            f"more than {allowed:,}; leave stray points out by giving extent=(x_min, y_min, x_max, y_max), or use larger cells",
        )
    return Lattice(x0, y0, size, ny, nx)


def _corners(extent: Extent) -> Extent:
    corners = checks.floats("extent", extent)
    if corners.size != 4 or corners[0] >= corners[2] or corners[1] >= corners[3]:
        raise InvalidInput(
            "extent", f"must be (x_min, y_min, x_max, y_max) with each minimum below its maximum, not {extent}"
        )
    return float(corners[0]), float(corners[1]), float(corners[2]), float(corners[3])


def _cells_along(length: float, cell: float) -> int:
    # 1000 m in 100 m cells are ten even where the division rounds to 10.000000000000002.
    return max(1, math.ceil(length / cell - 1e-9))
