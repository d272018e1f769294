"""How good a forecast of places was: by hand, by published examples, by scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import accuracy
from zonestats.errors import InvalidInput


def _cells(seed: int, n: int = 30) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.poisson(2, n).astype(float), rng.integers(0, 6, n).astype(float), rng.uniform(1, 3, n)


def test_pai_of_chainey_tompson_and_uhlig() -> None:
    """Their example: 25 % of crimes in half the area is a PAI of 0.5, 20 % in 10 % of it 2, 80 % in 80 % 1."""
    half = accuracy.pai([25, 75], [1, 0])
    assert half[0] == 0.5
    tenth = accuracy.pai([20, 80], [1, 0], area=[10, 90])
    assert tenth[0] == pytest.approx(2)
    assert accuracy.pai([80, 20], [1, 0], area=[80, 20])[0] == pytest.approx(1)


@given(st.integers(0, 2**32))
def test_pai_and_rri_are_running_shares_in_pessimistic_order(seed: int) -> None:
    seen, said, area = _cells(seed)
    order = sorted(range(seen.size), key=lambda i: (-said[i], seen[i], -area[i]))
    events, ground, expected = np.cumsum(seen[order]), np.cumsum(area[order]), np.cumsum(said[order])
    found = accuracy.pai(seen, said, area=area)
    if seen.sum() == 0:
        assert np.isnan(found).all()
        return
    assert found == pytest.approx((events / seen.sum()) / (ground / area.sum()))
    ratio = accuracy.rri(seen, said, area=area)
    known = events > 0
    assert ratio[known] == pytest.approx(expected[known] / events[known])
    assert not np.isfinite(ratio[~known]).any()


@given(st.integers(0, 2**32))
def test_no_order_of_ties_makes_a_forecast_look_worse_than_we_say(seed: int) -> None:
    seen, said, _ = _cells(seed)
    if seen.sum() == 0:
        return
    found = accuracy.pai(seen, said)
    lucky = np.lexsort((np.random.default_rng(seed).random(seen.size), -said))
    other = np.cumsum(seen[lucky]) / seen.sum() / (np.arange(1, seen.size + 1) / seen.size)
    assert (found <= other + 1e-12).all()


@given(st.integers(0, 2**32))
def test_pei_lies_between_zero_and_one_and_a_perfect_forecast_has_one(seed: int) -> None:
    seen, said, area = _cells(seed)
    if seen.sum() == 0:
        return
    found = accuracy.pei(seen, said, area=area)
    assert (found >= 0).all()
    assert (found <= 1 + 1e-12).all()
    assert accuracy.pei(seen, seen / area, area=area) == pytest.approx(np.ones(seen.size))
    assert found[-1] == pytest.approx(1)


def test_pei_is_pai_over_the_best_pai_at_the_same_area() -> None:
    seen, said = np.array([5, 0, 3, 2, 0]), np.array([1.0, 5, 4, 3, 2])
    best = accuracy.pai(seen, seen)
    assert accuracy.pei(seen, said) == pytest.approx(accuracy.pai(seen, said) / best)


def test_the_area_under_the_curve_is_scikit_learns() -> None:
    """Equal areas and at most one event a cell without ties: the ROC curve up to the share of events."""
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(1)
    seen, said = (rng.random(200) < 0.3).astype(float), rng.random(200)
    auc = accuracy.hit_rate(seen, said).auc
    share = seen.mean()
    assert auc == pytest.approx(share / 2 + (1 - share) * metrics.roc_auc_score(seen, said))


def test_hit_rate_at_a_share_of_the_area() -> None:
    found = accuracy.hit_rate([8, 2, 0, 0], [4, 3, 2, 1])
    assert found.at(0.25) == 0.8
    assert found.at(0.5) == 1
    assert "Hit rate of 10 events over 4 cells" in found.summary()


@given(st.integers(0, 2**32))
def test_brier_is_scikit_learns(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(seed)
    happened, said = rng.integers(0, 2, 40), rng.random(40)
    found = accuracy.brier(happened, said)
    assert found.score == pytest.approx(metrics.brier_score_loss(happened, said, pos_label=1))
    if 0 < happened.mean() < 1:
        assert found.skill == pytest.approx(1 - found.score / (happened.mean() * (1 - happened.mean())))


def test_a_perfect_and_a_useless_forecast() -> None:
    assert accuracy.brier([0, 1, 1], [0.0, 1.0, 1.0]).score == 0
    useless = accuracy.brier([0, 1, 0, 1], [0.5] * 4)
    assert useless.skill == 0
    assert "skill 0.0%" in useless.summary()


def test_calibration_agrees_with_scikit_learn() -> None:
    calibration = pytest.importorskip("sklearn.calibration")
    rng = np.random.default_rng(2)
    said = rng.random(1000)
    happened = (rng.random(1000) < said).astype(float)
    found = accuracy.calibration(happened, said, bins=10)
    true, predicted = calibration.calibration_curve(happened, said, n_bins=10, strategy="quantile")
    assert found.observed == pytest.approx(true, abs=0.02)
    assert found.predicted == pytest.approx(predicted, abs=0.02)
    assert found.n.sum() == 1000


def test_a_calibrated_forecast_lies_in_its_intervals_and_a_doubled_one_does_not() -> None:
    rng = np.random.default_rng(3)
    said = rng.gamma(1, 1, 5000)
    seen = rng.poisson(said)
    good = accuracy.calibration(seen, said, kind="count")
    bad = accuracy.calibration(seen, said * 2, kind="count")
    inside = (good.predicted >= good.ci[:, 0]) & (good.predicted <= good.ci[:, 1])
    assert inside.sum() >= 8
    assert good.ratio == pytest.approx(1, abs=0.05)
    assert bad.ratio == pytest.approx(0.5, abs=0.03)
    assert "10 of 10 groups outside" in bad.summary()


def test_equal_predictions_stay_in_one_group() -> None:
    found = accuracy.calibration([0, 1, 0, 1, 1, 0], [0.3] * 6, bins=3)
    assert found.n.tolist() == [6]
    assert found.observed.tolist() == [0.5]


def test_wilson_interval_as_published() -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611."""
    some = accuracy.calibration([1] * 81 + [0] * 182, [0.3] * 263, bins=1)
    assert some.ci[0] == pytest.approx([0.2553, 0.3662], abs=5e-5)
    none = accuracy.calibration([0] * 20, [0.3] * 20, bins=1)
    assert none.ci[0] == pytest.approx([0, 0.1611], abs=5e-5)


def test_no_events_no_index() -> None:
    assert np.isnan(accuracy.pai([0, 0], [1, 2])).all()
    assert np.isnan(accuracy.hit_rate([0, 0], [1, 2]).auc)
    assert accuracy.rri([0, 0], [1, 0]).tolist() == [np.inf, np.inf]


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: accuracy.pai([-1, 2], [1, 2]), "observed"),
        (lambda: accuracy.pai([1, 2], [1, 2], area=[0, 1]), "area"),
        (lambda: accuracy.pai([1, 2], [1]), "observed and predicted"),
        (lambda: accuracy.pai([], []), "observed"),
        (lambda: accuracy.brier([2], [0.5]), "observed"),
        (lambda: accuracy.brier([1], [1.5]), "probability"),
        (lambda: accuracy.calibration([1], [0.5], bins=0), "bins"),
        (lambda: accuracy.calibration([1], [0.5], kind="odds"), "kind"),
        (lambda: accuracy.calibration([-1], [0.5], kind="count"), "observed"),
        (lambda: accuracy.hit_rate([1], [1]).at(0), "area_share"),
    ],
)
def test_wrong_arguments_are_named(call, argument: str) -> None:
    with pytest.raises(InvalidInput) as error:
        call()
    assert error.value.argument == argument
