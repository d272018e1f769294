"""Local Knox: is this event surrounded by more near repeats than its place and its time explain?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import Refusal
from zonestats.hotspots.multiple import false_discovery
from zonestats.kernels import near_repeat as loops
from zonestats.near_repeat.knox import Events, checked
from zonestats.near_repeat.pairs import ClosePairs
from zonestats.sums import rows

_AT_ONCE = 256  # kinds of event whose tails are held at once


@dataclass(frozen=True)
class LocalKnox:
    """Result of ``local_knox``; arrays follow the rows given.

    ``observed`` partners close in both, ``in_space`` and ``in_time`` in one; ``expected`` = in_space·in_time/(n−1);
    ``p`` one-sided given the event's own place and time; ``p_any_time`` given its place only (Rogerson 2001).
    """

    observed: IntArray
    in_space: IntArray
    in_time: IntArray
    expected: FloatArray
    p: FloatArray
    p_any_time: FloatArray
    significant: BoolArray
    distance: float
    days: float
    n: int
    refusal: Refusal | None = None

    def summary(self) -> str:
        """n, thresholds and how many events stand out, in plain text."""
        pairs = int(self.observed.sum()) // 2
        head = f"Local Knox: {self.n} events, {self.distance:g} m, {self.days:g} days, {pairs} pairs"
        if self.refusal:
            return f"{head}. {self.refusal}"
        return f"{head}; {int(self.significant.sum())} events stand out (5 % false discovery rate)."


def local_knox(
    x: ArrayLike, y: ArrayLike, t: ArrayLike, *, distance: float, days: float, metric: str = "euclidean"
) -> LocalKnox:
    """Each event's number of partners close in space and time against the hypergeometric distribution.

    With s_i events near in space and τ_i near in time of the n − 1 others, and times dealt out at random, the number
    near in both is hypergeometric; p_i = P(X ≥ observed). ``significant`` holds ``p`` to a false discovery rate of 5 %
    (Benjamini–Hochberg). Source: Rogerson 2001, J. Royal Statistical Society A 164 (local Knox statistic).

    ``x, y`` metres, ``t`` days, shape (n,); thresholds included. Under 100 events: ``.refusal`` and NaN p.

    >>> import numpy as np
    >>> rng = np.random.default_rng(3)
    >>> x, y, t = rng.uniform(0, 5000, 120), rng.uniform(0, 5000, 120), rng.uniform(0, 365, 120)
    >>> x[:4], y[:4], t[:4] = 100.0, 100.0, [10.0, 11.0, 12.0, 13.0]
    >>> found = local_knox(x, y, t, distance=100, days=7)
    >>> found.observed[:4].tolist(), bool(found.significant[:4].all())
    ([3, 3, 3, 3], True)
    """
    reach, span = checks.positive("distance", distance), checks.positive("days", days)
    events = checked(x, y, t, [0.0, reach], [0.0, span], "right", metric)
    refusal = events.refusal()
    both, near = _partners(events, span)
    in_time = _in_time(events.t, span)
    p, p_any = (np.full(events.n, np.nan),) * 2 if refusal else _tails(both, near, in_time)
    return LocalKnox(
        observed=both, in_space=near, in_time=in_time, expected=near * in_time / max(events.n - 1, 1), p=p,
        p_any_time=p_any, significant=np.zeros(events.n, dtype=np.bool_) if refusal else false_discovery(p, 0.05),
        distance=reach, days=span, n=events.n, refusal=refusal,
    )  # fmt: skip


def _partners(events: Events, span: float) -> tuple[IntArray, IntArray]:
    parent = np.arange(events.n)
    before, after, same, space = (np.zeros(events.n, dtype=np.int64) for _ in range(4))
    if not events.n:
        return before, space
    pairs = ClosePairs(events.x, events.y, events.space, events.metric)
    times = events.t[pairs.strips.order]
    for found in pairs:
        loops.link(found.first, found.start, found.other, times, span, parent, before, after, same, space)
    both, near = np.empty_like(space), np.empty_like(space)
    both[pairs.strips.order] = before + after + same
    near[pairs.strips.order] = space
    return both, near


def _in_time(t: FloatArray, span: float) -> IntArray:
    """Other events at most ``span`` days away, with the same comparison |t_i − t_j| ≤ span as the pairs."""
    ordered = np.sort(t)
    low, high = np.searchsorted(ordered, t - span), np.searchsorted(ordered, t + span, side="right")
    low -= (low > 0) & (t - ordered[np.maximum(low - 1, 0)] <= span)
    high += (high < t.size) & (ordered[np.minimum(high, t.size - 1)] - t <= span)
    return (high - low - 1).astype(np.int64)


def _tails(both: IntArray, near: IntArray, in_time: IntArray) -> tuple[FloatArray, FloatArray]:
    cases, case = np.unique(np.column_stack([both, near]), axis=0, return_inverse=True)
    spans, span, share = np.unique(in_time, return_inverse=True, return_counts=True)
    p, p_any = np.empty(both.size), np.empty(len(cases))
    for first in range(0, len(cases), _AT_ONCE):
        block = np.ascontiguousarray(cases[first : first + _AT_ONCE])
        tails = np.empty((len(block), spans.size))
        loops.upper_tails(block[:, 0].copy(), block[:, 1].copy(), spans, both.size - 1, tails)
        p_any[first : first + _AT_ONCE] = rows(tails, share / both.size)
        inside = (case.ravel() >= first) & (case.ravel() < first + _AT_ONCE)
        p[inside] = tails[case.ravel()[inside] - first, span.ravel()[inside]]
    return p, p_any[case.ravel()]
