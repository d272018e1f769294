"""The calibration distances of Deville & Särndal 1992 and the Newton iteration that solves for the weights.

Weights are d · F(xλ). F is increasing, so λ minimises the convex function Σ d Φ(xλ) − t·λ with Φ' = F.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zonestats.checks import FloatArray
from zonestats.sums import columns, dot

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
) -> tuple[FloatArray, int]:
    """Factors F(xλ) with Σ weights · factors · auxiliary = totals, and the iterations used.

    Damped Newton: a step is halved until the convex objective falls. Stops at the tolerance (relative to each total),
    when no step helps any more, or after ``most`` iterations; the caller checks how far the totals were met.
    """
    spread = np.abs(auxiliary).max(axis=0)
    spread[spread == 0] = 1.0
    x, aims = auxiliary / spread, totals / spread
    scale = np.where(aims != 0, np.abs(aims), max(float(np.abs(aims).max()), 1.0))
    multipliers = np.zeros(aims.size) if start is None else start * spread
    with np.errstate(over="ignore", invalid="ignore"):
        for iteration in range(1, most + 1):
            u = x @ multipliers
            missing = aims - columns(x, weights * distance.factor(u))
            if np.max(np.abs(missing) / scale) <= tolerance / 10:
                return distance.factor(u), iteration
            hessian = x.T @ ((weights * distance.slope(u))[:, None] * x)
            step = np.linalg.pinv(hessian, rcond=1e-13, hermitian=True) @ missing
            moved = _damped(weights, x, aims, distance, multipliers, step, float(step @ missing))
            if moved is None:
                break
            multipliers = moved
        return distance.factor(x @ multipliers), iteration


def _damped(
    weights: FloatArray,
    x: FloatArray,
    aims: FloatArray,
    distance: Distance,
    at: FloatArray,
    step: FloatArray,
    gain: float,
) -> FloatArray | None:
    """``at`` moved along ``step``, halved until the objective falls enough; None if it never does."""

    def objective(multipliers: FloatArray) -> float:
        return dot(weights, distance.integral(x @ multipliers)) - float(aims @ multipliers)

    now = objective(at)
    length = 1.0
    for _ in range(60):
        value = objective(at + length * step)
        # Near the solution the objective is flat to rounding: a full step is then taken as it is.
        if value <= now - 1e-4 * length * gain or (length == 1.0 and abs(gain) <= 1e-9 * max(abs(now), 1.0)):
            return np.asarray(at + length * step)
        length /= 2
    return None
