"""Knox test that a shifting population cannot fool."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.kernels import near_repeat as loops
from zonestats.near_repeat.bands import clock
from zonestats.near_repeat.counting import order_counts
from zonestats.near_repeat.knox import Events, Knox, checked, result
from zonestats.near_repeat.pairs import ClosePairs


@dataclass(frozen=True)
class _Exposure:
    place: IntArray
    period: IntArray
    log: FloatArray


def population_knox(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    place: ArrayLike,
    population: ArrayLike,
    periods: ArrayLike,
    space_bands: ArrayLike,
    time_bands: ArrayLike,
    closed: str = "right",
    metric: str = "euclidean",
    permutations: int = 999,
    sweeps: int = 20,
    seed: int,
) -> Knox:
    """Knox test given where and when people were at risk.

    If one district grows and another shrinks, events cluster in space and time without any contagion (Kulldorff &
    Hjalmars 1999, Biometrics 55; Mack, Malizia & Rey 2012, Computers, Environment and Urban Systems 36). Here
    times are dealt to places with probability ∝ Π_i population[place_i, period of the time dealt to i]: places and
    times both keep their totals, and growth is part of chance. The permutations are drawn by Metropolis swaps with the parallel method of
    Besag & Clifford (1989, Biometrika 76), which gives a valid p whatever the number of ``sweeps`` (n swaps each).
    Schmertmann, Assunção & Potter (2010, Demography 47) put covariates into the expectation in the same spirit.

    ``place`` (n,) is the row of ``population`` (places, periods) in which the event lies; ``periods`` the rising edges
    of the periods in days, first and last enclosing every ``t``. Fields as in ``knox``.

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> x, y, t = rng.uniform(0, 900, 150), rng.uniform(0, 900, 150), rng.uniform(0, 90, 150)
    >>> found = population_knox(x, y, t, place=(x > 450).astype(int), population=[[10, 20], [20, 10]],
    ...     periods=[0, 45, 90], space_bands=[0, 90], time_bands=[0, 5], permutations=19, seed=1)
    >>> found.p.shape
    (1, 1)
    """
    events = checked(x, y, t, space_bands, time_bands, closed, metric)
    exposure = _exposure(events, place, population, periods)
    replicates = checks.whole("permutations", permutations) + 1
    steps = checks.whole("sweeps", sweeps) * events.n
    seed_used = checks.seed_of(seed) & (2**63 - 1)
    if events.n < 2:
        counts = np.zeros((1, events.space.count, events.time.count), dtype=np.int64)
    else:
        counts = _replicated(events, exposure, 1 if events.refusal() else replicates, steps, seed_used)
    return result(events, counts, seed_used, "Knox test given population")


def _replicated(events: Events, exposure: _Exposure, replicates: int, steps: int, seed: int) -> IntArray:
    pairs = ClosePairs(events.x, events.y, events.space, events.metric)
    rows = pairs.strips.order
    orders = np.empty((events.n, replicates), dtype=np.int64)
    loops.exposed_orders(exposure.place[rows], exposure.period[rows], exposure.log, steps, seed, orders)
    return order_counts(pairs, clock(events.t[rows], events.time), orders)


def _exposure(events: Events, place: ArrayLike, population: ArrayLike, periods: ArrayLike) -> _Exposure:
    rows, table = checks.integers("place", place), checks.floats("population", population, ndim=2)
    edges = checks.floats("periods", periods)
    checks.same_length(x=events.x, place=rows)
    if edges.size != table.shape[1] + 1 or (np.diff(edges) <= 0).any():
        raise InvalidInput("periods", f"needs {table.shape[1] + 1} rising edges, one more than population has columns")
    if rows.size and (rows.min() < 0 or rows.max() >= table.shape[0]):
        raise InvalidInput("place", f"must be rows of population, 0 to {table.shape[0] - 1}")
    if events.n and (events.t.min() < edges[0] or events.t.max() > edges[-1]):
        raise InvalidInput("periods", "must enclose every t")
    period = np.minimum(np.searchsorted(edges, events.t, side="right") - 1, table.shape[1] - 1)
    if (table < 0).any() or (table[rows, period] <= 0).any():
        raise InvalidInput("population", "must not be negative, and above 0 wherever an event happened")
    with np.errstate(divide="ignore"):
        log = np.log(table)
    return _Exposure(rows, period.astype(np.int64), np.maximum(log, -1e6))
