"""Poisson pseudo-likelihood with an effect for every unit, concentrated out, and period effects.

Given a unit's total Y_i, its counts are multinomial with shares p_it ∝ exposure_it · exp(x_it β); maximising that over β
gives exactly the β of the Poisson regression with unit dummies (Hausman, Hall & Griliches 1984).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zonestats import sums
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.single import one_thread

STEPS = 60
TOLERANCE = 1e-8  # of a Newton step: what is left after it is its square


@dataclass(frozen=True, eq=False)
class Rows:
    """Counts in long form, sorted by unit, units and periods numbered from 0; every unit has at least one event."""

    counts: FloatArray
    offset: FloatArray  # log exposure
    unit: IntArray
    period: IntArray
    units: int
    periods: int

    @cached_property
    def starts(self) -> IntArray:
        """First row of each unit."""
        return np.searchsorted(self.unit, np.arange(self.units))

    @cached_property
    def cell(self) -> IntArray:
        """Number of each row's place in the table of units × periods."""
        return np.asarray(self.unit * self.periods + self.period)

    @cached_property
    def sums(self) -> FloatArray:
        """Events of each unit."""
        return self.totals(self.counts)

    def of(self, chosen: BoolArray) -> "Rows":
        """The rows of some of the units, chosen (units,); the periods keep their numbers."""
        kept = chosen[self.unit]
        number = np.cumsum(chosen) - 1
        return Rows(
            self.counts[kept],
            self.offset[kept],
            number[self.unit[kept]],
            self.period[kept],
            int(chosen.sum()),
            self.periods,
        )

    def totals(self, values: FloatArray) -> FloatArray:
        """Sum per unit."""
        return np.asarray(np.add.reduceat(values, self.starts))

    def tabled(self, values: FloatArray) -> FloatArray:
        """Sums (units, periods)."""
        cells = self.units * self.periods
        sums = np.bincount(self.cell, weights=values, minlength=cells).astype(np.float64)
        return sums.reshape(self.units, self.periods)


@dataclass(frozen=True, eq=False)
class Fit:
    """β of the extra columns first, then of the periods (the first is the reference)."""

    beta: FloatArray
    mean: FloatArray  # (n,) expected counts
    information: FloatArray
    scores: FloatArray  # (units, k) summed per unit: one cluster each


def fit(rows: Rows, columns: FloatArray, start: FloatArray | None = None) -> Fit:
    """Newton's method with halved steps; ``columns`` (n, k) are the regressors beside the period effects."""
    k = columns.shape[1] + rows.periods - 1
    beta = np.zeros(k) if start is None else start.copy()
    mean, value = _means(rows, columns, beta)
    for _ in range(STEPS):
        gradient, information = _moments(rows, columns, mean)
        step = _solve(information, gradient)
        size = 1.0
        while True:
            tried_mean, tried = _means(rows, columns, beta + size * step)
            if tried >= value - 1e-12 * abs(value) or size < 1e-6:
                break
            size /= 2
        beta, mean, value = beta + size * step, tried_mean, tried
        if float(np.max(np.abs(size * step), initial=0.0)) < TOLERANCE * max(1.0, float(np.abs(beta).max(initial=0))):
            break
    if float(np.abs(beta).max(initial=0.0)) > 25:
        raise InvalidInput("counts", "an effect runs off to infinity: some group has no events at all in some periods")
    return Fit(beta, mean, _moments(rows, columns, mean)[1], unit_scores(rows, columns, rows.counts - mean))


def unit_scores(rows: Rows, columns: FloatArray, residual: FloatArray) -> FloatArray:
    """(units, k) sums of residual × regressor per unit."""
    table = rows.tabled(residual)
    extra = [rows.totals(residual * columns[:, j]) for j in range(columns.shape[1])]
    return np.column_stack([*extra, table[:, 1:]]) if extra else table[:, 1:]


def covariance(fitted: Fit, rows: Rows) -> FloatArray:
    """CR1 of the fit alone: ``small_sample`` times ``sandwich``."""
    return small_sample(rows.units, rows.counts.size, fitted.beta.size) * sandwich(fitted)


def small_sample(groups: int, n: int, k: int) -> float:
    """G/(G − 1) · (N − 1)/(N − K).

    K counts the regressors and periods, not the unit effects, which are nested in the clusters (as reghdfe and fixest do).
    """
    return groups / (groups - 1) * (n - 1) / max(n - k, 1)


def sandwich(fitted: Fit) -> FloatArray:
    """(k, k) errors clustered by unit, without a small-sample factor."""
    meat = sums.gram(fitted.scores, np.ones(fitted.scores.shape[0]))
    with one_thread(fitted.beta.size):
        bread = np.linalg.pinv(fitted.information, hermitian=True)
        return np.asarray(bread @ meat @ bread)


def _means(rows: Rows, columns: FloatArray, beta: FloatArray) -> tuple[FloatArray, float]:
    extra = columns.shape[1]
    effects = np.concatenate([[0.0], beta[extra:]])
    linear = rows.offset + sums.rows(columns, beta[:extra]) + effects[rows.period]
    shifted = linear - np.maximum.reduceat(linear, rows.starts)[rows.unit]
    part = np.exp(shifted)
    reached = rows.totals(part)
    likelihood = sums.dot(rows.counts, shifted) - sums.dot(rows.sums, np.log(reached))
    return part * (rows.sums / reached)[rows.unit], likelihood


def _moments(rows: Rows, columns: FloatArray, mean: FloatArray) -> tuple[FloatArray, FloatArray]:
    extra, total = columns.shape[1], rows.sums
    gradient = unit_scores(rows, columns, rows.counts - mean).sum(axis=0)
    per_period = np.bincount(rows.period, weights=mean, minlength=rows.periods)[1:]
    information = np.zeros((gradient.size, gradient.size))
    information[:extra, :extra] = sums.gram(columns, mean)
    for j in range(extra):
        crossed = np.bincount(rows.period, weights=mean * columns[:, j], minlength=rows.periods)[1:]
        information[j, extra:] = information[extra:, j] = crossed
    information[extra:, extra:] = np.diag(per_period)
    centre = unit_scores(rows, columns, mean)
    return gradient, information - sums.gram(centre, 1 / np.maximum(total, 1e-300))


def _solve(information: FloatArray, gradient: FloatArray) -> FloatArray:
    with one_thread(gradient.size):
        return np.asarray(np.linalg.lstsq(information, gradient, rcond=1e-13)[0])
