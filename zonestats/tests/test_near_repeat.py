"""The Knox table: bands, replicates, minimums."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import minimums
from zonestats.errors import InvalidInput
from zonestats.near_repeat import knox
from zonestats.tests.near_repeat_data import EDGES, brute_counts, burkitt_like, random_events


@pytest.mark.parametrize("closed", ["right", "left"])
@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
@pytest.mark.parametrize("whole", [True, False])
def test_observed_counts_every_pair_once(closed: str, metric: str, whole: bool) -> None:
    x, y, t = random_events(180, 3, whole=whole)
    table = knox(
        x, y, t, space_bands=EDGES, time_bands=[0, 2, 7, 30], closed=closed, metric=metric, permutations=9, seed=1
    )
    assert np.array_equal(table.observed, brute_counts(x, y, t, EDGES, [0, 2, 7, 30], closed, metric))


@pytest.mark.parametrize("closed", ["right", "left"])
def test_bands_that_start_above_zero(closed: str) -> None:
    x, y, t = random_events(150, 4, whole=True)
    table = knox(x, y, t, space_bands=[50, 100, 400], time_bands=[3, 7, 14], closed=closed, permutations=9, seed=1)
    assert np.array_equal(table.observed, brute_counts(x, y, t, [50, 100, 400], [3, 7, 14], closed, "euclidean"))


def _pair(distance: float, gap: float, closed: str) -> tuple[int, int] | None:
    """Band of a single close pair among events that are far from everything."""
    n = minimums.KNOX_EVENTS
    x, y, t = np.arange(n) * 1e5, np.zeros(n), np.arange(n) * 1000.0
    x[1], t[1] = x[0] + distance, t[0] + gap
    table = knox(x, y, t, space_bands=[0, 100, 200], time_bands=[0, 7, 14], closed=closed, permutations=1, seed=1)
    found = np.argwhere(table.observed)
    return tuple(int(i) for i in found[0]) if len(found) else None


def test_the_closed_end_is_the_one_named() -> None:
    assert _pair(100, 7, "right") == (0, 0)
    assert _pair(100, 7, "left") == (1, 1)
    assert _pair(0, 0, "right") == _pair(0, 0, "left") == (0, 0)
    assert _pair(200, 14, "right") == (1, 1)
    assert _pair(200, 14, "left") is None
    assert _pair(200.001, 1, "right") is None


def test_a_gap_of_eight_days_is_not_in_the_band_up_to_seven() -> None:
    """The known mistake labels "0 to 7 days" and counts [−1, 7), which moves whole days by one band."""
    for closed, bands in (("right", [0, 0, 1]), ("left", [0, 1, 1])):
        assert [_pair(10, gap, closed)[1] for gap in (6, 7, 8)] == bands


def test_whole_seconds_are_compared_without_rounding() -> None:
    """0.1 + 0.2 days against an edge of 0.3: as floats the gap would be 0.30000000000000004."""
    n = minimums.KNOX_EVENTS
    x, t = np.arange(n) * 1e5, np.arange(n) * 1000.0
    x[1], t[1] = x[0], 0.1 + 0.2
    table = knox(x, np.zeros(n), t, space_bands=[0, 1], time_bands=[0, 0.3, 0.6], permutations=1, seed=1)
    assert table.observed.tolist() == [[1, 0]]


def test_expected_ratio_and_p_follow_the_replicates() -> None:
    """Under permuted times the expectation has a closed form: space pairs × time pairs / all pairs."""
    x, y, t = random_events(200, 5, whole=True)
    table = knox(x, y, t, space_bands=[0, 150], time_bands=[0, 5], permutations=1999, seed=2)
    space = brute_counts(x, y, t, [0, 150], [0, 1e6], "right", "euclidean")[0, 0]
    time = brute_counts(x, y, t, [0, 1e7], [0, 5], "right", "euclidean")[0, 0]
    assert table.expected[0, 0] == pytest.approx(space * time / (200 * 199 / 2), rel=0.02)
    assert table.ratio[0, 0] == table.observed[0, 0] / table.expected[0, 0]
    assert 1 / 2000 <= table.p[0, 0] <= 1
    assert float(table.p[0, 0] * 2000).is_integer()


def test_p_is_uniform_without_contagion() -> None:
    p = []
    for seed in range(60):
        x, y, t = random_events(120, seed, whole=False)
        p.append(knox(x, y, t, space_bands=[0, 200], time_bands=[0, 20], permutations=99, seed=seed).p[0, 0])
    assert 0.35 < np.mean(p) < 0.65
    assert np.mean(np.array(p) <= 0.1) < 0.25


def test_planted_repeats_are_found_and_only_in_their_band() -> None:
    x, y, t = burkitt_like(400, 6)
    table = knox(x, y, t, space_bands=[0, 100, 200, 300], time_bands=[0, 7, 14, 21], permutations=199, seed=1)
    assert table.p[0, 0] == 1 / 200
    assert table.ratio[0, 0] > 3
    assert (table.p[1:, 1:] > 0.01).all()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_numbers() -> None:
    x, y, t = random_events(150, 7, whole=True)
    options = {"space_bands": EDGES, "time_bands": [0, 7, 14], "permutations": 70}
    first, second, third = (knox(x, y, t, seed=s, **options) for s in (1, 1, 2))
    assert first.expected.tobytes() == second.expected.tobytes()
    assert first.expected.tobytes() != third.expected.tobytes()


@given(st.integers(0, 2**32), st.sampled_from(["right", "left"]), st.sampled_from(["euclidean", "manhattan"]))
def test_any_events_are_counted_as_by_hand(seed: int, closed: str, metric: str) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 40))
    x, y, t = rng.integers(0, 12, (3, n)).astype(float)  # many ties, many exact edges
    edges = np.unique(rng.integers(0, 9, 4)).astype(float)
    if edges.size < 2:
        edges = np.array([0.0, 3.0])
    table = knox(x, y, t, space_bands=edges, time_bands=edges, closed=closed, metric=metric, permutations=1, seed=1)
    assert np.array_equal(table.observed, brute_counts(x, y, t, edges, edges, closed, metric))


def test_a_stray_point_costs_nothing() -> None:
    x, y, t = random_events(300, 8, whole=True)
    x[0], y[0] = 9e9, -9e9
    table = knox(x, y, t, space_bands=EDGES, time_bands=[0, 7], permutations=9, seed=1)
    assert np.array_equal(table.observed, brute_counts(x, y, t, EDGES, [0, 7], "right", "euclidean"))


def test_a_million_events_need_no_table_of_all_pairs() -> None:
    """One event per hectare over ten years; the pairs counted are those of a uniform pattern, within five standard errors."""
    rng, n, days = np.random.default_rng(14), 1_000_000, 3_650.0
    x, y, t = rng.uniform(0, 1e5, n), rng.uniform(0, 1e5, n), rng.uniform(0, days, n)
    tracemalloc.start()
    found = knox(x, y, t, space_bands=[0, 100, 200], time_bands=[0, 7], permutations=1, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    near = np.pi * np.array([100.0**2, 200.0**2 - 100.0**2]) / 1e10
    soon = 1 - (1 - 7 / days) ** 2
    expected = n * (n - 1) / 2 * near * soon
    assert (np.abs(found.observed[:, 0] - expected) < 5 * np.sqrt(expected)).all()
    assert peak < 400e6  # a table of all pairs: 8 TB


def test_below_the_minimum_there_is_no_number() -> None:
    x, y, t = random_events(minimums.KNOX_EVENTS - 1, 9, whole=True)
    table = knox(x, y, t, space_bands=[0, 100], time_bands=[0, 7], permutations=99, seed=1)
    assert table.refusal is not None
    assert table.refusal.have == 99
    assert np.isnan(table.p).all()
    assert np.isnan(table.ratio).all()
    assert "100 events" in table.summary()


def test_bands_that_expect_fewer_than_five_pairs_are_flagged() -> None:
    x, y, t = random_events(150, 10, whole=True)
    table = knox(x, y, t, space_bands=[0, 1, 2000], time_bands=[0, 1, 400], permutations=99, seed=1)
    assert table.reliable.tolist() == (table.expected >= 5).tolist()
    assert not table.reliable[0, 0]
    assert table.reliable[1, 1]
    assert "not enough" in table.summary()


def test_labels_say_which_end_is_closed() -> None:
    x, y, t = random_events(100, 11, whole=True)
    options = {"space_bands": [0, 100, 200], "time_bands": [0, 7, 14], "permutations": 1, "seed": 1}
    assert knox(x, y, t, **options).label(1, 0) == "(100, 200] m, [0, 7] d"
    assert knox(x, y, t, closed="left", **options).label(1, 0) == "[100, 200) m, [0, 7) d"


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        ({"space_bands": [0]}, "space_bands"),
        ({"space_bands": [0, 100, 100]}, "space_bands"),
        ({"time_bands": [-1, 7]}, "time_bands"),
        ({"time_bands": [0, np.inf]}, "time_bands"),
        ({"closed": "both"}, "closed"),
        ({"metric": "chebyshev"}, "metric"),
        ({"permutations": 0}, "permutations"),
        ({"seed": None}, "seed"),
        ({"weights": [1.0, 2.0]}, "x and weights"),
        ({"weights": np.full(120, -1.0)}, "weights"),
    ],
)
def test_wrong_arguments_are_named(change: dict, argument: str) -> None:
    x, y, t = random_events(120, 12, whole=True)
    options = {"space_bands": [0, 100], "time_bands": [0, 7], "permutations": 9, "seed": 1} | change
    with pytest.raises(InvalidInput) as error:
        knox(x, y, t, **options)
    assert error.value.argument == argument


def test_weights_of_one_give_the_plain_table_and_others_the_product() -> None:
    x, y, t = random_events(140, 13, whole=True)
    options = {"space_bands": EDGES, "time_bands": [0, 7, 14], "permutations": 39, "seed": 3}
    plain, ones = knox(x, y, t, **options), knox(x, y, t, weights=np.ones(140), **options)
    assert np.array_equal(plain.observed, ones.observed)
    assert np.array_equal(plain.p, ones.p)
    w = np.random.default_rng(1).uniform(0, 5, 140)
    weighted = knox(x, y, t, weights=w, **options)
    by_hand = brute_counts(x, y, t, EDGES, [0, 7, 14], "right", "euclidean", weights=w)
    assert np.allclose(weighted.observed, by_hand, rtol=1e-12)


def test_a_pair_of_weight_zero_does_not_count() -> None:
    x, y, t = random_events(120, 14, whole=True)
    w = np.ones(120)
    w[0] = 0.0
    options = {"space_bands": [0, 400], "time_bands": [0, 14], "permutations": 1, "seed": 3}
    without = knox(x[1:], y[1:], t[1:], **options).observed
    assert knox(x, y, t, weights=w, **options).observed == pytest.approx(without)
