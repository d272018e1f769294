"""Opinion groups with a proof that they are not an accident."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks, minimums
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.opinions.clusters import kmeans, silhouettes
from zonestats.opinions.plane import Plane, plane
from zonestats.opinions.stability import stability_of
from zonestats.opinions.statements import Representative, consensus, representative, tally

MOST_GROUPS = 5
SMALLEST_GROUP = 5
REFUSED, PROVISIONAL = 0.6, 0.8


@dataclass(frozen=True, eq=False)
class Groups:
    """Who stands with whom. With a ``refusal`` nobody has a group (labels −1) and nothing is said of statements."""

    labels: IntArray  # (people,) 0 = the largest group; −1 = fewer than 7 votes
    k: int
    stability: float  # mean adjusted Rand index of 200 refits on 80 % of the people
    silhouette: float
    sizes: IntArray  # (k,)
    consensus: FloatArray  # (statements,) group-aware agreement, 0 to 1
    rejection: FloatArray  # (statements,) group-aware disagreement
    representative: tuple[tuple[Representative, ...], ...]  # per group, most telling first
    points: FloatArray  # (people, 2) for the map; NaN for people without votes
    explained: FloatArray  # (2,) share of variance
    n: int  # people with at least 7 votes
    seed: int
    refusal: Refusal | None = None

    @property
    def provisional(self) -> bool:
        """Stable enough to show, not enough to build on."""
        return self.refusal is None and self.stability < PROVISIONAL

    def summary(self) -> str:
        """Plain text: groups, stability, and the statement everybody agrees on most."""
        if self.refusal:
            return f"{self.n} people with enough votes. {self.refusal}"
        best = int(np.argmax(self.consensus))
        sizes = ", ".join(str(size) for size in self.sizes)
        said = "provisional" if self.provisional else "stable"
        return (
            f"{self.n} people in {self.k} groups of {sizes} ({said}: stability {self.stability:.2f}, "
            f"silhouette {self.silhouette:.2f}). All groups together agree most on statement {best} "
            f"({self.consensus[best]:.2f})."
        )


def groups(votes: ArrayLike, *, seed: int, k: int | None = None) -> Groups:
    """Find groups of people who vote alike.

    ``votes``: (people, statements): 1 agree, −1 disagree, 0 pass, NaN unseen. People with at least 7 votes are grouped;
    all votes count for the means. Mean-filled, centred, two principal components, points moved outwards by
    √(statements ÷ votes), k-means; ``k`` by the best silhouette over 2 … min(5, 2 + n/12), no group under 5 people.
    Stability: the mean adjusted Rand index between these groups and those found anew among 80 % of the people, 200 times.
    Method: Small, Björkegren, Erkkilä, Shaw & Megill 2021, "Polis", *Recerca* 26(2).

    People are put into an order of their votes before anything is drawn, so that neither the order of rows nor rows
    without votes (people who were banned) change the answer.

    ``.refusal``: fewer than 30 people with 7 votes; no grouping with five in each group; stability under 0.6. From 0.6 to
    0.8 the groups are ``.provisional``. Errors: InvalidInput for other votes than these, a shape that is not a table,
    k below 2.

    >>> import numpy as np
    >>> from zonestats import opinions
    >>> rng = np.random.default_rng(1)
    >>> side = np.repeat([1, -1], 40)
    >>> votes = np.where(rng.random((80, 10)) < 0.9, side[:, None], -side[:, None]).astype(float)
    >>> votes[:, 9] = 1  # everybody agrees on the last one
    >>> found = opinions.groups(votes, seed=1)
    >>> found.k, found.sizes.tolist(), int(found.consensus.argmax()), found.stability > 0.9
    (2, [40, 40], 9, True)
    """
    table = _checked(votes)
    wanted = _wanted(k)
    chosen_seed = checks.seed_of(seed)
    seen = (~np.isnan(table)).sum(axis=1)
    order = _sorted(table, np.flatnonzero(seen > 0))
    cast = table[order]
    enough = seen[order] >= minimums.OPINION_VOTES
    n = int(enough.sum())
    need = minimums.OPINION_PEOPLE
    if n < need:
        reason = f"Opinion groups need at least {need} people with {minimums.OPINION_VOTES} votes; there are {n}."
        return _refused(table, n, chosen_seed, Refusal("not_enough", reason, n, need))
    found = plane(cast)
    made = _grouped(found.points[enough], wanted, chosen_seed)
    if isinstance(made, Refusal):
        return _refused(table, n, chosen_seed, made)
    own, silhouette = made
    steady = stability_of(cast[enough], own, chosen_seed)
    if steady < REFUSED:
        reason = f"The groups change when a fifth of the people is left out (stability {steady:.2f}, needed {REFUSED})."
        return _refused(table, n, chosen_seed, Refusal("unstable", reason, steady, REFUSED), steady)
    return _finished(table, order, enough, found, own, steady, silhouette, chosen_seed)


def _checked(votes: ArrayLike) -> FloatArray:
    table = checks.floats("votes", votes, ndim=2, allow_nan=True)
    if not (np.isnan(table) | np.isin(table, (-1.0, 0.0, 1.0))).all():
        raise InvalidInput("votes", "must be 1 (agree), -1 (disagree), 0 (pass) or missing (unseen)")
    return table + 0.0  # -0 becomes 0


def _wanted(k: int | None) -> int | None:
    if k is not None and (int(k) != k or k < 2):
        raise InvalidInput("k", f"must be a whole number of at least 2, not {k}")
    return k


def _sorted(table: FloatArray, rows: IntArray) -> IntArray:
    """The rows in an order that depends on their votes alone."""
    keys = np.where(np.isnan(table[rows]), 2.0, table[rows])
    return np.asarray(rows[np.lexsort(keys.T[::-1])]) if keys.shape[1] else rows


def _grouped(points: FloatArray, wanted: int | None, seed: int) -> tuple[IntArray, float] | Refusal:
    """The admissible grouping with the best silhouette, largest group first."""
    most = min(MOST_GROUPS, 2 + points.shape[0] // 12)
    tried = [wanted] if wanted else list(range(2, most + 1))
    made = [kmeans(points, size, np.random.default_rng([seed & (2**63 - 1), size])) for size in tried]
    fit = [
        labels
        for labels, size in zip(made, tried, strict=True)
        if np.bincount(labels, minlength=size).min() >= SMALLEST_GROUP
    ]
    if not fit:
        reason = f"No grouping leaves at least {SMALLEST_GROUP} people in every group: people do not differ enough."
        return Refusal("unstable", reason)
    scores = silhouettes(points, fit)
    best = int(np.argmax(scores))
    by_size = np.argsort(-np.bincount(fit[best]), kind="stable")
    return np.argsort(by_size)[fit[best]].astype(np.int64), scores[best]


def _finished(
    table: FloatArray,
    order: IntArray,
    enough: BoolArray,
    found: Plane,
    own: IntArray,
    steady: float,
    silhouette: float,
    seed: int,
) -> Groups:
    labels = np.full(table.shape[0], -1, dtype=np.int64)
    labels[order[enough]] = own
    points = np.full((table.shape[0], 2), np.nan)
    points[order] = found.points
    sizes = np.bincount(own)
    counts = tally(table, labels, sizes.size)
    return Groups(
        labels, sizes.size, steady, silhouette, sizes, consensus(counts.agree, counts.seen),
        consensus(counts.disagree, counts.seen), representative(counts), points, found.explained, own.size, seed,
    )  # fmt: skip


def _refused(table: FloatArray, n: int, seed: int, refusal: Refusal, steady: float = float("nan")) -> Groups:
    people, statements = table.shape
    nothing = np.full(statements, np.nan)
    return Groups(
        np.full(people, -1, dtype=np.int64), 0, steady, float("nan"), np.zeros(0, dtype=np.int64), nothing,
        nothing.copy(), (), np.full((people, 2), np.nan), np.full(2, np.nan), n, seed, refusal,
    )  # fmt: skip
