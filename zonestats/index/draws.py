"""Another possible sample: every estimated indicator drawn from its sampling distribution."""

import numpy as np
from scipy.special import expit

from zonestats.checks import FloatArray
from zonestats.index.data import Data
from zonestats.index.spec import Indicator, Spec


def draw(spec: Spec, data: Data, rng: np.random.Generator, count: int) -> FloatArray:
    """(count, zones, indicators). Values without se and n, and missing ones, stay as they are.

    Proportions: logit-normal, standard deviation se / (p(1 − p)), se = √(p(1 − p)/n) where only n is known; at 0 or 1 with
    n, p is taken as (np + ½)/(n + 1). Rates: gamma with the value as mean and se as standard deviation; where only the
    number n of events is known, shape n. A rate of 0 with se: gamma of shape ½ and mean se. Means: normal.
    """
    out = np.repeat(data.value[None], count, axis=0)
    for k, indicator in enumerate(spec.indicators):
        value, se, n = data.value[:, k], data.se[:, k], data.n[:, k]
        if indicator.kind in ("proportion", "percent"):
            scale = 100.0 if indicator.kind == "percent" else 1.0
            out[:, :, k] = scale * _proportions(value / scale, se / scale, n, rng, count)
        elif indicator.kind == "rate":
            out[:, :, k] = _rates(value, se, n, rng, count)
        elif indicator.kind == "mean":
            out[:, :, k] = value + np.where(np.isfinite(se), se, 0.0) * rng.standard_normal((count, value.size))
    return out


def estimated(indicator: Indicator, data: Data, k: int) -> bool:
    """Whether any zone's value of this indicator carries a sampling error."""
    known = np.isfinite(data.se[:, k]) & (data.se[:, k] > 0)
    if indicator.kind in ("proportion", "percent", "rate"):
        known |= np.isfinite(data.n[:, k]) & (data.n[:, k] > 0)
    return indicator.kind != "exact" and bool(known.any())


def _proportions(p: FloatArray, se: FloatArray, n: FloatArray, rng: np.random.Generator, count: int) -> FloatArray:
    noise = rng.standard_normal((count, p.size))
    sized = np.isfinite(n) & (n > 0)
    edge = ((p <= 0) | (p >= 1)) & sized
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = np.where(edge, (n * p + 0.5) / (n + 1), p)
        error = np.where(np.isfinite(se) & ~edge, se, np.sqrt(middle * (1 - middle) / n))
        spread = error / (middle * (1 - middle))
        drawn = expit(np.log(middle / (1 - middle)) + spread * noise)
    return np.where(np.isfinite(spread) & (spread > 0), drawn, p)


def _rates(rate: FloatArray, se: FloatArray, n: FloatArray, rng: np.random.Generator, count: int) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        from_error = np.isfinite(se) & (se > 0)
        shape = np.where(from_error, (rate / se) ** 2, n)
        shape = np.where(from_error & (rate == 0), 0.5, shape)
        mean = np.where(from_error & (rate == 0), se, rate)
    random = np.isfinite(shape) & (shape > 0) & (mean > 0)
    drawn = rng.standard_gamma(np.where(random, shape, 1.0), (count, rate.size))
    return np.where(random, drawn * np.where(random, mean / np.where(random, shape, 1.0), 0.0), rate)
