"""The sampling design: strata, clusters of any number of stages, finite populations, and the variance they imply."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput

SINGLETON = ("error", "certainty", "adjust", "average")
CENSUS = 1e-7  # a sampling fraction closer to 1 than this leaves no sampling variance


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of sampling: which unit each row lies in, and which stratum and parent each unit lies in."""

    unit: IntArray  # (n,) unit of each row
    stratum: IntArray  # (units,)
    parent: IntArray  # (strata,) unit of the stage before, 0 at the first stage
    counts: IntArray  # (strata,) units drawn
    fraction: FloatArray  # (strata,) share of the population's units drawn; 0 for an unlimited population
    carried: FloatArray  # (strata,) product of the fractions of the stages before
    labels: NDArray[Any]  # (strata,) the caller's name of each stratum, for messages


@dataclass(frozen=True, eq=False)
class Design:
    """How the sample was drawn; see :func:`design`."""

    n: int
    stages: tuple[Stage, ...]
    singleton: str

    def variance(self, scores: FloatArray) -> float:
        """Variance of the sum of ``scores`` (weighted linearised values, one per row) under this design.

        Stage by stage: Σ over strata of f₀ (1 − f) m/(m − 1) Σ over units (z − z̄)², with m units drawn, sampling
        fraction f and f₀ the product of the fractions of the stages before. Särndal, Swensson & Wretman 1992, §4.3.
        """
        return float(sum(_stage_variance(stage, scores, self.singleton) for stage in self.stages))

    def degrees_of_freedom(self, rows: BoolArray) -> int:
        """First-stage units minus strata, among those that hold at least one of ``rows``."""
        first = self.stages[0]
        units, strata = np.zeros(first.stratum.size, dtype=np.bool_), np.zeros(first.counts.size, dtype=np.bool_)
        units[first.unit[rows]] = True
        strata[first.stratum[units]] = True
        return int(units.sum() - strata.sum())


def design(
    n: int,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    fpc: ArrayLike | None = None,
    singleton: str = "error",
) -> Design:
    """Describe a design of ``n`` rows.

    ``strata``: (n,) or (n, stages) labels, nested: the same cluster label in two strata is two clusters.
    ``clusters``: (n,) primary units, or (n, stages) units of each stage; without it every row is a unit.
    ``fpc``: a number, (n,) or (n, stages): units in the population of the stratum (all ≥ 1) or sampling fractions
    (all ≤ 1). Stages after the first count only where the stage before them has a finite population.
    ``singleton``: what a stratum with one unit does: "error" refuses, "certainty" adds nothing, "adjust" takes the
    squared distance from the mean of all units, "average" adds the average of the other strata.

    Errors: InvalidInput naming the stratum with one unit, or a population smaller than the sample.

    >>> import numpy as np
    >>> drawn = design(6, clusters=[0, 0, 1, 1, 2, 2])
    >>> drawn.variance(np.array([1.0, 1, 2, 2, 3, 3])), drawn.degrees_of_freedom(np.ones(6, dtype=bool))
    (12.0, 2)
    """
    checks.choice("singleton", singleton, SINGLETON)
    units = _labels("clusters", np.arange(n) if clusters is None else clusters, n)
    groups = _labels("strata", np.zeros(n, dtype=np.int64) if strata is None else strata, n)
    sizes = _sizes(fpc, n)
    if sizes.shape[1] > units.shape[1] or groups.shape[1] > units.shape[1]:
        raise InvalidInput(
            "clusters", f"has {units.shape[1]} stage(s), fewer than strata or fpc; give a column for each stage"
        )
    stages: list[Stage] = []
    for step in range(units.shape[1]):
        if step and not (stages[-1].fraction > 0).any():
            break  # without a finite population the first stages carry all the variance
        stages.append(_stage(step, units, groups, sizes, stages))
    made = Design(n, tuple(stages), singleton)
    if singleton == "error":
        _refuse_singletons(made)
    return made


def _labels(name: str, value: ArrayLike, n: int) -> NDArray[Any]:
    raw: NDArray[Any] = np.asarray(value)
    table = raw.reshape(-1, 1) if raw.ndim == 1 else raw
    if table.ndim != 2 or table.shape[0] != n:
        raise InvalidInput(name, f"must have {n} rows, one column a stage, not shape {raw.shape}")
    if table.dtype.kind == "f" and not np.isfinite(table).all():
        raise InvalidInput(name, "has missing values; give every row a label")
    return table


def _sizes(fpc: ArrayLike | None, n: int) -> FloatArray:
    if fpc is None:
        return np.empty((n, 0))
    raw = np.asarray(fpc, dtype=np.float64)
    if raw.ndim < 2:
        raw = np.broadcast_to(raw, (n,)).reshape(n, 1) if raw.ndim == 0 or raw.size == n else raw
    sizes = checks.floats("fpc", raw, ndim=2)
    if sizes.shape[0] != n or (sizes <= 0).any():
        raise InvalidInput("fpc", "give population sizes (or sampling fractions) above 0 for every row")
    return sizes


def _stage(step: int, units: NDArray[Any], groups: NDArray[Any], sizes: FloatArray, before: Sequence[Stage]) -> Stage:
    n = units.shape[0]
    inside = before[-1].unit if before else np.zeros(n, dtype=np.int64)
    own = groups[:, step] if step < groups.shape[1] else np.zeros(n, dtype=np.int64)
    stratum, first_in_stratum = _codes(inside, own)
    unit, first = _codes(stratum, units[:, step])
    counts = np.bincount(stratum[first], minlength=first_in_stratum.size)
    fraction = _fractions(sizes[:, step], stratum, counts) if step < sizes.shape[1] else np.zeros(counts.size)
    parent = inside[first_in_stratum]
    carried = np.ones(counts.size)
    if before:
        above = before[-1].stratum[parent]
        carried = before[-1].carried[above] * before[-1].fraction[above]
    return Stage(unit, stratum[first], parent, counts, fraction, carried, own[first_in_stratum])


def _codes(outer: IntArray, labels: NDArray[Any]) -> tuple[IntArray, IntArray]:
    """Codes 0, 1, … of the pairs (outer, label), sorted by pair, and the first row of each."""
    _, inner = np.unique(labels, return_inverse=True)
    pair = outer * (int(inner.max(initial=0)) + 1) + inner
    _, first, code = np.unique(pair, return_index=True, return_inverse=True)
    return code.astype(np.int64), first.astype(np.int64)


def _fractions(sizes: FloatArray, stratum: IntArray, counts: IntArray) -> FloatArray:
    least, most = np.full(counts.size, np.inf), np.zeros(counts.size)
    np.minimum.at(least, stratum, sizes)
    np.maximum.at(most, stratum, sizes)
    if (most > least * (1 + 1e-9)).any():
        raise InvalidInput("fpc", "must be the same for all rows of a stratum")
    if sizes.max() <= 1:
        return most
    if (most < counts).any():
        raise InvalidInput(
            "fpc", "a stratum's population is smaller than its sample; give the number of units in the population"
        )
    return counts / most


def _stage_variance(stage: Stage, scores: FloatArray, singleton: str) -> float:
    totals = np.bincount(stage.unit, weights=scores, minlength=stage.stratum.size).astype(np.float64)
    strata = stage.counts.size
    centre = np.bincount(stage.stratum, weights=totals, minlength=strata) / stage.counts
    single, open_ = stage.counts == 1, _open(stage)
    if singleton == "adjust" and single.any():
        centre[single] = _parent_means(stage, totals)[single]
    squares = np.bincount(stage.stratum, weights=(totals - centre[stage.stratum]) ** 2, minlength=strata)
    scale = np.where(single, 1.0, stage.counts / np.maximum(stage.counts - 1, 1)) * (1 - stage.fraction)
    variances = np.where(open_, stage.carried * scale * squares, 0.0)
    lonely = int((single & open_).sum())
    if singleton == "average" and lonely:
        variances *= strata / (strata - lonely)
    return float(variances.sum())


def _open(stage: Stage) -> BoolArray:
    """Strata that were not drawn completely."""
    return np.asarray(1 - stage.fraction > CENSUS)


def _parent_means(stage: Stage, totals: FloatArray) -> FloatArray:
    """Mean of all unit totals inside the same parent, for each stratum."""
    parent_of_unit = stage.parent[stage.stratum]
    sums = np.bincount(parent_of_unit, weights=totals)
    return np.asarray((sums / np.maximum(np.bincount(parent_of_unit), 1))[stage.parent])


def _refuse_singletons(made: Design) -> None:
    for number, stage in enumerate(made.stages, start=1):
        alone = (stage.counts == 1) & _open(stage)
        if alone.any():
            named = ", ".join(str(label) for label in stage.labels[alone][:5])
            raise InvalidInput(
                "strata",
                f"{int(alone.sum())} stratum or strata with a single unit at stage {number} ({named}): merge them with a "
                "neighbour, or choose singleton='certainty', 'adjust' or 'average'",
            )
