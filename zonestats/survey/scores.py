"""Estimates as weighted sums of linearised values: what each row adds to the sampling error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray
from zonestats.errors import InvalidInput
from zonestats.sums import dot

KINDS = ("mean", "total", "ratio", "proportion")


@dataclass(frozen=True, eq=False)
class Variable:
    """What is estimated: checked values, 0 outside the domain."""

    kind: str
    values: FloatArray  # (n,)
    denominator: FloatArray  # (n,) ones inside the domain unless the kind is a ratio
    inside: BoolArray  # (n,) rows of the domain

    def point(self, weights: FloatArray) -> float:
        """The estimate under ``weights``; NaN when its denominator is 0."""
        top = dot(weights, self.values)
        if self.kind == "total":
            return top
        bottom = dot(weights, self.denominator)
        return top / bottom if bottom != 0 else float("nan")

    def linearised(self, weights: FloatArray) -> "Linearised":
        """The estimate under ``weights`` and what each row adds to its error."""
        point = self.point(weights)
        if self.kind == "total":
            return Linearised(self, weights, point, self.values)
        bottom = dot(weights, self.denominator)
        if bottom == 0:
            return Linearised(self, weights, point, np.full(self.values.size, np.nan))
        return Linearised(self, weights, point, (self.values - point * self.denominator) / bottom)


@dataclass(frozen=True, eq=False)
class Linearised:
    """An estimate as a weighted sum: its sampling error is that of Σ w z (Binder 1983, ISR 51).

    total: z = y. Mean, ratio, proportion: z = (y − R x) / Σ w x, with x = 1 for means. 0 outside the domain.
    """

    of: Variable
    weights: FloatArray  # (n,)
    point: float
    scores: FloatArray  # (n,) z

    def simple_variance(self) -> float:
        """Variance a simple random sample without replacement of the same size would have given.

        (1 − n/N) S² (scaled) / n with N = Σ w and S² the weighted variance of the linearised values in the domain
        (Kish 1965, §8.2). Weights that add up to less than n are relative: they say nothing of N, so 1 − n/N is 1.
        """
        part = self.weights * self.of.inside
        n, population = int(np.count_nonzero(part)), float(part.sum())
        if n < 2 or population <= 0:
            return float("nan")
        left = self.scores - dot(part, self.scores) / population
        spread = dot(part, left**2) / population * n / (n - 1)
        finite = 1 - n / population if population > n else 1.0
        return spread * population**2 * finite / n


def variable(
    values: ArrayLike,
    n_name: str,
    n: int,
    *,
    kind: str,
    denominator: ArrayLike | None,
    domain: ArrayLike | None,
) -> Variable:
    """Checked values, denominator and domain, each of n rows (as many as ``n_name``)."""
    checks.choice("kind", kind, KINDS)
    inside = np.ones(n, dtype=np.bool_) if domain is None else checks.booleans("domain", domain)
    outcome = checks.floats("values", values, allow_nan=True)
    if outcome.size != n or inside.size != n:
        name = "values" if outcome.size != n else "domain"
        raise InvalidInput(name, f"must have as many rows as {n_name}, {n}")
    if (denominator is None) == (kind == "ratio"):
        problem = "is needed for a ratio" if kind == "ratio" else f"belongs to kind='ratio', not {kind!r}"
        raise InvalidInput("denominator", problem)
    outcome = _inside("values", outcome, inside)
    if kind == "proportion" and not ((outcome == 0.0) | (outcome == 1.0)).all():
        raise InvalidInput("values", "a proportion needs 0 (no) and 1 (yes)")
    if denominator is None:
        return Variable(kind, outcome, inside.astype(np.float64), inside)
    below = checks.floats("denominator", denominator, allow_nan=True)
    if below.size != n:
        raise InvalidInput("denominator", f"must have as many rows as {n_name}, {n}")
    return Variable(kind, outcome, _inside("denominator", below, inside), inside)


def _inside(name: str, array: FloatArray, inside: BoolArray) -> FloatArray:
    """0 outside the domain, where a missing answer does no harm; refused inside."""
    missing = np.isnan(array) & inside
    if missing.any():
        raise InvalidInput(
            name,
            f"has {int(missing.sum())} missing values, the first at {int(np.flatnonzero(missing)[0])}; "
            "leave them out with domain=, which keeps the design whole",
        )
    return np.where(inside, array, 0.0)
