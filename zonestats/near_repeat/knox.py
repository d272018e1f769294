"""The Knox table: pairs of events close in space and time, against chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zonestats import checks, minimums
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.near_repeat.bands import METRICS, Bands, bands, clock
from zonestats.near_repeat.counting import permutation_counts, permutation_weights
from zonestats.near_repeat.pairs import ClosePairs


@dataclass(frozen=True)
class Events:
    """Checked events of one Knox analysis."""

    x: FloatArray
    y: FloatArray
    t: FloatArray
    space: Bands
    time: Bands
    metric: str

    @property
    def n(self) -> int:
        return self.x.size

    def refusal(self) -> Refusal | None:
        need = minimums.KNOX_EVENTS
        if self.n >= need:
            return None
        return Refusal("not_enough", f"Near repeats need at least {need} events; there are {self.n}.", self.n, need)


@dataclass(frozen=True)
class Knox:
    """Result of ``knox``; tables are space bands × time bands.

    ``observed`` pairs; ``expected`` mean over the replicates; ``ratio`` = observed/expected; ``ratio_median`` =
    observed/median of the replicates; ``p`` one-sided; ``reliable`` where expected ≥ 5. Below the minimum number of
    events ``refusal`` says so and only ``observed`` holds numbers.
    """

    observed: NDArray[np.int64] | FloatArray
    expected: FloatArray
    ratio: FloatArray
    ratio_median: FloatArray
    p: FloatArray
    reliable: BoolArray
    space_bands: FloatArray
    time_bands: FloatArray
    closed: str
    metric: str
    n: int
    permutations: int
    seed: int
    method: str
    refusal: Refusal | None = None

    def label(self, space: int, time: int) -> str:
        """The band in words, saying which end is closed."""
        return f"{_interval(self.space_bands, space, self.closed)} m, {_interval(self.time_bands, time, self.closed)} d"

    def summary(self) -> str:
        """n, method and the significant bands in plain text."""
        head = f"{self.method}: {self.n} events, {self.permutations} replicates, {self.metric} distance"
        if self.refusal:
            return f"{head}. {self.refusal}"
        found = [self._sentence(i, k) for i, k in np.argwhere((self.p <= 0.05) & self.reliable)]
        weak = int((~self.reliable).sum())
        lines = found or ["No band has more pairs than chance would give (p ≤ 0.05)."]
        if weak:
            lines.append(f"{weak} of {self.reliable.size} bands expect fewer than 5 pairs: not enough.")
        return "\n".join([head, *lines])

    def _sentence(self, i: int, k: int) -> str:
        return (
            f"{self.label(i, k)}: {self.observed[i, k]:g} pairs, {self.expected[i, k]:.1f} expected, "
            f"×{self.ratio[i, k]:.2f}, p = {self.p[i, k]:.3g}"
        )


def knox(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    space_bands: ArrayLike,
    time_bands: ArrayLike,
    closed: str = "right",
    metric: str = "euclidean",
    permutations: int = 999,
    weights: ArrayLike | None = None,
    seed: int,
) -> Knox:
    """Count pairs of events per space × time band and compare with permuted times.

    Each pair counts once. Bands are edges; ``closed="right"``: [e0, e1], (e1, e2] …; ``"left"``: [e0, e1), [e1, e2) …
    The times are permuted over the places, which keeps both the map and the calendar; expected = mean over the
    permutations, p = (number of permutations with a count ≥ the observed + 1) / (permutations + 1). Source: Knox 1964,
    Applied Statistics 13; Johnson et al. 2007, J. Quantitative Criminology 23 (tables of bands).

    ``x, y`` metres, ``t`` days, each of shape (n,); ``metric`` "euclidean" or "manhattan". With ``weights`` a pair
    counts w_i·w_j (harm, aoristic or sampling weights); the weights stay with their places. Times that are whole
    seconds are compared in whole seconds, so that a gap of exactly seven days is seven days. Memory grows with n,
    not n².

    Raises InvalidInput for wrong shapes, missing values or edges that do not rise. Under 100 events: ``.refusal``.

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> x, y, t = rng.uniform(0, 2000, 300), rng.uniform(0, 2000, 300), rng.uniform(0, 365, 300)
    >>> x, y, t = np.tile(x, 2), np.tile(y, 2), np.concatenate([t, t + 2])  # every event has a follower after two days
    >>> table = knox(x, y, t, space_bands=[0, 100, 200], time_bands=[0, 7, 14], permutations=99, seed=1)
    >>> table.observed.shape, float(table.p[0, 0]), bool(table.ratio[0, 0] > 2)
    ((2, 2), 0.01, True)
    """
    events = checked(x, y, t, space_bands, time_bands, closed, metric)
    replicates = checks.whole("permutations", permutations) + 1
    seed_used = checks.seed_of(seed) & (2**63 - 1)
    masses = None if weights is None else _weights(weights, events)
    if events.n < 2:
        counts: NDArray[np.int64] | FloatArray = np.zeros((1, events.space.count, events.time.count), dtype=np.int64)
    else:
        counts = _replicated(events, masses, 1 if events.refusal() else replicates, seed_used)
    return result(events, counts, seed_used, "Knox test" if masses is None else "Weighted Knox test")


def _replicated(
    events: Events, masses: FloatArray | None, replicates: int, seed: int
) -> NDArray[np.int64] | FloatArray:
    pairs = ClosePairs(events.x, events.y, events.space, events.metric)
    times = clock(events.t[pairs.strips.order], events.time)
    if masses is None:
        return permutation_counts(pairs, times, replicates, seed)
    return permutation_weights(pairs, times, masses[pairs.strips.order], replicates, seed)


def _weights(weights: ArrayLike, events: Events) -> FloatArray:
    values = checks.floats("weights", weights)
    checks.same_length(x=events.x, weights=values)
    if (values < 0).any():
        raise InvalidInput("weights", "must be 0 or more")
    return values


def checked(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    space_bands: ArrayLike,
    time_bands: ArrayLike,
    closed: str,
    metric: str,
) -> Events:
    """Events and bands after all checks."""
    arrays = (checks.floats("x", x), checks.floats("y", y), checks.floats("t", t))
    checks.same_length(x=arrays[0], y=arrays[1], t=arrays[2])
    space, time = bands("space_bands", space_bands, closed), bands("time_bands", time_bands, closed)
    return Events(*arrays, space, time, checks.choice("metric", metric, METRICS))


def result(events: Events, counts: NDArray[np.int64] | FloatArray, seed: int, method: str) -> Knox:
    """Observed (replicate 0) against the others."""
    observed, replicates = counts[0], counts[1:]
    refusal = events.refusal()
    nothing = np.full(observed.shape, np.nan)
    if refusal:
        expected = middle = p = nothing
    else:
        expected, middle = replicates.mean(axis=0), np.median(replicates, axis=0)
        # Weighted sums of one pair set can differ in the last bit, which must not count as "smaller than observed".
        as_large = replicates >= observed - 1e-9 * np.abs(observed)
        p = (as_large.sum(axis=0) + 1) / (len(replicates) + 1)
    return Knox(
        observed=observed, expected=expected, ratio=_over(observed, expected), ratio_median=_over(observed, middle),
        p=p, reliable=np.nan_to_num(expected) >= minimums.KNOX_EXPECTED, space_bands=events.space.edges,
        time_bands=events.time.edges, closed=events.space.closed, metric=events.metric, n=events.n,
        permutations=len(replicates), seed=seed, method=method, refusal=refusal,
    )  # fmt: skip


def _over(observed: NDArray[np.int64] | FloatArray, expected: FloatArray) -> FloatArray:
    ratio: FloatArray = np.full(observed.shape, np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    return ratio


def _interval(edges: FloatArray | IntArray, band: int, closed: str) -> str:
    low, high = edges[band], edges[band + 1]
    if closed == "left":
        return f"[{low:g}, {high:g})"
    return f"{'[' if band == 0 else '('}{low:g}, {high:g}]"
