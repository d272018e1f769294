"""Tasks that come from a problem, a planned measure or a risk point: linked, of the same zone, and carried on."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.act.tasks.actions.answers import check_task, report_done
from safetyzone.act.tasks.actions.asking import ask_task
from safetyzone.act.tasks.models import Side, Task
from safetyzone.act.tasks.tests.made import day_from_now, link, visitor
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.voters.refusals import Refused
from safetyzone.listen.walks.actions import mend_point
from safetyzone.listen.walks.models import PointState, RiskPoint, Stop, Walk
from safetyzone.plan.problems.models import Plan, PlannedMeasure, Problem


@pytest.fixture
def problem(zone: Place) -> Problem:
    return Problem.objects.create(zone=zone, title="Bags snatched at the bus stop")


@pytest.fixture
def measure(zone: Place, problem: Problem, city: Organisation, shop: Organisation) -> PlannedMeasure:
    plan = Plan.objects.create(
        zone=zone, title="Light for the bus stop", starts=date(2026, 1, 1), ends=date(2126, 1, 1)
    )
    return PlannedMeasure.objects.create(
        plan=plan, problem=problem, measure="lighting", expected_effect="fewer at night", dose="four lamps", cost=40_000,
        payer=shop, organisation=city, effort="prevention",
    )  # fmt: skip


@pytest.fixture
def point(zone: Place) -> RiskPoint:
    walk = Walk.objects.create(zone=zone, key=uuid.uuid4(), walked_on=date(2026, 9, 1), received_by="user:1")
    stop = Stop.objects.create(walk=walk, key=uuid.uuid4(), lon=100.505, lat=13.705, light="bad")
    return RiskPoint.objects.create(
        zone=zone, walk=walk, stop=stop, kind="light", lon=100.505, lat=13.705, place_words="Behind the school",
        words="Two lamps are dead", found_on=date(2026, 9, 1),
    )  # fmt: skip


def ask(zone: Place, organisation: Organisation, **changed: Any) -> Task:
    usual: dict[str, Any] = {"title": "Mend it", "due": day_from_now(20), "effort": "prevention", "by": "user:1"}
    return ask_task(zone=zone, organisation=organisation, **(usual | changed))


def test_a_planned_measure_brings_its_problem(
    zone: Place, city: Organisation, measure: PlannedMeasure, problem: Problem
) -> None:
    assert ask(zone, city, planned_measure=measure).problem == problem


def test_the_police_may_answer_a_problem(zone: Place, police: Organisation, problem: Problem, point: RiskPoint) -> None:
    assert ask(zone, police, problem=problem).problem == problem
    with pytest.raises(Refused, match="answers something"):
        ask(zone, police, risk_point=point)


@pytest.mark.parametrize("what", ["problem", "planned_measure", "risk_point"])
def test_what_belongs_to_another_zone_is_refused(
    what: str, zone: Place, other_zone: Place, problem: Problem, measure: PlannedMeasure, point: RiskPoint
) -> None:
    far = Organisation.objects.create(place=other_zone, kind="business", name="Far")
    with pytest.raises(Refused, match="belongs to another zone"):
        ask(other_zone, far, **{what: {"problem": problem, "planned_measure": measure, "risk_point": point}[what]})
    assert not Task.objects.exists()


def test_a_risk_point_says_where_and_is_mended_when_the_task_is_checked(
    zone: Place, city: Organisation, point: RiskPoint
) -> None:
    task = ask(zone, city, risk_point=point)
    assert (task.where, task.lon, task.lat) == ("Behind the school", 100.505, 13.705)
    assert "Found on a walk" in visitor().get(link(task)).content.decode()
    report_done(task=task, words="New lamps", by="link:1", side=Side.LINK)
    point.refresh_from_db()
    assert point.state == PointState.OPEN, "said to be done is not yet seen to be done"
    check_task(task=task, by="user:1")
    point.refresh_from_db()
    assert (point.state, point.ended_words) == (PointState.MENDED, "New lamps")


def test_a_point_that_was_ended_before_does_not_stop_the_check(
    zone: Place, city: Organisation, point: RiskPoint
) -> None:
    task = ask(zone, city, risk_point=point)
    report_done(task=task, by="link:1", side=Side.LINK)
    mend_point(point=point, words="Seen on a walk", by="user:2")
    assert check_task(task=task, by="user:1").state == "checked"
    point.refresh_from_db()
    assert point.ended_words == "Seen on a walk"


def test_the_form_is_filled_from_the_measure(
    clerk: Client, zone: Place, city: Organisation, measure: PlannedMeasure
) -> None:
    page = clerk.get(reverse("tasks:ask", args=[zone.slug]), {"planned_measure": measure.pk}).content.decode()
    assert "four lamps" in page
    assert 'value="40000"' in page
    assert f'<option value="{city.pk}" selected' in page
    assert f'<option value="{measure.problem_id}" selected' in page


def test_the_form_is_filled_from_the_risk_point(
    clerk: Client, zone: Place, city: Organisation, point: RiskPoint
) -> None:
    page = clerk.get(reverse("tasks:ask", args=[zone.slug]), {"risk_point": point.pk}).content.decode()
    assert 'value="Behind the school"' in page
    assert "Two lamps are dead" in page


def test_a_form_of_a_zone_without_problems_does_not_ask_for_them(
    clerk: Client, zone: Place, city: Organisation
) -> None:
    page = clerk.get(reverse("tasks:ask", args=[zone.slug])).content.decode()
    assert "Which problem it answers" not in page
    assert "Which risk point it mends" not in page


def test_somebody_elses_problem_cannot_be_chosen(
    clerk: Client, zone: Place, other_zone: Place, city: Organisation, problem: Problem
) -> None:
    far = Problem.objects.create(zone=other_zone, title="Elsewhere")
    sent = {
        "organisation": city.pk, "title": "x", "due": day_from_now(9).isoformat(), "effort": "prevention", "problem": far.pk,
    }  # fmt: skip
    answer = clerk.post(reverse("tasks:ask", args=[zone.slug]), sent)
    assert answer.status_code == 422
    assert "Elsewhere" not in answer.content.decode()
