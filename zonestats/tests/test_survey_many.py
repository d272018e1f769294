"""Many figures of one sample: fast because what they share is worked out once, and the same bytes however it runs."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats import survey
from zonestats.errors import InvalidInput
from zonestats.sums import columns, crossed, dot, gram, products, rows
from zonestats.survey.scores import variable

SEEDS = st.integers(0, 2**32)


def poll(seed: int, n: int = 400) -> dict:
    rng = np.random.default_rng(seed)
    codes = [rng.integers(0, k, n) for k in (2, 3)]
    weights = rng.uniform(1, 5, n)
    targets = [np.bincount(code, weights=weights) * rng.uniform(0.8, 1.2, code.max() + 1) for code in codes]
    targets = [target * 1e4 / target.sum() for target in targets]
    return {
        "answer": (rng.random(n) < 0.4).astype(float), "weights": weights, "domain": rng.random(n) < 0.8,
        "clusters": rng.integers(0, 40, n), "margins": list(zip(codes, targets, strict=True)),
    }  # fmt: skip


@given(SEEDS)
def test_shared_calibration_and_design_change_nothing(seed: int) -> None:
    p = poll(seed)
    alone = survey.estimate(
        p["answer"], p["weights"], kind="proportion", domain=p["domain"], clusters=p["clusters"], margins=p["margins"]
    )
    made, drawn = survey.rake(p["weights"], p["margins"]), survey.design(400, clusters=p["clusters"])
    for _ in range(2):  # the second figure finds the factorisation of the first
        shared = survey.estimate(
            p["answer"], p["weights"], kind="proportion", domain=p["domain"], drawn=drawn, calibration=made
        )
        assert dataclasses.astuple(shared) == dataclasses.astuple(alone)


@given(SEEDS)
def test_residuals_are_those_of_weighted_least_squares(seed: int) -> None:
    """Against a plain regression of every row, and orthogonal to every margin."""
    p = poll(seed)
    made = survey.rake(p["weights"], p["margins"])
    scores = np.random.default_rng(seed + 1).normal(3, 2, 400)
    table = np.hstack([np.eye(2)[p["margins"][0][0]], np.eye(3)[p["margins"][1][0]]])
    root = np.sqrt(p["weights"])
    slope = np.linalg.lstsq(table * root[:, None], scores * root, rcond=None)[0]
    left = made.residuals(scores)
    assert np.allclose(left, scores - table @ slope, atol=1e-9)
    assert np.allclose(table.T @ (p["weights"] * left), 0, atol=1e-8)


@given(SEEDS)
def test_what_the_margins_explain_has_no_sampling_error(seed: int) -> None:
    p = poll(seed)
    sex, targets = p["margins"][0]
    found = survey.estimate(sex == 1, p["weights"], kind="proportion", clusters=p["clusters"], margins=p["margins"])
    assert found.estimate == pytest.approx(targets[1] / targets.sum(), rel=1e-9)
    assert found.se < 1e-9


@given(SEEDS)
def test_the_linearised_values_are_the_slope_of_the_estimate(seed: int) -> None:
    """Raising the weight of a row by a little moves the estimate by z times that."""
    p = poll(seed, 60)
    denominator = np.random.default_rng(seed).uniform(1, 3, 60)
    for kind, below in [("mean", None), ("total", None), ("ratio", denominator)]:
        asked = variable(p["answer"], "weights", 60, kind=kind, denominator=below, domain=p["domain"])
        found = asked.linearised(p["weights"])
        for row in (0, 17, 59):
            nudged = p["weights"].copy()
            nudged[row] += 1e-5
            assert (asked.point(nudged) - found.point) / 1e-5 == pytest.approx(found.scores[row], abs=1e-5)


@given(SEEDS)
def test_the_design_effect_of_a_simple_random_sample_is_one(seed: int) -> None:
    """The textbook variance (1 − n/N) s²/n and the comparison inside the design effect are the same thing."""
    n, population = 50, 400
    values = np.random.default_rng(seed).normal(0, 1, n)
    found = survey.estimate(values, np.full(n, population / n), fpc=population)
    assert found.se**2 == pytest.approx((1 - n / population) * values.var(ddof=1) / n, rel=1e-12)
    assert found.deff == pytest.approx(1, rel=1e-9)


@given(SEEDS)
def test_degrees_of_freedom_count_units_and_strata_that_hold_the_rows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    units = rng.integers(0, 30, 200)
    drawn = survey.design(200, strata=units % 4, clusters=units)
    rows = rng.random(200) < rng.uniform(0.01, 0.5)
    expected = len(set(units[rows])) - len(set(units[rows] % 4))
    assert drawn.degrees_of_freedom(rows) == expected


def test_a_design_of_other_rows_is_refused_by_name() -> None:
    p = poll(1)
    with pytest.raises(InvalidInput, match="describes 399 rows, weights has 400"):
        survey.estimate(p["answer"], p["weights"], drawn=survey.design(399))


@given(SEEDS, st.integers(0, 300))
def test_sums_are_the_sums(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    a, b, table = rng.normal(0, 1, n), rng.normal(0, 1, n), rng.normal(0, 1, (n, 3))
    assert dot(a, b) == pytest.approx(float(a @ b), abs=1e-12)
    assert np.allclose(columns(table, a), a @ table, atol=1e-12)
    assert np.allclose(rows(table.T, a), table.T @ a, atol=1e-12)


@settings(max_examples=20)
@given(SEEDS, st.integers(1, 700), st.integers(1, 100))
def test_blocks_of_rows_add_up_to_the_whole_product(seed: int, rows: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    table, weights = rng.normal(size=(rows, width)), rng.uniform(0, 3, rows)
    assert gram(table, weights) == pytest.approx(table.T @ (weights[:, None] * table), rel=1e-9, abs=1e-9)


@given(SEEDS, st.integers(0, 90), st.integers(1, 40), st.integers(1, 40), st.sampled_from([2, 50, 4_000]))
def test_products_in_any_blocks_are_the_products(seed: int, n: int, a: int, b: int, products_at_once: int) -> None:
    rng = np.random.default_rng(seed)
    left, right, across = rng.normal(size=(n, a)), rng.normal(size=(n, b)), rng.normal(size=(a, b))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zonestats.sums.PRODUCTS", products_at_once)
        patch.setattr("zonestats.sums.HELD", products_at_once)
        patch.setattr("zonestats.sums.STRIPE", 7)
        assert crossed(left, right) == pytest.approx(left.T @ right, abs=1e-10)
        assert gram(left, np.arange(n)) == pytest.approx(left.T @ (np.arange(n)[:, None] * left), abs=1e-9)
        assert products(left, across) == pytest.approx(left @ across, abs=1e-10)


@pytest.mark.parametrize("distance", ["linear", "raking"])
def test_a_calibration_begun_at_a_near_one_takes_fewer_steps_to_the_same_weights(distance: str) -> None:
    rng = np.random.default_rng(4)
    x, base = np.column_stack([np.ones(900), rng.poisson(2, (900, 6))]).astype(float), np.full(900, 0.1)
    bounds = (1e-9, np.inf) if distance == "linear" else None
    aims = base @ x * np.array([1.0, 1.6, 0.7, 1.2, 0.9, 1.1, 1.3])
    whole = survey.calibrate(base, x, aims, distance=distance, bounds=bounds)
    cold = survey.calibrate(base[:880], x[:880], aims, distance=distance, bounds=bounds)
    warm = survey.calibrate(base[:880], x[:880], aims, distance=distance, bounds=bounds, start=whole.multipliers)
    assert warm.iterations < cold.iterations
    assert warm.weights == pytest.approx(cold.weights, abs=1e-8)


def test_a_start_of_another_length_is_named() -> None:
    with pytest.raises(InvalidInput, match="2 multipliers for 1 covariates"):
        survey.calibrate([10.0] * 3, [[1.0]] * 3, [30.0], start=[0.0, 1.0])
