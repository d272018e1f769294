"""Kernel density estimates: how many events per square kilometre."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks, minimums
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.hotspots.edge import inside_share
from zonestats.hotspots.extent import Extent, Lattice, lattice
from zonestats.kernels.density import assign_cubic, blur, sum_gaussian, sum_quartic

KERNELS = ("gaussian", "quartic")
EDGES = ("none", "diggle")
SQUARE_KILOMETRE = 1e6

# Bandwidths beyond which a Gaussian is left out: exactly (1e-16 of its peak) and after binning (2e-8).
_REACH, _BINNED_REACH = 8.5, 6.0
# Nodes per bandwidth: cubic assignment then errs by less than 0.02 % of a kernel down to 1 % of its peak.
_NODES_PER_BANDWIDTH = 8
# Additions the exact sum may cost (about 20 ms), and nodes the binned one may hold (200 MB).
_EXACT_WORK, _MOST_NODES = 2e7, 2.5e7


@dataclass(frozen=True, eq=False)
class Density:
    """Events per km² at the centres of square cells; row 0 is the southernmost."""

    values: FloatArray  # (ny, nx)
    x0: float  # lower-left corner of cell (0, 0): its centre lies half a cell further
    y0: float
    cell: float
    bandwidth: float
    kernel: str
    edge: str
    n: int  # events given
    refusal: Refusal | None  # fewer than 50 events or 30 cells

    @property
    def x(self) -> FloatArray:
        """Columns' centres, from west to east."""
        return np.asarray(self.x0 + (np.arange(self.values.shape[1]) + 0.5) * self.cell)

    @property
    def y(self) -> FloatArray:
        """Rows' centres, from south to north."""
        return np.asarray(self.y0 + (np.arange(self.values.shape[0]) + 0.5) * self.cell)

    def summary(self) -> str:
        """Plain text: n, kernel, bandwidth, grid and peak."""
        head = (
            f"Density of {self.n:,} events, {self.kernel} kernel of {self.bandwidth:g} m, edge correction {self.edge}"
        )
        if self.refusal is not None:
            return f"{head}: {self.refusal}"
        row, column = np.unravel_index(int(self.values.argmax()), self.values.shape)
        ny, nx = self.values.shape
        peak = f"{self.values.max():.3g} per km² at ({self.x[column]:.0f}, {self.y[row]:.0f})"
        return f"{head}, {ny} × {nx} cells of {self.cell:g} m: highest {peak}"


def kde(
    x: ArrayLike,
    y: ArrayLike,
    *,
    cell: float,
    bandwidth: float,
    kernel: str = "gaussian",
    edge: str = "none",
    extent: Extent | None = None,
    weights: ArrayLike | None = None,
) -> Density:
    """Kernel estimate of the intensity, in events per km², at the centres of square cells.

    λ(c) = Σ w_i K(c − p_i) with K(d) = exp(−d² / 2h²) / (2πh²) (``gaussian``, ``bandwidth`` h is the standard
    deviation) or K(d) = 3 (1 − d²/h²)² / (πh²) for d < h (``quartic``, ``bandwidth`` h is the radius).
    ``edge="diggle"`` divides each event's weight by the share of its kernel inside the extent and drops events outside
    it, so that the density over the extent holds all events; ``"none"`` lets events outside count and mass leave.

    ``x``, ``y``: (n,) metres; ``cell``, ``bandwidth``: metres; ``extent``: (x_min, y_min, x_max, y_max), default the
    points' bounding box; ``weights``: (n,) ≥ 0. ``.x0``, ``.y0`` are the lower-left *corner* of the grid, row 0 is the
    south; ``.x``, ``.y`` give the centres.

    Sums are exact where that costs little; otherwise Gaussian sums go through a grid of at least 8 nodes per bandwidth
    with cubic assignment (error below 0.1 % wherever the density is at least 1 % of its maximum; tested).

    Source: Diggle 1985, Appl. Statist. 34, 138–147; Jones 1993, Statistics and Computing 3, 135–146; Silverman 1986.

    Errors: InvalidInput, among others for an extent that needs more than 1,000,000 cells (25,000,000 if you gave it).

    >>> from zonestats import hotspots
    >>> one = hotspots.kde([50.0], [50.0], cell=100, bandwidth=300, extent=(0, 0, 300, 200))
    >>> one.values.shape, round(float(one.values[0, 0]), 4)  # 1e6 / (2π · 300²)
    ((2, 3), 1.7684)
    """
    checks.choice("kernel", kernel, KERNELS)
    checks.choice("edge", edge, EDGES)
    xs, ys = checks.floats("x", x), checks.floats("y", y)
    n = checks.same_length(x=xs, y=ys)
    mass = np.ones(n) if weights is None else _weights(weights, xs)
    width = checks.positive("bandwidth", bandwidth)
    on = lattice(xs, ys, cell=cell, extent=extent)
    if edge == "diggle":
        share = inside_share(xs, ys, on.bounds, bandwidth=width, kernel=kernel)
        mass = np.where(share > 0, mass / np.where(share > 0, share, 1.0), 0.0)
    values = intensity(xs, ys, mass, on, bandwidth=width, kernel=kernel)
    return Density(values, on.x0, on.y0, on.cell, width, kernel, edge, n, _too_little(n, values.size))


def intensity(
    x: FloatArray, y: FloatArray, weights: FloatArray, on: Lattice, *, bandwidth: float, kernel: str
) -> FloatArray:
    """Kernel sum at the cell centres, per km²."""
    u, v = (x - on.x0) / on.cell - 0.5, (y - on.y0) / on.cell - 0.5
    width = bandwidth / on.cell
    if kernel == "quartic":
        sums, norm = np.zeros((on.ny, on.nx)), 3 / (math.pi * bandwidth**2)
        sum_quartic(u, v, weights, width, sums)
    else:
        sums, norm = _gaussian(u, v, weights, width, (on.ny, on.nx)), 1 / (2 * math.pi * bandwidth**2)
    return np.asarray(sums * (norm * SQUARE_KILOMETRE))


def _gaussian(u: FloatArray, v: FloatArray, weights: FloatArray, width: float, shape: tuple[int, int]) -> FloatArray:
    rows, columns = (min(2 * _REACH * width + 1, along) for along in shape)
    exact_work = u.size * (rows * columns + 10 * (rows + columns))
    step = max(1, math.ceil(_NODES_PER_BANDWIDTH / width))
    margin = math.ceil(_BINNED_REACH * width * step)
    nodes = [(along - 1) * step + 1 + 2 * margin for along in shape]
    binned_work = 30 * u.size + (2 * margin + 1) * shape[0] * (nodes[1] + shape[1])
    if exact_work <= max(_EXACT_WORK, binned_work) or nodes[0] * nodes[1] > _MOST_NODES:
        sums = np.zeros(shape)
        sum_gaussian(u, v, weights, width, _REACH * width, sums)
        return sums
    return _binned_gaussian(u * step + margin, v * step + margin, weights, width * step, (step, margin), shape)


def _binned_gaussian(
    u: FloatArray, v: FloatArray, weights: FloatArray, width: float, spacing: tuple[int, int], shape: tuple[int, int]
) -> FloatArray:
    """``u``, ``v`` and ``width`` in node spacings; ``spacing`` is (nodes per cell, margin in nodes)."""
    step, margin = spacing
    # Two more nodes on each side, so that points on the rim keep all their sixteen.
    nodes = np.zeros([(along - 1) * step + 5 + 2 * margin for along in shape])
    assign_cubic(u + 2, v + 2, weights, nodes)
    taps = np.exp(-0.5 * (np.arange(-margin - 2, margin + 3) / width) ** 2)
    sums = np.empty(shape)
    blur(nodes, taps, step, np.zeros((shape[0], nodes.shape[1])), sums)
    return np.maximum(sums, 0.0)


def _weights(weights: ArrayLike, x: FloatArray) -> FloatArray:
    mass = checks.floats("weights", weights)
    checks.same_length(x=x, weights=mass)
    if (mass < 0).any():
        raise InvalidInput("weights", "must not be negative")
    return mass


def _too_little(events: int, cells: int) -> Refusal | None:
    if cells < minimums.HOTSPOT_CELLS:
        reason = f"not enough cells: {cells}, at least {minimums.HOTSPOT_CELLS} are needed"
        return Refusal("not_enough", reason, cells, minimums.HOTSPOT_CELLS)
    if events < minimums.HOTSPOT_EVENTS:
        reason = f"not enough events: {events}, at least {minimums.HOTSPOT_EVENTS} are needed"
        return Refusal("not_enough", reason, events, minimums.HOTSPOT_EVENTS)
    return None
