"""WDD, WDQ, net effects and the rate ratio."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import effects
from zonestats.errors import InvalidInput

# Wheeler & Ratcliffe 2018, Crime Science 7:11, the worked example (table of counts and its result).
PAPER = {"treated": (207, 110), "control": (308, 318), "displaced_treated": (178, 157), "displaced_control": (150, 140)}


def test_the_published_example_of_the_weighted_displacement_difference() -> None:
    found = effects.wdd(**PAPER)
    assert found.effect == -118
    assert found.se == pytest.approx(np.sqrt(1568), abs=1e-12)
    assert round(found.parts["z"], 2) == -2.98
    assert [round(v) for v in found.ci] == [-196, -40]


def test_area_weights_give_wheelers_published_figures() -> None:
    """https://andrewpwheeler.com/2021/02/23/ (areas of treated, control, displaced treated, displaced control)."""
    found = effects.wdd(**PAPER, area_weights=(1.2, 0.9, 1.5, 1.6))
    assert found.effect == pytest.approx(-99.69444444, abs=1e-8)
    assert found.se == pytest.approx(35.4280755, abs=1e-7)
    assert found.parts["z"] == pytest.approx(-2.813995483, abs=1e-9)
    assert found.ci == pytest.approx((-169.1321965, -30.25669241), abs=1e-6)


def test_time_weights_give_wheelers_published_figures() -> None:
    """https://andrewpwheeler.com/2021/01/09/: two years before, one after."""
    found = effects.wdd(treated=(80, 20), control=(100, 50), time_weights=(2, 1))
    assert found.effect == -20
    assert found.se == pytest.approx(np.sqrt(115), abs=1e-12)


def test_harm_weights_give_wheelers_published_figures() -> None:
    """https://andrewpwheeler.com/2020/11/19/: five kinds of crime with weights 3, 2, 5, 7, 10."""
    pairs = [
        ((130, 74), (133, 91)), ((327, 202), (388, 305)), ((398, 190), (148, 97)), ((144, 92), (86, 64)), ((183, 96), (94, 67)),
    ]  # fmt: skip
    parts = [effects.wdd(treated=treated, control=control) for treated, control in pairs]
    found = effects.harm(parts, [3, 2, 5, 7, 10])
    assert found.effect == pytest.approx(-1721)
    assert found.se == pytest.approx(304.10360077, abs=1e-6)
    assert found.ci == pytest.approx((-2317.03210507, -1124.96789493), abs=1e-4)


def test_local_and_displaced_parts_add_up() -> None:
    found = effects.wdd(**PAPER)
    assert found.parts["local"] == -107
    assert found.parts["displaced"] == -11
    assert found.parts["local"] + found.parts["displaced"] == found.effect
    assert found.se == pytest.approx(np.hypot(found.parts["local_se"], found.parts["displaced_se"]))


def test_areas_not_watched_add_nothing() -> None:
    with_none = effects.wdd(treated=(20, 10), control=(20, 20))
    with_zero = effects.wdd(treated=(20, 10), control=(20, 20), displaced_treated=(0, 0), displaced_control=(0, 0))
    assert (with_none.effect, with_none.se) == (with_zero.effect, with_zero.se) == (-10, np.sqrt(70))


COUNTS = st.tuples(st.integers(20, 5000), st.integers(0, 5000))


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_difference_is_linear_and_its_variance_the_sum_of_all_counts(t, c, dt, dc) -> None:
    found = effects.wdd(treated=t, control=c, displaced_treated=dt, displaced_control=dc)
    assert found.effect == (t[1] - t[0]) - (c[1] - c[0]) + (dt[1] - dt[0]) - (dc[1] - dc[0])
    assert found.se**2 == pytest.approx(sum(t + c + dt + dc))
    swapped = effects.wdd(treated=c, control=t, displaced_treated=dc, displaced_control=dt)
    assert swapped.effect == -found.effect
    assert swapped.p == pytest.approx(found.p)


@given(COUNTS, COUNTS, st.floats(0.1, 10))
def test_dividing_all_areas_by_one_size_divides_effect_and_error(t, c, size) -> None:
    plain = effects.wdd(treated=t, control=c)
    per_area = effects.wdd(treated=t, control=c, area_weights=(size, size))
    assert per_area.effect * size == pytest.approx(plain.effect, abs=1e-6)
    assert per_area.se * size == pytest.approx(plain.se)


def test_no_effect_is_rejected_one_time_in_twenty() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson([60, 60, 90, 90], (3000, 4))
    p = [effects.wdd(treated=(a, b), control=(c, d)).p for a, b, c, d in counts]
    assert 0.035 < np.mean(np.array(p) < 0.05) < 0.065


def test_the_interval_covers_a_true_difference() -> None:
    rng = np.random.default_rng(2)
    counts = rng.poisson([80, 50, 90, 90], (2000, 4))
    inside = [
        low <= -30 <= high for low, high in (effects.wdd(treated=(a, b), control=(c, d)).ci for a, b, c, d in counts)
    ]
    assert 0.93 < np.mean(inside) < 0.97


@pytest.mark.parametrize("call", [effects.wdd, effects.rate_ratio, effects.net_effect])
@pytest.mark.parametrize(
    ("treated", "control", "where"), [((19, 5), (50, 50), "treated"), ((50, 5), (19, 19), "control")]
)
def test_under_twenty_events_before_there_is_no_number(call, treated, control, where) -> None:
    found = call(treated=treated, control=control)
    assert found.refusal is not None
    assert found.refusal.have == 19
    assert where in found.refusal.reason
    assert np.isnan([found.effect, found.se, found.p, *found.ci]).all()
    assert "not enough" in found.summary()


@pytest.mark.parametrize("call", [effects.wdd, effects.rate_ratio, effects.net_effect])
@pytest.mark.parametrize("pair", [(1,), (1, 2, 3), (-1, 2), (np.nan, 2), (np.inf, 2)])
def test_wrong_pairs_are_named(call, pair) -> None:
    with pytest.raises(InvalidInput) as error:
        call(treated=pair, control=(30, 30))
    assert error.value.argument == "treated"


@pytest.mark.parametrize(
    ("change", "argument"),
    [({"time_weights": (0, 1)}, "time_weights"), ({"time_weights": (1, 1, 1)}, "time_weights"),
     ({"area_weights": (1, 2, 3)}, "area_weights"), ({"area_weights": (1, -1)}, "area_weights"), ({"level": 1.5}, "level")],
)  # fmt: skip
def test_wrong_weights_are_named(change, argument) -> None:
    with pytest.raises(InvalidInput) as error:
        effects.wdd(**(PAPER | change))
    assert error.value.argument == argument


def test_the_quotient_by_hand() -> None:
    """Bowers & Johnson 2003: (60/180 − 50/200) / (40/180 − 100/200)."""
    found = effects.wdq(treated=(100, 40), control=(200, 180), displaced_treated=(50, 60))
    assert found.effect == pytest.approx((60 / 180 - 50 / 200) / (40 / 180 - 100 / 200))
    assert found.parts["here"] == pytest.approx(-0.2777777778)


@pytest.mark.parametrize(
    ("nearby", "low", "high"),
    [((100, 60), 0.99, 1.01), ((100, 100), -0.01, 0.01), ((100, 120), -0.51, -0.49), ((100, 180), -2.01, -1.99)],
)
def test_the_quotient_says_diffusion_or_displacement(nearby, low, high) -> None:
    found = effects.wdq(treated=(100, 60), control=(500, 500), displaced_treated=nearby)
    assert low <= found.effect <= high


def test_no_quotient_where_crime_did_not_fall() -> None:
    found = effects.wdq(treated=(100, 110), control=(200, 200), displaced_treated=(80, 70))
    assert found.refusal is not None
    assert found.refusal.code == "no_reduction"
    assert np.isnan(found.effect)


def test_the_quotients_interval_is_unbounded_where_the_fall_is_unclear() -> None:
    unclear = effects.wdq(treated=(30, 28), control=(200, 200), displaced_treated=(80, 70))
    assert unclear.ci == (-np.inf, np.inf)
    clear = effects.wdq(treated=(3000, 1000), control=(5000, 5000), displaced_treated=(800, 700))
    assert clear.ci[0] < clear.effect < clear.ci[1] < np.inf


def test_fiellers_interval_covers() -> None:
    rng = np.random.default_rng(3)
    hits = 0
    for a, b, c, d, e, f in rng.poisson([400, 200, 800, 800, 300, 250], (1000, 6)):
        low, high = effects.wdq(treated=(a, b), control=(c, d), displaced_treated=(e, f)).ci
        hits += low <= 0.25 <= high
    assert 0.93 < hits / 1000 < 0.97


def test_a_quotient_needs_events_in_the_control_area() -> None:
    with pytest.raises(InvalidInput, match="control"):
        effects.wdq(treated=(100, 60), control=(200, 0), displaced_treated=(80, 70))


def test_the_net_effect_by_hand_and_its_delta_error_by_simulation() -> None:
    found = effects.net_effect(treated=(100, 60), control=(200, 180), displaced_treated=(80, 70))
    assert found.effect == pytest.approx((60 - 100 * 0.9) + (70 - 80 * 0.9))
    draws = np.random.default_rng(4).poisson([100, 60, 200, 180, 80, 70], (40_000, 6)).astype(float)
    a, b, c, d, e, f = draws.T
    assert found.se == pytest.approx(np.std(b + f - (a + e) * d / c), rel=0.03)


def test_the_rate_ratio_by_hand() -> None:
    found = effects.rate_ratio(treated=(100, 60), control=(200, 180))
    assert found.effect == pytest.approx(np.log(0.6 / 0.9))
    assert found.se == pytest.approx(np.sqrt(1 / 100 + 1 / 60 + 1 / 200 + 1 / 180))
    assert found.ratio == pytest.approx(2 / 3)
    assert found.ratio_ci == pytest.approx(tuple(np.exp(found.ci)))


def _split(total: int, periods: int, rng: np.random.Generator, spread: float) -> np.ndarray:
    share = rng.dirichlet(np.full(periods, spread))
    return rng.multinomial(total, share)


@pytest.mark.parametrize("rough", [True, False])
def test_the_dispersion_is_pearsons_and_never_below_one(rough) -> None:
    rng = np.random.default_rng(5)
    periods = [_split(total, 12, rng, 1.0) if rough else np.full(12, total / 12) for total in (100, 60, 200, 180)]
    by_hand = sum(float(np.sum((x - x.mean()) ** 2) / x.mean()) for x in periods) / (48 - 4)
    found = effects.rate_ratio(treated=(100, 60), control=(200, 180), periods=periods)
    assert found.parts["dispersion"] == pytest.approx(max(1.0, by_hand))
    plain = effects.rate_ratio(treated=(100, 60), control=(200, 180))
    assert found.se == pytest.approx(plain.se * np.sqrt(max(1.0, by_hand)))
    assert (found.se > 1.1 * plain.se) == rough


def test_effect_error_and_dispersion_agree_with_a_quasi_poisson_regression() -> None:
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(6)
    periods = [_split(total, 10, rng, 2.0) for total in (100, 60, 200, 180)]
    treated, after = np.repeat([1, 1, 0, 0], 10), np.repeat([0, 1, 0, 1], 10)
    design = np.column_stack([np.ones(40), treated, after, treated * after]).astype(float)
    model = sm.GLM(np.concatenate(periods), design, family=sm.families.Poisson())
    fit = model.fit(scale="X2", tol=1e-14)
    found = effects.rate_ratio(treated=(100, 60), control=(200, 180), periods=periods)
    assert found.parts["dispersion"] == pytest.approx(fit.pearson_chi2 / fit.df_resid)
    assert found.effect == pytest.approx(fit.params[3], abs=1e-9)
    assert found.se == pytest.approx(fit.bse[3], rel=1e-7)


@pytest.mark.parametrize(
    "periods",
    [[[1], [2]], [[50, 49], [60], [200], [180]], [[100], [60], [200], [180]], [[101, -1], [60], [200], [180]]],
)
def test_periods_that_do_not_fit_are_named(periods) -> None:
    with pytest.raises(InvalidInput, match="periods"):
        effects.rate_ratio(treated=(100, 60), control=(200, 180), periods=periods)


def test_a_ratio_needs_events_after() -> None:
    with pytest.raises(InvalidInput, match="wdd"):
        effects.rate_ratio(treated=(100, 0), control=(200, 180))


def test_summaries_say_n_interval_and_p() -> None:
    text = effects.rate_ratio(treated=(100, 60), control=(200, 180)).summary()
    assert "540 events" in text
    assert "ratio 0.67" in text
    assert "95% interval 0.46 to 0.97" in text
    assert "-118.0 events" in effects.wdd(**PAPER).summary()
    assert "treated 207" in effects.wdd(**PAPER).balance.summary()
