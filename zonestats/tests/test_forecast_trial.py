"""Rolling-origin evaluation: nothing leaks, ties count against, and only a better model is called better."""

import numpy as np
import pytest

from zonestats import accuracy
from zonestats.errors import InvalidInput, Refusal
from zonestats.forecast import hawkes, prior_counts, rolling_origin

CELLS = np.arange(30)


class Fixed:
    """A model that always says the same."""

    refusal: Refusal | None = None

    def __init__(self, risk: np.ndarray) -> None:
        self.risk = risk

    def predict(self, day: float) -> np.ndarray:
        return self.risk


def _moving(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Crime that moves: after day 400 it is elsewhere."""
    rng = np.random.default_rng(seed)
    t = np.sort(rng.uniform(0, 600, n))
    return np.where(t < 400, rng.integers(0, 5, n), rng.integers(20, 25, n)), t


def _tried(ids, t, fit, **options):
    given = {"reported": np.ones(len(ids), bool), "origins": np.arange(420, 590, 7), "cells": CELLS, "seed": 1}
    return rolling_origin(ids, t, fit=fit, **(given | options))


def test_a_model_that_knows_better_beats_prior_counts() -> None:
    ids, t = _moving(3000, 1)
    risk = np.where((CELLS >= 20) & (CELLS < 25), 1.0, 0.01)
    trial = _tried(ids, t, lambda origin: Fixed(risk), shares=(0.1, 0.2))
    assert trial.beats_prior_counts.all()
    assert (trial.gain_ci[:, 0] <= trial.gain).all()
    assert (trial.gain <= trial.gain_ci[:, 1]).all()
    assert "better than prior counts" in trial.summary()


def test_prior_counts_do_not_beat_themselves() -> None:
    ids, t = _moving(3000, 2)
    told = np.ones(3000, bool)
    trial = _tried(ids, t, lambda origin: prior_counts(ids, t, reported=told, train=origin, cells=CELLS))
    assert trial.gain.tolist() == [0, 0, 0]
    assert not trial.beats_prior_counts.any()
    assert np.array_equal(trial.hits, trial.prior_hits)
    assert "not shown to beat" in trial.summary()


def test_each_origin_is_fitted_on_its_own_day_and_scored_on_the_days_after_it() -> None:
    ids, t = _moving(3000, 3)
    asked: list[float] = []

    def fit(origin: float) -> Fixed:
        asked.append(origin)
        return Fixed(np.where(CELLS == 20, 1.0, 0.0))

    trial = _tried(ids, t, fit, origins=[420, 430, 440, 450, 460], horizon=3.0, shares=[1 / 30])
    assert asked == [420, 430, 440, 450, 460]
    for k, origin in enumerate(asked):
        after = (t >= origin) & (t < origin + 3)
        assert trial.events[k] == after.sum()
        assert trial.hits[k, 0] == pytest.approx((ids[after] == 20).mean())
        assert trial.pai[k, 0] == pytest.approx(30 * (ids[after] == 20).mean())


def test_only_reported_events_are_scored() -> None:
    ids, t = _moving(3000, 4)
    told = np.random.default_rng(1).random(3000) < 0.5
    trial = _tried(ids, t, lambda origin: Fixed(np.ones(30)), reported=told)
    for k, origin in enumerate(trial.origins):
        assert trial.events[k] == (told & (t >= origin) & (t < origin + 7)).sum()


def test_ties_count_against_the_forecast() -> None:
    """A forecast that says the same everywhere catches the emptiest cells first."""
    ids, t = _moving(3000, 5)
    trial = _tried(ids, t, lambda origin: Fixed(np.ones(30)), shares=[0.5])
    assert (trial.hits == 0).all()


def test_scores_are_those_of_accuracy() -> None:
    ids, t = _moving(3000, 6)
    rng = np.random.default_rng(1)
    risk, area = rng.random(30), rng.uniform(1, 3, 30)
    trial = _tried(ids, t, lambda origin: Fixed(risk), area=area, shares=[0.25])
    after = (t >= 420) & (t < 427)
    seen = np.bincount(ids[after], minlength=30)
    ground = accuracy.hit_rate(seen, risk / area, area=area).area_share[1:]
    for ours, peer in ((trial.pai, accuracy.pai), (trial.pei, accuracy.pei)):
        assert ours[0, 0] == pytest.approx(np.interp(0.25, ground, peer(seen, risk / area, area=area)))
    assert trial.brier[0] == accuracy.brier(seen > 0, -np.expm1(-7 * risk)).score
    assert trial.calibration is not None
    assert trial.calibration.n.sum() == 30 * trial.origins.size


def test_a_refusing_model_makes_a_refused_trial() -> None:
    ids, t = _moving(150, 7)
    told = np.ones(150, bool)
    trial = _tried(ids, t, lambda origin: prior_counts(ids, t, reported=told, train=origin, cells=CELLS))
    assert trial.refusal is not None
    assert np.isnan(trial.gain).all()
    assert not trial.beats_prior_counts.any()
    assert "200 reported events" in trial.summary()


def test_too_few_origins_are_refused() -> None:
    ids, t = _moving(3000, 8)
    trial = _tried(ids, t, lambda origin: Fixed(np.ones(30)), origins=[420, 450])
    assert trial.refusal is not None
    assert trial.refusal.have == 2


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        ({"shares": [0, 0.5]}, "shares"),
        ({"cells": [1, 1, 2]}, "cells"),
        ({"area": np.zeros(30)}, "area"),
        ({"origins": []}, "origins"),
        ({"horizon": 0}, "horizon"),
        ({"fit": lambda origin: Fixed(np.ones(4))}, "fit"),
    ],
)
def test_wrong_arguments_are_named(change: dict, argument: str) -> None:
    ids, t = _moving(3000, 9)
    with pytest.raises(InvalidInput) as error:
        _tried(ids, t, **({"fit": lambda origin: Fixed(np.ones(30))} | change))
    assert error.value.argument == argument


@pytest.mark.slow
def test_a_self_exciting_model_can_be_tried_against_prior_counts() -> None:
    from zonestats.tests.test_hawkes import CENTRES, GRID, exciting

    x, y, t = exciting(1500, 11, 0.5)
    ids = np.clip(y // 100, 0, 29).astype(int) * GRID.size + np.clip(x // 100, 0, 29).astype(int)
    told = np.ones(len(x), bool)
    trial = rolling_origin(
        ids, t, reported=told, origins=np.arange(500, 720, 20.0), horizon=1.0, cells=np.arange(900), seed=1, shares=[0.05],
        fit=lambda origin: hawkes(x, y, t, reported=told, cells=CENTRES, train=origin, seed=1, iterations=8),
    )  # fmt: skip
    assert trial.gain[0] > 0
