"""Chains, local and modified Knox, and the test given population."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from zonestats.errors import InvalidInput
from zonestats.near_repeat import chains, knox, local_knox, modified_knox, population_knox
from zonestats.near_repeat.bands import bands, clock
from zonestats.near_repeat.modified import in_time
from zonestats.tests.near_repeat_data import burkitt_like, random_events


def _adjacent(x, y, t, distance, days) -> np.ndarray:
    near = np.hypot(x[:, None] - x, y[:, None] - y) <= distance
    return near & (np.abs(t[:, None] - t) <= days) & ~np.eye(len(x), dtype=bool)


@given(st.integers(0, 2**32))
def test_chains_are_the_connected_components(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 60))
    x, y, t = rng.uniform(0, 10, n), rng.uniform(0, 10, n), np.floor(rng.uniform(0, 12, n))
    found = chains(x, y, t, distance=1.5, days=3)
    table = _adjacent(x, y, t, 1.5, 3)
    _, label = connected_components(coo_matrix(table), directed=False)
    linked = table.any(axis=1)
    assert np.array_equal(found.chain >= 0, linked)
    same_chain = found.chain[:, None] == found.chain
    assert np.array_equal(same_chain[np.ix_(linked, linked)], (label[:, None] == label)[np.ix_(linked, linked)])
    assert np.array_equal(found.before, (table & (t[None, :] < t[:, None])).sum(axis=1))
    assert np.array_equal(found.after, (table & (t[None, :] > t[:, None])).sum(axis=1))
    assert found.sizes.sum() == linked.sum()


def test_roles_and_numbers_do_not_depend_on_row_order() -> None:
    x, y, t = burkitt_like(200, 1)
    turned = np.random.default_rng(1).permutation(len(x))
    first, second = chains(x, y, t, distance=60, days=6), chains(x[turned], y[turned], t[turned], distance=60, days=6)
    assert np.array_equal(first.chain[turned], second.chain)
    assert np.array_equal(first.role[turned], second.role)


def test_a_chain_links_events_that_are_not_close_themselves() -> None:
    found = chains([0, 90, 180, 5000], [0, 0, 0, 0], [0, 5, 10, 5], distance=100, days=7)
    assert found.chain.tolist() == [0, 0, 0, -1]
    assert found.role.tolist() == [1, 2, 2, 0]
    assert found.share == 0.5
    assert found.refusal is not None
    assert "1 chains" in found.summary()


def test_chains_are_numbered_by_their_first_event() -> None:
    found = chains([0, 0, 500, 500], [0, 0, 0, 0], [9, 10, 1, 2], distance=10, days=2)
    assert found.chain.tolist() == [1, 1, 0, 0]


def test_no_events_make_no_chains() -> None:
    found = chains([], [], [], distance=10, days=2)
    assert found.n == 0
    assert found.sizes.size == 0


def test_local_p_is_the_hypergeometric_tail() -> None:
    """One event: 4 of 119 others near in space, 10 near in time, 2 near in both: a sum of three terms."""
    from math import comb

    n = 120
    x, t = np.arange(n) * 1e4, np.arange(n) * 100.0
    x[1:5] = x[0] + 1
    t[[1, 2, 10, 11, 12, 13, 14, 15, 16, 17]] = t[0] + 1
    found = local_knox(x, np.zeros(n), t, distance=50, days=3)
    assert (found.in_space[0], found.in_time[0], found.observed[0]) == (4, 10, 2)
    tail = sum(comb(10, k) * comb(109, 4 - k) for k in (2, 3, 4)) / comb(119, 4)
    assert found.p[0] == pytest.approx(tail, rel=1e-12)
    assert found.expected[0] == pytest.approx(40 / 119)


def test_local_knox_refuses_small_numbers() -> None:
    found = local_knox([0, 1], [0, 1], [0, 1], distance=5, days=5)
    assert found.refusal is not None
    assert np.isnan(found.p).all()
    assert found.observed.tolist() == [1, 1]


def test_modified_knox_matches_its_definition_band_by_band() -> None:
    x, y, t = random_events(130, 3, whole=True)
    found = modified_knox(x, y, t, space_bands=[0, 100, 300], time_bands=[0, 4, 9], permutations=9, seed=1)
    apart, gap = np.hypot(x[:, None] - x, y[:, None] - y), np.abs(t[:, None] - t)
    off = ~np.eye(130, dtype=bool)
    for a, (low, high) in enumerate([(-1, 100), (100, 300)]):
        for b, (early, late) in enumerate([(-1, 4), (4, 9)]):
            near, soon = (apart > low) & (apart <= high) & off, (gap > early) & (gap <= late) & off
            by_hand = (near & soon).sum() / 2 - (near.sum(1) * soon.sum(1)).sum() / 2 / 129
            assert found.statistic[a, b] == pytest.approx(by_hand, abs=1e-9)


@given(st.integers(0, 2**32), st.sampled_from(["right", "left"]), st.sampled_from([1.0, 7.0, 3600 / 86400, 1e-3]))
def test_neighbours_in_time_are_those_the_difference_says(seed: int, closed: str, parts: float) -> None:
    """Also where no second is whole and many gaps fall exactly on a limit: own − limit and own − other round apart."""
    t = np.random.default_rng(seed).integers(0, 25, 60) / parts
    limits = np.array([0.0, 1.0, 3.0]) / parts
    found = in_time(clock(t, bands("time_bands", limits, closed)))
    times = clock(t, bands("time_bands", limits, closed))
    gap = np.abs(times.times.astype(float)[:, None] - times.times.astype(float))
    within = np.stack(
        [(gap <= limit).sum(axis=1) - 1 if limit >= 0 else np.zeros(60) for limit in times.limits], axis=1
    )
    assert np.array_equal(found, times.per_band(within.astype(int)))


def test_modified_knox_counts_equal_statistics_as_equal() -> None:
    """Everything at one place: every permutation has the very same statistic, so p is exactly 1."""
    t = np.random.default_rng(3).integers(0, 40, 101).astype(float)
    found = modified_knox(
        np.zeros(101), np.zeros(101), t, space_bands=[0, 5], time_bands=[0, 3, 9], permutations=99, seed=2
    )
    assert found.p.tolist() == [[1.0, 1.0]]
    assert np.abs(found.statistic).max() == 0


def test_modified_knox_finds_contagion_and_refuses_small_numbers() -> None:
    x, y, t = burkitt_like(300, 2)
    assert modified_knox(x, y, t, space_bands=[0, 60], time_bands=[0, 6], permutations=199, seed=1).p[0, 0] == 1 / 200
    few = modified_knox(x[:50], y[:50], t[:50], space_bands=[0, 60], time_bands=[0, 6], permutations=9, seed=1)
    assert few.refusal is not None
    assert np.isnan(few.p).all()


def _growing_city(seed: int, n: int = 400):
    """No contagion at all: people move from the west to the east half-way."""
    rng = np.random.default_rng(seed)
    late = rng.random(n) < 0.5
    east = rng.random(n) < np.where(late, 0.9, 0.1)
    x = rng.uniform(0, 500, n) + 1000 * east
    return x, rng.uniform(0, 500, n), rng.uniform(0, 100, n) + 100 * late, east.astype(int)


def test_population_shift_fools_knox_but_not_the_test_given_population() -> None:
    bands = {"space_bands": [0, 200], "time_bands": [0, 30], "permutations": 99}
    plain, given_population = [], []
    for seed in range(12):
        x, y, t, east = _growing_city(seed)
        plain.append(knox(x, y, t, seed=seed, **bands).p[0, 0])
        found = population_knox(
            x, y, t, place=east, population=[[9, 1], [1, 9]], periods=[0, 100, 200], seed=seed, sweeps=10, **bands
        )
        given_population.append(found.p[0, 0])
    assert np.max(plain) == 0.01
    assert np.mean(given_population) > 0.25
    assert np.min(given_population) > 0.01


def test_constant_population_gives_the_plain_test_within_monte_carlo_error() -> None:
    x, y, t = random_events(200, 5, whole=True)
    bands = {"space_bands": [0, 300], "time_bands": [0, 14], "permutations": 999, "seed": 1}
    plain = knox(x, y, t, **bands)
    same = population_knox(x, y, t, place=np.zeros(200), population=[[5.0, 5.0]], periods=[0, 100, 201], **bands)
    assert same.expected[0, 0] == pytest.approx(plain.expected[0, 0], rel=0.03)
    assert abs(same.p[0, 0] - plain.p[0, 0]) < 4 * np.sqrt(2 * 0.25 / 1000)


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        ({"place": np.full(120, 2)}, "place"),
        ({"periods": [0, 300]}, "periods"),
        ({"periods": [0, 50, 100]}, "periods"),
        ({"population": [[1.0, 0.0], [1.0, 1.0]]}, "population"),
    ],
)
def test_wrong_population_is_named(change: dict, argument: str) -> None:
    x, y, t = random_events(120, 6, whole=True)
    options = {"place": np.zeros(120), "population": [[1.0, 1.0], [1.0, 1.0]], "periods": [0, 100, 300]} | change
    with pytest.raises(InvalidInput) as error:
        population_knox(x, y, t, space_bands=[0, 9], time_bands=[0, 9], seed=1, **options)
    assert error.value.argument == argument
