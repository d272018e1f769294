"""Synthetic control: weights, placebo, jackknife, calibration, and the peer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls

from zonestats import effects
from zonestats.effects.simplex import Problem, solve_problems
from zonestats.errors import InvalidInput
from zonestats.kernels import synthetic
from zonestats.tests.uncompiled import uncompile


def world(units: int, periods: int, seed: int, *, covariates: int = 0, noise: float = 0.05):
    rng = np.random.default_rng(seed)
    loadings = rng.dirichlet(np.ones(3), units)
    factors = np.cumsum(rng.normal(0.1, 0.3, (3, periods)), axis=1) + 5
    panel = loadings @ factors + rng.normal(0, noise, (units, periods))
    extra = loadings @ rng.normal(size=(3, covariates)) + rng.normal(0, 0.3, (units, covariates))
    return panel, np.arange(units) == 0, extra


def kkt_gap(a: np.ndarray, b: np.ndarray, w: np.ndarray) -> float:
    """How far w is from satisfying the optimality conditions, relative to the gradients."""
    gradient = a.T @ (a @ w - b)
    level = float(w @ gradient)
    return float(np.max(level - gradient)) / max(1.0, float(np.abs(a.T @ a).max()))


@given(st.integers(0, 2**32), st.integers(1, 30), st.integers(2, 40))
@settings(max_examples=60)
def test_simplex_weights_are_optimal(seed, rows, donors) -> None:
    rng = np.random.default_rng(seed)
    a, b, w = rng.normal(size=(rows, donors)), rng.normal(size=rows), np.empty(donors)
    value = synthetic.on_simplex(a, b, w)
    assert (w >= 0).all()
    assert w.sum() == pytest.approx(1, abs=1e-12)
    assert value == pytest.approx(float(np.sum((a @ w - b) ** 2)), abs=1e-10)
    assert kkt_gap(a, b, w) < 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_simplex_weights_agree_with_nonnegative_least_squares(seed) -> None:
    """The sum of one as a heavily weighted extra row of scipy's solver."""
    rng = np.random.default_rng(seed)
    a, b, w = rng.normal(size=(25, 8)), rng.normal(size=25), np.empty(8)
    synthetic.on_simplex(a, b, w)
    other, _ = nnls(np.vstack([a, np.full(8, 1e5)]), np.append(b, 1e5))
    assert w == pytest.approx(other, abs=1e-6)


def test_a_unit_equal_to_one_donor_gets_that_donor() -> None:
    a = np.random.default_rng(1).normal(size=(6, 5))
    w = np.empty(5)
    assert synthetic.on_simplex(a, a[:, 3].copy(), w) == pytest.approx(0, abs=1e-20)
    assert w.tolist() == pytest.approx([0, 0, 0, 1, 0])


def test_equal_donors_do_not_stop_the_search() -> None:
    a = np.repeat(np.random.default_rng(2).normal(size=(6, 3)), 3, axis=1)
    w = np.empty(9)
    value = synthetic.on_simplex(a, a.mean(axis=1), w)
    assert value == pytest.approx(0, abs=1e-9)


def test_kernels_also_run_uncompiled(monkeypatch) -> None:
    panel, treated, extra = world(5, 8, 3, covariates=2, noise=0.5)
    before = effects.synthetic_control(panel, treated, 5, covariates=extra, seed=1)
    monkeypatch.setattr("zonestats.effects.simplex.STEPS", 30)
    compiled = effects.synthetic_control(panel, treated, 5, covariates=extra, seed=1)
    uncompile(monkeypatch, synthetic)
    from zonestats.effects import simplex

    monkeypatch.setattr(simplex, "on_simplex", synthetic.on_simplex)
    monkeypatch.setattr(simplex, "outcome_loss", synthetic.outcome_loss)
    monkeypatch.setattr(simplex, "search_all", synthetic.search_all)
    plain = effects.synthetic_control(panel, treated, 5, covariates=extra, seed=1)
    assert plain.weights == pytest.approx(compiled.weights, abs=1e-7)
    assert plain.mspe >= before.mspe * (1 - 1e-9)


def test_without_covariates_no_other_weights_fit_better() -> None:
    panel, treated, _ = world(9, 20, 4)
    found = effects.synthetic_control(panel, treated, 14, seed=1)
    rng = np.random.default_rng(5)
    for w in rng.dirichlet(np.full(8, 0.3), 500):
        assert found.mspe <= np.mean((panel[0, :14] - w @ panel[1:, :14]) ** 2) + 1e-15
    assert found.gaps == pytest.approx(panel[0] - found.weights @ panel)
    assert found.effect == pytest.approx(found.gaps[14:].mean())
    assert found.weights[0] == 0


@pytest.mark.parametrize("seed", range(3))
def test_pre_period_error_is_not_above_the_peers(seed) -> None:
    """METHODS: simplex weights agree with a peer when pre-period MSPE ≤ peer × (1 + 1e-6)."""
    pytest.importorskip("pysyncon")
    import pandas as pd
    from pysyncon import Synth

    panel, treated, extra = world(7, 16, seed, covariates=4)
    names = [f"u{k}" for k in range(7)]
    x, z = pd.DataFrame(extra.T, columns=names), pd.DataFrame(panel[:, :10].T, columns=names)
    peer = Synth()
    peer.fit(
        X0=x[names[1:]], X1=x["u0"], Z0=z[names[1:]], Z1=z["u0"], optim_method="Nelder-Mead", optim_initial="equal"
    )
    found = effects.synthetic_control(panel, treated, 10, covariates=extra, seed=1)
    assert found.mspe <= peer.loss_V * (1 + 1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_given_predictor_weights_agree_with_the_peer(seed) -> None:
    pytest.importorskip("pysyncon")
    import pandas as pd
    from pysyncon import Synth

    panel, treated, extra = world(6, 14, seed + 10, covariates=5, noise=0.2)
    names, v = [f"u{k}" for k in range(6)], np.random.default_rng(seed).dirichlet(np.ones(5))
    x, z = pd.DataFrame(extra.T, columns=names), pd.DataFrame(panel[:, :9].T, columns=names)
    peer = Synth()
    peer.fit(X0=x[names[1:]], X1=x["u0"], Z0=z[names[1:]], Z1=z["u0"], custom_V=v)
    found = effects.synthetic_control(panel, treated, 9, covariates=extra, predictor_weights=v, seed=1)
    assert found.weights[1:] == pytest.approx(peer.W, abs=2e-3)
    scaled = extra / extra.std(axis=0, ddof=1)

    def loss(w: np.ndarray) -> float:
        return float(np.sum(v * (scaled[0] - w @ scaled[1:]) ** 2))

    assert loss(found.weights[1:]) <= loss(peer.W) + 1e-12


def test_the_least_error_of_all_weights_is_taken_where_predictor_weights_reach_it() -> None:
    """With predictors that are the outcomes themselves, equal predictor weights reach the free optimum."""
    panel, _, _ = world(8, 12, 6)
    z = np.ascontiguousarray(panel[:, :8].T)
    problem = Problem(z[:, 0].copy(), z[:, 0].copy(), np.arange(1, 8))
    free = solve_problems(np.empty((0, 8)), z, [problem])[0]
    nested = solve_problems(z, z, [problem])[0]
    assert nested == pytest.approx(free, abs=1e-9)


def test_the_planted_effect_is_found_and_placebos_are_not() -> None:
    panel, treated, _ = world(20, 30, 7)
    panel[0, 20:] -= 1.0
    found = effects.synthetic_control(panel, treated, 20, permutations=99, seed=1)
    assert found.effect == pytest.approx(-1.0, abs=0.1)
    assert found.p == 1 / 20
    assert found.placebo_effects.size == 19
    assert found.ci[0] < -1.0 < found.ci[1] < 0


def test_placebo_p_is_the_share_of_error_ratios_as_large() -> None:
    panel, treated, _ = world(10, 16, 8)
    found = effects.synthetic_control(panel, treated, 10, permutations=99, seed=1)
    ratios = []
    for unit in range(1, 10):
        others = [k for k in range(1, 10) if k != unit]
        again = effects.synthetic_control(panel[[unit, *others]], np.arange(9) == 0, 10, seed=1)
        ratios.append(again.error_ratio)
    assert found.p == (sum(r >= found.error_ratio for r in ratios) + 1) / 10


def test_several_treated_units_draw_random_sets() -> None:
    panel, _, _ = world(14, 16, 9)
    treated = np.arange(14) < 2
    one, two, other = (effects.synthetic_control(panel, treated, 10, permutations=30, seed=s) for s in (1, 1, 2))
    assert one.placebo_effects.tobytes() == two.placebo_effects.tobytes()
    assert one.placebo_effects.tobytes() != other.placebo_effects.tobytes()
    assert one.effect == other.effect


def test_the_jackknife_by_hand() -> None:
    panel, treated, _ = world(7, 14, 10, noise=0.3)
    found = effects.synthetic_control(panel, treated, 9, seed=1)
    left = []
    for unit in range(1, 7):
        keep = np.arange(7) != unit
        left.append(effects.synthetic_control(panel[keep], treated[keep], 9, seed=1).effect)
    values = np.array(left)
    assert found.se == pytest.approx(np.sqrt(5 / 6 * np.sum((values - values.mean()) ** 2)))


def counts(units: int, treated: int, seed: int, ratio: float = 1.0):
    rng = np.random.default_rng(seed)
    mean = rng.gamma(5, 4, units)
    panel = rng.poisson(mean[:, None] * np.ones(8)).astype(float)
    panel[:treated, 5:] = rng.poisson(mean[:treated, None] * ratio * np.ones(3))
    return panel, np.arange(units) < treated


@pytest.mark.parametrize("method", ["calibration", "raking"])
def test_calibrated_weights_meet_every_total_exactly(method) -> None:
    panel, treated = counts(120, 10, 1)
    extra = np.random.default_rng(2).uniform(0, 5, (120, 2))
    found = effects.synthetic_control(panel, treated, 5, method=method, covariates=extra, seed=1)
    assert found.weights.sum() == pytest.approx(1, abs=1e-9)
    assert (found.weights[~treated] > 0).all()
    assert found.balance.difference == pytest.approx(np.zeros(7), abs=1e-6)
    assert not np.allclose(found.balance.pool, found.balance.treated, rtol=1e-3)
    assert found.mspe < 1e-12


def test_calibration_and_raking_are_shown_side_by_side() -> None:
    panel, treated = counts(150, 12, 3, ratio=0.5)
    one = effects.synthetic_control(panel, treated, 5, method="calibration", seed=1)
    two = effects.synthetic_control(panel, treated, 5, method="raking", seed=1)
    assert one.alternative["raking"] == pytest.approx(two.effect)
    assert two.alternative["calibration"] == pytest.approx(one.effect)
    assert one.effect < -3
    assert "with raking" in one.summary()


def test_calibration_without_bounds_is_the_regression_estimator() -> None:
    """Where no weight touches 0, linear calibration has a closed form."""
    panel, treated = np.random.default_rng(1).poisson(20, (200, 8)).astype(float), np.arange(200) < 40
    found = effects.synthetic_control(panel, treated, 2, method="calibration", seed=1)
    table = np.column_stack([np.ones(200), panel[:, :2]])
    x, base = table[40:], 40 / 160
    gram = base * x.T @ x
    w = base * (1 + x @ np.linalg.solve(gram, table[:40].sum(axis=0) - base * x.sum(axis=0)))
    assert (w > 0).all()
    assert found.weights[40:] == pytest.approx(w / 40, rel=1e-7)


def test_placebo_sets_of_a_calibration_are_compared_by_effect() -> None:
    panel, treated = counts(150, 10, 5, ratio=0.3)
    found = effects.synthetic_control(panel, treated, 3, method="calibration", permutations=39, seed=1)
    assert found.p == 1 / 40
    assert found.ci[1] < 0


def test_totals_no_weights_can_meet_are_refused() -> None:
    panel, treated = counts(30, 2, 6)
    panel[treated] += 500
    found = effects.synthetic_control(panel, treated, 5, method="calibration", seed=1)
    assert found.refusal is not None
    assert found.refusal.code == "no_balance"
    assert np.isnan(found.effect)
    assert "fewer periods" in found.summary()


def test_counts_below_the_minimum_are_refused_and_other_outcomes_are_not() -> None:
    panel = np.full((5, 6), 3.0)
    found = effects.synthetic_control(panel, np.arange(5) == 0, 4, seed=1)
    assert found.refusal is not None
    assert found.refusal.have == 12
    rates = panel / 100 + np.random.default_rng(1).normal(0, 0.001, (5, 6))
    assert effects.synthetic_control(rates, np.arange(5) == 0, 4, seed=1).refusal is None


def test_periods_before_may_be_a_mask() -> None:
    panel, treated, _ = world(6, 10, 11)
    by_number = effects.synthetic_control(panel, treated, 6, seed=1)
    by_mask = effects.synthetic_control(panel, treated, np.arange(10) < 6, seed=1)
    assert by_number.effect == by_mask.effect


@pytest.mark.parametrize(
    ("change", "argument"),
    [({"pre": 0}, "pre"), ({"pre": 10}, "pre"), ({"pre": [1, 0]}, "pre"), ({"treated": np.zeros(6)}, "treated"),
     ({"treated": np.array([1, 1, 1, 1, 1, 0])}, "treated"), ({"method": "ols"}, "method"), ({"seed": None}, "seed"),
     ({"predictor_weights": [1.0]}, "predictor_weights"), ({"covariates": np.zeros((3, 1))}, "panel and treated and covariates")],
)  # fmt: skip
def test_wrong_arguments_are_named(change, argument) -> None:
    panel, treated, _ = world(6, 10, 12)
    options = {"panel": panel, "treated": treated, "pre": 6, "seed": 1} | change
    with pytest.raises(InvalidInput) as error:
        effects.synthetic_control(**options)
    assert error.value.argument == argument


def test_placebo_needs_enough_control_units() -> None:
    panel, _, _ = world(6, 10, 13)
    with pytest.raises(InvalidInput, match="more control units"):
        effects.synthetic_control(panel, np.arange(6) < 3, 6, permutations=9, seed=1)
