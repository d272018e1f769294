"""Dual kernel density: where events are frequent for the people, houses or cars there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.hotspots.density import Density, kde
from zonestats.hotspots.extent import Extent, lattice

# Where the base is thinner than a hundredth of its peak, the ratio says more about noise than about risk.
_THIN = 0.01


@dataclass(frozen=True, eq=False)
class RiskRatio:
    """Density of events over density of a base, 1 = the whole extent's average."""

    values: FloatArray  # (ny, nx); NaN where the base is too thin
    events: Density
    base: Density
    refusal: Refusal | None  # fewer than 50 events or base points, or 30 cells

    def summary(self) -> str:
        """Plain text: n, bandwidths, highest ratio."""
        head = f"Risk ratio of {self.events.n:,} events to {self.base.n:,} base points"
        if self.refusal is not None:
            return f"{head}: {self.refusal}"
        if np.isnan(self.values).all():
            return f"{head}: the base is too thin everywhere"
        row, column = np.unravel_index(int(np.nanargmax(self.values)), self.values.shape)
        at = f"({self.events.x[column]:.0f}, {self.events.y[row]:.0f})"
        return f"{head}, {self.events.kernel} kernel of {self.events.bandwidth:g} m: highest {self.values[row, column]:.3g} at {at}"


def risk_ratio(
    x: ArrayLike,
    y: ArrayLike,
    base_x: ArrayLike,
    base_y: ArrayLike,
    *,
    cell: float,
    bandwidth: float,
    base_bandwidth: float | None = None,
    kernel: str = "gaussian",
    edge: str = "none",
    extent: Extent | None = None,
    weights: ArrayLike | None = None,
    base_weights: ArrayLike | None = None,
    thin: float = _THIN,
) -> RiskRatio:
    """Ratio of two kernel densities, each divided by its total over the grid, so that 1 means average risk.

    r(c) = (λ_events(c) / Σ λ_events) / (λ_base(c) / Σ λ_base). The base may be addresses, people present, parked cars or,
    with ``base_weights``, points that stand for several. Cells whose base density is below ``thin`` × its maximum are
    NaN. ``extent`` defaults to the bounding box of both sets; other arguments as :func:`zonestats.hotspots.kde`.

    Source: Kelsall & Diggle 1995, Bernoulli 1, 3–16; Levine 2015, CrimeStat IV, chapter 10 (dual kernel density).

    >>> import numpy as np
    >>> x = np.arange(0.0, 1000.0, 10.0); y = np.zeros(100)
    >>> risk_ratio(x, y, x, y, cell=100, bandwidth=200, extent=(0, -100, 1000, 100)).values.round(6).min()
    np.float64(1.0)
    """
    share = checks.fraction("thin", thin)
    if extent is None:
        extent = _both(x, y, base_x, base_y, cell)
    events = kde(x, y, cell=cell, bandwidth=bandwidth, kernel=kernel, edge=edge, extent=extent, weights=weights)
    wide = bandwidth if base_bandwidth is None else base_bandwidth
    base = kde(base_x, base_y, cell=cell, bandwidth=wide, kernel=kernel, edge=edge, extent=extent, weights=base_weights)
    values = np.full(events.values.shape, np.nan)
    totals = float(events.values.sum()), float(base.values.sum())
    if min(totals) > 0:
        thick = base.values >= share * base.values.max()
        values[thick] = (events.values[thick] / totals[0]) / (base.values[thick] / totals[1])
    return RiskRatio(values, events, base, events.refusal or base.refusal)


def _both(x: ArrayLike, y: ArrayLike, base_x: ArrayLike, base_y: ArrayLike, cell: float) -> Extent:
    xs = np.concatenate((checks.floats("x", x), checks.floats("base_x", base_x)))
    ys = np.concatenate((checks.floats("y", y), checks.floats("base_y", base_y)))
    if xs.size != ys.size:
        raise InvalidInput("x and y", "must have the same number of rows, and base_x and base_y too")
    return lattice(xs, ys, cell=cell, extent=None).bounds
