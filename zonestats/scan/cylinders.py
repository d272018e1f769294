"""Kulldorff's scan with cylinders: a circle on the map, a span of periods that ends now (or anywhere)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks, minimums
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.scan.circles import Circles, circles
from zonestats.scan.search import Found, best_cylinders, simulated_maxima

_MOST_CLUSTERS = 10


@dataclass(frozen=True)
class Cluster:
    """One cylinder with more incidents than expected."""

    places: IntArray  # rows of the places in the circle, nearest to the centre first
    centre: int
    radius: float  # metres
    first: int  # first and last period, both included
    last: int
    observed: int
    expected: float
    relative_risk: float  # rate inside over rate outside
    ratio: float  # log-likelihood ratio
    p: float  # among the simulated maxima

    def summary(self) -> str:
        """Place, time, counts, p in plain text."""
        return (
            f"{self.places.size} place(s) within {self.radius:,.0f} m of place {self.centre}, periods {self.first} to "
            f"{self.last}: {self.observed:,} incidents, {self.expected:.1f} expected, relative risk "
            f"{self.relative_risk:.2f}, p = {self.p:.3g}"
        )


@dataclass(frozen=True)
class Scan:
    """Result of ``space_time``: clusters by falling likelihood ratio; the first is the most likely one."""

    clusters: tuple[Cluster, ...]
    maxima: FloatArray  # (permutations,) largest ratio of each simulated map
    n: int
    places: int
    periods: int
    permutations: int
    prospective: bool
    seed: int
    refusal: Refusal | None = None

    def summary(self) -> str:
        """n, method and the clusters with p ≤ 0.05 in plain text."""
        kind = "Prospective" if self.prospective else "Retrospective"
        head = f"{kind} scan (Poisson): {self.n:,} incidents, {self.places:,} places, {self.periods} periods"
        if self.refusal is not None:
            return f"{head}. {self.refusal}"
        found = [cluster.summary() for cluster in self.clusters if cluster.p <= 0.05]
        return "\n".join(
            [f"{head}, {self.permutations:,} simulated maps", *(found or ["No cluster beyond chance (p ≤ 0.05)."])]
        )


def space_time(
    counts: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    *,
    population: ArrayLike,
    seed: int,
    prospective: bool = True,
    max_share: float = 0.5,
    max_radius: float | None = None,
    max_periods: int | None = None,
    permutations: int = 999,
) -> Scan:
    """The circle and span of periods whose incidents are least likely under a rate that is the same everywhere.

    With C incidents in all and c in a cylinder that expects e (C × its share of the population-time), the ratio is
    c ln(c/e) + (C − c) ln((C − c)/(C − e)) if c > e, else 0. Circles are centred on every place and grow until they
    hold ``max_share`` of the population (or reach ``max_radius`` metres); spans hold at most ``max_periods`` periods
    (default half of them, at least one) and, when ``prospective``, end with the last.
    p = (simulated maxima ≥ ratio + 1) / (permutations + 1), where each simulated map deals the C incidents out by the
    expectation; so p already allows for all cylinders tried. Further clusters share no place with a likelier one.

    ``counts`` (places, periods) or, for one period, (places,); ``x``, ``y`` (places,) metres; ``population`` of the
    shape of ``counts``, or (places,) if it does not change: residents, addresses, or earlier incidents as a baseline.
    Below 50 incidents ``.refusal``.

    Source: Kulldorff 1997, Communications in Statistics 26, 1481–1496; Kulldorff 2001, J. R. Stat. Soc. A 164, 61–72.

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> x, y = (part.ravel() for part in np.meshgrid(np.arange(8) * 100.0, np.arange(8) * 100.0))
    >>> counts = rng.poisson(2, (64, 10)); counts[[0, 1, 8, 9], 7:] += 6
    >>> found = space_time(counts, x, y, population=np.ones(64), seed=1, permutations=99)
    >>> sorted(found.clusters[0].places.tolist()), found.clusters[0].first, found.clusters[0].p
    ([0, 1, 8, 9], 7, 0.01)
    """
    table = _table("counts", counts)
    xs, ys = checks.floats("x", x), checks.floats("y", y)
    checks.same_length(counts=table, x=xs, y=ys)
    if (table < 0).any() or not np.array_equal(table, np.rint(table)):
        raise InvalidInput("counts", "must be whole numbers, 0 or more")
    base = _population(population, table)
    expected = base * (table.sum() / base.sum())
    longest = _longest(max_periods, table.shape[1])
    replicates = checks.whole("permutations", permutations)
    around = circles(xs, ys, base.sum(axis=1), share=max_share, radius=max_radius)
    refusal, start = _refusal(int(table.sum())), checks.seed_of(seed) & (2**63 - 1)
    if refusal:
        return Scan((), np.empty(0), int(table.sum()), xs.size, table.shape[1], 0, prospective, start, refusal)
    found = best_cylinders(table, expected, around, longest, prospective)
    maxima = simulated_maxima(table, expected, around, longest, prospective, replicates, start)
    clusters = _clusters(found, around, table, expected, maxima)
    return Scan(clusters, maxima, int(table.sum()), xs.size, table.shape[1], replicates, prospective, start)


def _clusters(
    found: Found, around: Circles, counts: FloatArray, expected: FloatArray, maxima: FloatArray
) -> tuple[Cluster, ...]:
    """The likeliest cylinder of each centre, without those that share a place with a likelier one."""
    taken = np.zeros(counts.shape[0], dtype=np.bool_)
    kept: list[Cluster] = []
    radius = around.distance[np.arange(found.ratio.size), np.maximum(found.size, 1) - 1]
    # Several centres may name the same places: then the one with the smallest circle speaks for them.
    for centre in np.lexsort((radius, -np.round(found.ratio, 8))):
        if found.ratio[centre] <= 0 or len(kept) == _MOST_CLUSTERS:
            break
        places = around.order[centre, : found.size[centre]]
        if taken[places].any():
            continue
        taken[places] = True
        kept.append(_cluster(int(centre), found, around, counts, expected, maxima))
    return tuple(kept)


def _cluster(
    centre: int, found: Found, around: Circles, counts: FloatArray, expected: FloatArray, maxima: FloatArray
) -> Cluster:
    places = np.sort(around.order[centre, : found.size[centre]])
    nearest = around.order[centre, : found.size[centre]]
    first, last = int(found.first[centre]), int(found.last[centre])
    c, e = counts[places, first : last + 1].sum(), expected[places, first : last + 1].sum()
    total, ratio = counts.sum(), float(found.ratio[centre])
    outside = (total - c) / (total - e) if total > e else 0.0
    return Cluster(
        places=nearest, centre=centre, radius=float(around.distance[centre, found.size[centre] - 1]), first=first,
        last=last, observed=int(c), expected=float(e), relative_risk=float(c / e / outside) if outside else np.inf,
        ratio=ratio, p=float(((maxima >= ratio - 1e-9).sum() + 1) / (maxima.size + 1)),
    )  # fmt: skip


def _table(name: str, values: ArrayLike) -> FloatArray:
    raw = np.asarray(values)
    table = checks.floats(name, raw, ndim=2 if raw.ndim == 2 else 1, minimum=2)
    return table if table.ndim == 2 else table[:, None]


def _population(population: ArrayLike, counts: FloatArray) -> FloatArray:
    base = _table("population", population)
    checks.same_length(counts=counts, population=base)
    if base.shape[1] not in (1, counts.shape[1]):
        raise InvalidInput("population", f"must have {counts.shape[1]} periods, or one column, not {base.shape[1]}")
    if (base < 0).any() or base.sum() == 0:
        raise InvalidInput("population", "must not be negative, and above 0 somewhere")
    base = np.array(np.broadcast_to(base, counts.shape))
    if ((base == 0) & (counts > 0)).any():
        raise InvalidInput("population", "is 0 where incidents happened")
    return base


def _longest(max_periods: int | None, periods: int) -> int:
    if max_periods is None:
        return max(1, periods // 2)
    longest = checks.whole("max_periods", max_periods)
    if longest > periods:
        raise InvalidInput("max_periods", f"must be at most the {periods} periods given, not {longest}")
    return longest


def _refusal(incidents: int) -> Refusal | None:
    need = minimums.HOTSPOT_EVENTS
    if incidents >= need:
        return None
    return Refusal("not_enough", f"A scan needs {need} incidents; there are {incidents}.", incidents, need)
