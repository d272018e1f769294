"""Draw a sample: which households are invited, and with what probability. Pure arithmetic with an explicit seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Fewer codes than this in a cluster could lead from a used code to an answer: such clusters are merged before storing.
SMALLEST_CLUSTER: Final = 10


class CannotDraw(ValueError):
    """The frame and the numbers asked for do not fit; the sentence says what to change."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """Positions of the drawn units, ascending, and each one's probability of being drawn."""

    chosen: IntArray
    probability: FloatArray


def proportional(sizes: Sequence[int], total: int) -> list[int]:
    """Share ``total`` out in proportion to ``sizes`` by largest remainders, nobody getting more than its size."""
    weights = np.asarray(sizes, np.float64)
    if total > weights.sum():
        raise CannotDraw(f"{total} are wanted and the frame has only {int(weights.sum())}")
    exact = weights * total / weights.sum()
    shares = np.floor(exact).astype(np.int64)
    order = np.lexsort((np.arange(weights.size), -(exact - shares)))
    for position in order[: total - int(shares.sum())]:
        shares[position] += 1
    return [int(share) for share in shares]


def simple_random(strata: Sequence[str], n: int, seed: int) -> Drawn:
    """A stratified simple random sample without replacement, allocated in proportion to the strata.

    ``strata``: one label per unit of the frame. Every stratum gets at least two units, so that its variance can be
    estimated.
    """
    labels, codes = np.unique(np.asarray(strata, dtype=object).astype(str), return_inverse=True)
    sizes = np.bincount(codes, minlength=labels.size)
    shares = _at_least_two(
        proportional([int(size) for size in sizes], n), [int(size) for size in sizes], labels.tolist()
    )
    rng = np.random.default_rng(seed)
    chosen, probability = [], []
    for stratum, share in enumerate(shares):
        members = np.flatnonzero(codes == stratum)
        chosen.append(rng.choice(members, size=share, replace=False))
        probability.append(np.full(share, share / members.size))
    return _sorted(np.concatenate(chosen), np.concatenate(probability))


def _at_least_two(shares: list[int], sizes: list[int], labels: list[str]) -> list[int]:
    for size, label in zip(sizes, labels, strict=True):
        if size < 2:
            raise CannotDraw(f"stratum {label!r} has a single unit: merge it with a neighbour")
    return [max(share, 2) for share in shares]


def systematic_pps(sizes: Sequence[int], clusters: int, seed: int) -> Drawn:
    """Clusters with probability proportional to their households, by a systematic draw from a random start.

    A cluster larger than the step is taken with certainty and the draw goes on among the rest. Source: Särndal, Swensson &
    Wretman 1992, Model Assisted Survey Sampling, §3.6.2; the frame's order is a hidden stratification.
    """
    weights = np.asarray(sizes, np.float64)
    if (weights <= 0).any():
        raise CannotDraw(f"cluster {int(np.flatnonzero(weights <= 0)[0]) + 1} has no households; leave it out")
    if not 2 <= clusters <= weights.size:
        raise CannotDraw(f"draw at least 2 clusters and at most the {weights.size} there are, not {clusters}")
    certain = _certain(weights, clusters)
    rest = np.flatnonzero(~certain)
    wanted = clusters - int(certain.sum())
    probability = np.ones(weights.size)
    picked = np.flatnonzero(certain)
    if wanted and rest.size:
        probability[rest] = wanted * weights[rest] / weights[rest].sum()
        marks = np.random.default_rng(seed).uniform() + np.arange(wanted)
        picked = np.concatenate((picked, rest[np.searchsorted(np.cumsum(probability[rest]), marks, side="right")]))
    return _sorted(picked.astype(np.int64), probability[picked])


def _certain(weights: FloatArray, clusters: int) -> NDArray[np.bool_]:
    certain = np.zeros(weights.size, np.bool_)
    while True:
        left = clusters - int(certain.sum())
        more = (
            ~certain & (left * weights >= weights[~certain].sum()) if left > 0 and (~certain).any() else certain & False
        )
        if not more.any():
            return certain
        certain |= more


def walk(households: int, interviews: int, seed: int) -> dict[str, int]:
    """The systematic walk inside a cluster: start at a random household, then every ``interval``-th."""
    if interviews > households:
        raise CannotDraw(f"{interviews} interviews are wanted in a cluster of {households} households")
    interval = households // interviews
    return {
        "start": int(np.random.default_rng(seed).integers(1, interval + 1)),
        "interval": interval,
        "interviews": interviews,
    }


def merged(labels: Sequence[str], counts: Sequence[int], smallest: int = SMALLEST_CLUSTER) -> list[str]:
    """Each cluster's label for storing: neighbours in the frame's order joined until they hold ``smallest`` codes."""
    groups: list[list[int]] = []
    for position in range(len(labels)):
        if groups and sum(counts[i] for i in groups[-1]) < smallest:
            groups[-1].append(position)
        else:
            groups.append([position])
    if len(groups) > 1 and sum(counts[i] for i in groups[-1]) < smallest:
        last = groups.pop()
        groups[-1] += last
    names = {position: " + ".join(labels[i] for i in group) for group in groups for position in group}
    return [names[position] for position in range(len(labels))]


def _sorted(chosen: IntArray, probability: FloatArray) -> Drawn:
    order = np.argsort(chosen, kind="stable")
    return Drawn(chosen[order].astype(np.int64), probability[order])
