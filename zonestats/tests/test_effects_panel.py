"""Difference-in-differences, event study and power."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats import effects
from zonestats.effects.clustered import make_panel, randomised
from zonestats.errors import InvalidInput


def rows(
    units: int, periods: int, seed: int, *, ratio: float = 1.0, mean: float = 8.0, share: int = 3, rough: float = 0.0
):
    """Units × periods; every ``share``-th unit is treated in the second half."""
    rng = np.random.default_rng(seed)
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    treated, post = unit % share == 0, period >= periods // 2
    level = mean * rng.gamma(5, 0.2, units)[unit] * np.exp(0.3 * np.sin(period))
    noise = rng.gamma(1 / rough, rough, unit.size) if rough else 1.0
    counts = rng.poisson(level * noise * np.where(treated & post, ratio, 1.0))
    return counts, treated, post, unit, period


def reference(counts, treated, post, unit, period, offset=None):
    """statsmodels' Poisson regression with every dummy, clustered by unit."""
    sm = pytest.importorskip("statsmodels.api")
    columns = [treated & post] + [unit == u for u in np.unique(unit)] + [period == p for p in np.unique(period)[1:]]
    design = np.column_stack(columns).astype(float)
    model = sm.GLM(counts, design, family=sm.families.Poisson(), offset=offset)
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": unit}, tol=1e-14, maxiter=200)
    n, k = design.shape
    inside = 1 + np.unique(period).size - 1  # the unit effects are nested in the clusters
    return fit.params[0], fit.bse[0] * np.sqrt((n - k) / (n - inside))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rough", [0.0, 0.5])
def test_effect_and_error_agree_with_a_regression_on_all_dummies(seed, rough) -> None:
    data = rows(30, 8, seed, ratio=0.7, rough=rough)
    found = effects.difference_in_differences(*data)
    effect, se = reference(*data)
    assert found.effect == pytest.approx(effect, abs=1e-8)
    assert found.se == pytest.approx(se, rel=1e-7)


def test_exposure_enters_as_offset() -> None:
    data = rows(25, 6, 1)
    size = np.random.default_rng(2).uniform(0.5, 3, data[0].size)
    found = effects.difference_in_differences(*data, exposure=size)
    effect, se = reference(*data, offset=np.log(size))
    assert (found.effect, found.se) == pytest.approx((effect, se), rel=1e-6)


def test_one_before_one_after_two_groups_is_the_ratio_of_ratios() -> None:
    unit, period = np.repeat(np.arange(2), 2), np.tile(np.arange(2), 2)
    found = effects.difference_in_differences([100, 60, 200, 180], unit == 0, period == 1, unit, period)
    assert found.ratio == pytest.approx((60 / 100) / (180 / 200))


def test_units_without_events_change_nothing_and_are_counted() -> None:
    counts, treated, post, unit, period = rows(24, 6, 3)
    more = np.concatenate([counts, np.zeros(6)]), np.append(treated, [True] * 6), np.append(post, post[:6])
    with_empty = effects.difference_in_differences(*more, np.append(unit, [99] * 6), np.append(period, period[:6]))
    without = effects.difference_in_differences(counts, treated, post, unit, period)
    assert with_empty.effect == pytest.approx(without.effect, abs=1e-10)
    assert with_empty.parts["dropped_units"] == 1


@given(st.integers(0, 10_000), st.floats(0.2, 5))
@settings(max_examples=15)
def test_scaling_all_counts_or_relabelling_changes_nothing(seed, factor) -> None:
    counts, treated, post, unit, period = rows(21, 6, seed, mean=20)
    one = effects.difference_in_differences(counts, treated, post, unit, period)
    scaled = effects.difference_in_differences(counts * factor + 0.0, treated, post, unit * 7 - 3, period + 100)
    assert scaled.effect == pytest.approx(one.effect, abs=1e-7)


def test_the_planted_effect_is_found_and_covered() -> None:
    hits, inside = 0, 0
    for seed in range(60):
        found = effects.difference_in_differences(*rows(30, 8, seed, ratio=0.5, rough=0.2))
        hits += found.p < 0.05
        inside += found.ci[0] <= np.log(0.5) <= found.ci[1]
    assert hits > 50
    assert inside > 50


def test_without_effect_few_clusters_keep_their_level() -> None:
    p = [effects.difference_in_differences(*rows(9, 6, seed, rough=0.5), permutations=99).p for seed in range(60)]
    assert np.mean(np.array(p) <= 0.1) < 0.2


def test_few_clusters_use_every_assignment_when_they_can() -> None:
    data = rows(9, 6, 1, ratio=0.3, mean=30)
    found = effects.difference_in_differences(*data, permutations=999)
    assert "randomisation" in found.method
    assert found.parts["smallest_p"] == pytest.approx(1 / 84)  # 9 choose 3
    assert found.p == pytest.approx(1 / 84, abs=1e-12) or found.p * 84 == pytest.approx(round(found.p * 84))
    assert found.ci[0] < np.log(0.3) < found.ci[1] < 0


def test_the_randomisation_p_is_the_share_of_assignments_with_as_large_an_excess() -> None:
    """By hand: no unit or period differs in level, so that the excess is a plain sum."""
    unit, period = np.repeat(np.arange(4), 2), np.tile(np.arange(2), 4)
    counts = np.array([20, 10, 20, 20, 20, 20, 20, 20])
    panel = make_panel(counts, unit == 0, period == 1, unit, period, None)
    _, p, least = randomised(panel, np.log(0.5), 0.95, 99, 1)
    assert p == least == 1 / 4


def test_too_few_assignments_leave_the_interval_open() -> None:
    unit, period = np.repeat(np.arange(3), 2), np.tile(np.arange(2), 3)
    found = effects.difference_in_differences([40, 10, 40, 40, 40, 41], unit == 0, period == 1, unit, period)
    assert found.ci == (-np.inf, np.inf)
    assert found.p >= 1 / 3


def test_the_same_seed_gives_the_same_bytes() -> None:
    data = rows(18, 6, 2)
    one, two, other = (effects.difference_in_differences(*data, permutations=99, seed=s) for s in (1, 1, 2))
    assert (one.p, one.ci) == (two.p, two.ci)
    assert one.effect == other.effect


def test_below_the_minimum_there_is_no_number() -> None:
    unit, period = np.repeat(np.arange(4), 2), np.tile(np.arange(2), 4)
    found = effects.difference_in_differences([19, 9, 20, 2, 30, 30, 5, 5], unit == 0, period == 1, unit, period)
    assert found.refusal is not None
    assert found.refusal.code == "not_enough"
    assert np.isnan(found.effect)
    no_control = effects.difference_in_differences([30, 30, 0, 0], unit[:4] == 0, period[:4] == 1, unit[:4], period[:4])
    assert no_control.refusal is not None


@pytest.mark.parametrize(
    ("position", "value", "argument"),
    [(0, -1.0, "counts"), (0, np.nan, "counts"), (1, 2, "treated"), (3, 0.5, "unit")],
)
def test_wrong_rows_are_named(position, value, argument) -> None:
    data = [np.array(a, dtype=float) for a in rows(6, 4, 1)]
    data[position][0] = value
    with pytest.raises(InvalidInput) as error:
        effects.difference_in_differences(*data)
    assert error.value.argument == argument


def test_a_unit_is_treated_or_not() -> None:
    counts, treated, post, unit, period = rows(6, 4, 1)
    with pytest.raises(InvalidInput, match="both treated and not"):
        effects.difference_in_differences(counts, treated & post, post, unit, period)


def test_exposure_must_be_positive_and_lengths_equal() -> None:
    data = rows(6, 4, 1)
    with pytest.raises(InvalidInput, match="exposure"):
        effects.difference_in_differences(*data, exposure=np.zeros(data[0].size))
    with pytest.raises(InvalidInput, match="rows"):
        effects.difference_in_differences(data[0][1:], *data[1:])


def test_the_balance_shows_both_sides_before() -> None:
    unit, period = np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4)
    counts = np.array([10, 20, 1, 30, 40, 1, 5, 5, 1, 15, 25, 1])
    found = effects.difference_in_differences(counts, unit < 2, period == 2, unit, period)
    assert found.balance.treated.tolist() == [20, 30, 50]
    assert found.balance.control.tolist() == [10, 15, 25]


def _study(seed: int, ratio: float, drift: float = 0.0, units: int = 40):
    counts, treated, _, unit, period = rows(units, 8, seed, mean=20, share=2)
    rng = np.random.default_rng(seed + 1)
    counts = rng.poisson(20 * np.where(treated & (period >= 4), ratio, 1.0) * np.exp(drift * treated * period))
    return counts, treated, unit, period


def test_the_event_study_agrees_with_a_regression_on_all_dummies() -> None:
    sm = pytest.importorskip("statsmodels.api")
    counts, treated, unit, period = _study(1, 0.7)
    found = effects.event_study(counts, treated, unit, period, start=4)
    shown = [-4, -3, -2, 0, 1, 2, 3]
    columns = [treated & (period - 4 == lag) for lag in shown]
    columns += [unit == u for u in range(40)] + [period == p for p in range(1, 8)]
    model = sm.GLM(counts, np.column_stack(columns).astype(float), family=sm.families.Poisson())
    fit = model.fit(tol=1e-14, cov_type="cluster", cov_kwds={"groups": unit})
    assert found.effect[found.lag != -1] == pytest.approx(fit.params[:7], abs=1e-7)
    assert found.effect[3] == found.se[3] == 0
    # The peer counts the units' own effects among its parameters, ours are nested in the clusters (as in fixest).
    nested = np.sqrt((counts.size - len(columns)) / (counts.size - 14))
    assert found.se[found.lag != -1] == pytest.approx(nested * fit.bse[:7], rel=1e-6)


def test_drifting_sides_are_seen_before_the_start() -> None:
    level = [effects.event_study(*_study(seed, 1.0), start=4).p_before for seed in range(30)]
    drift = [effects.event_study(*_study(seed, 1.0, drift=0.15), start=4).p_before for seed in range(30)]
    assert np.mean(np.array(level) < 0.05) < 0.25
    assert np.mean(np.array(drift) < 0.05) > 0.9


def test_lags_are_the_callers_own_numbers() -> None:
    counts, treated, unit, period = _study(2, 0.5)
    found = effects.event_study(counts, treated, unit, period * 2 + 2001, start=2009, reference=-4)
    assert found.lag.tolist() == [-8, -6, -4, -2, 0, 2, 4, 6]
    assert found.effect[2] == 0
    assert "40 units" in found.summary()


def test_an_event_study_needs_both_sides_of_the_start_and_enough_units() -> None:
    counts, treated, unit, period = _study(3, 1.0)
    with pytest.raises(InvalidInput, match="start"):
        effects.event_study(counts, treated, unit, period, start=99)
    small = unit < 6
    found = effects.event_study(counts[small], treated[small], unit[small], period[small], start=4)
    assert found.refusal is not None
    assert np.isnan(found.effect).all()


def test_a_period_without_one_of_the_sides_is_refused_by_name() -> None:
    counts, treated, unit, period = _study(5, 1.0)
    kept = ~(treated & (period == 6))
    with pytest.raises(InvalidInput, match="no treated unit has a row 2 periods from the start"):
        effects.event_study(counts[kept], treated[kept], unit[kept], period[kept], start=4)


def test_units_that_miss_a_period_still_count_elsewhere() -> None:
    counts, treated, unit, period = _study(6, 0.6)
    kept = ~((unit % 7 == 0) & (period == 6))
    found = effects.event_study(counts[kept], treated[kept], unit[kept], period[kept], start=4)
    whole = effects.event_study(counts, treated, unit, period, start=4)
    assert found.clusters == whole.clusters == 40
    assert np.abs(found.effect - whole.effect).max() < 0.2
    assert (found.high[found.lag >= 0] < 0).all()


def test_power_grows_with_the_effect_and_is_small_without_one() -> None:
    rng = np.random.default_rng(7)
    found = effects.power(rng.poisson(15, 24), rng.poisson(30, 24), effects=[1.0, 0.9, 0.7, 0.5], seed=1)
    assert (np.diff(found.power) > 0).all()
    assert found.power[0] < 0.08
    assert found.power[3] > 0.95
    assert (found.low < found.power).all()
    assert (found.power <= found.high).all()


def test_power_agrees_with_the_normal_formula_for_poisson_counts() -> None:
    from scipy.stats import norm

    rng = np.random.default_rng(8)
    own, other = rng.poisson(20, 400), rng.poisson(20, 400)
    found = effects.power(own, other, effects=[0.9], periods_after=400, simulations=2000, seed=1)
    se = np.sqrt(1 / 8000 + 1 / 7200 + 2 / 8000)
    expected = norm.sf(1.96 - abs(np.log(0.9)) / se)
    assert found.power[0] == pytest.approx(expected, abs=0.06)


def test_rough_counts_have_less_power() -> None:
    rng = np.random.default_rng(9)
    smooth = rng.poisson(20, 36)
    rough = rng.poisson(20 * rng.gamma(2, 0.5, 36))
    options = {"effects": [0.8], "simulations": 1000, "seed": 1}
    assert effects.power(rough, rough, **options).power[0] < effects.power(smooth, smooth, **options).power[0]


@pytest.mark.parametrize("test", ["wdd", "rate_ratio"])
def test_the_smallest_detectable_effect_is_the_one_nearest_to_none(test) -> None:
    rng = np.random.default_rng(10)
    found = effects.power(rng.poisson(40, 24), rng.poisson(80, 24), test=test, seed=2)
    assert found.detectable == max(e for e, p in zip(found.effects, found.power, strict=True) if p >= 0.8)
    assert "certainty" in found.summary()


def test_power_of_an_increase_can_be_asked_too() -> None:
    rng = np.random.default_rng(11)
    found = effects.power(rng.poisson(30, 24), rng.poisson(60, 24), effects=[1.6], simulations=300, seed=1)
    assert found.power[0] > 0.9


@pytest.mark.parametrize(
    "change", [{"treated": [-1] * 12}, {"effects": [-0.1]}, {"wanted": 1.0}, {"simulations": 10}, {"periods_after": 0}]
)
def test_power_names_what_is_wrong(change) -> None:
    options = {"treated": [10] * 12, "control": [20] * 12, "seed": 1} | change
    treated, control = options.pop("treated"), options.pop("control")
    with pytest.raises(InvalidInput):
        effects.power(treated, control, **options)


def test_power_refuses_too_little_experience() -> None:
    assert effects.power([30] * 5, [30] * 5, seed=1).refusal is not None
    assert effects.power([1] * 12, [30] * 12, seed=1).refusal is not None
