"""The self-exciting model: does it find what was planted, and is it the algorithm it says it is?"""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree
from scipy.stats import mannwhitneyu, norm

from zonestats import minimums
from zonestats.errors import InvalidInput
from zonestats.forecast import decluster, hawkes
from zonestats.forecast.axes import axes
from zonestats.forecast.couples import couples
from zonestats.forecast.decluster import plane
from zonestats.kernels import hawkes as loops
from zonestats.kernels import smoothing, streams
from zonestats.tests.uncompiled import uncompile

GRID = np.arange(50.0, 3000.0, 100.0)
CENTRES = np.column_stack([part.ravel() for part in np.meshgrid(GRID, GRID)])
DAYS = 730.0


def exciting(n: int, seed: int, branching: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Uniform background; every event sets off ``branching`` others on average, 40 m and 5 days away."""
    rng = np.random.default_rng(seed)
    first = np.column_stack([rng.uniform(0, 3000, (n, 2)), rng.uniform(0, DAYS, n)])
    every, parents = [first], first
    while len(parents):
        parents = np.repeat(parents, rng.poisson(branching, len(parents)), axis=0)
        steps = [rng.normal(0, 40, (len(parents), 2)), rng.exponential(5, (len(parents), 1))]
        parents = parents + np.hstack(steps)
        parents = parents[parents[:, 2] < DAYS]
        every.append(parents)
    x, y, t = np.vstack(every)[np.random.default_rng(seed).permutation(sum(map(len, every)))].T
    return x, y, t


def fitted(x, y, t, **options):
    given = {"reported": np.ones(len(x), bool), "cells": CENTRES, "train": (0, DAYS), "seed": 1} | options
    return hawkes(x, y, t, **given)


@pytest.fixture(scope="module")
def planted():
    x, y, t = exciting(900, 1, 0.4)
    return x, y, t, fitted(x, y, t)


SETS = range(8)


@pytest.fixture(scope="module")
def contagious():
    """Eight sets with 0.4 followers an event, their fits and which events are followers."""
    found = []
    for seed in SETS:
        x, y, t = exciting(420, 100 + seed, 0.4)
        follower = np.random.default_rng(100 + seed).permutation(len(x)) >= 420  # as ``exciting`` shuffled them
        found.append((fitted(x, y, t, seed=seed), follower))
    return found


def test_with_the_true_kernels_the_probabilities_add_up_to_the_truth() -> None:
    """Given the true intensities, the expected number of background events is the sum of their probabilities.

    So over K sets the mean of (Σ probabilities − background events) is 0 within three of its standard errors.
    """
    missed = []
    for seed in range(40):
        x, y, t = exciting(300, 500 + seed, 0.4)
        background = np.random.default_rng(500 + seed).permutation(len(x)) < 300
        order = np.argsort(t)
        pairs = couples(x[order], y[order], t[order], distance=400.0, days=120.0, on=axes(120.0, 400.0))
        g = 0.4 * np.exp(-pairs.lag / 5) / 5 * norm.pdf(pairs.dx, scale=40) * norm.pdf(pairs.dy, scale=40)
        own, share, choice = np.empty(len(x)), np.empty(g.size), np.empty(len(x), np.int64)
        loops.respond(pairs.start, np.full(len(x), 300 / (DAYS * 3000**2)), g, seed, 1, own, share, choice)
        inside = (x[order] >= 0) & (x[order] <= 3000) & (y[order] >= 0) & (y[order] <= 3000)
        own[~inside] = 0.0  # the background is uniform on the square alone
        missed.append(own.sum() - background.sum())
    assert abs(np.mean(missed)) < 3 * np.std(missed, ddof=1) / np.sqrt(len(missed))


def test_the_fitted_share_is_never_below_the_planted_one(contagious) -> None:
    """docs/methods/hawkes.md: an upper figure, for each drawn pair speaks for itself. By chance alone: 1 in 2⁸."""
    for model, follower in contagious:
        assert follower.mean() < model.branching < 1
        assert "set off by another" in model.summary()


def test_contagion_is_told_from_none(contagious) -> None:
    """Every contagious set lies above every set without contagion: by chance alone 1 in (16 over 8) = 12,870."""
    without = [fitted(*exciting(600, 200 + seed, 0.0), seed=seed).branching for seed in SETS]
    assert max(without) < min(model.branching for model, _ in contagious)


def test_the_more_contagion_the_larger_the_share() -> None:
    """Levels of 0.1, 0.35 and 0.6 in each of four sets: in order every time, by chance 1 in 6⁴."""
    for seed in range(4):
        shares = [
            fitted(*exciting(n, 300 + seed, b), seed=1).branching for n, b in [(620, 0.1), (500, 0.35), (350, 0.6)]
        ]
        assert shares == sorted(shares)


def test_true_followers_are_told_from_background(contagious) -> None:
    """A follower is less often called background than a first event: AUC above ½ by five standard errors in each set.

    Without information the Mann–Whitney statistic is normal with variance (n + m + 1)/(12 n m).
    """
    for model, follower in contagious:
        n, m = follower.sum(), (~follower).sum()
        auc = mannwhitneyu(model.own[~follower], model.own[follower]).statistic / (n * m)
        assert auc - 0.5 > 5 * np.sqrt((n + m + 1) / (12 * n * m))


def test_the_planted_reach_in_time_and_space_is_found(planted) -> None:
    *_, model = planted
    on = axes(model.max_days, model.max_distance)
    by_day = model.trigger.sum(axis=(1, 2))
    days, metres = on.days.nodes, on.metres.nodes
    centre = on.metres.centre
    assert by_day[days <= 5].mean() > 5 * by_day[(days > 20) & (days < 40)].mean()
    across = model.trigger[:, centre, :].sum(axis=0)
    assert across[np.abs(metres) < 20].mean() > 3 * across[np.abs(metres) > 120].mean()


def test_the_density_of_lags_and_distances_is_the_kernel_sum_itself(planted) -> None:
    """Against a plain sum of Gaussians at the grid's nodes."""
    x, y, t, _ = planted
    order = np.argsort(t)
    on = axes(120.0, 500.0)
    pairs = couples(x[order], y[order], t[order], distance=500.0, days=120.0, on=on)
    chosen = np.flatnonzero(np.hypot(pairs.dx, pairs.dy) + 10 * pairs.lag < 130)[:300]
    grid = decluster._trigger(pairs, chosen, on, 15)
    mean = np.column_stack([pairs.lag[chosen], pairs.dx[chosen], pairs.dy[chosen]])
    spread = mean.std(axis=0, ddof=1)
    reach = cKDTree(mean / spread).query(mean / spread, k=16)[0][:, -1]
    width = np.column_stack([
        np.maximum(reach * spread[0], on.days.spacing(mean[:, 0])),
        np.maximum(reach * spread[1], on.metres.spacing(mean[:, 1])),
        np.maximum(reach * spread[2], on.metres.spacing(mean[:, 2])),
    ])  # fmt: skip
    for a, b, c in [(0, 15, 15), (5, 12, 17), (9, 15, 20), (14, 10, 10)]:
        at = on.days.nodes[a], on.metres.nodes[b], on.metres.nodes[c]
        time = norm.pdf(at[0], mean[:, 0], width[:, 0]) + norm.pdf(at[0], -mean[:, 0], width[:, 0])
        plain = time * norm.pdf(at[1], mean[:, 1], width[:, 1]) * norm.pdf(at[2], mean[:, 2], width[:, 2])
        assert grid[a, b, c] == pytest.approx(plain.mean(), rel=1e-3, abs=1e-12)


def test_the_background_is_an_adaptive_kernel_density_that_integrates_to_one(planted) -> None:
    x, y, _, _ = planted
    over = plane(-1500, -1500, 4500, 4500)
    grid = decluster._plane_density(x, y, over, 15)
    assert grid.sum() * over.spacing**2 == pytest.approx(1, abs=0.01)
    points = np.column_stack([x / x.std(ddof=1), y / y.std(ddof=1)])
    reach = cKDTree(points).query(points, k=16)[0][:, -1]
    wide = np.maximum(reach * x.std(ddof=1), over.spacing)
    high = np.maximum(reach * y.std(ddof=1), over.spacing)
    for row, column in [(30, 30), (45, 50), (60, 40)]:
        across, along = norm.pdf(over.x[column], x, wide), norm.pdf(over.y[row], y, high)
        assert grid[row, column] == pytest.approx((across * along).mean(), rel=1e-3)


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_couples_are_the_close_pairs_in_order_of_time(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 80))
    x, y, t = rng.uniform(0, 10, n), rng.uniform(0, 10, n), np.sort(np.round(rng.uniform(0, 20, n)))
    found = couples(x, y, t, distance=3.0, days=5.0, on=axes(5.0, 3.0))
    lag = t[:, None] - t
    near = (lag > 0) & (lag <= 5) & ((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2 <= 9)
    assert np.array_equal(np.diff(found.start), near.sum(axis=1))
    assert np.array_equal(np.sort(found.lag), np.sort(lag[near]))


def test_probabilities_of_an_event_add_up_to_one_and_draws_follow_them() -> None:
    start, background = np.array([0, 0, 1, 3]), np.array([1.0, 1.0, 2.0])
    trigger = np.array([3.0, 1.0, 1.0])
    own, share, choice = np.empty(3), np.empty(3), np.empty(3, np.int64)
    drawn = []
    for turn in range(2000):
        loops.respond(start, background, trigger, 5, turn, own, share, choice)
        drawn.append(choice.copy())
    assert own.tolist() == [1, 0.25, 0.5]
    assert share.tolist() == [0.75, 0.25, 0.25]
    counted = np.array(drawn)
    assert (counted[:, 0] == -1).all()
    assert np.mean(counted[:, 1] == 0) == pytest.approx(0.75, abs=0.04)
    assert np.mean(counted[:, 2] == 1) == pytest.approx(0.25, abs=0.04)
    assert np.mean(counted[:, 2] == 2) == pytest.approx(0.25, abs=0.04)


def test_expected_events_add_up_to_what_is_seen(planted) -> None:
    x, y, _, model = planted
    inside = (x > 0) & (x < 3000) & (y > 0) & (y < 3000)
    expected = np.mean([model.predict(day).sum() for day in np.arange(100, 700, 60.0)])
    assert expected == pytest.approx(inside.sum() / DAYS, rel=0.25)


def test_the_day_after_an_event_its_cell_is_at_greater_risk(planted) -> None:
    x, y, t, model = planted
    last = np.flatnonzero((x > 300) & (x < 2700) & (y > 300) & (y < 2700))
    last = last[np.argmax(t[last])]
    cell = np.argmin((CENTRES[:, 0] - x[last]) ** 2 + (CENTRES[:, 1] - y[last]) ** 2)
    soon, late = model.predict(t[last] + 0.5)[cell], model.predict(t[last] + 100)[cell]
    assert soon > 1.5 * late
    assert late >= model.background[cell]


def test_events_of_the_future_do_not_reach_back(planted) -> None:
    x, y, t, _ = planted
    keep = t < 400
    cut = fitted(x[keep], y[keep], t[keep], train=(0, 400))
    full = fitted(x, y, t, train=(0, 400))
    assert full.predict(400).tobytes() == cut.predict(400).tobytes()


def test_discovered_events_do_not_train() -> None:
    x, y, t = exciting(800, 3, 0.3)
    told = np.random.default_rng(1).random(len(x)) < 0.8
    mixed = fitted(x, y, t, reported=told)
    alone = fitted(x[told], y[told], t[told])
    assert mixed.predict(DAYS).tobytes() == alone.predict(DAYS).tobytes()
    assert mixed.ignored == (~told).sum()
    assert np.isnan(mixed.own[~told]).all()


def test_strays_far_from_every_cell_are_left_out_and_counted() -> None:
    x, y, t = exciting(800, 4, 0.3)
    plain = fitted(x, y, t)
    x, y, t = np.append(x, 9e8), np.append(y, -9e8), np.append(t, 10.0)
    strayed = fitted(x, y, t)
    assert strayed.outside == 1
    assert strayed.predict(DAYS).tobytes() == plain.predict(DAYS).tobytes()


def test_below_the_minimum_there_is_no_forecast() -> None:
    n = minimums.HAWKES_EVENTS
    x, y, t = (part[:n] for part in exciting(800, 5, 0.3))
    t = t * 0.9
    assert fitted(x, y, t).refusal is None
    told = np.ones(n, bool)
    told[0] = False
    model = fitted(x, y, t, reported=told)
    assert model.refusal is not None
    assert (model.refusal.have, model.refusal.need) == (n - 1, n)
    assert np.isnan(model.predict(DAYS)).all()
    assert "needs 500" in model.summary()


def test_where_nothing_is_triggered_the_background_predicts() -> None:
    """All at one moment each day, far apart: no earlier close event exists."""
    rng = np.random.default_rng(6)
    n = 600
    model = fitted(rng.uniform(0, 3000, n), rng.uniform(0, 3000, n), np.linspace(0, 700, n), max_distance=1.0)
    assert model.branching == 0
    assert model.predict(DAYS).tolist() == model.background.tolist()
    assert "lasting background alone" in model.summary()


def test_another_seed_moves_the_answer_less_than_another_sample(contagious) -> None:
    """The draws inside the fit are noise of the method; it must stay below the noise of the data themselves."""
    x, y, t = exciting(420, 100, 0.4)
    own = [fitted(x, y, t, seed=seed) for seed in range(20, 28)]
    assert own[0].predict(DAYS).tobytes() != own[1].predict(DAYS).tobytes()

    def spread(models: list) -> float:
        return float(np.var([model.background for model in models], axis=0, ddof=1).mean())

    assert spread(own) < spread([model for model, _ in contagious])
    assert np.var([model.branching for model in own]) < np.var([model.branching for model, _ in contagious])


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        ({"cells": np.ones((3, 3))}, "cells"),
        ({"cells": np.ones((1, 2))}, "cell"),
        ({"max_days": 0}, "max_days"),
        ({"iterations": 0}, "iterations"),
        ({"k_space": 1.5}, "k_space"),
        ({"initial": (0.0, 1.0)}, "initial metres"),
        ({"seed": None}, "seed"),
        ({"train": (9, 3)}, "train"),
    ],
)
def test_wrong_arguments_are_named(change: dict, argument: str) -> None:
    x, y, t = exciting(600, 7, 0.1)
    with pytest.raises(InvalidInput) as error:
        fitted(x, y, t, **change)
    assert error.value.argument == argument


def test_cells_may_be_two_arrays() -> None:
    x, y, t = exciting(700, 8, 0.2)
    pair = fitted(x, y, t, cells=(CENTRES[:, 0], CENTRES[:, 1]), iterations=3)
    assert pair.predict(DAYS).tobytes() == fitted(x, y, t, iterations=3).predict(DAYS).tobytes()


def test_uncompiled_the_fit_is_the_same(monkeypatch) -> None:
    x, y, t = exciting(520, 9, 0.1)
    options = {"iterations": 1, "cells": CENTRES[:6], "max_distance": 300.0, "max_days": 20.0, "train": (0, 730)}
    x, y = x * 0.3, y * 0.05
    quick = fitted(x, y, t, **options)
    monkeypatch.setattr(decluster, "_LINE", 24)
    monkeypatch.setattr(decluster, "_PLANE", 12)
    quick = fitted(x, y, t, **options)
    uncompile(monkeypatch, loops, streams, smoothing)
    monkeypatch.setattr(sys.modules["zonestats.forecast.couples"], "parents", loops.parents)
    monkeypatch.setattr(sys.modules["zonestats.forecast.hawkes"], "excitement", loops.excitement)
    with np.errstate(over="ignore"):
        slow = fitted(x, y, t, **options)
        predicted = slow.predict(DAYS)
    assert np.allclose(slow.own, quick.own, rtol=1e-12, equal_nan=True)
    assert np.allclose(predicted, quick.predict(DAYS), rtol=1e-12)


THREADED = """
import hashlib, numba, numpy as np
from zonestats.forecast import hawkes
rng = np.random.default_rng(1)
x, y, t = rng.uniform(0, 900, 700), rng.uniform(0, 900, 700), rng.uniform(0, 300, 700)
cells = np.column_stack([part.ravel() for part in np.meshgrid(np.arange(50.0, 900, 100), np.arange(50.0, 900, 100))])
for threads in (1, 2, 3):
    numba.set_num_threads(threads)
    model = hawkes(x, y, t, reported=np.ones(700, bool), cells=cells, train=(0, 300), iterations=5, seed=1)
    print(hashlib.sha256(model.own.tobytes() + model.trigger.tobytes() + model.predict(300).tobytes()).hexdigest())
"""


def test_the_bytes_do_not_depend_on_the_number_of_threads() -> None:
    given = os.environ | {"NUMBA_NUM_THREADS": "3"}
    said = subprocess.run(
        [sys.executable, "-c", THREADED], env=given, check=True, capture_output=True, text=True
    ).stdout
    assert len(said.split()) == 3
    assert len(set(said.split())) == 1
