"""The jackknife: replicates by their definition, raked ones against raking each by itself, and their size."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats import survey
from zonestats.errors import InvalidInput

SEEDS = st.integers(0, 2**32)
KINDS = st.sampled_from(["mean", "total", "ratio", "proportion"])


def sample(seed: int, n: int = 120) -> dict[str, Any]:
    """Answers in three strata of several clusters, with two margins."""
    rng = np.random.default_rng(seed)
    clusters = rng.integers(0, 24, n)
    codes = [rng.integers(0, k, n) for k in (2, 3)]
    weights = rng.uniform(1, 5, n)
    targets = [np.bincount(code, weights=weights) * rng.uniform(0.7, 1.3, code.max() + 1) for code in codes]
    return {
        "values": rng.normal(5, 2, n), "yes": (rng.random(n) < 0.4).astype(float), "size": rng.uniform(1, 9, n),
        "weights": weights, "strata": clusters % 3, "clusters": clusters, "domain": rng.random(n) < 0.8,
        "margins": [(code, target * 300 / target.sum()) for code, target in zip(codes, targets, strict=True)],
    }  # fmt: skip


def asked(s: dict[str, Any], kind: str) -> dict[str, Any]:
    """The arguments of one kind of figure."""
    values = s["yes"] if kind == "proportion" else s["values"]
    return {"values": values, "kind": kind, "denominator": s["size"] if kind == "ratio" else None}


def figure(s: dict[str, Any], kind: str, weights: np.ndarray) -> float:
    """Σ w y, or divided by Σ w x, in the domain."""
    inside = s["domain"]
    values = (s["yes"] if kind == "proportion" else s["values"])[inside]
    below = s["size"][inside] if kind == "ratio" else np.ones(inside.sum())
    total = float(np.sum(weights[inside] * values))
    return total if kind == "total" else total / float(np.sum(weights[inside] * below))


@given(SEEDS)
def test_every_replicate_leaves_one_unit_out_and_raises_its_stratum(seed: int) -> None:
    s = sample(seed)
    made = survey.replicates(s["weights"], strata=s["strata"], clusters=s["clusters"])
    units = sorted(set(zip(s["strata"].tolist(), s["clusters"].tolist(), strict=True)))
    assert made.count == len(units)
    for (stratum, cluster), weights in zip(units, made.each(), strict=True):
        drawn = len({c for h, c in units if h == stratum})
        raised = np.where(s["strata"] == stratum, drawn / (drawn - 1), 1.0)
        raised[s["clusters"] == cluster] = 0.0
        np.testing.assert_allclose(weights, s["weights"] * raised, rtol=1e-14)


@given(SEEDS, KINDS, st.sampled_from(["mean", "full"]))
def test_raked_replicates_are_those_raked_one_by_one(seed: int, kind: str, centre: str) -> None:
    """All replicates at once, with one curvature for all, against ``rake`` on each."""
    s = sample(seed)
    design = {"strata": s["strata"], "clusters": s["clusters"]}
    found = survey.jackknife(
        weights=s["weights"], margins=s["margins"], domain=s["domain"], centre=centre, **design, **asked(s, kind)
    )
    made = survey.replicates(s["weights"], **design)
    alone = made.variance(lambda w: figure(s, kind, survey.rake(w, s["margins"]).weights), centre=centre)
    assert found.se == pytest.approx(np.sqrt(alone), rel=1e-8)
    assert found.estimate == pytest.approx(figure(s, kind, survey.rake(s["weights"], s["margins"]).weights))


@given(SEEDS, st.integers(1, 40))
def test_how_many_replicates_are_held_at_once_changes_nothing(seed: int, held: int) -> None:
    s = sample(seed)
    options = {"margins": s["margins"], "clusters": s["clusters"], "kind": "proportion"}
    whole = survey.jackknife(s["yes"], s["weights"], **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zonestats.survey.nearly.AT_ONCE", 6 * held)  # six cells
        parts = survey.jackknife(s["yes"], s["weights"], **options)
    assert parts.se == pytest.approx(whole.se, rel=1e-12)


@given(SEEDS)
@settings(max_examples=20)
def test_replicates_that_do_not_converge_together_are_raked_by_themselves(seed: int) -> None:
    s = sample(seed)
    options = {"margins": s["margins"], "clusters": s["clusters"], "kind": "proportion"}
    together = survey.jackknife(s["yes"], s["weights"], **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zonestats.survey.nearly.SWEEPS", 1)
        alone = survey.jackknife(s["yes"], s["weights"], **options)
    assert alone.se == pytest.approx(together.se, rel=1e-8)


def test_a_replicate_that_loses_a_category_is_refused_by_name() -> None:
    """The one unit of category 1 is left out once, and nothing could be raked to its target."""
    margins = [([0, 0, 0, 1], [6.0, 2.0])]
    with pytest.raises(InvalidInput, match=r"categories \[1\] have a target but no rows"):
        survey.jackknife([1.0, 2, 3, 4], [2.0] * 4, margins=margins)


def test_margins_that_say_nothing_new_change_no_error() -> None:
    """Raking to the sample's own total multiplies every weight alike: a mean does not notice."""
    rng = np.random.default_rng(6)
    values, clusters = rng.normal(0, 1, 90), np.arange(90) // 3
    plain = survey.jackknife(values, np.ones(90), clusters=clusters)
    scaled = survey.jackknife(values, np.ones(90), clusters=clusters, margins=[(np.zeros(90, dtype=int), [5_000.0])])
    assert (scaled.estimate, scaled.se) == pytest.approx((plain.estimate, plain.se), rel=1e-12)


def test_a_raked_share_of_the_margin_itself_has_no_error() -> None:
    rng = np.random.default_rng(7)
    sex = rng.integers(0, 2, 200)
    found = survey.jackknife(sex, np.ones(200), kind="proportion", margins=[(sex, [48.0, 52.0])])
    assert found.estimate == pytest.approx(0.52)
    assert found.se == pytest.approx(0.0, abs=1e-12)


def test_many_units_need_no_table_of_units_and_replicates() -> None:
    """4,000 rows that are 4,000 units: that table alone would hold 128 MB."""
    rng = np.random.default_rng(8)
    values, codes = rng.normal(0, 1, 4_000), rng.integers(0, 3, 4_000)
    tracemalloc.start()
    found = survey.jackknife(values, np.ones(4_000), margins=[(codes, [1_200.0, 1_500.0, 1_300.0])])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.se == pytest.approx(np.std(values, ddof=1) / np.sqrt(4_000), rel=0.02)
    assert peak < 30e6


def test_raking_on_many_categories_fits_into_memory() -> None:
    """300 + 200 categories of 6,000 rows: blocks of the products' sums once asked for 44 GB."""
    rng = np.random.default_rng(9)
    codes = [np.concatenate([np.arange(k), rng.integers(0, k, 6_000 - k)]) for k in (300, 200)]
    base = rng.uniform(1, 2, 6_000)
    targets = [np.bincount(code, weights=base) * rng.uniform(0.9, 1.1, code.max() + 1) for code in codes]
    made = survey.rake(base, [(c, t * 9_000 / t.sum()) for c, t in zip(codes, targets, strict=True)])
    assert made.max_error < 1e-9
    assert np.bincount(codes[0], weights=made.weights).sum() == pytest.approx(9_000)
