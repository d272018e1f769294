"""Funnel limits against the binomial itself, and what counts as more than chance."""

import numpy as np
import pytest
from scipy import stats

from safetyzone.programme.board.funnel import FEWEST, funnel, limits
from safetyzone.programme.board.funnels import PROMISES, drawn


def test_limits_leave_out_as_much_as_they_say() -> None:
    """At a whole n the probability beyond a limit is at most the tail, and one count further in it is more."""
    n, common, tail = 200.0, 0.35, 0.025
    lower, upper = limits(common, np.array([n]), level=0.95)
    low, high = lower[0] * n, upper[0] * n
    assert stats.binom.cdf(np.floor(low), n, common) <= tail < stats.binom.cdf(np.floor(low) + 1, n, common)
    assert stats.binom.sf(np.ceil(high) - 1, n, common) <= tail < stats.binom.sf(np.ceil(high) - 2, n, common)
    assert upper[0] == pytest.approx(common + 1.96 * np.sqrt(common * (1 - common) / n), abs=0.01)


def test_limits_narrow_with_n_and_stay_shares() -> None:
    n = np.array([5.0, 20.0, 80.0, 1280.0])
    for level in (0.95, 0.998):
        lower, upper = limits(0.1, n, level=level)
        assert np.all(np.diff(upper - lower) < 0)
        assert np.all((lower >= 0) & (upper <= 1))
    wide, narrow = limits(0.4, n, level=0.95, factor=4.0), limits(0.4, n, level=0.95, factor=1.0)
    assert wide[1][3] - 0.4 == pytest.approx(2 * (narrow[1][3] - 0.4), rel=0.02)


def test_chance_alone_is_not_called_overdispersion() -> None:
    rng = np.random.default_rng(1)
    n = rng.integers(50, 900, 300).astype(float)
    made = funnel(rng.binomial(n.astype(int), 0.4) / n, n)
    assert (made.overdispersed, made.factor) == (False, 1.0)
    assert made.common == pytest.approx(0.4, abs=0.01)
    assert 0.02 < np.mean(made.state != 0) < 0.09
    assert np.mean(np.abs(made.state) == 2) < 0.02


def test_zones_that_truly_differ_widen_the_funnel_and_one_that_stands_out_is_still_seen() -> None:
    rng = np.random.default_rng(2)
    n = np.full(200, 400.0)
    share = rng.binomial(400, rng.normal(0.4, 0.06, 200).clip(0.01, 0.99)) / 400
    share[17] = 0.75
    made = funnel(share, n)
    assert made.overdispersed
    assert made.dispersion > 3
    assert made.state[17] == 2
    assert np.mean(made.state != 0) < 0.12, "without the factor more than a third would lie outside"


def test_below_ten_zones_there_is_no_funnel() -> None:
    with pytest.raises(ValueError, match="10 zones"):
        funnel(np.full(9, 0.4), np.full(9, 100.0))
    points = [{"zone": f"z{number}", "share": 0.4, "n": 100} for number in range(9)]
    assert drawn(PROMISES, points) == {"code": PROMISES, "have": 9, "need": FEWEST, "points": points, "common": None}


def test_all_alike_is_no_division_by_zero() -> None:
    made = funnel(np.ones(12), np.full(12, 40.0))
    assert (made.common, made.state.tolist()) == (1.0, [0] * 12)
