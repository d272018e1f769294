"""Baker's modified Knox: close pairs beyond those that busy places and busy days explain event by event."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import Refusal
from zonestats.kernels import near_repeat as loops
from zonestats.near_repeat.bands import Clock, clock
from zonestats.near_repeat.counting import permutation_counts
from zonestats.near_repeat.knox import Events, checked
from zonestats.near_repeat.pairs import ClosePairs

_AT_ONCE = 64


@dataclass(frozen=True)
class ModifiedKnox:
    """Result of ``modified_knox``: ``statistic`` (space, time) in pairs, one-sided ``p``."""

    statistic: FloatArray
    p: FloatArray
    space_bands: FloatArray
    time_bands: FloatArray
    closed: str
    metric: str
    n: int
    permutations: int
    seed: int
    refusal: Refusal | None = None

    def summary(self) -> str:
        """n, method and the number of significant bands in plain text."""
        head = f"Modified Knox test: {self.n} events, {self.permutations} permutations, {self.metric} distance"
        if self.refusal:
            return f"{head}. {self.refusal}"
        return f"{head}; {int((self.p <= 0.05).sum())} of {self.p.size} bands above chance (p ≤ 0.05)."


def modified_knox(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    space_bands: ArrayLike,
    time_bands: ArrayLike,
    closed: str = "right",
    metric: str = "euclidean",
    permutations: int = 999,
    seed: int,
) -> ModifiedKnox:
    """T = close pairs − ½ Σ_i s_i τ_i / (n − 1) per band.

    s_i and τ_i are the numbers of other events in the space band and in the time band of event i. T is 0 in expectation
    even where the same events are crowded in space and in time. Times are permuted; p = (#{T* ≥ T} + 1)/(m + 1).
    Source: Baker 2004, Acta Tropica 91.

    ``x, y`` metres, ``t`` days, shape (n,); bands as in ``knox``. Under 100 events: ``.refusal`` and NaN p.

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> x, y, t = rng.uniform(0, 900, 150), rng.uniform(0, 900, 150), rng.uniform(0, 90, 150)
    >>> found = modified_knox(x, y, t, space_bands=[0, 90], time_bands=[0, 5], permutations=99, seed=1)
    >>> found.statistic.shape, bool(found.p[0, 0] > 0.01)
    ((1, 1), True)
    """
    events = checked(x, y, t, space_bands, time_bands, closed, metric)
    seed_used = checks.seed_of(seed) & (2**63 - 1)
    replicates = checks.whole("permutations", permutations) + 1
    refusal = events.refusal()
    shape = (events.space.count, events.time.count)
    statistic, p = np.zeros(shape), np.full(shape, np.nan)
    if events.n > 1:
        drawn = _statistics(events, 1 if refusal else replicates, seed_used)
        statistic = drawn[0]
        if not refusal:
            p = ((drawn[1:] >= statistic - 1e-9).sum(axis=0) + 1) / replicates
    return ModifiedKnox(
        statistic,
        p,
        events.space.edges,
        events.time.edges,
        closed,
        metric,
        events.n,
        replicates - 1,
        seed_used,
        refusal,
    )


def _statistics(events: Events, replicates: int, seed: int) -> FloatArray:
    pairs = ClosePairs(events.x, events.y, events.space, events.metric)
    times = clock(events.t[pairs.strips.order], events.time)
    counts = permutation_counts(pairs, times, replicates, seed)
    near = np.zeros((events.n, events.space.count), dtype=np.int64)
    for rows in pairs:
        loops.neighbours_per_event(rows.first, rows.start, rows.other, rows.band, near)
    return counts - _by_margins(near, _in_time(times), replicates, seed) / (2 * (events.n - 1))


def _in_time(times: Clock) -> IntArray:
    """(n, time bands): other events in each time band of an event."""
    ordered = np.sort(times.times).astype(np.float64)
    own, limits = times.times.astype(np.float64), times.limits.astype(np.float64)
    # Whole ticks: half a tick beyond the limit decides the same pairs without rounding; real times have no ties.
    slack = 0.5 if times.times.dtype.kind == "i" else 0.0
    low = np.searchsorted(ordered, own[:, None] - limits - slack)
    high = np.searchsorted(ordered, own[:, None] + limits + slack, side="right")
    within = np.where(limits < 0, 0, high - low - 1)
    return times.per_band(within).astype(np.int64)


def _by_margins(near: IntArray, in_time: IntArray, replicates: int, seed: int) -> FloatArray:
    """Σ_i s_i τ_π(i) for the same permutations as the counts."""
    n = near.shape[0]
    labels = np.arange(n, dtype=np.int32)
    sums = []
    for first in range(0, replicates, _AT_ONCE):
        orders = np.empty((1, n, _AT_ONCE), dtype=np.int32)
        loops.permuted(labels, seed, first, orders)
        dealt = in_time[orders[0]].astype(np.float64)  # n, replicates, time
        sums.append(np.einsum("is,irk->rsk", near.astype(np.float64), dealt, optimize=True))
    return np.concatenate(sums)[:replicates]
