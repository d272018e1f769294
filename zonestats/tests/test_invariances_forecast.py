"""Forecasts must not depend on where zero lies, on names of cells or on what never happened near them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats import accuracy
from zonestats.forecast import Hawkes, PriorCounts, hawkes, prior_counts, rolling_origin

SEEDS = st.integers(0, 2**32)
SIDE, DAYS = 2_000.0, 400.0
_GRID = np.arange(100.0, SIDE, 200.0)
CENTRES = np.column_stack([part.ravel() for part in np.meshgrid(_GRID, _GRID)])


def events(seed: int, n: int = 600) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whole metres and quarter days, so that moving them by a power of two is exact; a fifth follow another closely."""
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, int(SIDE), (2, n)).astype(float)
    t = rng.integers(0, int(4 * DAYS), n) / 4
    late = rng.choice(n, n // 5, replace=False)
    of = rng.integers(0, n, late.size)
    x[late], y[late] = (np.clip(v[of] + rng.integers(-60, 60, late.size), 0, SIDE - 1) for v in (x, y))
    t[late] = np.minimum(t[of] + rng.integers(1, 20, late.size) / 4, DAYS - 0.25)
    return x, y, t


def fitted(
    x: np.ndarray, y: np.ndarray, t: np.ndarray, centres: np.ndarray = CENTRES, first: float = 0.0, **more: Any
) -> Hawkes:
    return hawkes(
        x,
        y,
        t,
        reported=np.ones(x.size, dtype=bool),
        cells=centres,
        train=(first, first + DAYS),
        seed=5,
        iterations=4,
        **more,
    )


@given(SEEDS)
@settings(max_examples=8)
def test_a_self_exciting_fit_moves_with_the_map(seed: int) -> None:
    x, y, t = events(seed)
    found, moved = fitted(x, y, t), fitted(x + 2**17, y + 2**18, t, CENTRES + np.array([2**17, 2**18]))
    assert moved.predict(DAYS) == pytest.approx(found.predict(DAYS), rel=1e-6)
    assert moved.own == pytest.approx(found.own, abs=1e-6)


@given(SEEDS)
@settings(max_examples=8)
def test_a_self_exciting_fit_moves_with_the_calendar(seed: int) -> None:
    x, y, t = events(seed)
    found, later = fitted(x, y, t), fitted(x, y, t + 2**12, first=2.0**12)
    assert later.predict(2**12 + DAYS) == pytest.approx(found.predict(DAYS), rel=1e-6)
    assert later.own == pytest.approx(found.own, abs=1e-6)


@given(SEEDS)
@settings(max_examples=8)
def test_risk_of_a_cell_does_not_depend_on_which_other_cells_are_asked_for(seed: int) -> None:
    x, y, t = events(seed)
    some = np.random.default_rng(seed).permutation(len(CENTRES))[:30]
    assert fitted(x, y, t, CENTRES[some]).predict(DAYS) == pytest.approx(fitted(x, y, t).predict(DAYS)[some])


@given(SEEDS)
@settings(max_examples=8)
def test_what_was_set_off_fades_and_the_background_stays(seed: int) -> None:
    """Long after the last event only the background is left, the same every day; before, the risk is nowhere below it."""
    found = fitted(*events(seed))
    far, further = found.predict(DAYS + 5_000), found.predict(DAYS + 6_000)
    assert far == pytest.approx(further)
    assert (found.predict(DAYS) >= far * (1 - 1e-9)).all()
    assert (far > 0).all()


def counted(seed: int, n: int = 900) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 12, n) * rng.integers(0, 2, n), rng.uniform(0, 500, n), rng.random(n) < 0.8


@given(SEEDS)
def test_names_of_cells_only_name_them(seed: int) -> None:
    ids, t, told = counted(seed)
    names = np.random.default_rng(seed + 1).permutation(10_000)[:12]
    found = prior_counts(ids, t, reported=told, train=(0, 450), cells=range(12))
    named = prior_counts(names[ids], t, reported=told, train=(0, 450), cells=names)
    order = np.argsort(names) if (np.diff(named.cells) > 0).all() else np.arange(12)
    assert named.predict(450) == pytest.approx(found.predict(450)[order])


@given(SEEDS, st.floats(50, 400))
def test_counts_of_two_windows_are_those_of_both(seed: int, middle: float) -> None:
    ids, t, told = counted(seed)
    windows = ((0.0, middle), (middle, 450.0), (0.0, 450.0))
    early, late, whole = (prior_counts(ids, t, reported=told, train=w, cells=range(12)).counts for w in windows)
    assert (early + late).tolist() == whole.tolist()


@given(SEEDS, st.integers(2, 5))
def test_every_event_several_times_is_the_same_ranking(seed: int, times: int) -> None:
    ids, t, told = counted(seed)
    once = prior_counts(ids, t, reported=told, train=(0, 450), cells=range(12))
    often = prior_counts(
        *(np.tile(v, times) for v in (ids, t)), reported=np.tile(told, times), train=(0, 450), cells=range(12)
    )
    assert often.predict(450) == pytest.approx(once.predict(450) * times)
    observed = np.random.default_rng(seed).poisson(3, 12)
    assert accuracy.pai(observed, often.predict(450)) == pytest.approx(accuracy.pai(observed, once.predict(450)))


@given(SEEDS)
@settings(max_examples=15)
def test_a_trial_moves_with_the_calendar_and_takes_no_notice_of_what_comes_after_it(seed: int) -> None:
    ids, t, told = counted(seed)

    def tried(days: np.ndarray, first: float, rows: np.ndarray) -> Any:
        def fit(day: float) -> PriorCounts:
            return prior_counts(ids[rows], days[rows], reported=told[rows], train=(first, day), cells=range(12))

        origins = first + np.arange(400.0, 460.0, 10.0)
        return rolling_origin(
            ids[rows], days[rows], reported=told[rows], fit=fit, origins=origins, cells=range(12), seed=3
        )

    everything = np.ones(t.size, dtype=bool)
    found = tried(t, 0.0, everything)
    assert tried(t + 2.0**12, 2.0**12, everything).hits == pytest.approx(found.hits, nan_ok=True)
    assert tried(t, 0.0, t < 457).hits == pytest.approx(found.hits, nan_ok=True)  # the last week ends on day 457
