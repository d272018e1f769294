"""The index: published figures, hierarchy, data, refusals, what-if."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import index
from zonestats.errors import InvalidInput
from zonestats.tests.index_reference import CONN, PILLARS, PUBLISHED, SUST

GOALPOSTS = {"normalise": "goalposts", "low": 0, "high": 100}


def leaf(name: str, **more):
    return {"name": name, **more}


def flat(*names: str, **settings):
    return {"name": "all", "children": [leaf(name) for name in names], **settings}


def columns(n: int, seed: int, names: str = "abcd"):
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    return {name: common + rng.normal(size=n) for name in names}


def test_published_scores_of_coinrs_example() -> None:
    spec = {
        "name": "Index",
        "children": [
            {"name": "Conn", "children": [leaf(name, **GOALPOSTS) for name in CONN]},
            {"name": "Sust", "children": [leaf(name, **GOALPOSTS) for name in SUST]},
        ],
    }
    table = np.array(list(PUBLISHED.values()))
    made = index.build(spec, {name: table[:, 3 + k] for k, name in enumerate(PILLARS)})
    assert made.scores == pytest.approx(table[:, 0], abs=0.0101)
    # Both sides are rounded to 0.005: a mean of such pillars may differ by 0.01 from its rounded self.
    assert made.score_of("Conn") == pytest.approx(table[:, 1], abs=0.0101)
    assert made.score_of("Sust") == pytest.approx(table[:, 2], abs=0.0101)


def test_the_human_development_index_of_the_technical_notes() -> None:
    """UNDP technical note 1: goalposts 20–85 years, 0–18 and 0–15 years of school, ln 100 – ln 75,000; geometric mean.

    Norway, HDR 2021/22 statistical annex, table 1: 83.2 years, 18.2 (capped at 18) and 13.0 years, $64,660; HDI 0.961.
    """
    spec = {
        "name": "HDI", "normalise": "goalposts", "scale": [0, 1], "aggregate": "geometric",
        "children": [
            leaf("life", low=20, high=85),
            {"name": "school", "aggregate": "arithmetic", "children": [leaf("expected", low=0, high=18), leaf("mean", low=0, high=15)]},
            leaf("income", low=np.log(100), high=np.log(75_000)),
        ],
    }  # fmt: skip
    made = index.build(spec, {"life": [83.2], "expected": [18.2], "mean": [13.0], "income": [np.log(64_660)]})
    assert round(float(made.scores[0]), 3) == 0.961


def test_weights_at_every_level_by_hand() -> None:
    spec = {
        "name": "all",
        "children": [
            {
                "name": "first",
                "weight": 3,
                "children": [leaf("a", weight=1, **GOALPOSTS), leaf("b", weight=4, **GOALPOSTS)],
            },
            leaf("c", **GOALPOSTS),
        ],
    }
    made = index.build(spec, {"a": [10.0, 90], "b": [60.0, 20], "c": [100.0, 0]})
    first = [(10 + 4 * 60) / 5, (90 + 4 * 20) / 5]
    assert made.score_of("first").tolist() == first
    assert made.scores == pytest.approx([(3 * first[0] + 100) / 4, 3 * first[1] / 4])


def test_any_depth() -> None:
    spec = leaf("a", **GOALPOSTS)
    for depth in range(12):
        spec = {"name": f"level {depth}", "children": [spec]}
    made = index.build(spec, {"a": [1.0, 2, 3]})
    assert made.scores.tolist() == [1, 2, 3]
    assert len(made.nodes) == 13


def test_direction_turns_the_order() -> None:
    up = index.build(flat("a"), {"a": np.arange(12.0)})
    down = index.build({"name": "all", "children": [leaf("a", direction=-1)]}, {"a": np.arange(12.0)})
    assert up.ranks.tolist() == list(range(12, 0, -1))
    assert down.ranks.tolist() == list(range(1, 13))
    assert up.scores + down.scores == pytest.approx(np.full(12, 100.0))


def test_denominators_divide() -> None:
    marks = {"normalise": "scaled", "low": 0, "high": 50, "direction": -1}
    spec = {"name": "all", "children": [leaf("crimes", denominator="people", per=1000, **marks)]}
    made = index.build(spec, {"crimes": [20.0, 20], "people": [1000.0, 4000]})
    assert made.scores.tolist() == pytest.approx([100 - 20 / 50 * 100, 100 - 5 / 50 * 100])


def test_equal_scores_share_the_better_rank() -> None:
    made = index.build(flat("a"), {"a": [5.0, 5, 5, 4, 3, 2, 1, 0, -1, -2]})
    assert made.ranks.tolist() == [1, 1, 1, 4, 5, 6, 7, 8, 9, 10]


def test_under_ten_zones_there_are_scores_but_no_ranks() -> None:
    made = index.build(flat("a"), {"a": np.arange(9.0)})
    assert made.refusal is not None
    assert (made.refusal.have, made.refusal.need) == (9, 10)
    assert np.isfinite(made.scores).all()
    assert np.isnan(made.ranks).all()
    assert "not enough zones" in made.summary()


def test_a_zone_with_too_little_data_has_no_score() -> None:
    data = columns(12, 1)
    data["a"][0] = data["b"][0] = data["c"][0] = np.nan
    data["a"][1] = np.nan
    made = index.build(flat(*"abcd"), data)
    assert np.isnan(made.scores[0])
    assert np.isnan(made.ranks[0])
    assert np.isfinite(made.scores[1:]).all()
    assert np.nanmax(made.ranks) == 11
    loose = index.build(flat(*"abcd", least_share=0.25), data)
    assert np.isfinite(loose.scores[0])


def test_rows_carry_value_error_n_and_age() -> None:
    rows = [
        {"zone": "a", "indicator": "fear", "value": 0.4, "se": 0.03, "n": 250, "age": 30},
        {"zone": "b", "indicator": "fear", "value": 0.3},
        {"zone": "b", "indicator": "trust", "value": 0.8, "n": None},
    ]
    data = index.table(rows, clusters={"a": "north"})
    assert data.zones == ("a", "b")
    assert data.columns == ("fear", "trust")
    assert data.value[1].tolist() == [0.3, 0.8]
    assert np.isnan(data.value[0, 1])
    assert (data.se[0, 0], data.n[0, 0], data.age[0, 0]) == (0.03, 250, 30)
    assert data.cluster == ("north", "")
    assert index.build(flat("fear"), rows).zones == ("a", "b")


@pytest.mark.parametrize(
    ("rows", "words"),
    [([{"zone": "a", "value": 1}], "needs zone, indicator and value"),
     ([{"zone": "a", "indicator": "x", "value": 1}] * 2, "second row of x in a"),
     ([{"zone": "a", "indicator": "x", "value": np.inf}], "infinite"),
     ([{"zone": "a", "indicator": "x", "value": 1, "se": -1}], "0 or more")],
)  # fmt: skip
def test_wrong_rows_are_named(rows, words) -> None:
    with pytest.raises(InvalidInput, match=words):
        index.table(rows)


@pytest.mark.parametrize(
    ("spec", "words"),
    [(flat("a", "a"), "unique"), (flat("a", normalise="best"), "spec.normalise"), (flat("a", aggregate="mode"), "spec.aggregate"),
     (flat("a", impute="guess"), "spec.impute"), (flat("a", treat="hide"), "spec.treat"), (flat("a", scale=(1, 0)), "must rise"),
     ({"name": "x", "children": []}, "at least one child"), ({"name": "x"}, "needs children"),
     ({"name": "x", "children": [{"weight": 1}]}, "a mapping with a name"), (flat("z"), "no column z"),
     ({"name": "x", "children": [leaf("a", colour="red")]}, "does not know colour"),
     ({"name": "x", "children": [leaf("a", direction=2)]}, "direction"), ({"name": "x", "children": [leaf("a", weight=-1)]}, "weight"),
     ({"name": "x", "children": [leaf("a", weight=0)]}, "above 0"), ({"name": "x", "children": [leaf("a", kind="guess")]}, "kind"),
     ({"name": "x", "children": [leaf("a", normalise="goalposts")]}, "low < high"),
     ({"name": "x", "children": [leaf("a", normalise="distance_to_target")]}, "target"),
     ({"name": "x", "children": [leaf("a", normalise="distance_to_reference")]}, "reference zone"),
     ({"name": "x", "children": [leaf("a", normalise="distance_to_reference", reference="99")]}, "not in the data"),
     ({"name": "x", "children": [leaf("a", kind="proportion")]}, "outside 0"),
     ({"name": "x", "children": [leaf("a", denominator="b")]}, "above 0"),
     ({"name": "x", "treat": "log", "children": [leaf("a", **GOALPOSTS)]}, "treat none")],
)  # fmt: skip
def test_wrong_specs_are_named(spec, words) -> None:
    with pytest.raises(InvalidInput, match=words):
        index.build(spec, {"a": [1.0, 2.0, 7.0], "b": [0.0, 1.0, 2.0]})


@pytest.mark.parametrize("data", [{}, {"a": [1.0], "b": [1.0, 2.0]}, {"a": ["x"]}, {"a": []}, {"a": [np.inf, 1.0]}])
def test_wrong_columns_are_named(data) -> None:
    with pytest.raises(InvalidInput, match="data"):
        index.build(flat("a"), data)


@given(st.integers(0, 2**32), st.sampled_from(["minmax", "zscore", "percentile", "rank", "borda", "distance_to_max"]))
def test_units_of_measurement_do_not_matter(seed, method) -> None:
    data = columns(15, seed)
    scaled = {name: 3.7 * values + 11 for name, values in data.items()}
    one, two = (index.build(flat(*"abcd", normalise=method), d) for d in (data, scaled))
    assert two.scores == pytest.approx(one.scores, abs=1e-8)


@given(st.integers(0, 2**32), st.sampled_from(index.build.__globals__["parse"].__globals__["AGGREGATE"]))
def test_the_order_of_zones_and_of_children_does_not_matter(seed, method) -> None:
    data = columns(14, seed)
    turn = np.random.default_rng(seed).permutation(14)
    one = index.build(flat(*"abcd", aggregate=method), data)
    two = index.build(flat(*"dcba", aggregate=method), {k: v[turn] for k, v in data.items()})
    assert two.scores == pytest.approx(one.scores[turn], abs=1e-8)


@given(st.integers(0, 2**32))
def test_a_better_value_never_costs_a_zone_score(seed) -> None:
    rng = np.random.default_rng(seed)
    data = columns(12, seed)
    before = index.build(flat(*"abcd", normalise="percentile"), data)
    zone = int(rng.integers(12))
    data["b"] = data["b"].copy()
    data["b"][zone] += rng.uniform(0, 5)
    after = index.build(flat(*"abcd", normalise="percentile"), data)
    assert after.scores[zone] >= before.scores[zone] - 1e-9


def test_what_if_values_and_weights() -> None:
    made = index.build(flat(*"abcd"), columns(12, 2))
    better = made.what_if({("3", "a"): 50.0})
    assert better.ranks[3] <= made.ranks[3]
    assert better.data.value[3, 0] == 50
    assert made.data.value[3, 0] != 50
    only_b = made.what_if(weights={"a": 0, "c": 0, "d": 0})
    assert only_b.scores == pytest.approx(made.score_of("b"))
    for wrong in ({("99", "a"): 1.0}, {("3", "z"): 1.0}):
        with pytest.raises(InvalidInput):
            made.what_if(wrong)
    with pytest.raises(InvalidInput, match="weights"):
        made.what_if(weights={"z": 1})


def test_comparison_of_two_versions() -> None:
    made = index.build(flat(*"abcd"), columns(12, 3))
    same = made.compare(made)
    assert (same.mean_shift, same.largest_shift) == (0, 0)
    assert same.spearman == pytest.approx(1)
    turned = made.compare(
        index.build({"name": "x", "children": [leaf(n, direction=-1) for n in "abcd"]}, columns(12, 3))
    )
    assert turned.spearman == pytest.approx(-1)
    assert turned.shift.sum() == 0
    assert "rank correlation -1.000" in turned.summary()


def test_comparison_needs_a_common_zone() -> None:
    one = index.build(flat("a"), [{"zone": "x", "indicator": "a", "value": 1}])
    with pytest.raises(InvalidInput, match="in common"):
        one.compare(index.build(flat("a"), [{"zone": "y", "indicator": "a", "value": 1}]))


def test_leaving_elements_out() -> None:
    spec = {"name": "all", "children": [{"name": "g", "children": [leaf("a"), leaf("b")]}, leaf("c"), leaf("d")]}
    made = index.build(spec, columns(12, 4))
    left = made.without()
    assert set(left) == {"a", "b", "c", "d", "g"}
    by_hand = index.build(flat("c", "d"), columns(12, 4))
    assert left["g"].score_after == pytest.approx(by_hand.scores)
    assert left["g"].mean_shift == pytest.approx(np.mean(np.abs(made.ranks - by_hand.ranks)))


def test_a_group_of_one_leaves_with_its_only_child() -> None:
    spec = {"name": "all", "children": [{"name": "g", "children": [leaf("a")]}, leaf("c")]}
    left = index.build(spec, columns(12, 5)).without()
    assert left["a"].score_after == pytest.approx(left["g"].score_after)


def test_unknown_names_are_said() -> None:
    made = index.build(flat("a"), columns(12, 6))
    for call in (lambda: made.score_of("z"), lambda: made.correlations("z"), lambda: made.suggest_weights("z")):
        with pytest.raises(InvalidInput, match="there is no"):
            call()
    with pytest.raises(InvalidInput, match="pca or influence"):
        made.suggest_weights("all", method="best")


def test_the_summary_says_how_much_is_missing() -> None:
    data = columns(12, 7)
    data["a"][3] = np.nan
    text = index.build(flat(*"abcd"), data).summary()
    assert "12 zones, 4 indicators in 1 groups, 1 missing" in text
    assert "intervals" in text
