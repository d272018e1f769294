"""Prior counts, training windows and the feedback loop that they must not start."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import minimums
from zonestats.errors import InvalidInput
from zonestats.forecast import prior_counts


def _events(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 9, n), rng.uniform(0, 730, n), rng.random(n) < 0.7


@given(st.integers(0, 2**32))
def test_prior_counts_are_the_reported_events_of_the_window(seed: int) -> None:
    ids, t, told = _events(900, seed)
    model = prior_counts(ids, t, reported=told, train=(100, 600), cells=range(9))
    by_hand = [sum(told & (ids == cell) & (t >= 100) & (t < 600)) for cell in range(9)]
    assert model.counts.tolist() == by_hand
    assert model.n == sum(by_hand)
    assert model.ignored == sum(~told & (t >= 100) & (t < 600))
    assert np.allclose(model.predict(600), np.array(by_hand) / 500)


def test_the_three_ways_to_name_the_window_agree() -> None:
    ids, t, told = _events(900, 1)
    t[0], told[0] = 0.0, True
    pair = prior_counts(ids, t, reported=told, train=(0, 600), cells=range(9))
    end = prior_counts(ids, t, reported=told, train=600, cells=range(9))
    mask = prior_counts(ids, t, reported=told, train=t < 600, cells=range(9))
    assert pair.counts.tolist() == end.counts.tolist() == mask.counts.tolist()
    assert pair.days == end.days == mask.days == 600


def test_nothing_after_the_window_is_learned() -> None:
    ids, t, told = _events(900, 2)
    full = prior_counts(ids, t, reported=told, train=(0, 500), cells=range(9))
    early = t < 500
    cut = prior_counts(ids[early], t[early], reported=told[early], train=(0, 500), cells=range(9))
    assert full.predict(500).tolist() == cut.predict(500).tolist()


@pytest.mark.parametrize(("n", "days", "word"), [(150, 730, "200 reported events"), (900, 300, "12 months")])
def test_below_the_minimum_there_is_no_forecast(n: int, days: float, word: str) -> None:
    ids, t, _ = _events(n, 3)
    model = prior_counts(ids, t, reported=np.ones(n, bool), train=(0, days))
    assert model.refusal is not None
    assert word in model.refusal.reason
    assert np.isnan(model.predict(days)).all()
    assert word in model.summary()


def test_the_minimum_counts_reported_events_only() -> None:
    ids, t, _ = _events(400, 4)
    told = np.arange(400) < minimums.PRIOR_COUNT_EVENTS - 1
    model = prior_counts(ids, t, reported=told, train=(0, 730))
    assert model.refusal is not None
    assert model.refusal.have == minimums.PRIOR_COUNT_EVENTS - 1


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        ({"train": (5, 5)}, "train"),
        ({"train": (1, 2, 3)}, "train"),
        ({"train": np.ones(3, bool)}, "t and train"),
        ({"cells": [0, 1]}, "cells"),
        ({"reported": np.full(300, 0.5)}, "reported"),
        ({"reported": np.ones(2, bool)}, "t and reported"),
    ],
)
def test_wrong_arguments_are_named(change: dict, argument: str) -> None:
    ids, t, _ = _events(300, 5)
    options = {"reported": np.ones(300, bool), "train": (0, 730)} | change
    with pytest.raises(InvalidInput) as error:
        prior_counts(ids, t, **options)
    assert error.value.argument == argument


def test_which_events_were_reported_must_be_said() -> None:
    with pytest.raises(TypeError, match="reported"):
        prior_counts([1, 2], [1.0, 2.0], train=3)


# The feedback loop. Victims report at the true rates; every month all officers go to one district, drawn by the
# forecast's shares, and discover incidents where they are. Ensign, Friedler, Neville, Scheidegger & Venkatasubramanian
# 2018, "Runaway feedback loops in predictive policing" (FAT*), show that learning from those is a Pólya urn: luck alone
# decides where the officers end up.
REPORTED_A_DAY = np.array([0.6, 0.4])
DISCOVERED_A_DAY = 10.0
MONTHS, MONTH = 72, 30


def _predicted_share(seed: int, *, discovered_count_as_reported: bool) -> float:
    """Predicted share of district 0 after six years of retraining every month."""
    rng = np.random.default_rng(seed)
    ids, t, told = (np.zeros(0, dtype) for dtype in (int, float, bool))
    share = 0.5
    for month in range(MONTHS):
        sent = int(rng.random() >= share)
        found = [rng.poisson(rate * MONTH) for rate in (*REPORTED_A_DAY, DISCOVERED_A_DAY)]
        ids = np.concatenate([ids, np.repeat([0, 1, sent], found)])
        t = np.concatenate([t, month * MONTH + rng.uniform(0, MONTH, sum(found))])
        told = np.concatenate([told, np.repeat([True, True, discovered_count_as_reported], found)])
        model = prior_counts(ids, t, reported=told, train=(0, (month + 1) * MONTH), cells=[0, 1])
        if model.refusal is None:
            share = float(model.counts[0] / model.n)
    return share


def test_learning_from_discovered_incidents_would_run_away_and_ours_does_not() -> None:
    """The same city and the same luck; only what the model may learn differs."""
    truth = REPORTED_A_DAY[0] / REPORTED_A_DAY.sum()
    runaway = np.array([_predicted_share(seed, discovered_count_as_reported=True) for seed in range(30)])
    ours = np.array([_predicted_share(seed, discovered_count_as_reported=False) for seed in range(30)])
    assert runaway.std() > 0.1  # luck decides …
    assert np.abs(runaway - truth).max() > 0.25  # … and is far off somewhere
    assert ours.std() < 0.02
    assert np.abs(ours - truth).max() < 0.05


def test_discovered_incidents_change_nothing_that_is_predicted() -> None:
    ids, t, told = _events(1500, 6)
    alone = prior_counts(ids[told], t[told], reported=told[told], train=(0, 730), cells=range(9))
    rng = np.random.default_rng(7)
    more = 20_000  # discovered, all in cell 0
    flooded = prior_counts(
        np.concatenate([ids, np.zeros(more, int)]), np.concatenate([t, rng.uniform(0, 730, more)]),
        reported=np.concatenate([told, np.zeros(more, bool)]), train=(0, 730), cells=range(9),
    )  # fmt: skip
    assert flooded.predict(730).tolist() == alone.predict(730).tolist()
    assert flooded.ignored == more + (~told).sum()
