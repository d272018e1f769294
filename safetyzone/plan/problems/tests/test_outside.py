"""Plans and problems from outside: whoever may not plan changes nothing, and what does not fit the state is told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.audit.models import Event
from safetyzone.plan.problems.actions.plans import drop_plan, propose_plan
from safetyzone.plan.problems.actions.problems import drop_problem
from safetyzone.plan.problems.models import Evaluation, Plan, PlannedMeasure, Problem
from safetyzone.plan.problems.tests.made import BY, Made, signed_in
from safetyzone.plan.problems.tests.test_pages import evaluation_form, measure_form


@pytest.fixture
def clerk(made: Made) -> Client:
    return signed_in(made.places["station-11"], "clerk")


def at(name: str, *arguments: object) -> str:
    return reverse(f"problems:{name}", args=arguments)


def writes(made: Made, plan: Plan, problem: Problem) -> list[tuple[str, dict[str, Any]]]:
    """Every address that changes something, with what it would take."""
    days = {"starts": made.starts.isoformat(), "ends": made.starts.isoformat()}
    measure = plan.measures.get()
    return [
        (at("new", "zone-11"), {"title": "Mine", "goal_measure": "other"}), (at("new_plan", "zone-11"), {"title": "Mine", **days}),
        (at("change", problem.pk), {"title": "Mine", "goal_measure": "other"}), (at("evidence", problem.pk), {"words": "Mine"}),
        (at("end", problem.pk), {"to": "dropped", "words": "Mine"}), (at("change_plan", plan.pk), {"title": "Mine", **days}),
        (at("measure", plan.pk), measure_form(made, problem)), (at("unmeasure", plan.pk, measure.pk), {}),
        (at("evaluation", plan.pk), evaluation_form(made, no_comparison="Mine", fix="1")),
        *[(at("turn", plan.pk), {"to": to, "words": "Mine"}) for to in ("propose", "take-back", "start", "finish", "drop")],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "slug", "status"),
    [("resident", "station-11", 404), ("patrol", "station-11", 404), ("clerk", "station-12", 404), ("chief", "station-21", 404),
     ("", "", 302)],
)  # fmt: skip
def test_whoever_may_not_plan_here_changes_nothing(made: Made, role: str, slug: str, status: int) -> None:
    plan, problem = made.ready(), made.problem()
    somebody = signed_in(made.places[slug], role) if role else Client(HTTP_HOST="localhost")
    events = Event.objects.count()
    fixed = Evaluation.objects.get().fixed_at
    for address, given in writes(made, plan, problem):
        assert somebody.post(address, given).status_code == status, address
    plan.refresh_from_db()
    problem.refresh_from_db()
    assert (plan.state, plan.title, problem.title, problem.state) == ("draft", "Light for lane 4", "Dark lane", "open")
    assert (Plan.objects.count(), PlannedMeasure.objects.count(), Evaluation.objects.get().fixed_at) == (1, 1, fixed)
    assert not problem.evidence.exists()
    assert Event.objects.count() == events, "nothing was done, so nothing is on record"


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("start", "stands here now"),
        ("take-back", "stands here now"),
        ("finish", "stands here now"),
        ("drop", "Write why"),
    ],
)
def test_a_turn_that_does_not_fit_a_draft_is_told(made: Made, clerk: Client, to: str, says: str) -> None:
    plan = made.draft()
    answer = clerk.post(at("turn", plan.pk), {"to": to, "words": " "})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    plan.refresh_from_db()
    assert (plan.state, plan.began_on, plan.ended_on) == ("draft", None, None)


def test_a_draft_that_lacks_something_is_put_to_nobody_and_the_page_says_what(made: Made, clerk: Client) -> None:
    plan = made.draft(owner=None)
    answer = clerk.post(at("turn", plan.pk), {"to": "propose"})
    assert answer.status_code == 422
    for says in ("Nobody owns the plan yet", "The plan has no measure yet", "what it is compared with"):
        assert says in answer.content.decode()
    plan.refresh_from_db()
    assert plan.state == "draft"


@pytest.mark.parametrize("to", ["", "burn", "STARTED"])
def test_a_turn_that_does_not_exist_is_not_found(made: Made, clerk: Client, to: str) -> None:
    assert clerk.post(at("turn", made.draft().pk), {"to": to}).status_code == 404
    assert clerk.post(at("end", made.problem().pk), {"to": to, "words": "x"}).status_code == 404


def test_once_the_organisations_are_asked_every_form_says_to_take_it_back(made: Made, clerk: Client) -> None:
    plan = made.ready()
    problem = Problem.objects.get()
    propose_plan(plan=plan, by=BY)
    days = {"starts": made.starts.isoformat(), "ends": made.starts.isoformat()}
    asked = [
        (at("change_plan", plan.pk), {"title": "Other", **days}), (at("measure", plan.pk), measure_form(made, problem)),
        (at("unmeasure", plan.pk, plan.measures.get().pk), {}),
        (at("evaluation", plan.pk), evaluation_form(made, no_comparison="x", fix="1")),
    ]  # fmt: skip
    for address, given in asked:
        answer = clerk.post(address, given)
        assert answer.status_code == 422, address
        assert "Take it back first" in answer.content.decode(), address
    assert (plan.measures.count(), Evaluation.objects.get().no_comparison) == (1, "")
    assert Plan.objects.get().title == "Light for lane 4"


def test_what_was_given_up_stays_given_up(made: Made, clerk: Client) -> None:
    plan = made.ready()
    drop_plan(plan=plan, words="No money", by=BY)
    for to in ("propose", "start", "finish", "drop", "take-back"):
        assert clerk.post(at("turn", plan.pk), {"to": to, "words": "Again"}).status_code == 422, to
    plan.refresh_from_db()
    assert (plan.state, plan.ended_words) == ("dropped", "No money")


def test_an_ended_problem_takes_nothing_more(made: Made, clerk: Client) -> None:
    problem, plan = made.problem(), made.draft()
    drop_problem(problem=problem, words="It was mended", by=BY)
    told = {"title": "Other", "goal_measure": "other"}
    assert clerk.post(at("change", problem.pk), told).status_code == 422
    assert clerk.post(at("evidence", problem.pk), {"words": "More"}).status_code == 422
    assert clerk.post(at("end", problem.pk), {"to": "solved", "words": "Again"}).status_code == 422
    assert clerk.post(at("measure", plan.pk), measure_form(made, problem)).status_code == 422
    problem.refresh_from_db()
    assert (problem.title, problem.state, problem.ended_words) == ("Dark lane", "dropped", "It was mended")
    assert not problem.evidence.exists()
    assert not plan.measures.exists()


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 5000, "x", "-1"])
def test_evidence_that_is_not_there_is_not_linked(made: Made, clerk: Client, number: str) -> None:
    problem = made.problem()
    for name in ("statement", "risk_point", "wave", "run", "remove"):
        assert clerk.post(at("evidence", problem.pk), {name: number}).status_code in (404, 422), name
    assert not problem.evidence.exists()
