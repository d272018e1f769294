"""The steps of an index: what must not change an answer, which answer must lie above which, and what one step of two must equal."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import index
from zonestats.index.aggregate import aggregate
from zonestats.index.normalise import METHODS, Marks, normalise
from zonestats.index.prepare import impute, normal_enough, treat

SEEDS = st.integers(0, 2**32)
PLAIN: dict[str, Any] = {"power": 0.5, "scale": (0.0, 100.0), "least_share": 0.0}
RELATIVE = ("minmax", "zscore", "rank", "percentile", "borda", "distance_to_max")  # to the zones at hand


def values(seed: int, zones: int = 25, gaps: float = 0.1) -> np.ndarray:
    """One draw of zones with a few gaps, (1, zones)."""
    rng = np.random.default_rng(seed)
    x = rng.normal(10, 3, (1, zones))
    x[rng.random(x.shape) < gaps] = np.nan
    x[0, :3] = rng.normal(10, 3, 3)
    return x


def scores(seed: int, low: float = 5.0, zones: int = 20, children: int = 4) -> np.ndarray:
    """Scores of children from ``low`` to 100, (1, zones, children)."""
    return np.random.default_rng(seed).uniform(low, 100, (1, zones, children))


def weights(seed: int, children: int = 4) -> np.ndarray:
    return np.random.default_rng(seed + 1).uniform(0.2, 3, (1, children))


@given(SEEDS, st.sampled_from(RELATIVE), st.floats(0.01, 100), st.floats(-50, 50))
def test_relative_methods_know_neither_unit_nor_zero(seed: int, method: str, scale: float, shift: float) -> None:
    x = values(seed)
    np.testing.assert_allclose(
        normalise(x * scale + shift, method, Marks()), normalise(x, method, Marks()), rtol=1e-7, atol=1e-7
    )


@given(SEEDS, st.sampled_from(("rank", "percentile", "borda")))
def test_ranks_know_only_the_order(seed: int, method: str) -> None:
    x = values(seed)
    assert np.array_equal(normalise(np.exp(x / 5), method, Marks()), normalise(x, method, Marks()), equal_nan=True)


@given(SEEDS, st.sampled_from(RELATIVE))
def test_less_is_better_is_more_of_the_opposite(seed: int, method: str) -> None:
    x = values(seed)
    np.testing.assert_allclose(
        normalise(x, method, Marks(direction=-1)), normalise(-x, method, Marks(direction=1)), atol=1e-9
    )


@given(SEEDS, st.sampled_from(METHODS))
def test_more_of_what_is_good_is_never_scored_lower(seed: int, method: str) -> None:
    x = np.abs(values(seed)) + 0.1
    marks = Marks(low=2.0, high=15.0, target=12.0, reference=int(np.nanargmax(x)))
    known = np.isfinite(x[0])
    order = np.argsort(x[0][known])
    assert (np.diff(normalise(x, method, marks)[0][known][order]) >= -1e-9).all()


@given(SEEDS, st.sampled_from(METHODS))
def test_a_gap_stays_a_gap(seed: int, method: str) -> None:
    x = np.abs(values(seed, gaps=0.4)) + 0.1
    assert np.array_equal(np.isnan(normalise(x, method, Marks(low=2.0, high=15.0, target=12.0))), np.isnan(x))


@given(SEEDS)
def test_a_newcomer_moves_relative_scores_but_no_score_between_goalposts(seed: int) -> None:
    x = values(seed, gaps=0.0)
    more = np.hstack([x, [[40.0]]])
    marks = Marks(low=0.0, high=20.0)
    assert normalise(more, "goalposts", marks)[:, :-1] == pytest.approx(normalise(x, "goalposts", marks))
    assert normalise(more, "minmax", marks)[0, :-1].max() < 99


@given(SEEDS, st.tuples(st.floats(-20, 0), st.floats(1, 200)))
def test_minmax_fills_the_scale(seed: int, scale: tuple[float, float]) -> None:
    made = normalise(values(seed), "minmax", Marks(scale=scale))
    assert (np.nanmin(made), np.nanmax(made)) == pytest.approx(scale)


@given(SEEDS)
def test_z_scores_have_the_mean_and_spread_asked_for(seed: int) -> None:
    made = normalise(values(seed), "zscore", Marks(z=(100.0, 10.0)))
    assert np.nanmean(made) == pytest.approx(100)
    assert np.nanstd(made, ddof=1) == pytest.approx(10)


@given(SEEDS)
def test_means_stand_in_their_order(seed: int) -> None:
    """Harmonic ≤ geometric ≤ arithmetic, for scores above the floor of 1 % of the scale."""
    x, w = scores(seed), weights(seed)
    harmonic, geometric, arithmetic = (aggregate(x, w, how, **PLAIN) for how in ("harmonic", "geometric", "arithmetic"))
    assert (harmonic <= geometric + 1e-9).all()
    assert (geometric <= arithmetic + 1e-9).all()


@given(SEEDS)
def test_the_generalised_mean_passes_through_the_others(seed: int) -> None:
    x, w = scores(seed), weights(seed)
    for power, how in ((1.0, "arithmetic"), (0.0, "geometric"), (-1.0, "harmonic")):
        found = aggregate(x, w, "generalised", **{**PLAIN, "power": power})
        assert found == pytest.approx(aggregate(x, w, how, **PLAIN))


@given(SEEDS, st.sampled_from(["arithmetic", "geometric", "harmonic", "generalised", "copeland"]), st.floats(0.01, 100))
def test_only_the_proportions_of_weights_count(seed: int, how: str, scale: float) -> None:
    x, w = scores(seed), weights(seed)
    assert aggregate(x, w * scale, how, **PLAIN) == pytest.approx(aggregate(x, w, how, **PLAIN))


@given(SEEDS, st.sampled_from(["arithmetic", "geometric", "harmonic", "generalised"]))
def test_children_that_agree_give_what_they_agree_on(seed: int, how: str) -> None:
    one = scores(seed, children=1)
    assert aggregate(np.repeat(one, 4, axis=2), weights(seed), how, **PLAIN) == pytest.approx(one[:, :, 0])


@given(SEEDS, st.sampled_from(["arithmetic", "geometric", "harmonic", "generalised", "copeland"]))
def test_a_child_nobody_has_and_a_child_without_weight_are_not_there(seed: int, how: str) -> None:
    x, w = scores(seed), weights(seed)
    missing, weightless = x.copy(), w.copy()
    missing[:, :, 2] = np.nan
    weightless[:, 2] = 0.0
    without = aggregate(np.delete(x, 2, axis=2), np.delete(w, 2, axis=1), how, **PLAIN)
    assert aggregate(missing, w, how, **PLAIN) == pytest.approx(without)
    assert aggregate(x, weightless, how, **PLAIN) == pytest.approx(without)


@given(SEEDS)
def test_copeland_counts_wins_by_their_definition_and_knows_only_orders(seed: int) -> None:
    x, w = scores(seed, zones=7), weights(seed)
    found = aggregate(x, w, "copeland", **PLAIN)[0]
    for i in range(7):
        wins = 0
        for j in range(7):
            ahead = sum(w[0, c] for c in range(4) if x[0, i, c] > x[0, j, c])
            behind = sum(w[0, c] for c in range(4) if x[0, i, c] < x[0, j, c])
            wins += int(ahead > behind + 1e-12) - int(behind > ahead + 1e-12)
        assert found[i] == wins
    assert found.sum() == 0
    assert np.array_equal(aggregate(np.log(x), w, "copeland", **PLAIN)[0], found)


def test_copeland_of_a_nation_fits_into_memory() -> None:
    """All differences of 1,484 zones in 16 children at once held 0.9 GB."""
    x = scores(3, zones=1_484, children=16)
    tracemalloc.start()
    found = aggregate(x, np.ones((1, 16)), "copeland", **PLAIN)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.sum() == 0
    assert peak < 120e6


@given(SEEDS)
def test_filling_with_means_keeps_the_mean_and_with_medians_the_median(seed: int) -> None:
    x, nobody = values(seed, gaps=0.3), np.zeros(25, dtype=np.int64)
    assert impute(x, "mean", nobody).mean() == pytest.approx(np.nanmean(x))
    assert np.median(impute(x, "median", nobody)) == pytest.approx(np.nanmedian(x))
    assert np.array_equal(impute(x, "group_mean", nobody), impute(x, "mean", nobody))


@given(SEEDS, st.sampled_from(["mean", "median", "group_mean", "group_median"]))
def test_filling_touches_gaps_only_and_follows_the_unit(seed: int, rule: str) -> None:
    x, cluster = values(seed, gaps=0.3), np.arange(25) % 3
    filled = impute(x, rule, cluster)
    assert np.isfinite(filled).all()
    assert np.array_equal(filled[np.isfinite(x)], x[np.isfinite(x)])
    np.testing.assert_allclose(impute(x * 7 + 2, rule, cluster), filled * 7 + 2)


@given(SEEDS, st.integers(1, 5))
def test_winsorising_moves_few_and_keeps_the_order(seed: int, most: int) -> None:
    x = np.random.default_rng(seed).pareto(1.2, (1, 40)) + 1
    cut = treat(x, "winsorise", most)
    assert (cut != x).sum() <= most
    assert normal_enough(cut)[0] or (cut != x).sum() == most
    assert (np.diff(cut[0][np.argsort(x[0])]) >= 0).all()


@given(SEEDS)
def test_what_needs_no_treatment_gets_none(seed: int) -> None:
    x = np.random.default_rng(seed).uniform(0, 1, (1, 60))
    for rule in ("winsorise", "log", "auto"):
        assert np.array_equal(treat(x, rule, 5), x)


def spec(*names: str) -> dict[str, Any]:
    return {"name": "all", "children": [{"name": name} for name in names]}


@given(SEEDS)
def test_an_index_of_an_index_is_the_index(seed: int) -> None:
    """Groups of one child, however deep, change nothing."""
    rng = np.random.default_rng(seed)
    data = {name: rng.normal(size=12) for name in "abc"}
    deep = {"name": "all", "children": [
        {"name": "A", "children": [{"name": "B", "children": [{"name": "a"}]}]}, {"name": "b"}, {"name": "c"},
    ]}  # fmt: skip
    assert index.build(deep, data).scores == pytest.approx(index.build(spec("a", "b", "c"), data).scores)


@given(SEEDS)
def test_leaving_out_by_hand_is_leaving_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    data = {name: rng.normal(size=12) for name in "abc"}
    made = index.build(spec("a", "b", "c"), data).without()
    by_hand = index.build(spec("a", "b"), {"a": data["a"], "b": data["b"]})
    assert made["c"].score_after == pytest.approx(by_hand.scores)
    assert made["c"].rank_after == pytest.approx(by_hand.ranks)


@given(SEEDS)
def test_comparing_the_other_way_round_is_the_opposite(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, two = (index.build(spec("a", "b"), {name: rng.normal(size=12) for name in "ab"}) for _ in range(2))
    there, back = one.compare(two), two.compare(one)
    assert back.shift == pytest.approx(-there.shift)
    assert back.spearman == pytest.approx(there.spearman)
    assert one.compare(one).mean_shift == 0
