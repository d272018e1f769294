"""Knox per event: which events follow which, and in what chain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import Refusal
from zonestats.kernels import near_repeat as loops
from zonestats.near_repeat.knox import Events, checked
from zonestats.near_repeat.pairs import ClosePairs

ISOLATED, ORIGINATOR, NEAR_REPEAT = 0, 1, 2
ROLES = ("isolated", "originator", "near repeat")


@dataclass(frozen=True)
class Chains:
    """Result of ``chains``; arrays follow the rows given.

    ``chain`` is −1 for an isolated event, else the chain's number in order of its first event's time; ``sizes`` the
    events of each chain; ``before``, ``after``, ``same_time`` the close partners earlier, later, at the same moment;
    ``role`` 0 isolated, 1 originator, 2 near repeat. Under 100 events ``refusal`` is set: the memberships are facts
    about the events, but say nothing about a pattern.
    """

    chain: IntArray
    role: IntArray
    before: IntArray
    after: IntArray
    same_time: IntArray
    sizes: IntArray
    distance: float
    days: float
    metric: str
    n: int
    refusal: Refusal | None = None

    @property
    def share(self) -> float:
        """Share of all events that are near repeats."""
        return float((self.role == NEAR_REPEAT).mean()) if self.n else float("nan")

    def summary(self) -> str:
        """n, thresholds and the number of chains in plain text."""
        counts = np.bincount(self.role, minlength=3)
        text = (
            f"Near-repeat chains: {self.n} events, within {self.distance:g} m ({self.metric}) and {self.days:g} days: "
            f"{self.sizes.size} chains, {counts[ORIGINATOR]} originators, {counts[NEAR_REPEAT]} near repeats, "
            f"{counts[ISOLATED]} isolated; longest chain {self.sizes.max(initial=0)} events."
        )
        return f"{text} {self.refusal}" if self.refusal else text


def chains(
    x: ArrayLike, y: ArrayLike, t: ArrayLike, *, distance: float, days: float, metric: str = "euclidean"
) -> Chains:
    """Join events at most ``distance`` metres and ``days`` days apart (both ends included) into chains.

    An event with an earlier close partner is a near repeat; one with only later or simultaneous partners an originator;
    chains are the connected components. Source: Haberman & Ratcliffe 2012, Policing 6 (chains); Johnson & Bowers 2004.

    ``x, y`` metres, ``t`` days, shape (n,). Raises InvalidInput for wrong shapes or thresholds that are not positive.

    >>> found = chains([0, 50, 60, 900], [0, 0, 0, 0], [1, 3, 9, 4], distance=100, days=7)
    >>> found.chain.tolist(), [ROLES[r] for r in found.role]
    ([0, 0, 0, -1], ['originator', 'near repeat', 'near repeat', 'isolated'])
    """
    reach, span = checks.positive("distance", distance), checks.positive("days", days)
    events = checked(x, y, t, [0.0, reach], [0.0, span], "right", metric)
    parent = np.arange(events.n)
    before, after, same, space = (np.zeros(events.n, dtype=np.int64) for _ in range(4))
    order = np.arange(events.n)
    if events.n:
        pairs = ClosePairs(events.x, events.y, events.space, metric)
        order = pairs.strips.order
        times = events.t[order]
        for rows in pairs:
            loops.link(rows.first, rows.start, rows.other, times, span, parent, before, after, same, space)
    return _chains(events, _original(_roots(parent), order), [_original(a, order) for a in (before, after, same)])


def _original(values: IntArray, order: IntArray) -> IntArray:
    out = np.empty_like(values)
    out[order] = values
    return out


def _roots(parent: IntArray) -> IntArray:
    while not np.array_equal(parent, parent[parent]):
        parent = parent[parent]
    return parent


def _chains(events: Events, component: IntArray, partners: list[IntArray]) -> Chains:
    before, after, same = partners
    linked = before + after + same > 0
    role = np.where(before > 0, NEAR_REPEAT, np.where(linked, ORIGINATOR, ISOLATED))
    chain = np.full(events.n, -1, dtype=np.int64)
    names, inverse = np.unique(component[linked], return_inverse=True)
    chain[linked] = _by_first_time(inverse, events, linked, names.size)[inverse]
    return Chains(
        chain=chain, role=role, before=before, after=after, same_time=same,
        sizes=np.bincount(chain[linked], minlength=names.size), distance=float(events.space.edges[1]),
        days=float(events.time.edges[1]), metric=events.metric, n=events.n, refusal=events.refusal(),
    )  # fmt: skip


def _by_first_time(inverse: IntArray, events: Events, linked: np.ndarray, count: int) -> IntArray:
    """New number of each chain: by its first time, then by its most western and southern event, never by row order."""
    first = [np.full(count, np.inf) for _ in range(3)]
    keys: tuple[FloatArray, ...] = (events.t, events.x, events.y)
    for least, key in zip(first, keys, strict=True):
        np.minimum.at(least, inverse, key[linked])
    rank = np.empty(count, dtype=np.int64)
    rank[np.lexsort(first[::-1])] = np.arange(count)
    return rank
