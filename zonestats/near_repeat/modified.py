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
        drawn = _whole_statistics(events, 1 if refusal else replicates, seed_used)
        statistic = drawn[0] / (2 * (events.n - 1))
        if not refusal:
            p = ((drawn[1:] >= drawn[0]).sum(axis=0) + 1) / replicates
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


def _whole_statistics(events: Events, replicates: int, seed: int) -> IntArray:
    """2 (n − 1) T: whole numbers, so that equal statistics are equal."""
    pairs = ClosePairs(events.x, events.y, events.space, events.metric)
    times = clock(events.t[pairs.strips.order], events.time)
    counts = permutation_counts(pairs, times, replicates, seed)
    near = np.zeros((events.n, events.space.count), dtype=np.int64)
    for rows in pairs:
        loops.neighbours_per_event(rows.first, rows.start, rows.other, rows.band, near)
    return 2 * (events.n - 1) * counts.astype(np.int64) - _by_margins(near, in_time(times), replicates, seed)


def in_time(times: Clock) -> IntArray:
    """(n, time bands): other events in each time band of an event."""
    moments, here = np.unique(times.times.astype(np.float64), return_inverse=True)
    own, limits = moments[:, None], times.limits.astype(np.float64)
    upto = np.concatenate([[0], np.cumsum(np.bincount(here))])
    low = np.searchsorted(moments, own - limits)
    high = np.searchsorted(moments, own + limits, side="right")
    # own − limit is rounded, and so is the difference that decides a pair: the difference counts.
    last = moments.size - 1
    low = low - ((low > 0) & (own - moments[np.maximum(low - 1, 0)] <= limits))
    low = low + (own - moments[np.minimum(low, last)] > limits)
    high = high + ((high <= last) & (moments[np.minimum(high, last)] - own <= limits))
    high = high - (moments[high - 1] - own > limits)
    within = np.where(limits < 0, 0, upto[high] - upto[low] - 1)
    return times.per_band(within[here]).astype(np.int64)


def _by_margins(near: IntArray, dealt_times: IntArray, replicates: int, seed: int) -> IntArray:
    """Σ_i s_i τ_π(i) for the same permutations as the counts; exact."""
    n = near.shape[0]
    labels = np.arange(n, dtype=np.int32)
    largest = float(near.sum(axis=0).max(initial=0)) * float(dealt_times.max(initial=0))
    kind = np.float64 if largest < 2**53 else np.int64  # floats hold whole numbers up to there, and are faster
    sums = []
    for first in range(0, replicates, _AT_ONCE):
        orders = np.empty((1, n, _AT_ONCE), dtype=np.int32)
        loops.permuted(labels, seed, first, orders)
        dealt = dealt_times[orders[0]].astype(kind)  # n, replicates, time
        sums.append(np.einsum("is,irk->rsk", near.astype(kind), dealt, optimize=True).astype(np.int64))
    return np.concatenate(sums)[:replicates]
