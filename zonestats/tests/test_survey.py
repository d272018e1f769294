"""Survey: weights, refusals, small areas, opt-in samples, planning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import survey
from zonestats.errors import InvalidInput
from zonestats.tests.survey_data import Made

M = Made()
MARGINS = [(M.age, M.ages), (M.sex, M.sexes)]
# Milk expenditure of 43 areas (Arora & Lahiri 1997; data "milk" of R's sae): direct estimate, standard error, major area
MILK = np.array("""
1.099 .163 1 1.075 .08 1 1.105 .083 1 .628 .109 1 .753 .119 1 .981 .141 1 1.257 .202 1 1.095 .127 2 1.405 .168 2
1.356 .178 2 .615 .1 2 1.46 .201 2 1.338 .148 2 .854 .143 2 1.176 .149 3 1.111 .145 3 1.257 .135 3 1.43 .172 3
1.278 .137 3 1.292 .163 3 1.002 .125 3 1.183 .247 3 1.044 .14 3 1.267 .171 3 1.193 .106 3 .791 .121 4 .795 .121 4
.759 .259 4 .796 .106 4 .565 .089 4 .886 .225 4 .952 .205 4 .807 .119 4 .582 .067 4 .684 .106 4 .787 .126 4
.44 .092 4 .759 .132 4 .77 .1 4 .8 .113 4 .756 .083 4 .865 .121 4 .64 .129 4
""".split(), dtype=float).reshape(43, 3)  # fmt: skip  # noqa: SIM905 - a table reads better


def _fitting(weights: np.ndarray, sweeps: int = 3000) -> np.ndarray:
    """Iterative proportional fitting, written out."""
    made = weights.copy()
    for _ in range(sweeps):
        for codes, targets in MARGINS:
            made *= (targets / np.bincount(codes, weights=made))[codes]
    return made


def test_raking_is_the_limit_of_proportional_fitting() -> None:
    made = survey.rake(M.weight, MARGINS)
    assert made.max_error < 1e-10
    np.testing.assert_allclose(made.weights, _fitting(M.weight), rtol=1e-8)


@given(st.integers(0, 2**32 - 1), st.integers(2, 4), st.integers(2, 5))
def test_raking_meets_every_margin(seed: int, first: int, second: int) -> None:
    rng = np.random.default_rng(seed)
    n = 200
    one, two = rng.integers(0, first, n), rng.integers(0, second, n)
    base = rng.uniform(0.2, 5, n)
    true = base * rng.uniform(0.3, 3, n)
    margins = [(codes, np.bincount(codes, weights=true)) for codes in (one, two)]
    made = survey.rake(base, margins)
    for codes, targets in margins:
        np.testing.assert_allclose(np.bincount(codes, weights=made.weights), targets, rtol=1e-8)
    assert (made.weights > 0).all()


def test_raking_again_changes_nothing() -> None:
    once = survey.rake(M.weight, MARGINS).weights
    np.testing.assert_allclose(survey.rake(once, MARGINS).weights, once, rtol=1e-12)


@pytest.mark.parametrize(
    ("margins", "words"),
    [
        ([], "at least one"),
        ([([0, 1, 2], [1.0, 2.0])], "0 … 1"),
        ([([0, 0, 0], [1.0, 2.0])], "merge them"),
        ([([0, 1, 1], [3.0, 0.0])], "target 0"),
        ([([0, 1, 1], [3.0, 4.0]), ([0, 1, 0], [3.0, 5.0])], "adds up to"),
        ([([0, 1], [3.0, 4.0])], "2 codes for 3 weights"),
        ([([0, 1, 1], [-3.0, 4.0])], "0 or more"),
        ([3], "must be a pair"),
    ],
)
def test_margins_that_cannot_be_used_are_explained(margins: list, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        survey.rake([1.0, 1.0, 1.0], margins)


def test_margins_no_weights_can_meet_are_refused() -> None:
    same = [0, 0, 1, 1]
    with pytest.raises(InvalidInput, match="no weights found"):
        survey.rake([1.0] * 4, [(same, [10.0, 30.0]), (same, [20.0, 20.0])])


def test_calibration_totals_out_of_reach_of_the_bounds_are_refused() -> None:
    with pytest.raises(InvalidInput, match="loosen the bounds"):
        survey.calibrate([10.0] * 3, [[1.0]] * 3, [90.0], bounds=(0.5, 2))


def test_linear_calibration_is_the_regression_estimator() -> None:
    """Särndal, Swensson & Wretman 1992, eq. 6.4.1: ŷ + (X − x̂)ᵀ B̂."""
    table = np.column_stack([np.ones(M.n), M.x])
    totals = np.array([5800.0, 54000.0])
    root = np.sqrt(M.weight)
    slope = np.linalg.lstsq(root[:, None] * table, root * M.y, rcond=None)[0]
    wanted = M.weight @ M.y + (totals - M.weight @ table) @ slope
    assert survey.calibrate(M.weight, table, totals).weights @ M.y == pytest.approx(wanted, rel=1e-12)


def test_the_residuals_use_the_base_weights() -> None:
    """The known mistake regresses with the raked weights; the standard errors then differ."""
    made = survey.rake(M.weight, MARGINS)
    table = np.column_stack([M.age == 0, M.age == 1, M.age == 2, M.sex == 1]).astype(float)
    root = np.sqrt(M.weight)
    fitted = table @ np.linalg.lstsq(root[:, None] * table, root * M.y, rcond=None)[0]
    np.testing.assert_allclose(made.residuals(M.y), M.y - fitted, atol=1e-9)
    wrong = np.sqrt(made.weights)
    mistaken = table @ np.linalg.lstsq(wrong[:, None] * table, wrong * M.y, rcond=None)[0]
    assert np.abs(mistaken - fitted).max() > 1e-3


def test_a_simple_sample_has_the_textbook_standard_error() -> None:
    values = [3.0, 5.0, 4.0, 8.0, 9.0]
    found = survey.estimate(values, [20.0] * 5, fpc=100)
    assert found.se == pytest.approx(np.std(values, ddof=1) / np.sqrt(5) * np.sqrt(0.95))
    assert found.deff == pytest.approx(1.0)


def test_a_census_has_no_sampling_error() -> None:
    assert survey.estimate([3.0, 5.0, 4.0], [1.0] * 3, fpc=3).se == 0.0


@pytest.mark.parametrize("yes", [0, 1])
def test_nobody_or_everybody_says_yes(yes: int) -> None:
    """Clopper–Pearson for 0 of 50: upper end 1 − 0.025^(1/50)."""
    found = survey.estimate([yes] * 50, [10.0] * 50, kind="proportion")
    reach = 1 - 0.025 ** (1 / 50)
    assert found.interval == "Korn–Graubard"
    assert found.ci == pytest.approx((1 - reach, 1) if yes else (0, reach))


def test_too_few_effective_answers_are_said() -> None:
    found = survey.estimate([1.0, 0, 1, 0] * 5, [5.0] * 20, kind="proportion")
    assert found.refusal is not None
    assert found.refusal.code == "not_enough"
    assert "Not enough" in found.summary()


def test_answers_missing_outside_the_domain_do_no_harm() -> None:
    y = np.where(M.domain, M.y, np.nan)
    assert survey.estimate(y, M.weight, domain=M.domain).se == survey.estimate(M.y, M.weight, domain=M.domain).se
    with pytest.raises(InvalidInput, match="domain="):
        survey.estimate(y, M.weight)


def test_an_empty_domain_has_no_figure() -> None:
    found = survey.estimate(M.y, M.weight, domain=np.zeros(M.n, dtype=bool))
    assert np.isnan(found.estimate)
    assert found.n == 0
    assert found.refusal is not None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": "median"}, "must be one of"),
        ({"kind": "ratio"}, "is needed"),
        ({"denominator": M.x}, "belongs to"),
        ({"kind": "proportion"}, "0 .no. and 1"),
        ({"level": 95}, "between 0 and 1"),
        ({"strata": M.stratum[:-1]}, "160 rows"),
        ({"fpc": 50}, "smaller than its sample"),
        ({"clusters": M.cluster, "strata": np.column_stack([M.stratum, M.stratum])}, "fewer than strata"),
    ],
)
def test_wrong_questions_are_explained(options: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        survey.estimate(M.y, M.weight, **options)


def test_small_areas_against_the_sae_package() -> None:
    """R sae (Molina & Marhuenda 2015, The R Journal 7), eblupFH and mseFH on its data "milk", REML.

    The figures as printed there and in the tests of samplics; sae stops its iteration at 1e-4.
    """
    area = MILK[:, 2]
    table = np.column_stack([np.ones(43), area == 2, area == 3, area == 4])
    found = survey.small_areas(MILK[:, 0], MILK[:, 1] ** 2, table)
    assert found.area_variance == pytest.approx(0.01855022, rel=1e-4)
    assert found.coefficients == pytest.approx([0.9681890, 0.1327801, 0.2269462, -0.2413011], abs=1e-6)
    assert found.estimate[:4] == pytest.approx([1.0219703, 1.0476018, 1.0679513, 0.7608170], abs=1e-6)
    assert found.estimate[-2:] == pytest.approx([0.8040773, 0.6810870], abs=1e-6)
    assert found.mse[:4] == pytest.approx([0.013460220, 0.005372876, 0.005701990, 0.008541740], abs=1e-7)
    assert found.better.all()


def test_small_areas_with_equal_variances_have_the_exact_solution() -> None:
    """With one D the REML variance is max(0, s² − D)."""
    rng = np.random.default_rng(4)
    direct = rng.normal(0.5, 0.3, 60)
    found = survey.small_areas(direct, np.full(60, 0.04), np.ones((60, 1)))
    assert found.area_variance == pytest.approx(np.var(direct, ddof=1) - 0.04, rel=1e-9)


def test_a_zero_area_variance_is_said() -> None:
    direct = 0.5 + 0.01 * np.tile([-1.0, 1.0], 15)
    found = survey.small_areas(direct, np.full(30, 0.05), np.ones((30, 1)))
    assert found.area_variance == 0.0
    np.testing.assert_allclose(found.estimate, 0.5)
    assert "zero" in found.summary()


def test_nineteen_areas_are_not_enough() -> None:
    found = survey.small_areas(np.ones(19), np.ones(19), np.ones((19, 1)))
    assert found.refusal is not None
    assert np.isnan(found.estimate).all()
    assert "20 areas" in found.summary()


def test_small_areas_mse_is_honest() -> None:
    """Over many made worlds the mean squared error is the one promised (within a tenth)."""
    rng = np.random.default_rng(8)
    variance = rng.uniform(0.5, 1.5, 40)
    errors, promised = [], []
    for _ in range(300):
        truth = 3 + rng.normal(0, 1, 40)
        found = survey.small_areas(truth + rng.normal(0, np.sqrt(variance)), variance, np.ones((40, 1)))
        errors.append((found.estimate - truth) ** 2)
        promised.append(found.mse)
    assert np.mean(promised) == pytest.approx(np.mean(errors), rel=0.1)


def test_opt_in_has_a_label_and_no_margin_of_error() -> None:
    found = survey.opt_in([1] * 40 + [0] * 60)
    assert not {"ci", "se"} & set(vars(found))
    assert "no margin of error" in found.summary()
    assert "opt-in" in found.summary()
    assert found.sensitivity == pytest.approx((0.4 / (0.4 + 4 * 0.6), 0.4 / (0.4 + 0.6 / 4)))


def test_opt_in_rakes_and_shows_both_figures() -> None:
    answers = [1] * 30 + [0] * 70
    young = [0] * 30 + [1] * 70
    found = survey.opt_in(answers, margins=[(young, [50.0, 50.0])])
    assert (found.share, found.raked) == pytest.approx((0.3, 0.5))


@given(st.floats(0, 1), st.floats(1, 20))
def test_the_sensitivity_range_holds_the_share_and_turns_with_the_question(share: float, gamma: float) -> None:
    low, high = survey.sensitivity(share, gamma)
    assert low <= share + 1e-12
    assert high >= share - 1e-12
    no_low, no_high = survey.sensitivity(1 - share, gamma)
    assert (1 - no_high, 1 - no_low) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(("gamma", "mode"), [(0.5, "opt-in"), (float("nan"), "opt-in"), (4, "panel")])
def test_opt_in_refuses_what_it_does_not_know(gamma: float, mode: str) -> None:
    with pytest.raises(InvalidInput):
        survey.opt_in([1, 0], gamma=gamma, mode=mode)


def test_answers_needed_as_the_poll_rules_print_them() -> None:
    assert survey.answers_needed(0.35, 0.40) == pytest.approx(1070, abs=5)
    assert survey.answers_needed(0.30, 0.40) == pytest.approx(250, abs=5)
    with pytest.raises(InvalidInput, match="no number of answers"):
        survey.answers_needed(0.4, 0.4)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Clusters drawn from a made town, 400 times."""
    rng = np.random.default_rng(11)
    town = rng.random((60, 20)) < rng.beta(4, 6, 60)[:, None]
    held = 0
    for _ in range(400):
        drawn = rng.choice(60, 15, replace=False)
        clusters = np.repeat(np.arange(15), 20)
        found = survey.estimate(town[drawn].ravel(), np.full(300, 4.0), kind="proportion", clusters=clusters, fpc=60)
        held += found.ci[0] <= town.mean() <= found.ci[1]
    assert 0.92 <= held / 400 <= 0.98


def test_the_jackknife_agrees_with_linearisation_for_totals() -> None:
    kept = {"kind": "total", "strata": M.stratum, "clusters": M.cluster}
    assert survey.jackknife(M.y, M.weight, **kept).se == pytest.approx(survey.estimate(M.y, M.weight, **kept).se)


def test_the_jackknife_leaves_certain_units_in() -> None:
    made = survey.replicates([1.0] * 5, strata=[0, 0, 0, 1, 1], clusters=[0, 1, 2, 3, 3], singleton="certainty")
    assert made.count == 3
    assert "JKn" in made.summary()
    with pytest.raises(InvalidInput, match="knows 'error' and 'certainty'"):
        survey.replicates([1.0, 1.0], singleton="adjust")
