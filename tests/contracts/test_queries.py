"""How many database queries a list page costs is written down, and does not grow with its rows."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from safetyzone.act.meetings.actions.calling import call_meeting
from safetyzone.act.tasks.models import Task
from safetyzone.foundation.decisions.actions import open_decision
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.budgets.models import Round
from safetyzone.listen.incidents.models import Import
from safetyzone.listen.polls.models import Questionnaire, Wave
from safetyzone.listen.suggestions.models import Conversation
from safetyzone.measure.targets.models import EnteredFigure
from tests.contracts.scene import make_place, make_plan_of, make_problem, make_risk_point, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Page → queries, the session's and the reader's roles included. Lower a number when a page gets cheaper.
COSTS = {"home": 6, "index:overview": 9, "effects:overview": 6, "incidents:imports": 7,
         "board:board": 10, "board:zones": 9,
         "board:map": 9, "board:funnels": 7,
         "rollout:overview": 8, "selection:selections": 6, "committee:committees": 6,
         "people:members": 11,
         "tasks:tasks": 10,
         "polls:waves": 7, "polls:questionnaires": 6, "suggestions:conversations": 6, "budgets:rounds": 6,
         "targets:overview": 10, "partners:partners": 10, "decisions:decisions": 8, "meetings:meetings": 8,
         "walks:overview": 6, "problems:overview": 8}  # fmt: skip


@pytest.fixture
def client() -> Client:
    scene = make_scene()
    client = Client(HTTP_HOST="localhost")
    client.force_login(scene.insider, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def cost(client: Client, name: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(reverse(name)).status_code == 200
    return len(seen)


def one_more_to_listen_to(zone: Place, number: int) -> None:
    days = {"opens": "2026-01-01", "closes": "2126-01-01"}
    asked = Questionnaire.objects.create(
        code="test", version=f"more-{number}", titles={"en": "Test"}, file_name="test.md", original=b"", digest="f" * 64,
        xform="<h:html/>", questions=[],
    )  # fmt: skip
    Wave.objects.create(zone=zone, questionnaire=asked, title=f"{number}", mode="optin", **days)
    Conversation.objects.create(zone=zone, questions={"en": "What would help?"}, ways=["code"], **days)
    Round.objects.create(zone=zone, title="Money", budget=1000, ways=["code"], **days)
    EnteredFigure.objects.create(place=zone, target="wispi-rank", value=50, year=2000 + number, source="test")


def ten_more_of_everything() -> None:
    station = Place.objects.get(slug="first-station")
    for number in range(10):
        zone = make_place("zone", f"more-{number}", station)
        Task.objects.create(
            zone=zone, organisation=Organisation.objects.get(name="Residents"), title=f"{number}", effort="prevention",
            due="2126-01-01", link_until="2126-01-01",
        )  # fmt: skip
        Run.objects.create(
            method="picture", place=zone, key=f"{number:064d}", inputs="b" * 64, seed=1, code_version="test", duration_ms=1,
            parameters={"group": "", "origin": "reported", "from": None, "to": None}, result_digest="c" * 64,
            result={"sample": True, "basis": {"to": "2026-01-31"}, "trend": {"year": None, "refusal": None}},
        )  # fmt: skip
        Import.objects.create(station=station, source="test", file_name=f"{number}.csv", file_digest="d" * 64)
        Organisation.objects.create(place=zone, kind="residents", name=f"Residents {number}")
        open_decision(place=zone, subject=f"more:{number}", question="Shall we?", content={}, by="test")
        call_meeting(zone=zone, starts_at=timezone.now(), where="Hall", by="test")
        person = User.objects.create_user(f"more-{number}@example.org", None)
        Membership.objects.create(user=person, place=station, role="patrol")
        one_more_to_listen_to(zone, number)
        make_risk_point(zone)
        make_problem(zone)
        make_plan_of(zone)


@pytest.mark.parametrize("name", COSTS)
def test_a_list_costs_what_is_written_down_however_long_it_is(client: Client, name: str) -> None:
    client.get(reverse(name))  # what a process reads once
    short = cost(client, name)
    ten_more_of_everything()
    assert cost(client, name) == short
    assert short == COSTS[name]
