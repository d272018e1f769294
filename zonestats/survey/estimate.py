"""Design-based estimates with their sampling error."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks, minimums
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.survey import interval
from zonestats.survey.calibration import Calibrated, Margin, base_weights, kish, rake
from zonestats.survey.design import Design, design
from zonestats.survey.scores import Linearised, variable


@dataclass(frozen=True)
class Estimate:
    """One figure of a probability sample. Every number is there; ``refusal`` says when it should not be shown."""

    estimate: float
    se: float
    ci: tuple[float, float]
    df: int  # first-stage units − strata, among those with rows in the domain
    deff: float  # variance ÷ that of a simple random sample without replacement
    n: int  # rows in the domain with weight
    n_eff: float  # n ÷ deff
    kind: str
    level: float
    interval: str  # "t", "logit", "Korn–Graubard"
    method: str  # "linearisation", "jackknife"
    raked: bool

    @property
    def refusal(self) -> Refusal | None:
        """ "Not enough" below 30 effective answers."""
        need = minimums.POLL_EFFECTIVE_ANSWERS
        if self.n_eff >= need:
            return None
        have = self.n_eff if np.isfinite(self.n_eff) else 0.0
        reason = f"A survey figure needs at least {need} effective answers; these {self.n} count for {have:.0f}."
        return Refusal("not_enough", reason, have, need)

    def summary(self) -> str:
        """Plain text: the figure with its interval, n and design effect, or why there is none."""
        if self.refusal:
            return f"Not enough: {self.refusal}"
        scale, unit = (100, " %") if self.kind == "proportion" else (1, "")
        low, high = (bound * scale for bound in self.ci)
        return (
            f"{self.kind} {self.estimate * scale:,.4g}{unit}, {self.level:.0%} interval {low:,.4g} to {high:,.4g}{unit} "
            f"({self.interval}, {self.df} degrees of freedom), standard error {self.se * scale:,.3g} by {self.method}; "
            f"n = {self.n:,}, design effect {self.deff:.2f}, worth {self.n_eff:,.0f} simple answers"
            f"{', raked' if self.raked else ''}"
        )


def estimate(
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
    calibration: Calibrated | None = None,
    drawn: Design | None = None,
) -> Estimate:
    """Mean, total, ratio or proportion with the sampling error the design gives it.

    ``values``: (n,), 0 and 1 for a proportion; ``denominator`` (n,) for kind="ratio", R = Σ w y / Σ w x.
    ``weights``: (n,) *base* weights, 1 ÷ the chance of being drawn; ``margins``: raked to inside, as in
    :func:`zonestats.survey.rake` (or give ``calibration``, made from the same base weights).
    ``domain``: (n,) true for the rows asked about; the design stays whole. NaN answers outside it do no harm.
    ``strata``, ``clusters``, ``fpc``, ``singleton``: see :func:`zonestats.survey.design`; or give ``drawn``, made by it
    once for many figures of the same rows. ``calibration`` and ``drawn`` keep what they have worked out: for many
    figures make each once and pass the same object.

    Variance by Taylor linearisation (Binder 1983; Särndal, Swensson & Wretman 1992), stage by stage; of raked figures
    from the residuals of a regression on the margins with the base weights (Deville & Särndal 1992). Interval: t with
    first-stage units − strata degrees of freedom; for proportions logit, or Korn–Graubard (1998) when no or all answers
    are "yes" or fewer than five effective answers are. For a share near 1 estimate its complement.

    Errors: InvalidInput for wrong shapes, missing values, one-unit strata (unless ``singleton`` says what to do) and
    margins that cannot be met. Below 30 effective answers ``.refusal`` says so.

    >>> from zonestats import survey
    >>> afraid = [1, 0, 0, 1, 1, 0, 1, 0, 0, 0]
    >>> found = survey.estimate(afraid, [10] * 10, kind="proportion", clusters=[0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    >>> found.estimate, round(found.se, 4), found.df, str(found.refusal)[:55]
    (0.4, 0.1, 4, 'A survey figure needs at least 30 effective answers; th')
    """
    base = base_weights("weights", weights)
    fraction = checks.fraction("level", level)
    asked = variable(values, "weights", base.size, kind=kind, denominator=denominator, domain=domain)
    if drawn is None:
        drawn = design(base.size, strata=strata, clusters=clusters, fpc=fpc, singleton=singleton)
    elif drawn.n != base.size:
        raise InvalidInput("drawn", f"describes {drawn.n} rows, weights has {base.size}")
    made = calibration if margins is None else rake(base, margins)
    final = base if made is None else made.weights
    found = asked.linearised(final)
    variance = drawn.variance(final * (found.scores if made is None else made.residuals(found.scores)))
    df = drawn.degrees_of_freedom(asked.inside & (base > 0))
    return finished(found, variance, df, fraction, method="linearisation", raked=made is not None)


def finished(found: Linearised, variance: float, df: int, level: float, *, method: str, raked: bool) -> Estimate:
    """The estimate with everything derived from its variance."""
    asked, point, se = found.of, found.point, float(np.sqrt(variance))
    inside = found.weights[asked.inside]
    n = int(np.count_nonzero(inside))
    simple = found.simple_variance()
    deff = variance / simple if simple > 0 else float("nan")
    effective = _effective(n, deff, inside)
    if asked.kind == "proportion":
        bounds, name = interval.proportion(point, se, n, effective, df, level)
    else:
        bounds, name = interval.student(point, se, df, level), "t"
    return Estimate(point, se, bounds, df, deff, n, effective, asked.kind, level, name, method, raked)


def _effective(n: int, deff: float, weights: FloatArray) -> float:
    """n ÷ deff; where all answers are alike only the unequal weights can be counted (Kish)."""
    if n == 0:
        return 0.0
    if np.isnan(deff):
        return n / kish(weights[weights != 0])
    return n / deff if deff > 0 else float("inf")
