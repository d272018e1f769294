"""The calibration distances of Deville & Särndal 1992 and the Newton iteration that solves for the weights.

Weights are d · F(xλ). F is increasing, so λ minimises the convex function Σ d Φ(xλ) − t·λ with Φ' = F.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack

from zonestats.checks import FloatArray
from zonestats.single import one_thread
from zonestats.sums import columns, dot, gram, rows

WELL = 1e-10  # reciprocal condition number from which Cholesky's factors will do

Function = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True)
class Distance:
    """F (weight factor), its derivative and its integral Φ."""

    factor: Function
    slope: Function
    integral: Function


def _clipped(factor: Function, slope: Function, integral: Function, low: float, high: float) -> Distance:
    """F held constant outside [low, high] of its argument, Φ continued as a straight line there."""

    def clip(u: FloatArray) -> FloatArray:
        return np.asarray(np.clip(u, low, high))

    return Distance(
        factor=lambda u: factor(clip(u)),
        slope=lambda u: np.where((u > low) & (u < high), slope(clip(u)), 0.0),
        integral=lambda u: integral(clip(u)) + factor(clip(u)) * (u - clip(u)),
    )


def _linear(lower: float, upper: float) -> Distance:
    return _clipped(lambda u: 1 + u, np.ones_like, lambda u: u + u**2 / 2, lower - 1, upper - 1)


def _raking(lower: float, upper: float) -> Distance:
    low = np.log(lower) if lower > 0 else -np.inf
    return _clipped(np.exp, np.exp, np.exp, low, np.log(upper))


def _logit(lower: float, upper: float) -> Distance:
    left, right, width = 1 - lower, upper - 1, upper - lower
    steep = width / (left * right)

    def share(u: FloatArray) -> FloatArray:
        return np.asarray(1 / (1 + right / left * np.exp(np.clip(-steep * u, -700, 700))))

    return Distance(
        factor=lambda u: lower + width * share(u),
        slope=lambda u: width * steep * share(u) * (1 - share(u)),
        integral=lambda u: lower * u + width / steep * np.logaddexp(np.log(right), np.log(left) + steep * u),
    )


DISTANCES: dict[str, Callable[[float, float], Distance]] = {"linear": _linear, "raking": _raking, "logit": _logit}


def solve(
    weights: FloatArray,
    auxiliary: FloatArray,
    totals: FloatArray,
    distance: Distance,
    *,
    start: FloatArray | None,
    tolerance: float,
    most: int,
) -> tuple[FloatArray, FloatArray, int]:
    """Factors F(xλ) with Σ weights · factors · auxiliary = totals, λ (columns,), and the iterations used.

    ``start``: λ to begin with, say of a nearly equal problem; 0 if None. Damped Newton: a step is halved until the
    convex objective falls. Stops at the tolerance (relative to each total), when no step helps any more, or after
    ``most`` iterations; the caller checks how far the totals were met.
    """
    spread = np.abs(auxiliary).max(axis=0)
    spread[spread == 0] = 1.0
    x, aims = auxiliary / spread, totals / spread
    scale = np.where(aims != 0, np.abs(aims), max(float(np.abs(aims).max()), 1.0))
    multipliers = np.zeros(aims.size) if start is None else start * spread
    with np.errstate(over="ignore", invalid="ignore"):
        u, iteration = rows(x, multipliers), 0
        while iteration < most:
            iteration += 1
            missing = aims - columns(x, weights * distance.factor(u))
            if np.max(np.abs(missing) / scale) <= tolerance / 10:
                break
            step = _direction(x, weights * distance.slope(u), missing)
            ahead = rows(x, step)
            length = _length(weights, distance, u, ahead, float(aims @ step), float(step @ missing))
            if length is None:
                break
            multipliers, u = multipliers + length * step, u + length * ahead
        return distance.factor(u), multipliers / spread, iteration


def _direction(x: FloatArray, slopes: FloatArray, missing: FloatArray) -> FloatArray:
    """Newton's step. Rows held at a bound add nothing: of 9,603 city blocks 211 were within their bounds in the end.

    Cholesky's factors where the columns are well apart, the pseudo-inverse (50 times as long) where they are not.
    """
    free = slopes > 0
    curvature = gram(x if free.all() else x[free], slopes[free])
    with one_thread(missing.size):
        factor, failed = lapack.dpotrf(curvature, lower=1)
        if not failed and lapack.dpocon(factor, np.abs(curvature).sum(axis=0).max(), uplo="L")[0] > WELL:
            return np.asarray(lapack.dpotrs(factor, missing, lower=1)[0])
        return np.asarray(np.linalg.pinv(curvature, rcond=1e-13, hermitian=True) @ missing)


def _length(
    weights: FloatArray, distance: Distance, u: FloatArray, ahead: FloatArray, rise: float, gain: float
) -> float | None:
    """Share of the step, which changes ``u`` by ``ahead``, halved until the objective falls enough; None if it never does."""

    def change(length: float) -> float:
        return dot(weights, distance.integral(u + length * ahead)) - length * rise

    now = change(0.0)
    length = 1.0
    for _ in range(60):
        # Near the solution the objective is flat to rounding: a full step is then taken as it is.
        if change(length) <= now - 1e-4 * length * gain or (length == 1.0 and abs(gain) <= 1e-9 * max(abs(now), 1.0)):
            return length
        length /= 2
    return None
