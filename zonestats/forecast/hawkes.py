"""A self-exciting forecast: every incident raises the risk around it for a while, on top of a lasting background."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks, minimums
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.forecast.axes import axes
from zonestats.forecast.couples import couples
from zonestats.forecast.decluster import Declustered, Plane, Settings, decluster, plane
from zonestats.forecast.training import Train, Window, window
from zonestats.kernels.hawkes import excitement

_PARTS, _STEPS = 3, 4  # a cell is averaged over 3 × 3 points, a day over 4 moments


@dataclass(frozen=True)
class Hawkes:
    """Result of ``hawkes``; without ``refusal`` it predicts."""

    cells: FloatArray  # (cells, 2) centres in metres
    cell: float  # side of the square that stands for a cell
    background: FloatArray  # (cells,) expected background events a day
    branching: float  # events that each event sets off on average
    own: FloatArray  # (rows,) P(row is background); NaN for rows that did not train
    change: FloatArray  # (iterations,) how much the probabilities still moved
    max_distance: float
    max_days: float
    n: int
    ignored: int  # discovered events in the window, left out
    outside: int  # reported events too far from every cell to matter, left out
    window: Window
    seed: int
    trigger: FloatArray  # density of lag and distance on its grid
    events: FloatArray  # (n, 3) x, y, t of the training events
    refusal: Refusal | None = None

    def predict(self, day: float) -> FloatArray:
        """Expected events per cell on [day, day + 1), given the training events before it; NaN when refused.

        The background of a future day is the training window's average: no season is extrapolated.
        """
        start = float(checks.floats("day", np.atleast_1d(day))[0])
        if self.refusal:
            return np.full(len(self.cells), np.nan)
        x, y, t = self.events.T
        recent = (t < start) & (start - t < self.max_days)
        out = np.zeros(len(self.cells))
        if self.branching == 0 or not recent.any():
            return self.background.copy()
        on = axes(self.max_days, self.max_distance)
        scale = np.array([on.days.scale, on.days.step, on.metres.scale, on.metres.step])
        across, along = np.ascontiguousarray(self.cells[:, 0]), np.ascontiguousarray(self.cells[:, 1])
        excitement(across, along, x[recent], y[recent], start - t[recent], self.trigger, scale, self.max_distance,
                   self.cell, _PARTS, _STEPS, out)  # fmt: skip
        return np.asarray(self.background + out * self.branching * self.cell**2)

    def summary(self) -> str:
        """n, window, share of events set off by others, refusal, in plain text."""
        head = f"Self-exciting model in {len(self.cells)} cells: {self.window.said()}"
        if self.refusal:
            return f"{head}. {self.refusal}"
        if self.branching == 0:
            return f"{head}; no event seems to have set off another: risk is the lasting background alone."
        return (
            f"{head}; {self.branching:.0%} of them set off by another within {self.max_distance:g} m and "
            f"{self.max_days:g} days; last change of the probabilities {self.change[-1]:.2g}."
        )


def hawkes(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    reported: ArrayLike,
    cells: ArrayLike,
    train: Train,
    seed: int,
    cell: float | None = None,
    max_distance: float = 500.0,
    max_days: float = 120.0,
    iterations: int = 20,
    k_time: int = 100,
    k_space: int = 15,
    initial: tuple[float, float] = (50.0, 7.0),
) -> Hawkes:
    """Fit λ(t, x, y) = ν(t) μ(x, y) + Σ_{t_i < t} g(t − t_i, x − x_i, y − y_i) by stochastic declustering.

    Each iteration draws for every event whether it is background or the child of an earlier one, estimates ν from the
    drawn background's times, μ from its places and g from the drawn lags and distances, all by Gaussian kernels whose
    width is the distance to the ``k_time``-th (ν) or ``k_space``-th neighbour (μ, g; axes scaled to variance 1), and
    weighs again. Only pairs within ``max_distance`` metres and ``max_days`` days can be parent and child, so nothing
    grows with n². ``initial`` (metres, days) is the first guess of g's width. g's time is reflected at 0.

    ``x, y, t, reported`` (n,); ``cells`` (k, 2) centres in metres, or a pair of coordinate arrays; ``cell`` the side of
    a square as large as a cell, default the smallest gap between rows or columns of centres; ``train`` as in
    ``prior_counts``. Only *reported* events train. Under 500 of them: ``.refusal`` and NaN. Where fewer than ten events
    seem triggered, the background alone predicts (``branching`` 0).

    Source: Mohler, Short, Brantingham, Schoenberg & Tita 2011, J. Am. Stat. Assoc. 106, 100–108; Zhuang, Ogata &
    Vere-Jones 2002, J. Am. Stat. Assoc. 97, 369–380.

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> x, y, t = rng.uniform(0, 2000, 600), rng.uniform(0, 2000, 600), rng.uniform(0, 400, 600)
    >>> centres = np.column_stack([g.ravel() for g in np.meshgrid(np.arange(50, 2000, 100.0), np.arange(50, 2000, 100.0))])
    >>> model = hawkes(x, y, t, reported=np.ones(600, bool), cells=centres, train=(0, 400), seed=1, iterations=5)
    >>> model.refusal is None, bool(0.5 < model.predict(400).sum() < 3)
    (True, True)
    """
    xs, ys, times = checks.floats("x", x), checks.floats("y", y), checks.floats("t", t)
    checks.same_length(x=xs, y=ys, t=times)
    centres = _centres(cells)
    side = _side(centres) if cell is None else checks.positive("cell", cell)
    reach, span = checks.positive("max_distance", max_distance), checks.positive("max_days", max_days)
    settings = _settings(iterations, k_time, k_space, initial)
    chosen = window(times, reported, train)
    inside = _near_cells(xs, ys, centres, reach + side)
    used = np.flatnonzero(chosen.used & inside)
    used = used[np.lexsort((ys[used], xs[used], times[used]))]  # the draws must not depend on the order of rows
    start = checks.seed_of(seed) & (2**63 - 1)
    blank = np.full(len(centres), np.nan)
    model = Hawkes(
        cells=centres, cell=side, background=blank, branching=float("nan"), own=np.full(xs.size, np.nan),
        change=np.empty(0), max_distance=reach, max_days=span, n=used.size, ignored=chosen.ignored,
        outside=int((chosen.used & ~inside).sum()), window=chosen, seed=start, trigger=np.zeros((0, 0, 0)),
        events=np.column_stack([xs[used], ys[used], times[used]]), refusal=_refusal(used.size),
    )  # fmt: skip
    return model if model.refusal else _fitted(model, used, settings)


def _fitted(model: Hawkes, used: IntArray, settings: Settings) -> Hawkes:
    on = axes(model.max_days, model.max_distance)
    x, y, t = (np.ascontiguousarray(part) for part in model.events.T)
    over = _map(model)
    pairs = couples(x, y, t, distance=model.max_distance, days=model.max_days, on=on)
    found = decluster(x, y, t, pairs, on, over, settings, model.seed)
    own = model.own.copy()
    own[used] = found.own
    return _replace(model, found, own, _background(model, found, over))


def _replace(model: Hawkes, found: Declustered, own: FloatArray, background: FloatArray) -> Hawkes:
    fields = dict(vars(model))
    fields.update(background=background, branching=found.branching, own=own, change=found.change, trigger=found.trigger)
    return Hawkes(**fields)


def _map(model: Hawkes) -> Plane:
    room = model.max_distance + model.cell
    low, high = model.cells.min(axis=0) - room, model.cells.max(axis=0) + room
    return plane(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _background(model: Hawkes, found: Declustered, over: Plane) -> FloatArray:
    """Background events a day in each cell, averaged over points inside it."""
    offsets = ((np.arange(_PARTS) + 0.5) / _PARTS - 0.5) * model.cell
    total = np.zeros(len(model.cells))
    for dx in offsets:
        for dy in offsets:
            total += over.read(found.density, model.cells[:, 0] + dx, model.cells[:, 1] + dy)
    return np.asarray(total / _PARTS**2 * model.cell**2 * found.background / model.window.days)


def _centres(cells: ArrayLike) -> FloatArray:
    if isinstance(cells, tuple) and len(cells) == 2:
        across, along = checks.floats("cells", cells[0]), checks.floats("cells", cells[1])
        checks.same_length(cells_x=across, cells_y=along)
        centres = np.column_stack([across, along])
    else:
        centres = checks.floats("cells", cells, ndim=2)
    if centres.shape[1] != 2 or len(centres) == 0:
        raise InvalidInput("cells", f"must hold the centres' x and y, shape (cells, 2), not {centres.shape}")
    return centres


def _side(centres: FloatArray) -> float:
    gaps = [np.diff(np.unique(centres[:, axis])) for axis in (0, 1)]
    every = np.concatenate(gaps)
    every = every[every > 1e-6]
    if every.size == 0:
        raise InvalidInput("cell", "give the cells' side in metres: one centre does not tell it")
    return float(every.min())


def _near_cells(x: FloatArray, y: FloatArray, centres: FloatArray, room: float) -> checks.BoolArray:
    low, high = centres.min(axis=0) - room, centres.max(axis=0) + room
    return np.asarray((x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]))


def _settings(iterations: int, k_time: int, k_space: int, initial: tuple[float, float]) -> Settings:
    for name, value in (("iterations", iterations), ("k_time", k_time), ("k_space", k_space)):
        if int(value) != value or value < 1:
            raise InvalidInput(name, f"must be a whole number of at least 1, not {value}")
    return Settings(
        int(iterations), int(k_time), int(k_space), checks.positive("initial days", initial[1]),
        checks.positive("initial metres", initial[0]),
    )  # fmt: skip


def _refusal(events: int) -> Refusal | None:
    need = minimums.HAWKES_EVENTS
    if events >= need:
        return None
    return Refusal(
        "not_enough", f"A self-exciting model needs {need} reported events; there are {events}.", events, need
    )
