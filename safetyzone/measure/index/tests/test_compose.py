"""Scores by hand, and what a missing domain does."""

import pytest

from safetyzone.measure.index.compose import composed
from safetyzone.measure.index.definitions import Domain, Hierarchy, Indicator
from safetyzone.measure.index.measured import Measured, missing
from zonestats import index


def made(
    code: str, *, more: bool = True, unit: str = "percent", low: float = 0, high: float = 100, weight: float = 1
) -> Indicator:
    return Indicator(code, {"en": code}, {"en": code}, unit, more, low, high, {"en": "why"}, weight=weight)


TREE = Hierarchy((
    Domain("work", {"en": "Work"}, {}, (
        made("tasks", weight=3), made("minutes", unit="minutes", more=False, low=5, high=15), made("bribes", more=False, high=20),
    )),
    Domain("trust", {"en": "Trust"}, {}, (made("confidence", low=40, high=90), made("fair")), weight=2),
))  # fmt: skip
VALUES = {
    "tasks": Measured(60.0, n=10), "minutes": Measured(8.0), "bribes": missing("too_few"),
    "confidence": Measured(75.0, se=2.0, n=450, n_eff=400.0, low=71, high=79), "fair": Measured(50.0),
}  # fmt: skip


def test_scores_by_hand() -> None:
    found = composed(TREE, VALUES, seed=1)
    score = {card["code"]: card["score"] for card in found["cards"]}
    assert score == {"tasks": 60.0, "minutes": 70.0, "bribes": None, "confidence": 70.0, "fair": 50.0}
    work, trust = found["domains"]
    assert work["score"] == pytest.approx((3 * 60 + 70) / 4)
    assert (work["have"], work["of"]) == (2, 3)
    assert trust["score"] == 60.0
    assert found["overall"]["score"] == pytest.approx((62.5 + 2 * 60) / 3)
    assert found["missing_domains"] == []


def test_intervals_are_those_of_the_library() -> None:
    found = composed(TREE, VALUES, seed=7)
    rows = [
        {"zone": "z", "indicator": code, "value": each.value, "se": each.se, "n": each.n_eff}
        for code, each in VALUES.items()
    ]
    spans = index.build(TREE.spec(), rows).intervals(1000, 7)
    assert [found["overall"]["low"], found["overall"]["high"]] == pytest.approx(list(spans.of("z", "index")), abs=1e-5)
    confidence = found["cards"][3]
    assert confidence["score_low"] == pytest.approx(70 - 1.96 * 4, abs=0.6)  # 2 points of 50 between the goalposts
    work = found["domains"][0]
    assert work["low"] == work["score"] == work["high"]  # full counts: nothing is drawn


def test_the_same_values_give_the_same_bytes() -> None:
    assert composed(TREE, VALUES, seed=3) == composed(TREE, dict(reversed(VALUES.items())), seed=3)


def test_there_is_no_whole_while_a_domain_is_missing() -> None:
    found = composed(TREE, {**VALUES, "confidence": missing("no_sample"), "fair": missing("no_poll")}, seed=1)
    assert found["overall"] is None
    assert found["missing_domains"] == ["trust"]
    assert found["domains"][0]["score"] is not None


def test_under_half_of_its_indicators_a_domain_is_missing() -> None:
    found = composed(TREE, {"minutes": Measured(5.0), "confidence": Measured(90.0)}, seed=1)
    assert found["missing_domains"] == ["work"]
    assert found["domains"][1]["score"] == 100.0  # one of two is half


def test_a_domain_without_weight_may_be_missing() -> None:
    light = TREE.with_marks({"trust": 0}, {})
    found = composed(light, {"tasks": Measured(40.0), "minutes": Measured(15.0)}, seed=1)
    assert found["missing_domains"] == []
    assert found["overall"]["score"] == pytest.approx(30.0)


def test_beyond_the_goalposts_is_worth_no_more_and_is_said() -> None:
    found = composed(TREE, {**VALUES, "minutes": Measured(3.0)}, seed=1)
    card = found["cards"][1]
    assert (card["score"], card["beyond"]) == (100.0, True)
    assert found["cards"][0]["beyond"] is False


def test_marks_change_only_what_they_name() -> None:
    changed = TREE.with_marks({"tasks": 1, "strange": 9}, {"minutes": [0, 10]})
    assert changed.weights == {**TREE.weights, "tasks": 1.0}
    assert changed.goalposts == {**TREE.goalposts, "minutes": [0.0, 10.0]}
