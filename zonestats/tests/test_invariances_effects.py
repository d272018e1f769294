"""Methods that must agree where they answer the same question, and answers that must not depend on what does not matter.

Effects of panels, synthetic control, power, scan and suppression; places and times are in ``test_invariances.py``, people in
``test_invariances_people.py``.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats import disclosure, effects, hotspots, scan, trend
from zonestats.effects.synthetic import METHODS

SEEDS = st.integers(0, 2**32)
UNITS, PERIODS, START = 24, 8, 5


def panel(seed: int, level: float = 9.0) -> dict[str, np.ndarray]:
    """Counts of 24 units in 8 periods, a third of the units treated from period 5 on; places and seasons differ."""
    rng = np.random.default_rng(seed)
    unit, period = np.repeat(np.arange(UNITS), PERIODS), np.tile(np.arange(PERIODS), UNITS)
    treated, post = unit % 3 == 0, period >= START
    place, season = rng.uniform(0.5, 2, UNITS), rng.uniform(0.7, 1.4, PERIODS)
    mean = level * place[unit] * season[period] * np.where(treated & post, 0.7, 1.0)
    return {"counts": rng.poisson(mean).astype(float), "treated": treated, "post": post, "unit": unit, "period": period}


def total(p: dict[str, np.ndarray], *, treated: bool, when: np.ndarray) -> int:
    return int(p["counts"][(p["treated"] == treated) & when].sum())


@given(SEEDS)
def test_of_a_whole_panel_the_difference_in_differences_is_the_rate_ratio_of_its_totals(seed: int) -> None:
    """Where every unit has every period and all are treated at once, unit and period effects cancel exactly."""
    p = panel(seed)
    found = effects.difference_in_differences(**p)
    pairs = {
        side: (total(p, treated=of, when=~p["post"]), total(p, treated=of, when=p["post"]))
        for side, of in (("treated", True), ("control", False))
    }
    assert found.effect == pytest.approx(effects.rate_ratio(**pairs).effect, abs=1e-9)


@given(SEEDS, st.integers(-3, -1))
def test_of_a_whole_panel_the_event_study_is_one_rate_ratio_for_every_period(seed: int, reference: int) -> None:
    p = panel(seed)
    found = effects.event_study(p["counts"], p["treated"], p["unit"], p["period"], start=START, reference=reference)
    base = p["period"] == START + reference
    for lag, effect in zip(found.lag.tolist(), found.effect.tolist(), strict=True):
        now = p["period"] == START + lag
        ratio = total(p, treated=True, when=now) / total(p, treated=False, when=now)
        before = total(p, treated=True, when=base) / total(p, treated=False, when=base)
        assert effect == pytest.approx(np.log(ratio / before), abs=1e-8)


@given(SEEDS, st.integers(-3, -1))
def test_another_reference_moves_the_whole_event_study_by_one_number(seed: int, reference: int) -> None:
    p = panel(seed)
    rows = (p["counts"], p["treated"], p["unit"], p["period"])
    one = effects.event_study(*rows, start=START, reference=-1)
    other = effects.event_study(*rows, start=START, reference=reference)
    moved = one.effect - one.effect[one.lag == reference]
    assert other.effect == pytest.approx(moved, abs=1e-8)
    assert other.p_before == pytest.approx(one.p_before, rel=1e-6)


@given(SEEDS)
def test_what_is_an_effect_on_the_treated_is_the_opposite_on_the_others(seed: int) -> None:
    p = panel(seed)
    found, turned = (
        effects.difference_in_differences(**{**p, "treated": side}) for side in (p["treated"], ~p["treated"])
    )
    assert turned.effect == pytest.approx(-found.effect, abs=1e-9)
    assert turned.se == pytest.approx(found.se, rel=1e-7)
    assert turned.p == pytest.approx(found.p, abs=1e-7)


@given(SEEDS, st.integers(2, 4))
def test_every_unit_several_times_is_the_same_effect_with_less_error(seed: int, copies: int) -> None:
    """The sandwich of k copies is 1/k of one's, up to CR1's factor G/(G − 1) · (N − 1)/(N − K)."""
    p = panel(seed)
    many = {name: np.tile(values, copies) for name, values in p.items()}
    many["unit"] = np.concatenate([p["unit"] + UNITS * copy for copy in range(copies)])
    one, several = effects.difference_in_differences(**p), effects.difference_in_differences(**many)

    def factor(units: int) -> float:
        rows = units * PERIODS
        return units / (units - 1) * (rows - 1) / (rows - PERIODS)

    assert several.effect == pytest.approx(one.effect, abs=1e-9)
    expected = one.se * np.sqrt(factor(UNITS * copies) / factor(UNITS) / copies)
    assert several.se == pytest.approx(expected, rel=1e-7)


@given(SEEDS)
def test_exposure_that_belongs_to_the_place_or_to_the_season_changes_nothing(seed: int) -> None:
    p, rng = panel(seed), np.random.default_rng(seed + 1)
    exposure = rng.uniform(0.2, 5, UNITS)[p["unit"]] * rng.uniform(0.5, 2, PERIODS)[p["period"]]
    plain, exposed = (effects.difference_in_differences(**p, exposure=size) for size in (None, exposure))
    assert exposed.effect == pytest.approx(plain.effect, abs=1e-8)
    assert exposed.se == pytest.approx(plain.se, rel=1e-6)


@given(SEEDS, st.floats(0.25, 4))
def test_exposure_of_the_treated_afterwards_is_taken_out_of_the_effect(seed: int, size: float) -> None:
    p = panel(seed)
    exposure = np.where(p["treated"] & p["post"], size, 1.0)
    found = effects.difference_in_differences(**p, exposure=exposure)
    assert found.effect == pytest.approx(effects.difference_in_differences(**p).effect - np.log(size), abs=1e-8)


def units(seed: int) -> np.ndarray:
    """Outcomes of 14 units in 20 periods with a common path."""
    rng = np.random.default_rng(seed)
    common = np.cumsum(rng.normal(0, 1, 20))
    return 50 + common * rng.uniform(0.5, 1.5, (14, 1)) + rng.normal(0, 0.5, (14, 20)) + rng.uniform(-3, 3, (14, 1))


FIRST = np.arange(14) == 0
ONE: dict[str, Any] = {"pre": 14, "seed": 1}


@given(SEEDS, st.floats(0.1, 30))
def test_a_synthetic_control_follows_the_unit_of_the_outcome(seed: int, scale: float) -> None:
    found = effects.synthetic_control(units(seed), FIRST, **ONE)
    other = effects.synthetic_control(units(seed) * scale, FIRST, **ONE)
    assert other.effect == pytest.approx(found.effect * scale, rel=1e-6, abs=1e-6)
    assert other.mspe == pytest.approx(found.mspe * scale**2, rel=1e-6)


@given(SEEDS)
def test_what_happened_to_everybody_alike_is_no_effect(seed: int) -> None:
    """Weights add up to 1, so a series added to every unit, and a constant, fall out of every gap."""
    shared = np.random.default_rng(seed + 1).normal(0, 5, 20)
    found = effects.synthetic_control(units(seed), FIRST, **ONE)
    other = effects.synthetic_control(units(seed) + shared, FIRST, **ONE)
    assert other.gaps == pytest.approx(found.gaps, abs=1e-6)


@given(SEEDS, st.sampled_from(METHODS))
@settings(max_examples=15)
def test_the_order_of_control_units_only_orders_their_weights(seed: int, method: str) -> None:
    """Six periods before: more would leave calibration without weights."""
    rng = np.random.default_rng(seed)
    panel_, order = units(seed)[:, 11:], np.concatenate([[0], 1 + rng.permutation(13)])
    options: dict[str, Any] = {"pre": 3, "seed": 1, "method": method}
    found = effects.synthetic_control(panel_, FIRST, **options)
    other = effects.synthetic_control(panel_[order], FIRST, **options)
    assert (other.refusal is None) == (found.refusal is None)
    if found.refusal is None and method != "simplex":
        assert other.weights == pytest.approx(found.weights[order], abs=1e-6)
    if found.refusal is None:
        assert other.mspe == pytest.approx(found.mspe, rel=1e-6, abs=1e-12)


@given(SEEDS, st.floats(-20, 20))
def test_an_effect_added_afterwards_is_found_in_full(seed: int, added: float) -> None:
    changed = units(seed)
    changed[0, 14:] += added
    found, plain = (effects.synthetic_control(rows, FIRST, **ONE) for rows in (changed, units(seed)))
    assert found.effect - plain.effect == pytest.approx(added, abs=1e-9)
    assert found.weights == pytest.approx(plain.weights)


@given(SEEDS, st.floats(0.01, 100))
@settings(max_examples=25)
def test_a_scan_knows_no_unit_of_population_and_no_names_of_periods(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    x, y, people = rng.uniform(0, 800, 30), rng.uniform(0, 800, 30), rng.uniform(50, 500, 30)
    counts = rng.poisson(people[:, None] / 60, (30, 5)).astype(float)
    options: dict[str, Any] = {"permutations": 19, "seed": 2, "max_radius": 300.0}
    found = scan.space_time(counts, x, y, population=people, **options)
    other = scan.space_time(counts, x, y, population=people * scale, **options)
    assert [c.places.tolist() for c in other.clusters] == [c.places.tolist() for c in found.clusters]
    assert [c.ratio for c in other.clusters] == pytest.approx([c.ratio for c in found.clusters], rel=1e-9)
    assert [c.p for c in other.clusters] == [c.p for c in found.clusters]


@given(SEEDS, st.integers(3, 8))
@settings(max_examples=25)
def test_a_table_on_its_side_is_as_small_and_as_safe(seed: int, k: int) -> None:
    table = np.random.default_rng(seed).poisson(7, (5, 4))
    upright, lying = disclosure.suppress(table, k=k), disclosure.suppress(table.T, k=k)
    assert np.array_equal(lying.primary, upright.primary.T)
    for made in (upright, lying):
        assert np.isnan(made.published[made.hidden]).all()
        # Nothing that is hidden can be pinned down: each could still be 0 and could still be k.
        low, high = (bound[made.primary] for bound in disclosure.attack(made.published))
        assert (low <= 1e-6).all()
        assert (high >= k - 1e-6).all()


@given(SEEDS)
@settings(max_examples=20)
def test_hiding_more_counts_hides_the_same_ones_too(seed: int) -> None:
    table = np.random.default_rng(seed).poisson(6, (4, 4))
    few, more = disclosure.suppress(table, k=4), disclosure.suppress(table, k=8)
    assert (more.primary | ~few.primary).all()


@given(SEEDS)
def test_a_history_in_other_units_has_the_same_classes(seed: int) -> None:
    counts = np.random.default_rng(seed).poisson(4, (36, 12)).astype(float)
    around = hotspots.grid(6, 6)
    plain, scaled = (hotspots.emerging(counts * size, neighbours=around) for size in (1.0, 7.0))
    assert np.array_equal(plain.classes, scaled.classes)


@given(st.lists(st.integers(0, 40), min_size=3, max_size=30), st.integers(1, 5))
def test_a_trend_knows_no_units_and_no_start(values: list[int], scale: int) -> None:
    plain = trend.mann_kendall(np.array(values, dtype=float))
    other = trend.mann_kendall(np.array(values, dtype=float) * scale + 3)
    assert other.z == pytest.approx(plain.z)
    assert other.slope == pytest.approx(plain.slope * scale)
