"""Small counts: intervals for one, exact comparison of two."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, gammaincinv, gammaln

from zonestats import checks, minimums
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput, Refusal


@dataclass(frozen=True, eq=False)
class CountRatio:
    """The rate of the later period relative to the earlier one."""

    ratio: float  # NaN where both counts are 0, ∞ where only the earlier is
    ci: tuple[float, float]
    p: float  # two-sided, exact
    before: int
    after: int
    exposure: tuple[float, float]
    level: float
    refusal: Refusal | None  # fewer than 10 incidents in both periods together

    def summary(self) -> str:
        """Plain text: counts, ratio, interval, p."""
        if self.refusal is not None:
            return f"{self.before:,} before, {self.after:,} after: {self.refusal}"
        low, high = self.ci
        return (
            f"{self.before:,} before, {self.after:,} after: ratio {self.ratio:.2f} "
            f"({self.level:.0%} interval {low:.2f} to {high:.2f}, exact p = {self.p:.3g})"
        )


def garwood(counts: ArrayLike, *, level: float = 0.95) -> FloatArray:
    """Exact interval of a Poisson mean: shape (n, 2), lower and upper, for counts of shape (n,).

    lower = χ²(α/2; 2k) / 2 and upper = χ²(1 − α/2; 2k + 2) / 2 with α = 1 − level; lower is 0 for k = 0.

    Source: Garwood 1936, Biometrika 28, 437–442.

    >>> garwood([0, 10]).round(3).tolist()
    [[0.0, 3.689], [4.795, 18.39]]
    """
    k = _counts("counts", counts).astype(np.float64)
    tail = (1 - checks.fraction("level", level)) / 2
    lower = np.where(k > 0, gammaincinv(np.maximum(k, 1), tail), 0.0)
    return np.column_stack((lower, gammaincinv(k + 1, 1 - tail)))


def ratio(before: int, after: int, *, exposure: tuple[float, float] = (1.0, 1.0), level: float = 0.95) -> CountRatio:
    """The ratio of two Poisson rates, (after / exposure[1]) / (before / exposure[0]), with exact interval and p.

    Given both counts together, ``after`` is binomial; the interval is Clopper–Pearson’s for its share as a ratio;
    the p-value adds all outcomes that are not likelier than the observed one. ``exposure``: the periods' lengths.
    Below 10 incidents in both periods together ``refusal`` is set.

    Source: Przyborowski & Wilenski 1940, Biometrika 31, 313–323; Clopper & Pearson 1934, Biometrika 26, 404–413.

    >>> ratio(40, 22).summary()
    '40 before, 22 after: ratio 0.55 (95% interval 0.31 to 0.95, exact p = 0.03)'
    """
    old, new = (int(k) for k in _counts("before and after", [before, after]))
    length = checks.positive("exposure[0]", exposure[0]), checks.positive("exposure[1]", exposure[1])
    alpha = 1 - checks.fraction("level", level)
    total, fair = old + new, length[1] / (length[0] + length[1])
    low = float(betaincinv(new, old + 1, alpha / 2)) if new else 0.0
    high = float(betaincinv(new + 1, old, 1 - alpha / 2)) if old else 1.0
    scale = length[0] / length[1]
    estimate = math.nan if total == 0 else _odds(new, old) * scale
    ci = _odds(low, 1 - low) * scale, _odds(high, 1 - high) * scale
    return CountRatio(estimate, ci, _binomial_p(new, total, fair), old, new, length, level, too_few(total))


def e_test(before: int, after: int, *, exposure: tuple[float, float] = (1.0, 1.0), difference: float = 0.0) -> float:
    """Two-sided p of the E-test that two Poisson rates differ by no more than ``difference`` (rate before − rate after).

    More powerful than the conditional test for small counts. p is the probability, under the rates estimated
    with the null hypothesis holding, of a pivot at least as large as the observed one, by direct summation.

    Source: Krishnamoorthy & Thomson 2004, Journal of Statistical Planning and Inference 119, 23–35.

    >>> round(e_test(20, 6, exposure=(20, 20)), 4)
    0.0053
    """
    old, new = (int(k) for k in _counts("before and after", [before, after]))
    first, second = checks.positive("exposure[0]", exposure[0]), checks.positive("exposure[1]", exposure[1])
    if not np.isfinite(difference) or difference < 0:
        raise InvalidInput("difference", f"must be 0 or more, not {difference}")
    pooled = (old + new) / (first + second) - difference * first / (first + second)
    if pooled <= 0:
        return 1.0
    chance_old, x1 = _likely_counts(first * (pooled + difference))
    chance_new, x2 = _likely_counts(second * pooled)
    observed = _pivot(np.array([[old]]), np.array([[new]]), (first, second), difference)[0, 0]
    pivots = _pivot(x1[:, None], x2[None, :], (first, second), difference)
    # A little slack keeps outcomes that tie with the observed one, whatever rounding does.
    extreme = np.abs(pivots) >= abs(observed) * (1 - 1e-12)
    return min(1.0, float((extreme * chance_old[:, None] * chance_new[None, :]).sum()))


def too_few(total: int) -> Refusal | None:
    """Year on year and other two-period comparisons need 10 incidents in both periods together."""
    if total >= minimums.YEAR_ON_YEAR_EVENTS:
        return None
    reason = f"not enough incidents: {total} in both periods, at least {minimums.YEAR_ON_YEAR_EVENTS} are needed"
    return Refusal("not_enough", reason, total, minimums.YEAR_ON_YEAR_EVENTS)


def _pivot(x1: FloatArray, x2: FloatArray, exposure: tuple[float, float], difference: float) -> FloatArray:
    first, second = exposure
    gap = x1 / first - x2 / second - difference
    spread = np.sqrt(x1 / first**2 + x2 / second**2)
    return np.divide(gap, spread, out=np.zeros(np.broadcast_shapes(x1.shape, x2.shape)), where=spread > 0)


def _likely_counts(mean: float) -> tuple[FloatArray, FloatArray]:
    """Probabilities and values of a Poisson count, all but 1e-14 of it."""
    reach = 9 * math.sqrt(mean) + 40
    values = np.arange(max(0, math.floor(mean - reach)), math.ceil(mean + reach) + 1, dtype=np.float64)
    return np.exp(values * math.log(mean) - mean - gammaln(values + 1)), values


def _binomial_p(successes: int, trials: int, chance: float) -> float:
    """Sum of the probabilities of all outcomes that are at most as likely as the observed one."""
    k = np.arange(trials + 1)
    log_choose = gammaln(trials + 1) - gammaln(k + 1) - gammaln(trials - k + 1)
    probability = np.exp(log_choose + k * math.log(chance) + (trials - k) * math.log1p(-chance))
    return min(1.0, float(probability[probability <= probability[successes] * (1 + 1e-7)].sum()))


def _odds(part: float, rest: float) -> float:
    return part / rest if rest > 0 else math.inf


def _counts(name: str, counts: ArrayLike) -> checks.IntArray:
    whole = checks.integers(name, counts)
    if (whole < 0).any():
        raise InvalidInput(name, "must not be negative")
    return whole
