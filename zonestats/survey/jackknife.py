"""The delete-one-unit jackknife: the variance of anything that can be computed from weights."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.sums import dot
from zonestats.survey.calibration import Margin, base_weights, rake
from zonestats.survey.design import Design, Stage, design
from zonestats.survey.estimate import Estimate, finished
from zonestats.survey.nearly import raked_points
from zonestats.survey.scores import Variable, variable

CENTRES = ("mean", "full")


@dataclass(frozen=True, eq=False)
class Replicates:
    """Weights with one first-stage unit left out at a time."""

    left_out: IntArray  # (replicates,) unit without weight
    raised: FloatArray  # (replicates,) what the weights of its stratum's other units are multiplied by
    stratum: IntArray  # (units,)
    unit: IntArray  # (n,) unit of each row
    scale: FloatArray  # (replicates,) what each squared difference counts
    base: FloatArray  # (n,)
    kind: str  # "JK1" without strata, "JKn" with

    @property
    def count(self) -> int:
        return self.scale.size

    def weights(self, replicate: int) -> FloatArray:
        """(n,) base weights of one replicate."""
        gone = self.left_out[replicate]
        factors = np.where(self.stratum == self.stratum[gone], self.raised[replicate], 1.0)
        factors[gone] = 0.0
        return np.asarray(self.base * factors[self.unit])

    def each(self) -> Iterator[FloatArray]:
        """The weights of one replicate after the other."""
        return (self.weights(replicate) for replicate in range(self.count))

    def variance(self, statistic: Callable[[FloatArray], float], *, centre: str = "mean") -> float:
        """Σ scale · (θ_r − centre)², centre = mean of the replicates or the figure from all rows."""
        checks.choice("centre", centre, CENTRES)
        figures = np.array([statistic(weights) for weights in self.each()])
        return self.spread(figures, figures.mean() if centre == "mean" else statistic(self.base))

    def spread(self, figures: FloatArray, middle: float) -> float:
        """Σ scale · (θ_r − middle)²."""
        return dot(self.scale, (figures - middle) ** 2)

    def summary(self) -> str:
        """Kind and number of replicates."""
        return f"{self.kind} jackknife with {self.count:,} replicates of {self.base.size:,} rows"


def replicates(
    weights: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    fpc: ArrayLike | None = None,
    singleton: str = "error",
) -> Replicates:
    """Jackknife replicates: each leaves one first-stage unit out and raises its stratum's others by m/(m − 1).

    Arguments as in :func:`zonestats.survey.estimate`; later stages are carried by the first. Each squared difference
    counts (1 − f)(m − 1)/m. A one-unit stratum is never left out with singleton="certainty"; "error" refuses.
    Source: Rust & Rao 1996, Statistical Methods in Medical Research 5, 283–310.

    Errors: InvalidInput for one-unit strata and fewer than two units.

    >>> from zonestats import survey
    >>> made = survey.replicates([2, 2, 2, 2], clusters=[0, 0, 1, 2])
    >>> made.kind, made.count, made.weights(0).tolist()
    ('JK1', 3, [0.0, 0.0, 3.0, 3.0])
    """
    base = base_weights("weights", weights)
    if singleton not in ("error", "certainty"):
        raise InvalidInput("singleton", f"the jackknife knows 'error' and 'certainty', not {singleton!r}")
    return _replicates(base, design(base.size, strata=strata, clusters=clusters, fpc=fpc, singleton=singleton))


def _replicates(base: FloatArray, drawn: Design) -> Replicates:
    first: Stage = drawn.stages[0]
    left_out = np.flatnonzero(first.counts[first.stratum] > 1)
    if left_out.size == 0:
        raise InvalidInput("clusters", "the jackknife needs at least two units in a stratum")
    stratum = first.stratum[left_out]
    size = first.counts[stratum]
    raised, kind = size / (size - 1), "JK1" if first.counts.size == 1 else "JKn"
    return Replicates(left_out, raised, first.stratum, first.unit, (1 - first.fraction[stratum]) / raised, base, kind)


def _figures(made: Replicates, asked: Variable, margins: Sequence[Margin] | None) -> FloatArray:
    """The figure of every replicate, raked anew where there are margins."""
    if margins is None:
        return np.array([asked.point(weights) for weights in made.each()])
    figures = raked_points(rake(made.base, margins), asked, made.each())
    for replicate in np.flatnonzero(np.isnan(figures)):
        figures[replicate] = asked.point(rake(made.weights(int(replicate)), margins).weights)
    return figures


def jackknife(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    kind: str = "mean",
    denominator: ArrayLike | None = None,
    domain: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    fpc: ArrayLike | None = None,
    margins: Sequence[Margin] | None = None,
    singleton: str = "error",
    level: float = 0.95,
    centre: str = "mean",
) -> Estimate:
    """As :func:`zonestats.survey.estimate`, with the variance of the jackknife; every replicate is raked anew.

    JK1 without strata, JKn with. ``centre``: "mean" takes squared differences from the mean of the replicates, "full"
    from the figure of all rows (a little larger).

    >>> from zonestats import survey
    >>> found = survey.jackknife([3.0, 5, 4, 8], [1, 1, 1, 1])
    >>> found.estimate, round(found.se, 6)  # of a plain mean: s / √n
    (5.0, 1.080123)
    """
    base = base_weights("weights", weights)
    fraction = checks.fraction("level", level)
    asked = variable(values, "weights", base.size, kind=kind, denominator=denominator, domain=domain)
    checks.choice("centre", centre, CENTRES)
    made = replicates(base, strata=strata, clusters=clusters, fpc=fpc, singleton=singleton)
    drawn = design(base.size, strata=strata, clusters=clusters, fpc=fpc, singleton=singleton)
    final = base if margins is None else rake(base, margins).weights
    figures = _figures(made, asked, margins)
    variance = made.spread(figures, figures.mean() if centre == "mean" else asked.point(final))
    df = drawn.degrees_of_freedom(asked.inside & (base > 0))
    method = f"{made.kind} jackknife"
    return finished(asked.linearised(final), variance, df, fraction, method=method, raked=margins is not None)
