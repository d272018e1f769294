"""Small counts, two periods, seasons, change points, monotone trends: against scipy, statsmodels, ruptures, papers."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from zonestats import trend
from zonestats.errors import InvalidInput
from zonestats.trend.change import segment_cost
from zonestats.trend.monotone import scores


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (2, 0.2422, 7.2247), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904),
     (20, 12.2165, 30.8884), (50, 37.1110, 65.9188), (100, 81.3640, 121.6268)],
)  # fmt: skip
def test_intervals_of_a_count_as_tabulated(count: int, low: float, high: float) -> None:
    """Exact Poisson limits as in Ulm 1990 (Am. J. Epidemiol. 131) and many tables since Garwood 1936."""
    assert trend.garwood([count])[0] == pytest.approx([low, high], abs=6e-5)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=20), st.floats(0.5, 0.999))
def test_intervals_of_counts_are_chi_square_quantiles(counts: list[int], level: float) -> None:
    found, k, tail = trend.garwood(counts, level=level), np.array(counts), (1 - level) / 2
    low = np.where(k > 0, stats.chi2.ppf(tail, 2 * np.maximum(k, 1)) / 2, 0)
    assert found[:, 0] == pytest.approx(low, rel=1e-9)
    assert found[:, 1] == pytest.approx(stats.chi2.ppf(1 - tail, 2 * k + 2) / 2, rel=1e-9)


def test_intervals_cover_the_truth_at_least_as_often_as_they_say() -> None:
    mean = 4.3
    k = np.arange(60)
    low, high = trend.garwood(k).T
    assert stats.poisson.pmf(k[(low <= mean) & (mean <= high)], mean).sum() >= 0.95


@given(st.integers(0, 80), st.integers(0, 80), st.floats(0.2, 5))
def test_ratio_of_two_counts_is_the_conditional_binomial_test(before: int, after: int, length: float) -> None:
    found = trend.ratio(before, after, exposure=(1.0, length))
    if before + after == 0:
        assert np.isnan(found.ratio)
        assert found.p == 1
        return
    test = stats.binomtest(after, before + after, length / (1 + length))
    assert found.p == pytest.approx(test.pvalue, rel=1e-6)
    share = test.proportion_ci(method="exact")
    with np.errstate(divide="ignore"):
        wanted = np.array([share.low, share.high]) / (1 - np.array([share.low, share.high])) / length
    assert found.ci == pytest.approx(wanted, rel=1e-6)
    assert (found.refusal is None) == (before + after >= 10)


@pytest.mark.filterwarnings("ignore")
def test_ratio_agrees_with_statsmodels() -> None:
    rates = pytest.importorskip("statsmodels.stats.rates")
    for before, after in [(40, 22), (7, 18), (3, 9)]:
        peer = rates.test_poisson_2indep(after, 1, before, 1, method="exact-cond")
        assert trend.ratio(before, after).p == pytest.approx(peer.pvalue, rel=1e-6)


# Krishnamoorthy & Thomson 2004, and the e-test's p by statsmodels ("etest-wald").
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("before", "after", "exposure"), [(20, 6, (20, 20)), (60, 30, (51477.5, 54308.7)), (3, 8, (1, 1))]
)
def test_the_e_test_agrees_with_statsmodels(before: int, after: int, exposure: tuple[float, float]) -> None:
    rates = pytest.importorskip("statsmodels.stats.rates")
    peer = rates.test_poisson_2indep(before, exposure[0], after, exposure[1], method="etest-wald", compare="diff")
    assert trend.e_test(before, after, exposure=exposure) == pytest.approx(peer.pvalue, rel=2e-3)


def test_the_e_test_finds_more_than_the_conditional_test() -> None:
    for before, after in [(12, 3), (9, 2), (30, 14)]:
        assert trend.e_test(before, after) < trend.ratio(before, after).p
    assert trend.e_test(0, 0) == 1
    assert trend.e_test(5, 5) == pytest.approx(1)
    assert trend.e_test(10, 9) == trend.e_test(9, 10)


def test_the_e_test_keeps_its_level() -> None:
    """All pairs of counts under equal means: wrong alarms at 5 % stay near 5 %."""
    mean, k = 6.0, np.arange(25)
    chance = np.outer(stats.poisson.pmf(k, mean), stats.poisson.pmf(k, mean))
    alarm = np.array([[trend.e_test(a, b) <= 0.05 for b in k] for a in k])
    assert (chance * alarm).sum() < 0.056


def _best_segments(counts: np.ndarray, price: float, least: int) -> float:
    """Every way to cut the series, one after the other."""
    n = counts.size
    sums = np.concatenate(([0.0], np.cumsum(counts)))
    best = np.full(n + 1, np.inf)
    best[0] = -price
    for end in range(1, n + 1):
        for begin in range(end - least + 1):
            cost = segment_cost(sums, np.array([begin]), end)[0]
            best[end] = min(best[end], best[begin] + cost + price)
    return float(best[n])


@given(st.integers(0, 2**32), st.integers(1, 4))
@settings(max_examples=40)
def test_pelt_finds_the_exact_optimum(seed: int, least: int) -> None:
    rng = np.random.default_rng(seed)
    levels = np.repeat(rng.uniform(0, 12, 4), rng.integers(least, 12, 4))
    counts = rng.poisson(levels)
    found = trend.change_points(counts, min_size=least)
    assert found.cost == pytest.approx(_best_segments(counts, found.penalty, least), abs=1e-8)
    edges = np.concatenate(([0], found.starts, [counts.size]))
    assert (np.diff(edges) >= least).all()
    assert found.means == pytest.approx([counts[a:b].mean() for a, b in pairwise(edges)])


def test_change_points_agree_with_ruptures() -> None:
    """ruptures has no Poisson cost; with ours plugged into its PELT the cuts are the same."""
    ruptures = pytest.importorskip("ruptures")

    class Poisson(ruptures.base.BaseCost):
        model, min_size = "poisson", 1

        def fit(self, signal):
            self.signal = signal
            self.sums = np.concatenate(([0.0], np.cumsum(signal)))
            return self

        def error(self, start, end):
            return float(segment_cost(self.sums, np.array([start]), end)[0])

    rng = np.random.default_rng(3)
    counts = rng.poisson(np.repeat([4, 9, 2, 6], [30, 25, 40, 20]))
    peer = ruptures.Pelt(custom_cost=Poisson(), min_size=1, jump=1).fit(counts.astype(float)[:, None])
    cuts = peer.predict(pen=2 * np.log(counts.size))[:-1]
    assert trend.change_points(counts).starts.tolist() == cuts


def test_the_coal_mine_disasters_change_once_about_1890() -> None:
    """Jarrett 1979, Biometrika 66: British coal-mining disasters a year, 1851–1962; the rate falls around 1890."""
    counts = [int(k) for k in "4541043406"] + [int(k) for k in "3340262354"] + [int(k) for k in "5314415534"]
    counts += [int(k) for k in "2522345121"] + [int(k) for k in "3210111010"] + [int(k) for k in "1031010002"]
    counts += [int(k) for k in "0011010122"] + [int(k) for k in "1421101100"] + [int(k) for k in "0022310"]
    found = trend.change_points(counts)
    assert found.starts.size >= 1
    assert 1885 <= 1851 + found.starts[0] <= 1895
    assert found.means[0] == pytest.approx(3.1, abs=0.2)
    assert found.means[1] < 1.2
    assert "change(s) of level" in found.summary()


def test_a_change_is_rarely_found_in_noise() -> None:
    """One cut pays when its likelihood ratio, about χ² with one degree of freedom, passes 2 log n; there are n − 1 cuts.

    So at most (n − 1) P(χ² > 2 log n) of all series of noise get a change (the union bound: 0.25 for n = 60), and the
    number among 200 is below the 99.9 % point of that binomial.
    """
    n, series = 60, 200
    most = (n - 1) * stats.chi2.sf(2 * np.log(n), 1)
    draws = [np.random.default_rng(seed).poisson(7, n) for seed in range(series)]
    wrong = sum(trend.change_points(draw).starts.size > 0 for draw in draws)
    assert wrong <= stats.binom.ppf(0.999, series, most)
    assert "No change" in trend.change_points([5] * 20).summary()


def test_a_change_that_must_be_seen_is_seen() -> None:
    """A cut at the true place gains a likelihood ratio far above the penalty: Wald's statistic is about N(μ, 1).

    30 counts at 4, then 30 at 9: μ = (3 − 2)·2 / √(2/30) = 7.7 on the square-root scale, the penalty asks for √8.19 =
    2.86; the chance to miss it is below Φ(2.86 − 7.7) = 7e-7 a series.
    """
    for seed in range(100):
        rng = np.random.default_rng(seed)
        assert trend.change_points(np.r_[rng.poisson(4, 30), rng.poisson(9, 30)]).starts.size >= 1


@given(st.lists(st.integers(0, 6), min_size=3, max_size=40))
def test_mann_kendall_is_the_definition_with_ties(values: list[int]) -> None:
    found = trend.mann_kendall(values)
    x = np.array(values)
    i, j = np.triu_indices(x.size, 1)
    assert found.s == np.sign(x[j] - x[i]).sum()
    assert found.slope == pytest.approx(np.median((x[j] - x[i]) / (j - i)))
    if np.ptp(x) > 0:
        tau = stats.kendalltau(np.arange(x.size), x, method="asymptotic")
        ties = np.unique(x, return_counts=True)[1]
        n = x.size
        variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
        assert found.variance == pytest.approx(variance)
        assert np.sign(found.s) == np.sign(tau.statistic)
    else:
        assert found.z == 0


def test_a_series_that_only_rises() -> None:
    """S = n (n − 1) / 2 and var S = n (n − 1)(2n + 5) / 18, as in Gilbert 1987, chapter 16."""
    found = trend.mann_kendall(np.arange(10.0))
    assert (found.s, found.variance, found.tau, found.slope) == (45, 125.0, 1.0, 1.0)
    assert found.z == pytest.approx(44 / np.sqrt(125))
    assert "rising" in found.summary()


def test_scores_of_many_rows_are_those_of_each() -> None:
    table = np.random.default_rng(1).integers(0, 5, (20, 15)).astype(float)
    s, variance, z = scores(table)
    for row in range(20):
        alone = trend.mann_kendall(table[row])
        assert (s[row], variance[row], z[row]) == (alone.s, alone.variance, alone.z)


def test_the_same_months_are_compared_so_the_season_cancels() -> None:
    season = np.array([5, 6, 9, 12, 20, 33, 35, 30, 18, 11, 7, 5])
    found = trend.year_on_year(np.concatenate([season, season * 2]))
    assert found.total.ratio == 2
    assert found.total.p < 0.001
    assert all(month.ratio == 2 for month in found.months)
    assert found.months[0].refusal is None
    assert found.interval.shape == (12, 2)
    same = trend.year_on_year(np.concatenate([season, season]))
    assert same.total.ratio == 1
    assert same.total.p == pytest.approx(1)
    assert "12 against the same" in same.summary()


def test_a_leap_day_is_not_an_increase() -> None:
    found = trend.year_on_year([28, 29], period=1, exposure=[28.0, 29.0])
    assert found.total.ratio == pytest.approx(1)


def test_small_periods_are_refused() -> None:
    found = trend.ratio(4, 5)
    assert found.refusal is not None
    assert (found.refusal.have, found.refusal.need) == (9, 10)
    assert "not enough" in found.summary()


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: trend.garwood([-1]), "counts"),
        (lambda: trend.garwood([1.5]), "counts"),
        (lambda: trend.garwood([1], level=1), "level"),
        (lambda: trend.ratio(-1, 2), "before and after"),
        (lambda: trend.ratio(1, 2, exposure=(0, 1)), "exposure[0]"),
        (lambda: trend.e_test(1, 2, difference=-1), "difference"),
        (lambda: trend.change_points([1, -1]), "counts"),
        (lambda: trend.change_points([1, 2], min_size=0), "min_size"),
        (lambda: trend.change_points([1, 2], penalty=-1), "penalty"),
        (lambda: trend.mann_kendall([1]), "values"),
        (lambda: trend.year_on_year([1, 2, 3], period=2), "counts"),
        (lambda: trend.year_on_year([1, 2], period=1, exposure=[1, 0]), "exposure"),
    ],
)
def test_wrong_arguments_are_named(call, argument: str) -> None:
    with pytest.raises(InvalidInput) as error:
        call()
    assert error.value.argument == argument
