"""Stochastic declustering: which events are background, which were set off, and how strongly (Mohler et al. 2011)."""

from dataclasses import dataclass

import numpy as np

from zonestats.checks import FloatArray, IntArray
from zonestats.forecast.axes import Axes
from zonestats.forecast.couples import Couples
from zonestats.kernels import hawkes as loops

_FEW = 10  # triggered events below which their kernel cannot be estimated
_PLANES = 512  # triggered events whose planes are held at once: 4 MB
_LINE, _PLANE = 192, 96  # nodes of the background's grids, along time and along the longer side of the map


@dataclass(frozen=True)
class Settings:
    """How the kernels are smoothed and the search is started."""

    iterations: int
    k_time: int
    k_space: int
    initial_days: float
    initial_distance: float


@dataclass(frozen=True)
class Plane:
    """Square nodes over the map."""

    x0: float
    y0: float
    spacing: float
    nx: int
    ny: int

    @property
    def x(self) -> FloatArray:
        return np.asarray(self.x0 + self.spacing * np.arange(self.nx), dtype=np.float64)

    @property
    def y(self) -> FloatArray:
        return np.asarray(self.y0 + self.spacing * np.arange(self.ny), dtype=np.float64)

    def read(self, grid: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
        """The grid's values at points."""
        out = np.empty(x.size)
        loops.read_plane(grid, (y - self.y0) / self.spacing, (x - self.x0) / self.spacing, out)
        return out


@dataclass(frozen=True)
class Declustered:
    """State after the last iteration."""

    own: FloatArray  # P(event is background)
    density: FloatArray  # background events per m², integrates to 1 over the map
    background: int  # events drawn as background
    trigger: FloatArray  # density on the trigger's grid
    branching: float  # triggered events per event
    change: FloatArray  # (iterations,) root of the summed squared change of all probabilities


def plane(x0: float, y0: float, x1: float, y1: float) -> Plane:
    """Nodes that cover a rectangle."""
    spacing = max(x1 - x0, y1 - y0) / (_PLANE - 1)
    return Plane(x0, y0, spacing, max(2, int((x1 - x0) / spacing) + 2), max(2, int((y1 - y0) / spacing) + 2))


def decluster(
    x: FloatArray, y: FloatArray, t: FloatArray, pairs: Couples, on: Axes, over: Plane, settings: Settings, seed: int
) -> Declustered:
    """Draw background and triggered events, re-estimate their kernels, weigh again; events in order of time."""
    n = t.size
    own, share, choice = np.empty(n), np.empty(pairs.lag.size), np.empty(n, dtype=np.int64)
    loops.respond(pairs.start, np.ones(n), _first_guess(pairs, settings), seed, 0, own, share, choice)
    density, trigger = np.zeros((over.ny, over.nx)), np.zeros(on.shape)
    change = np.zeros(settings.iterations)
    alone = n
    for turn in range(settings.iterations):
        before = own.copy(), share.copy()
        alone = int((choice < 0).sum())
        density = _plane_density(x[choice < 0], y[choice < 0], over, settings.k_space)
        rate = alone * _line_density(t[choice < 0], t, settings.k_time) * over.read(density, x, y)
        trigger = _trigger(pairs, choice[choice >= 0], on, settings.k_space)
        excited = np.empty(pairs.lag.size)
        loops.interpolate(trigger, pairs.node, pairs.part, (n - alone) / n, excited)
        loops.respond(pairs.start, rate, excited, seed, turn + 1, own, share, choice)
        change[turn] = np.sqrt(((own - before[0]) ** 2).sum() + ((share - before[1]) ** 2).sum())
    return Declustered(own, density, alone, trigger, (n - alone) / n if trigger.any() else 0.0, change)


def _first_guess(pairs: Couples, settings: Settings) -> FloatArray:
    apart = (pairs.dx**2 + pairs.dy**2) / (2 * settings.initial_distance**2)
    return np.asarray(np.exp(-pairs.lag / settings.initial_days - apart))


def _line_density(t: FloatArray, at: FloatArray, k: int) -> FloatArray:
    """Adaptive density of the times ``t``, read at the times ``at``."""
    if t.size < 2 or np.ptp(t) == 0:
        return np.ones(at.size)
    ordered = np.sort(t)
    spread = np.empty(t.size)
    loops.kth_gap(ordered, min(k, t.size - 1), spread)
    nodes = np.linspace(float(at.min()), float(at.max()), _LINE)
    spread = np.maximum(spread, nodes[1] - nodes[0])
    sums = np.empty(_LINE)
    loops.line_sum(nodes, ordered, spread, sums)
    return np.interp(at, nodes, sums / t.size)


def _plane_density(x: FloatArray, y: FloatArray, over: Plane, k: int) -> FloatArray:
    """Adaptive density of the background on the map's nodes, row 0 in the south."""
    out = np.zeros((over.ny, over.nx))
    if x.size < 2:
        return out + 1.0
    wide, high = _deviation(x, over.spacing), _deviation(y, over.spacing)
    reach = _kth_distance(x / wide, y / high, np.zeros(x.size), k)
    across, columns = _factors(over.x, x, np.maximum(reach * wide, over.spacing))
    along, rows = _factors(over.y, y, np.maximum(reach * high, over.spacing))
    loops.plane_sum(along, rows, across, columns, out)
    return out / x.size


def _trigger(pairs: Couples, chosen: IntArray, on: Axes, k: int) -> FloatArray:
    """Adaptive density of the drawn lags and distances on the trigger's grid; nothing where too few were drawn."""
    out = np.zeros(on.shape)
    if chosen.size < _FEW:
        return out
    lag, dx, dy = pairs.lag[chosen], pairs.dx[chosen], pairs.dy[chosen]
    long, wide, high = _deviation(lag, 0.01), _deviation(dx, 1.0), _deviation(dy, 1.0)
    reach = _kth_distance(dx / wide, dy / high, lag / long, k)
    nodes = on.metres.nodes
    across, _ = _factors(nodes, dx, np.maximum(reach * wide, on.metres.spacing(dx)))
    along, _ = _factors(nodes, dy, np.maximum(reach * high, on.metres.spacing(dy)))
    spread = np.maximum(reach * long, on.days.spacing(lag))
    planes = np.empty((min(_PLANES, chosen.size), nodes.size**2))
    loops.space_time_sum(on.days.nodes, lag, spread, across, along, planes, out.reshape(on.shape[0], -1))
    return out / chosen.size


def _factors(nodes: FloatArray, mean: FloatArray, spread: FloatArray) -> tuple[FloatArray, IntArray]:
    out, window = np.zeros((mean.size, nodes.size)), np.empty((mean.size, 2), dtype=np.int64)
    loops.gaussian_factors(nodes, mean, spread, out, window)
    return out, window


def _deviation(values: FloatArray, least: float) -> float:
    return max(float(np.std(values, ddof=1)), least)


def _kth_distance(x: FloatArray, y: FloatArray, z: FloatArray, k: int) -> FloatArray:
    order = np.argsort(x, kind="stable")
    found, out = np.empty(x.size), np.empty(x.size)
    loops.kth_distance(x[order], y[order], z[order], min(k, x.size - 1), found)
    out[order] = found
    return out
