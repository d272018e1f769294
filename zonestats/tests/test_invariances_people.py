"""Surveys, indices, budgets, opinions and effects: what the names, units and order of the asker must not decide."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats import budget, effects, index, opinions, survey

SEEDS = st.integers(0, 2**32)
N = 90


def sample(seed: int) -> dict:
    rng = np.random.default_rng(seed)
    clusters = rng.permutation(np.arange(N) % 18)
    return {
        "values": rng.normal(5, 2, N), "weights": rng.uniform(1, 4, N), "clusters": clusters, "strata": clusters % 3,
        "yes": (rng.random(N) < 0.4).astype(float),
    }  # fmt: skip


def asked(s: dict, values, weights=None, **options) -> survey.Estimate:
    weights = s["weights"] if weights is None else weights
    return survey.estimate(values, weights, clusters=s["clusters"], strata=s["strata"], **options)


@given(SEEDS, st.floats(-9, 9), st.sampled_from([-3.0, 0.5, 100.0]))
def test_means_follow_their_units(seed: int, shift: float, scale: float) -> None:
    s = sample(seed)
    plain, moved = asked(s, s["values"]), asked(s, shift + scale * s["values"])
    assert moved.estimate == pytest.approx(shift + scale * plain.estimate, rel=1e-9, abs=1e-9)
    assert moved.se == pytest.approx(abs(scale) * plain.se, rel=1e-7)
    assert moved.deff == pytest.approx(plain.deff, rel=1e-6)


@given(SEEDS, st.sampled_from([0.01, 3.0, 1000.0]))
def test_weights_say_who_and_their_sum_how_many(seed: int, scale: float) -> None:
    s = sample(seed)
    weights = scale * s["weights"]
    assert asked(s, s["values"], weights).estimate == pytest.approx(asked(s, s["values"]).estimate)
    assert asked(s, s["values"], weights).se == pytest.approx(asked(s, s["values"]).se)
    total = asked(s, s["values"], kind="total")
    assert asked(s, s["values"], weights, kind="total").estimate == pytest.approx(scale * total.estimate)
    assert asked(s, s["values"], weights, kind="total").se == pytest.approx(scale * total.se)


@given(SEEDS)
def test_no_is_the_complement_of_yes(seed: int) -> None:
    s = sample(seed)
    yes, no = asked(s, s["yes"], kind="proportion"), asked(s, 1 - s["yes"], kind="proportion")
    assert yes.estimate + no.estimate == pytest.approx(1)
    assert yes.se == pytest.approx(no.se)
    if yes.interval == no.interval == "logit":
        assert yes.ci[0] == pytest.approx(1 - no.ci[1])


@given(SEEDS)
def test_a_mean_is_a_total_over_a_total(seed: int) -> None:
    s = sample(seed)
    ratio = asked(s, s["values"], kind="ratio", denominator=np.ones(N))
    mean = asked(s, s["values"])
    assert (ratio.estimate, ratio.se) == (pytest.approx(mean.estimate), pytest.approx(mean.se))
    top, bottom = asked(s, s["values"], kind="total"), asked(s, np.ones(N), kind="total")
    assert mean.estimate == pytest.approx(top.estimate / bottom.estimate)


@given(SEEDS)
def test_a_domain_is_a_ratio_of_what_lies_inside(seed: int) -> None:
    s = sample(seed)
    inside = np.random.default_rng(seed + 1).random(N) < 0.7
    domain = asked(s, s["values"], domain=inside)
    ratio = asked(s, s["values"] * inside, kind="ratio", denominator=inside.astype(float))
    assert domain.estimate == pytest.approx(ratio.estimate)
    assert domain.se == pytest.approx(ratio.se)


@given(SEEDS)
def test_totals_of_parts_are_the_total(seed: int) -> None:
    s = sample(seed)
    inside = np.random.default_rng(seed + 1).random(N) < 0.5
    parts = [asked(s, s["values"], kind="total", domain=part).estimate for part in (inside, ~inside)]
    assert sum(parts) == pytest.approx(asked(s, s["values"], kind="total").estimate)


@given(SEEDS)
def test_names_of_strata_and_clusters_mean_nothing(seed: int) -> None:
    s = sample(seed)
    named = survey.estimate(
        s["values"], s["weights"], clusters=[f"house {c * 7 % 19}" for c in s["clusters"]], strata=-5 * s["strata"]
    )
    assert named.se == pytest.approx(asked(s, s["values"]).se, rel=1e-12)


@given(SEEDS)
def test_rows_without_weight_are_not_there(seed: int) -> None:
    s = sample(seed)
    weights = s["weights"].copy()
    weights[::9] = 0.0
    wild = s["values"].copy()
    wild[::9] = 1e6
    assert asked(s, wild, weights).estimate == pytest.approx(asked(s, s["values"], weights).estimate)
    assert asked(s, wild, weights).se == pytest.approx(asked(s, s["values"], weights).se)


@given(SEEDS)
def test_of_a_linear_figure_the_jackknife_is_the_linearisation(seed: int) -> None:
    """A total is linear in the units, so leaving units out loses nothing."""
    s = sample(seed)
    options = {"clusters": s["clusters"], "strata": s["strata"], "kind": "total"}
    left_out = survey.jackknife(s["values"], s["weights"], **options)
    assert left_out.se == pytest.approx(survey.estimate(s["values"], s["weights"], **options).se, rel=1e-9)


@given(SEEDS, st.floats(0.05, 0.95))
def test_a_larger_part_of_the_population_leaves_less_error(seed: int, share: float) -> None:
    s = sample(seed)
    whole, part = asked(s, s["values"]), asked(s, s["values"], fpc=share)
    assert part.se == pytest.approx(np.sqrt(1 - share) * whole.se)


def margins(seed: int) -> tuple[np.ndarray, list]:
    rng = np.random.default_rng(seed)
    base = rng.uniform(1, 3, N)
    codes = [rng.permutation(np.arange(N) % k) for k in (2, 4)]
    targets = [np.bincount(code, weights=base) * rng.uniform(0.7, 1.4, code.max() + 1) for code in codes]
    return base, [(code, 1000 * target / target.sum()) for code, target in zip(codes, targets, strict=True)]


@given(SEEDS, st.sampled_from([0.01, 50.0]))
@settings(max_examples=40)
def test_raking_knows_no_order_no_names_and_no_size_of_the_base(seed: int, scale: float) -> None:
    base, (a, b) = margins(seed)
    plain = survey.rake(base, [a, b]).weights
    assert survey.rake(base, [b, a]).weights == pytest.approx(plain, rel=1e-7)
    assert survey.rake(scale * base, [a, b]).weights == pytest.approx(plain, rel=1e-7)
    assert survey.rake(plain, [a, b]).weights == pytest.approx(plain, rel=1e-7)
    turned = (3 - b[0], b[1][::-1].copy())
    assert survey.rake(base, [a, turned]).weights == pytest.approx(plain, rel=1e-7)


@given(SEEDS)
@settings(max_examples=40)
def test_raking_multiplies_cells(seed: int) -> None:
    """The factor of a row is a factor of its sex times a factor of its age: odds ratios of the base stay."""
    base, (a, b) = margins(seed)
    log = np.log(survey.rake(base, [a, b]).factors)
    cells = np.zeros((2, 4))
    cells[a[0], b[0]] = log
    seen = np.zeros((2, 4), bool)
    seen[a[0], b[0]] = True
    if seen.all():
        apart = cells - cells.mean(axis=0) - cells.mean(axis=1, keepdims=True) + cells.mean()
        assert np.abs(apart).max() < 1e-7


@given(SEEDS, st.sampled_from([0.01, 20.0]))
@settings(max_examples=30)
def test_small_areas_follow_their_units_and_order(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(25), rng.normal(0, 1, 25)])
    variance = rng.uniform(0.2, 1, 25)
    direct = x @ [3, 2] + rng.normal(0, 0.7, 25) + rng.normal(0, np.sqrt(variance))
    plain = survey.small_areas(direct, variance, x)
    scaled = survey.small_areas(scale * direct, scale**2 * variance, x)
    assert scaled.estimate == pytest.approx(scale * plain.estimate, rel=1e-4)
    turn = rng.permutation(25)
    turned = survey.small_areas(direct[turn], variance[turn], x[turn])
    assert turned.estimate == pytest.approx(plain.estimate[turn], rel=1e-6)
    line = plain.estimate - direct
    assert (np.abs(line) <= np.abs(x @ np.linalg.lstsq(x, direct, rcond=None)[0] - direct).max() * 3).all()


@given(st.integers(20, 300), st.integers(20, 300), st.integers(20, 300), st.integers(20, 300), st.floats(0.5, 4))
def test_effects_turn_round_with_their_areas(a: int, b: int, c: int, d: int, size: float) -> None:
    there, back = effects.wdd(treated=(a, b), control=(c, d)), effects.wdd(treated=(c, d), control=(a, b))
    assert back.effect == -there.effect
    assert back.se == there.se
    assert back.ci == pytest.approx((-there.ci[1], -there.ci[0]))
    ratio, other = (
        effects.rate_ratio(treated=(a, b), control=(c, d)),
        effects.rate_ratio(treated=(c, d), control=(a, b)),
    )
    assert ratio.effect == pytest.approx(-other.effect, abs=1e-12)  # logarithms
    assert ratio.p == pytest.approx(other.p)
    reversed_time = effects.rate_ratio(treated=(b, a), control=(d, c))
    assert reversed_time.effect == pytest.approx(-ratio.effect, abs=1e-12)
    sized = effects.wdd(treated=(a, b), control=(c, d), area_weights=(size, size))
    assert sized.effect * size == pytest.approx(there.effect)


SPEC = {
    "name": "all",
    "normalise": "minmax",
    "children": [{"name": "a"}, {"name": "b", "direction": -1}, {"name": "c"}],
}


@given(SEEDS, st.floats(-100, 100), st.sampled_from([0.001, 30.0]))
def test_an_index_knows_no_units_of_its_indicators(seed: int, shift: float, scale: float) -> None:
    rng = np.random.default_rng(seed)
    data = {name: rng.normal(0, 1, 15) for name in "abc"}
    plain = index.build(SPEC, data)
    moved = index.build(SPEC, data | {"b": shift + scale * data["b"]})
    assert moved.scores == pytest.approx(plain.scores, abs=1e-6)
    turned = index.build({**SPEC, "children": SPEC["children"][::-1]}, data)
    assert turned.scores == pytest.approx(plain.scores)


@given(SEEDS)
def test_better_in_everything_is_never_ranked_behind(seed: int) -> None:
    rng = np.random.default_rng(seed)
    data = {name: rng.normal(0, 1, 15) for name in "abc"}
    data["a"][1], data["b"][1], data["c"][1] = data["a"][0] + 0.1, data["b"][0] - 0.1, data["c"][0] + 0.1
    for way in ("arithmetic", "geometric", "harmonic"):
        found = index.build(SPEC | {"aggregate": way}, data)
        assert found.ranks[1] <= found.ranks[0]


@given(SEEDS, st.integers(1, 9))
@settings(max_examples=40)
def test_equal_shares_knows_no_currency(seed: int, scale: int) -> None:
    """Of the plain method; add-1 counts in whole units of the currency and so does not promise it."""
    rng = np.random.default_rng(seed)
    costs, approvals = rng.integers(1, 30, 8), rng.random((20, 8)) < 0.4
    plain = budget.equal_shares(costs, approvals, 60, completion="none").chosen
    assert budget.equal_shares(scale * costs, approvals, 60 * scale, completion="none").chosen == plain


@given(SEEDS, st.integers(2, 4))
@settings(max_examples=40)
def test_equal_shares_of_a_cloned_town_are_the_same(seed: int, clones: int) -> None:
    rng = np.random.default_rng(seed)
    costs, approvals = rng.integers(1, 30, 8), rng.random((20, 8)) < 0.4
    plain = budget.equal_shares(costs, approvals, 60, completion="none").chosen
    assert budget.equal_shares(costs, np.tile(approvals, (clones, 1)), 60, completion="none").chosen == plain


def votes(seed: int) -> np.ndarray:
    """Two camps of twenty who differ on most of twelve statements."""
    rng = np.random.default_rng(seed)
    camp = np.repeat([1.0, -1.0], 20)[:, None] * np.where(np.arange(12) < 10, 1.0, 0.0) + np.where(
        np.arange(12) < 10, 0, 1.0
    )
    return np.where(rng.random((40, 12)) < 0.9, camp, -camp)


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_opinion_groups_do_not_know_which_way_a_statement_is_put(seed: int) -> None:
    """ "More light" and "no more light" are the same question; order of statements is nobody's opinion either."""
    cast = votes(seed)
    plain = opinions.groups(cast, seed=1)
    rng = np.random.default_rng(seed)
    turned = opinions.groups(cast * np.where(rng.random(12) < 0.5, -1.0, 1.0), seed=1)
    shuffled = opinions.groups(cast[:, rng.permutation(12)], seed=1)
    assert plain.refusal is None
    for other in (turned, shuffled):
        assert (other.labels == plain.labels).all() or (other.labels == 1 - plain.labels).all()
