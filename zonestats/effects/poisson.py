"""Poisson pseudo-likelihood with an effect for every unit, concentrated out, and period effects.

Given a unit's total Y_i, its counts are multinomial with shares p_it ∝ exposure_it · exp(x_it β); maximising that over β
gives exactly the β of the Poisson regression with unit dummies (Hausman, Hall & Griliches 1984).
"""

from dataclasses import dataclass

import numpy as np

from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput

STEPS = 60
TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class Rows:
    """Counts in long form, units and periods numbered from 0. Units without any event carry no information."""

    counts: FloatArray
    offset: FloatArray  # log exposure
    unit: IntArray
    period: IntArray
    units: int
    periods: int

    def totals(self, values: FloatArray) -> FloatArray:
        """Sum per unit."""
        return np.bincount(self.unit, weights=values, minlength=self.units).astype(np.float64)


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
    table = np.zeros((rows.units, rows.periods))
    np.add.at(table, (rows.unit, rows.period), residual)
    extra = [rows.totals(residual * columns[:, j]) for j in range(columns.shape[1])]
    return np.column_stack([*extra, table[:, 1:]]) if extra else table[:, 1:]


def covariance(fitted: Fit, rows: Rows) -> FloatArray:
    """CR1, clusters = units: G/(G − 1) · (N − 1)/(N − K) times the sandwich.

    K counts the regressors and periods, not the unit effects, which are nested in the clusters (as reghdfe and fixest do).
    """
    groups, n, k = rows.units, rows.counts.size, fitted.beta.size
    bread = np.linalg.pinv(fitted.information, hermitian=True)
    meat = fitted.scores.T @ fitted.scores
    return np.asarray(groups / (groups - 1) * (n - 1) / max(n - k, 1) * bread @ meat @ bread)


def _means(rows: Rows, columns: FloatArray, beta: FloatArray) -> tuple[FloatArray, float]:
    extra = columns.shape[1]
    effects = np.concatenate([[0.0], beta[extra:]])
    linear = rows.offset + columns @ beta[:extra] + effects[rows.period]
    top = np.full(rows.units, -np.inf)
    np.maximum.at(top, rows.unit, linear)
    part = np.exp(linear - top[rows.unit])
    sums = rows.totals(part)
    likelihood = float(np.sum(rows.counts * (linear - top[rows.unit] - np.log(sums)[rows.unit])))
    return part * (rows.totals(rows.counts) / sums)[rows.unit], likelihood


def _moments(rows: Rows, columns: FloatArray, mean: FloatArray) -> tuple[FloatArray, FloatArray]:
    extra, total = columns.shape[1], rows.totals(rows.counts)
    gradient = unit_scores(rows, columns, rows.counts - mean).sum(axis=0)
    per_period = np.bincount(rows.period, weights=mean, minlength=rows.periods)[1:]
    information = np.zeros((gradient.size, gradient.size))
    information[:extra, :extra] = columns.T @ (mean[:, None] * columns)
    for j in range(extra):
        crossed = np.bincount(rows.period, weights=mean * columns[:, j], minlength=rows.periods)[1:]
        information[j, extra:] = information[extra:, j] = crossed
    information[extra:, extra:] = np.diag(per_period)
    centre = unit_scores(rows, columns, mean)
    return gradient, information - centre.T @ (centre / np.maximum(total, 1e-300)[:, None])


def _solve(information: FloatArray, gradient: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.lstsq(information, gradient, rcond=1e-13)[0])
