"""Counts before and after: agreement with the library, by hand, and what cannot be told."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyzone.measure.effects.incidents import Counts, Material, judge
from safetyzone.measure.effects.verdicts import judged
from zonestats import effects

YEAR = tuple(f"2024-{k:02d}" for k in range(1, 13))
NEXT = tuple(f"2025-{k:02d}" for k in range(1, 13))


def counts(zone: str, before: int, after: int) -> Counts:
    """A steady year of each."""
    return Counts(zone, (before,) * 12, (after,) * 12)


def material(treated: Counts, *controls: Counts, **more: tuple[Counts, ...]) -> Material:
    return Material(YEAR, NEXT, treated, controls, asked=(12, 12), **more)


def test_the_headline_is_the_ratio_of_two_changes_in_events() -> None:
    found = judge(material(counts("a", 10, 6), counts("b", 20, 19), counts("c", 10, 11)))
    made = effects.rate_ratio(
        treated=(120, 72), control=(360, 360), periods=[[10] * 12, [6] * 12, [30] * 12, [30] * 12]
    )
    effect = found["effect"]
    assert effect["expected"] == pytest.approx(120)  # the comparison stayed as it was
    assert effect["value"] == pytest.approx(-48)
    assert effect["low"] == pytest.approx(72 - 72 / made.ratio_ci[0], abs=1e-3)
    assert effect["high"] == pytest.approx(72 - 72 / made.ratio_ci[1], abs=1e-3)
    assert (found["status"], found["why"]) == ("better", "")
    assert found["control"] == {"zones": ["b", "c"], "before": 360, "after": 360}


def test_the_months_own_spread_widens_the_interval() -> None:
    steady = judge(material(counts("a", 10, 7), counts("b", 20, 20)))
    wild = Counts("a", (2, 18) * 6, (1, 13) * 6)
    found = judge(material(wild, Counts("b", (5, 35) * 6, (5, 35) * 6)))
    assert found["treated"] == {"zone": "a", "before": 120, "after": 84}
    assert steady["status"] == "better"
    assert found["status"] == "cannot_tell"
    spread = next(row["dispersion"] for row in found["methods"] if row["code"] == "rate-ratio")
    assert spread > 5


@pytest.mark.parametrize(
    ("after", "control", "status"),
    [(6, 20, "better"), (10, 20, "cannot_tell"), (15, 20, "worse"), (6, 12, "cannot_tell")],
)
def test_status(after: int, control: int, status: str) -> None:
    assert judge(material(counts("a", 10, after), counts("b", 20, control)))["status"] == status


@given(st.floats(-50, 50), st.floats(-50, 50), st.booleans())
def test_an_interval_over_nothing_never_decides(one: float, two: float, less: bool) -> None:
    low, high = sorted((one, two))
    status, why = judged(low, high, less_is_better=less)
    assert (status == "cannot_tell") == (low <= 0 <= high) == (why == "both_sides")
    if status == "better":
        assert high < 0 if less else low > 0


@pytest.mark.parametrize(("treated", "control"), [(1, 20), (20, 1)])
def test_under_twenty_before_on_either_side_is_not_enough(treated: int, control: int) -> None:
    found = judge(material(counts("a", treated, treated), counts("b", control, control)))
    assert (found["status"], found["why"]) == ("cannot_tell", "not_enough")
    assert found["refusal"] == {"have": 12.0, "need": 20}
    assert found["effect"] is None


def test_without_a_comparison_nothing_can_be_told() -> None:
    found = judge(material(counts("a", 50, 5)))
    assert (found["status"], found["why"], found["effect"]) == ("cannot_tell", "no_comparison", None)
    assert found["treated"]["after"] == 60


def test_without_months_nothing_is_judged() -> None:
    empty = Counts("a", (), ())
    assert judge(Material((), (), empty, (empty,)))["why"] == "no_records"


def test_the_weighted_difference_is_the_librarys_per_month_and_zone() -> None:
    found = judge(material(counts("a", 10, 6), counts("b", 20, 19), counts("c", 10, 11)))
    row = next(row for row in found["methods"] if row["code"] == "wdd")
    made = effects.wdd(treated=(120, 72), control=(360, 360), time_weights=(12, 12), area_weights=(1, 2, 1, 1))
    assert row["value"] == pytest.approx(made.effect * 12, abs=1e-3)
    assert [row["low"], row["high"]] == pytest.approx([made.ci[0] * 12, made.ci[1] * 12], abs=1e-3)
    se = math.sqrt(120 + 72 + (360 + 360) / 4)  # by hand: a pool of two counts as one
    assert row["high"] - row["low"] == pytest.approx(2 * 1.959964 * se, abs=1e-2)


def test_periods_of_unequal_length_count_by_the_month() -> None:
    half = Material(
        YEAR, NEXT[:6], Counts("a", (10,) * 12, (6,) * 6), (Counts("b", (20,) * 12, (20,) * 6),), asked=(12, 6)
    )
    found = judge(half)
    assert found["effect"]["expected"] == pytest.approx(60)
    assert next(row["value"] for row in found["methods"] if row["code"] == "wdd") == pytest.approx(-24)
    assert "net" not in {row["code"] for row in found["methods"]}


def test_where_nothing_happened_after_a_ratio_does_not_exist_and_the_difference_stands_in() -> None:
    found = judge(material(counts("a", 10, 0), counts("b", 10, 10)))
    assert found["status"] == "better"
    assert found["effect"]["value"] == pytest.approx(-120)
    assert [row["code"] for row in found["methods"]] == ["wdd", "net"]


def test_what_moved_next_door_is_named() -> None:
    pushed = judge(material(counts("a", 10, 5), counts("b", 20, 20), displaced=(counts("d", 10, 16),)))
    beside = pushed["displacement"]
    assert (beside["zones"], beside["before"], beside["after"]) == (["d"], 120, 192)
    assert beside["effect"]["low"] > 0
    assert beside["effect"]["value"] == pytest.approx(72)
    assert beside["together"]["value"] == pytest.approx(12)
    assert beside["together"]["low"] < 0 < beside["together"]["high"]
    assert pushed["status"] == "better"  # of the zone itself; the sentence says the rest


def test_next_door_is_compared_with_its_own_comparison_where_one_was_named() -> None:
    found = judge(material(
        counts("a", 10, 5), counts("b", 20, 20), displaced=(counts("d", 10, 5),), displaced_controls=(counts("e", 20, 10),)
    ))  # fmt: skip
    assert found["displacement"]["effect"]["value"] == pytest.approx(0)


def test_with_several_zones_to_compare_all_methods_stand_side_by_side() -> None:
    controls = [counts(f"c{k}", 10 + k, 10 + k) for k in range(4)]
    found = judge(material(counts("a", 12, 6), *controls))
    rows = {row["code"]: row for row in found["methods"]}
    assert list(rows) == ["rate-ratio", "wdd", "net", "did", "synthetic"]
    assert rows["did"]["value"] == pytest.approx(0.5, abs=0.01)
    assert rows["did"]["smallest_p"] == pytest.approx(1 / 5, abs=1e-3)
    assert rows["synthetic"]["value"] == pytest.approx(-72, abs=0.5)
    assert sum(rows["synthetic"]["weights"].values()) == pytest.approx(1, abs=1e-3)
