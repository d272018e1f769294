"""How a plan will be judged: periods in order, a comparison or the reason for none, and what could be seen at all."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from safetyzone.analyse.pictures.tests.made import make_incidents, make_zone
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.models import Incident
from safetyzone.plan.problems import power
from safetyzone.plan.problems.content import evaluation_told
from safetyzone.plan.problems.counts import beside, comparable, in_period, monthly_counts
from safetyzone.plan.problems.models import Evaluation
from safetyzone.plan.problems.refusals import Refused
from safetyzone.plan.problems.tests.made import Made

BEFORE = (date(2023, 1, 1), date(2024, 6, 30))
AFTER = (date(2024, 7, 1), date(2024, 12, 31))


def test_what_is_fixed_is_kept_and_told_in_a_sentence(made: Made) -> None:
    plan = made.draft()
    found = made.fix(plan, controls=[made.other, made.third], group="1")
    assert [place.slug for place in found.controls.all()] == ["zone-12", "zone-21"]
    assert (found.treated, found.group) == (made.zone, "1")
    told = evaluation_told(found)
    assert "compared with zone-12, zone-21" in told
    event = Event.objects.get(action="plans.evaluation_fixed")
    assert event.payload["controls"] == ["zone-12", "zone-21"]


def test_fixing_again_while_it_is_a_draft_replaces_it(made: Made) -> None:
    plan = made.draft()
    made.fix(plan)
    made.fix(plan, controls=[], no_comparison="the only zone with records")
    found = Evaluation.objects.get(plan=plan)
    assert (found.controls.count(), found.no_comparison) == (0, "the only zone with records")
    assert "nobody will be able to tell" in evaluation_told(found)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"controls": []}, "controls", "at least one zone"),
        ({"no_comparison": "none"}, "controls", "at least one zone"),
        ({"controls": ["zone-11"]}, "controls", "with itself"),
        ({"controls": ["station-12"]}, "controls", "Only zones"),
        ({"displaced": ["zone-12"]}, "displaced", "not both"),
        ({"outcome": "happiness"}, "outcome", "judged by"),
        ({"group": "9"}, "group", "crime group"),
        ({"outcome": "fear", "group": "1"}, "group", "crime group"),
    ],
)
def test_a_comparison_that_cannot_be_is_refused(made: Made, fields: dict[str, Any], field: str, sentence: str) -> None:
    plan = made.draft()
    told = {
        name: [made.places[slug] for slug in value] if isinstance(value, list) else value
        for name, value in fields.items()
    }
    with pytest.raises(Refused, match=sentence) as refused:
        made.fix(plan, **told)
    assert refused.value.field == field
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(
    ("name", "shift", "field", "sentence"),
    [
        ("before_to", -800, "before_to", "ends before it begins"),
        ("after_to", -400, "after_to", "ends before it begins"),
        ("before_from", 4, "before_from", "first day of a month"),
        ("after_to", -1, "after_to", "last day of a month"),
    ],
)
def test_periods_are_whole_months_in_order(made: Made, name: str, shift: int, field: str, sentence: str) -> None:
    periods = made.periods()
    with pytest.raises(Refused, match=sentence) as refused:
        made.fix(made.draft(), **{name: periods[name] + timedelta(days=shift)})
    assert refused.value.field == field


def test_the_periods_lie_on_both_sides_of_the_start(made: Made) -> None:
    later = made.draft(starts=made.starts + timedelta(days=70), ends=made.starts + timedelta(days=90))
    with pytest.raises(Refused, match="cannot begin before the plan starts"):
        made.fix(later)
    earlier = made.draft(starts=made.starts - timedelta(days=70))
    with pytest.raises(Refused, match="has to end before the plan starts"):
        made.fix(earlier)


@pytest.fixture
def pair(db: None) -> tuple[Place, Place]:
    """Two zones with the same two years of incidents, some hundred of them reported and inside."""
    one, two = make_zone("one"), make_zone("two")
    make_incidents(one, 900, seed=1)
    make_incidents(two, 900, seed=1, digest="d" * 64)
    return one, two


def test_months_count_what_was_reported_inside_and_add_up(pair: tuple[Place, Place]) -> None:
    one, _two = pair
    run = monthly_counts(one, by="test")
    assert run.result["months"][0] == "2023-02", "the records begin in the middle of January"
    assert sum(run.result["counts"]) == run.result["n"] > 300
    reported = Incident.objects.filter(station=one.parent, origin="reported").count()
    assert run.result["n"] <= reported
    parts = [monthly_counts(one, group, by="test").result["n"] for group in ("1", "2", "4")]
    assert sum(parts) == run.result["n"]
    assert parts[2] == 0, "what police work discovers is no outcome"
    assert monthly_counts(one, by="test").pk == run.pk


def test_a_period_takes_whole_months_only(pair: tuple[Place, Place]) -> None:
    found = in_period(monthly_counts(pair[0], by="test"), date(2023, 2, 1), date(2023, 4, 30))
    assert sorted(found) == ["2023-02", "2023-03", "2023-04"]


def test_a_zone_that_moves_alike_comes_first_and_one_beside_last(pair: tuple[Place, Place]) -> None:
    one, two = pair
    far = make_zone("far")
    far.boundary = {**far.boundary, "coordinates": [[[lon + 1, lat] for lon, lat in far.boundary["coordinates"][0]]]}  # type: ignore[index]
    far.save()
    found = comparable(one, "", *BEFORE, by="test")
    assert [each.zone.slug for each in found] == ["far", "two"]
    assert found[0].likeness is None
    assert (found[1].beside, round(found[1].likeness or 0, 6)) == (True, 1.0)
    assert beside(one, two)
    assert not beside(one, far)


def test_power_says_in_words_what_could_be_seen(pair: tuple[Place, Place]) -> None:
    one, two = pair
    found = power.power_of(one, outcome="incidents", group="", controls=[two], before=BEFORE, after=AFTER, by="test")
    shares = [each["share"] for each in found["seen"]]
    assert shares == sorted(shares), "a larger fall is seen more often"
    assert (found["months_before"], found["months_after"]) == (17, 6)
    assert all(each["low"] <= each["share"] <= each["high"] for each in found["seen"])
    told = power.told(found)
    assert "a fall of 10 % would be seen in" in told
    again = power.power_of(one, outcome="incidents", group="", controls=[two], before=BEFORE, after=AFTER, by="test")
    assert again == found


def test_too_few_incidents_say_that_nobody_will_be_able_to_tell(db: None) -> None:
    one, two = make_zone("one"), make_zone("two")
    make_incidents(one, 30, seed=1)
    make_incidents(two, 30, seed=2, digest="d" * 64)
    found = power.power_of(one, outcome="incidents", group="1", controls=[two], before=BEFORE, after=AFTER, by="test")
    assert found["seen"] == []
    assert "Nobody will be able to tell" in power.told(found)


def test_without_records_or_comparison_there_is_no_power(db: None) -> None:
    one, two = make_zone("one"), make_zone("two")
    asked: dict[str, Any] = {"outcome": "incidents", "group": "", "before": BEFORE, "after": AFTER, "by": "test"}
    assert power.power_of(one, controls=[two], **asked)["refusal"] == {"have": 0, "need": 6}
    assert power.told(power.power_of(one, controls=[], **asked)).startswith("Without a comparison")


def test_a_polls_outcome_is_told_in_points(made: Made) -> None:
    found = power.power_of(
        made.zone, outcome="fear", group="", controls=[made.other], before=BEFORE, after=AFTER, by="test"
    )
    # Four waves of 400 with design effect 1.5: 2.8 × √(4 × 0.25 × 1.5 ÷ 400).
    assert found["points"] == pytest.approx(17.2, abs=0.05)
    assert "17 points or more" in power.told(found)


@pytest.mark.parametrize(("fixed", "back"), [("2026-02-27", False), ("2026-03-01", False), ("2026-03-02", True)])
def test_a_judgement_chosen_after_the_start_is_a_look_back(fixed: str, back: bool) -> None:
    held = Evaluation(fixed_at=datetime.fromisoformat(f"{fixed}T05:00+00:00"), after_from=date(2026, 3, 1))
    assert held.looked_back is back
