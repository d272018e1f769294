"""What must not change, or must change in one known way, when the same question is asked in other words.

Units, directions, names and order are the asker's choice. No expected number is needed here: each test compares two
answers of ours that a wrong formula would make disagree.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats import accuracy, clock, hotspots, trend
from zonestats.near_repeat import chains, knox, local_knox

SEEDS = st.integers(0, 2**32)
SCALES = st.sampled_from([0.25, 0.5, 2.0, 8.0])  # powers of two: the numbers stay the same numbers
EXTENT = np.array([0.0, 0.0, 1600.0, 1600.0])


def points(seed: int, n: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.uniform(100, 1500, n), rng.uniform(100, 1500, n)


def density(x, y, *, scale: float = 1.0, **options) -> np.ndarray:
    given = {"cell": 100 * scale, "bandwidth": 250 * scale, "extent": tuple(EXTENT * scale)} | options
    return hotspots.kde(x, y, **given).values


@given(SEEDS, SCALES, st.sampled_from(["gaussian", "quartic"]), st.sampled_from(["none", "diggle"]))
@settings(max_examples=25)
def test_in_other_units_of_length_a_density_is_per_other_area(seed: int, scale: float, kernel: str, edge: str) -> None:
    x, y = points(seed)
    plain = density(x, y, kernel=kernel, edge=edge)
    scaled = density(x * scale, y * scale, scale=scale, kernel=kernel, edge=edge)
    assert scaled * scale**2 == pytest.approx(plain, rel=1e-9, abs=1e-12)


@given(SEEDS, st.sampled_from(["gaussian", "quartic"]), st.sampled_from(["none", "diggle"]))
@settings(max_examples=25)
def test_a_density_of_two_patterns_is_the_sum_of_their_densities(seed: int, kernel: str, edge: str) -> None:
    (ax, ay), (bx, by) = points(seed), points(seed + 1, 75)
    both = density(np.r_[ax, bx], np.r_[ay, by], kernel=kernel, edge=edge)
    apart = density(ax, ay, kernel=kernel, edge=edge) + density(bx, by, kernel=kernel, edge=edge)
    assert both == pytest.approx(apart, rel=1e-9, abs=1e-12)


@given(SEEDS, st.integers(2, 5))
@settings(max_examples=25)
def test_an_event_of_weight_k_is_k_events(seed: int, k: int) -> None:
    x, y = points(seed)
    repeated = density(np.repeat(x, k), np.repeat(y, k))
    assert density(x, y, weights=np.full(x.size, float(k))) == pytest.approx(repeated, rel=1e-9, abs=1e-12)


@given(SEEDS)
@settings(max_examples=25)
def test_a_map_turns_and_mirrors_with_its_points(seed: int) -> None:
    x, y = points(seed)
    plain = density(x, y)
    assert density(y, x) == pytest.approx(plain.T, rel=1e-9, abs=1e-12)
    assert density(1600 - x, y) == pytest.approx(plain[:, ::-1], rel=1e-9, abs=1e-12)


@given(SEEDS)
@settings(max_examples=25)
def test_counts_of_two_patterns_add_up(seed: int) -> None:
    (ax, ay), (bx, by) = points(seed), points(seed + 1)
    box = tuple(EXTENT)
    both = hotspots.count(np.r_[ax, bx], np.r_[ay, by], cell=100, extent=box).values
    apart = [hotspots.count(x, y, cell=100, extent=box).values for x, y in ((ax, ay), (bx, by))]
    assert np.array_equal(both, apart[0] + apart[1])


@given(SEEDS, st.floats(-50, 50), st.sampled_from([0.01, 3.0, 1000.0]), st.booleans())
def test_gi_knows_no_units_and_turns_with_the_sign(seed: int, shift: float, scale: float, star: bool) -> None:
    values = np.random.default_rng(seed).poisson(4, 64).astype(float)
    grid = hotspots.grid(8, 8)
    plain = hotspots.gi_star(values, neighbours=grid, star=star)
    moved = hotspots.gi_star(shift + scale * values, neighbours=grid, star=star)
    turned = hotspots.gi_star(-values, neighbours=grid, star=star)
    assert moved.z == pytest.approx(plain.z, abs=1e-7)
    assert turned.z == pytest.approx(-plain.z, abs=1e-9)
    assert turned.p == pytest.approx(plain.p, abs=1e-9)


@given(SEEDS)
def test_gi_mirrors_with_the_map(seed: int) -> None:
    table = np.random.default_rng(seed).poisson(4, (6, 9)).astype(float)
    plain = hotspots.gi_star(table.ravel(), neighbours=hotspots.grid(6, 9)).z.reshape(6, 9)
    mirrored = hotspots.gi_star(table[:, ::-1].ravel(), neighbours=hotspots.grid(6, 9)).z.reshape(6, 9)
    upright = hotspots.gi_star(table.T.ravel(), neighbours=hotspots.grid(9, 6)).z.reshape(9, 6)
    assert mirrored[:, ::-1] == pytest.approx(plain, abs=1e-9)
    assert np.allclose(upright.T, plain, atol=1e-9)


@given(SEEDS, st.floats(-50, 50), st.sampled_from([-2.0, 0.01, 1000.0]))
def test_local_moran_knows_no_units_not_even_a_sign(seed: int, shift: float, scale: float) -> None:
    """High beside high and low beside low are both positive."""
    values = np.random.default_rng(seed).poisson(4, 64).astype(float)
    grid = hotspots.grid(8, 8)
    plain = hotspots.local_moran(values, neighbours=grid)
    moved = hotspots.local_moran(shift + scale * values, neighbours=grid)
    assert moved.z == pytest.approx(plain.z, abs=1e-6)


@given(SEEDS)
def test_false_discovery_keeps_less_than_no_correction_and_ranks_by_p(seed: int) -> None:
    p = np.random.default_rng(seed).uniform(0, 1, 80) ** 3
    kept = hotspots.false_discovery(p, 0.1)
    assert not (kept & (p > 0.1)).any()
    if kept.any():
        assert p[kept].max() <= p[~kept].min(initial=2.0)


def events(seed: int, n: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return (
        rng.integers(0, 900, n).astype(float),
        rng.integers(0, 900, n).astype(float),
        rng.integers(0, 90, n).astype(float),
    )


def table(x, y, t, *, space: float = 1.0, time: float = 1.0, **options) -> np.ndarray:
    bands = {"space_bands": np.array([0, 100, 200, 400]) * space, "time_bands": np.array([0, 7, 14, 28]) * time}
    return knox(x, y, t, permutations=1, seed=1, **bands, **options).observed


@given(SEEDS, SCALES, SCALES, st.sampled_from(["euclidean", "manhattan"]), st.sampled_from(["left", "right"]))
@settings(max_examples=30)
def test_near_repeats_are_the_same_in_other_units(
    seed: int, space: float, time: float, metric: str, closed: str
) -> None:
    x, y, t = events(seed)
    plain = table(x, y, t, metric=metric, closed=closed)
    assert np.array_equal(
        table(x * space, y * space, t * time, space=space, time=time, metric=metric, closed=closed), plain
    )


@given(SEEDS, st.sampled_from(["euclidean", "manhattan"]))
@settings(max_examples=30)
def test_a_pair_has_no_direction(seed: int, metric: str) -> None:
    """Not in time, not in space: films may run backwards and maps may be turned by a right angle."""
    x, y, t = events(seed)
    plain = table(x, y, t, metric=metric)
    for other in ((x, y, 90 - t), (y, x, t), (-y, x, t), (900 - x, y, t)):
        assert np.array_equal(table(*other, metric=metric), plain)


@given(SEEDS)
@settings(max_examples=30)
def test_wider_bands_are_the_sum_of_narrower_ones(seed: int) -> None:
    x, y, t = events(seed)
    fine = table(x, y, t)
    coarse = knox(x, y, t, space_bands=[0, 200, 400], time_bands=[0, 28], permutations=1, seed=1).observed
    assert coarse[:, 0].tolist() == [fine[:2].sum(), fine[2].sum()]


@given(SEEDS)
@settings(max_examples=30)
def test_events_of_two_far_places_do_not_meet(seed: int) -> None:
    (ax, ay, at), (bx, by, bt) = events(seed), events(seed + 1)
    both = table(np.r_[ax, bx + 1e6], np.r_[ay, by], np.r_[at, bt])
    assert np.array_equal(both, table(ax, ay, at) + table(bx, by, bt))


@given(SEEDS)
@settings(max_examples=30)
def test_pairs_per_event_are_twice_the_pairs(seed: int) -> None:
    x, y, t = events(seed)
    whole = knox(x, y, t, space_bands=[0, 150], time_bands=[0, 10], permutations=1, seed=1).observed[0, 0]
    assert local_knox(x, y, t, distance=150, days=10).observed.sum() == 2 * whole


@given(SEEDS)
@settings(max_examples=30)
def test_longer_reach_only_joins_chains(seed: int) -> None:
    x, y, t = events(seed)
    short, long = chains(x, y, t, distance=60, days=5), chains(x, y, t, distance=90, days=8)
    for label in np.unique(short.chain[short.chain >= 0]):
        joined = long.chain[short.chain == label]
        assert joined.min() == joined.max() >= 0


@given(SEEDS, st.integers(-5, 5))
def test_the_clock_comes_round_every_week(seed: int, weeks: int) -> None:
    rng = np.random.default_rng(seed)
    start = 19_000 * 1440 + rng.integers(0, 10_000, 40)
    end = start + rng.integers(0, 12_000, 40)
    plain = clock.aoristic(start / 1440, end / 1440)
    assert clock.aoristic((start + weeks * 10_080) / 1440, (end + weeks * 10_080) / 1440) == pytest.approx(
        plain, abs=1e-9
    )


@given(SEEDS, st.integers(0, 23))
def test_an_hour_later_everything_is_an_hour_later(seed: int, hours: int) -> None:
    rng = np.random.default_rng(seed)
    start = 19_000 * 1440 + rng.integers(0, 10_000, 40)
    end = start + rng.integers(0, 5_000, 40)
    plain = clock.aoristic(start / 1440, end / 1440)
    later = clock.aoristic((start + 60 * hours) / 1440, (end + 60 * hours) / 1440)
    assert later.T.ravel() == pytest.approx(np.roll(plain.T.ravel(), hours), abs=1e-9)


@given(SEEDS)
def test_only_the_order_of_a_forecast_counts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    observed, predicted = rng.poisson(1, 50), rng.uniform(0.1, 3, 50)
    observed[0] += 1
    for other in (predicted**3, np.log(predicted), 5 + 0.01 * predicted):
        assert accuracy.pai(observed, other) == pytest.approx(accuracy.pai(observed, predicted))
        assert accuracy.pei(observed, other) == pytest.approx(accuracy.pei(observed, predicted))


@given(SEEDS, st.sampled_from([0.001, 7.0]))
def test_the_whole_area_finds_everything_whatever_its_unit(seed: int, unit: float) -> None:
    rng = np.random.default_rng(seed)
    observed, predicted, area = rng.poisson(1, 50), rng.uniform(0.1, 3, 50), rng.uniform(1, 4, 50)
    observed[0] += 1
    plain = accuracy.pai(observed, predicted, area=area)
    assert accuracy.pai(observed, predicted, area=unit * area) == pytest.approx(plain)
    assert plain[-1] == pytest.approx(1)
    assert accuracy.rri(observed, predicted * observed.sum() / predicted.sum())[-1] == pytest.approx(1)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.2, 5))
def test_after_against_before_is_before_against_after_upside_down(before: int, after: int, length: float) -> None:
    if before == 0 or after == 0:
        return
    there, back = trend.ratio(before, after, exposure=(1.0, length)), trend.ratio(after, before, exposure=(length, 1.0))
    assert there.ratio * back.ratio == pytest.approx(1)
    assert there.ci[0] * back.ci[1] == pytest.approx(1)
    assert there.p == pytest.approx(back.p)
    assert trend.e_test(before, after) == pytest.approx(trend.e_test(after, before), rel=1e-6)


@given(st.integers(0, 400), st.floats(0.5, 0.98))
def test_garwood_reaches_further_for_more_events_and_more_certainty(count: int, level: float) -> None:
    low, high = trend.garwood([count, count + 1], level=level).T
    assert low[0] <= count <= high[0]
    assert low[0] < low[1] or count == 0
    assert high[0] < high[1]
    wider = trend.garwood([count], level=level + 0.01)[0]
    assert wider[0] <= low[0]
    assert wider[1] > high[0]


@given(st.lists(st.integers(0, 9), min_size=4, max_size=40))
def test_a_trend_backwards_is_the_opposite_trend(values: list[int]) -> None:
    plain, back = trend.mann_kendall(values), trend.mann_kendall(values[::-1])
    assert back.s == -plain.s
    assert back.p == pytest.approx(plain.p)
    assert back.slope == pytest.approx(-plain.slope)
    raised = trend.mann_kendall([3 * value + 7 for value in values])
    assert (raised.s, raised.p) == (plain.s, pytest.approx(plain.p))


@given(st.lists(st.integers(0, 12), min_size=3, max_size=50))
def test_change_points_backwards_lie_at_the_same_places(values: list[int]) -> None:
    """The cost may be reached by two cuts; it is the cost that has no direction."""
    assert trend.change_points(values[::-1]).cost == pytest.approx(trend.change_points(values).cost)


@given(st.lists(st.integers(0, 12), min_size=3, max_size=50), st.floats(0.1, 10))
def test_a_dearer_change_is_never_made_more_often(values: list[int], price: float) -> None:
    assert (
        trend.change_points(values, penalty=2 * price).starts.size
        <= trend.change_points(values, penalty=price).starts.size
    )
