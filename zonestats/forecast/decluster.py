"""Stochastic declustering: which events are background, which were set off, and how strongly (Mohler et al. 2011)."""

from dataclasses import dataclass

import numpy as np

from zonestats.checks import FloatArray, IntArray
from zonestats.forecast.axes import Axes
from zonestats.forecast.couples import Couples
from zonestats.kernels import hawkes as loops
from zonestats.kernels import smoothing

_FEW = 10  # triggered events below which their kernel cannot be estimated
_LANES = 16  # the trigger's rows are padded to a multiple: numbers are added several at once
_STRIP = 32  # fewest points in a strip
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
    smoothing.kth_gap(ordered, min(k, t.size - 1), spread)
    nodes, step = np.linspace(float(at.min()), float(at.max()), _LINE, retstep=True)
    sums = np.zeros(_LINE)
    smoothing.line_sum(nodes[0], step, ordered, np.maximum(spread, step), sums)
    return np.interp(at, nodes, sums / t.size)


def _plane_density(x: FloatArray, y: FloatArray, over: Plane, k: int) -> FloatArray:
    """Adaptive density of the background on the map's nodes, row 0 in the south."""
    out = np.zeros((over.ny, over.nx))
    if x.size < 2:
        return out + 1.0
    points = np.column_stack([y, x])[np.argsort(y, kind="stable")]
    deviations = np.array([_deviation(points[:, 0], over.spacing), _deviation(points[:, 1], over.spacing)])
    reach = _kth_distance(np.column_stack([points / deviations, np.zeros(x.size)]), k)
    spread = np.maximum(reach[:, None] * deviations, over.spacing)
    smoothing.plane_sum(np.array([over.y0, over.x0]), over.spacing, points, spread, out)
    return out / x.size


def _trigger(pairs: Couples, chosen: IntArray, on: Axes, k: int) -> FloatArray:
    """Adaptive density of the drawn lags and distances on the trigger's grid; nothing where too few were drawn."""
    if chosen.size < _FEW:
        return np.zeros(on.shape)
    points = np.column_stack([pairs.lag[chosen], pairs.dx[chosen], pairs.dy[chosen]])
    deviations = np.array(
        [_deviation(points[:, 0], 0.01), _deviation(points[:, 1], 1.0), _deviation(points[:, 2], 1.0)]
    )
    reach = _kth_distance(np.roll(points / deviations, -1, axis=1), k)
    order = np.argsort(reach, kind="stable")
    points, spread = points[order], reach[order][:, None] * deviations
    spacing = np.column_stack(
        [on.days.spacing(points[:, 0]), on.metres.spacing(points[:, 1]), on.metres.spacing(points[:, 2])]
    )
    days, size, _ = on.shape
    out = np.zeros((days, size, -(-size // _LANES) * _LANES))
    smoothing.space_time_sum(on.metres.nodes, on.days.nodes, points, np.maximum(spread, spacing), out.reshape(days, -1))
    return out[:, :, :size] / chosen.size


def _deviation(values: FloatArray, least: float) -> float:
    return max(float(np.std(values, ddof=1)), least)


def _kth_distance(points: FloatArray, k: int) -> FloatArray:
    """Distance from every point, (n, 3), to its k-th nearest other."""
    n = len(points)
    size = max(_STRIP, int(np.sqrt(k * n)))
    along = np.argsort(points[:, 0], kind="stable")
    strip = np.empty(n, dtype=np.int64)
    strip[along] = np.arange(n) // size
    order = np.lexsort((points[:, 1], strip))
    found, out = np.empty(n), np.empty(n)
    smoothing.kth_distance(points[order], size, min(k, n - 1), found)
    out[order] = found
    return out
