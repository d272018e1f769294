"""Problems: named with evidence that is linked and never copied, changed, ended with a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.suggestions.models import Conversation, Statement
from safetyzone.listen.walks.models import RiskPoint, Stop, Walk
from safetyzone.plan.problems import shown
from safetyzone.plan.problems.actions.problems import (
    Link,
    add_evidence,
    change_problem,
    drop_problem,
    name_problem,
    remove_evidence,
    solve_problem,
)
from safetyzone.plan.problems.models import Evidence, Problem
from safetyzone.plan.problems.refusals import Refused
from safetyzone.plan.problems.tests.made import BY, Made


def statement_of(made: Made, zone_slug: str = "zone-11", state: str = "shown") -> Statement:
    asked = Conversation.objects.create(
        zone=made.places[zone_slug],
        questions={"en": "What would help?"},
        opens="2026-01-01",
        closes="2126-01-01",
        ways=["code"],
    )
    return Statement.objects.create(
        conversation=asked,
        number=1,
        text="More light in lane 4",
        language="en",
        source="team",
        state=state,
        digest=str(asked.pk),
    )


def risk_point_of(made: Made) -> RiskPoint:
    walk = Walk.objects.create(zone=made.zone, key=uuid4(), walked_on="2026-11-01", received_by=BY)
    stop = Stop.objects.create(walk=walk, key=uuid4(), place_words="Lane 4", light="bad")
    return RiskPoint.objects.create(
        zone=made.zone,
        walk=walk,
        stop=stop,
        kind="light",
        place_words="Lane 4",
        words="two lamps dead",
        found_on="2026-11-01",
    )


def test_it_is_named_with_its_evidence_in_one_step(made: Made) -> None:
    statement, point = statement_of(made), risk_point_of(made)
    found = name_problem(
        zone=made.zone, title="  Dark lane ", owner=made.six["police"], by=BY,
        evidence=[Link(statement=statement), Link(risk_point=point), Link(words="Shops close at six")],
    )  # fmt: skip
    assert (found.title, found.state) == ("Dark lane", "open")
    assert list(found.evidence.values_list("kind", flat=True)) == ["statement", "risk_point", "words"]
    event = Event.objects.get(action="problems.named")
    assert event.payload == {"zone": "zone-11", "evidence": 3}


def test_evidence_says_what_its_source_says_now(made: Made) -> None:
    statement, point = statement_of(made), risk_point_of(made)
    problem = made.problem(evidence=[Link(statement=statement), Link(risk_point=point)])
    assert [each.words for each in shown.evidence_of(problem)] == [
        "More light in lane 4",
        "light · Lane 4 · two lamps dead",
    ]
    Statement.objects.filter(pk=statement.pk).update(text="Better light in lane 4")
    assert shown.evidence_of(problem)[0].words == "Better light in lane 4"


def test_each_piece_of_evidence_leads_to_where_it_stands(made: Made) -> None:
    statement, point = statement_of(made), risk_point_of(made)
    problem = made.problem(evidence=[Link(statement=statement), Link(risk_point=point), Link(words="known")])
    urls = [each.url for each in shown.evidence_of(problem)]
    assert urls == ["/suggestions/zone-11/1/", f"/walks/points/{point.pk}/", ""]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"title": "  "}, "title", "Say in one line"),
        ({"goal_value": -1.0}, "goal_value", "cannot be below zero"),
        ({"goal_measure": "wealth"}, "goal_measure", "Choose what the goal"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    made: Made, fields: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        name_problem(zone=made.zone, by=BY, **{"title": "Dark lane", **fields})  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Problem.objects.exists()
    assert not Event.objects.filter(action__startswith="problems").exists()


def test_a_goal_in_the_past_and_a_strange_owner_are_refused(made: Made) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="is over"):
        made.problem(goal_by=yesterday)
    problem = made.problem()
    elsewhere = made.six["business"]
    elsewhere.place = made.third
    elsewhere.save()
    with pytest.raises(Refused, match="does not work in this zone"):
        change_problem(problem=problem, owner=elsewhere, by=BY)


def test_a_station_has_no_problem_of_its_own(made: Made) -> None:
    with pytest.raises(Refused, match="belongs to a zone"):
        name_problem(zone=made.places["station-11"], title="Dark lane", by=BY)


def test_what_belongs_to_another_zone_or_is_not_public_is_no_evidence(made: Made) -> None:
    problem = made.problem()
    with pytest.raises(Refused, match="another zone"):
        add_evidence(problem=problem, link=Link(statement=statement_of(made, "zone-12")), by=BY)
    with pytest.raises(Refused, match="everybody may read"):
        add_evidence(problem=problem, link=Link(statement=statement_of(made, state="waiting")), by=BY)
    run = Run.objects.create(
        method="picture", place=made.other, key="a" * 64, inputs="b" * 64, parameters={}, seed=1, code_version="t", duration_ms=1,
        result={}, result_digest="c" * 64,
    )  # fmt: skip
    with pytest.raises(Refused, match="another zone"):
        add_evidence(problem=problem, link=Link(run=run, cell=1), by=BY)
    assert not problem.evidence.exists()


def test_the_same_is_linked_once_and_empty_words_are_nothing(made: Made) -> None:
    statement, problem = statement_of(made), made.problem()
    add_evidence(problem=problem, link=Link(statement=statement), by=BY)
    with pytest.raises(Refused, match="linked already"):
        add_evidence(problem=problem, link=Link(statement=statement), by=BY)
    with pytest.raises(Refused, match="Write what is known"):
        add_evidence(problem=problem, link=Link(words="  "), by=BY)
    with pytest.raises(ValueError, match="one thing"):
        add_evidence(problem=problem, link=Link(statement=statement, risk_point=risk_point_of(made)), by=BY)
    assert problem.evidence.count() == 1


def test_a_wrong_link_is_taken_away_and_the_thing_stays(made: Made) -> None:
    statement = statement_of(made)
    problem = made.problem(evidence=[Link(statement=statement)])
    remove_evidence(evidence=problem.evidence.get(), by=BY)
    assert not Evidence.objects.exists()
    assert Statement.objects.filter(pk=statement.pk).exists()
    assert Event.objects.filter(action="problems.evidence_removed").exists()


def test_a_change_names_the_fields_and_not_the_words(made: Made) -> None:
    problem = made.problem()
    change_problem(problem=problem, harm="Women walk a detour", causes="No lamps", by=BY)
    change_problem(problem=problem, harm="Women walk a detour", by=BY)  # nothing new
    events = Event.objects.filter(action="problems.changed")
    assert [event.payload for event in events] == [{"fields": ["causes", "harm"]}]


def test_the_goal_in_one_line(made: Made) -> None:
    problem = made.problem(goal_measure="crime", goal_value=4.0, goal_words="Fewer thefts", goal_by=made.starts)
    said = shown.goal_of(problem)
    assert said.startswith("Fewer thefts, at most 4 recorded incidents a month, by ")
    assert shown.goal_of(made.problem()) == ""


@pytest.mark.parametrize(("ending", "state"), [(solve_problem, "solved"), (drop_problem, "dropped")])
def test_it_ends_once_and_with_a_reason(made: Made, ending: object, state: str) -> None:
    problem = made.problem()
    with pytest.raises(Refused, match="Write"):
        ending(problem=problem, words=" ", by=BY)  # type: ignore[operator]
    ending(problem=problem, words="Counted for six months", by=BY)  # type: ignore[operator]
    problem.refresh_from_db()
    assert (problem.state, problem.ended_words) == (state, "Counted for six months")
    with pytest.raises(Refused, match="has ended"):
        drop_problem(problem=problem, words="again", by=BY)
    with pytest.raises(Refused, match="has ended"):
        change_problem(problem=problem, harm="more", by=BY)
    with pytest.raises(Refused, match="has ended"):
        add_evidence(problem=problem, link=Link(words="late"), by=BY)
