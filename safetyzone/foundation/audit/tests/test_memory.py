"""An answer asks the database each small thing once, and never reads what a write has made untrue."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from safetyzone.foundation.access.queries import may, permissions_held
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.access.tests.hierarchy import make_places, person
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.audit.memory import MemoryOfAnswer, once
from safetyzone.foundation.people.models import Membership

pytestmark = pytest.mark.django_db


def answered(view: object) -> None:
    def get_response(request: HttpRequest) -> HttpResponse:
        assert callable(view)
        view()
        return HttpResponse()

    MemoryOfAnswer(get_response)(RequestFactory().get("/"))


def test_an_answer_asks_once_and_the_next_answer_asks_again() -> None:
    asked: list[int] = []

    def view() -> None:
        for _ in range(3):
            assert once("thing", lambda: asked.append(1) or len(asked)) == len(asked)

    answered(view)
    answered(view)
    assert len(asked) == 2


def test_nothing_is_an_answer_too() -> None:
    asked: list[int] = []
    answered(lambda: [once("thing", lambda: asked.append(1)) for _ in range(3)])
    assert len(asked) == 1


def test_outside_an_answer_nothing_is_remembered() -> None:
    asked: list[int] = []
    for _ in range(3):
        once("thing", lambda: asked.append(1))
    assert len(asked) == 3


def test_a_failed_answer_leaves_nothing_behind() -> None:
    def view() -> None:
        once("thing", lambda: 1)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        answered(view)
    assert once("thing", lambda: 2) == 2


def test_all_questions_about_a_readers_roles_cost_one_query() -> None:
    places = make_places()
    user = person("commander", places["station-11"])

    def view() -> None:
        with CaptureQueriesContext(connection) as seen:
            assert may(user, Permission.VIEW_ZONE, places["zone-11"])
            assert may(user, Permission.PUBLISH, places["station-11"])
            assert not may(user, Permission.VIEW_ZONE, places["zone-21"])
            assert Permission.PUBLISH in permissions_held(user)
            assert not may(AnonymousUser(), Permission.VIEW_ZONE, places["zone-11"])
        assert len(seen) == 1

    answered(view)


def test_a_role_ended_by_an_action_is_gone_in_the_same_answer() -> None:
    places = make_places()
    user = person("commander", places["station-11"])

    def view() -> None:
        assert may(user, Permission.PUBLISH, places["zone-11"])
        Membership.objects.filter(user=user).delete()
        record(action="membership.ended", subject="membership:1", by="test")
        assert not may(user, Permission.PUBLISH, places["zone-11"])
        assert permissions_held(user) == set()

    answered(view)


def test_readers_are_not_taken_for_each_other() -> None:
    places = make_places()
    one, other = person("commander", places["station-11"]), person("resident", places["zone-21"])

    def view() -> None:
        assert may(one, Permission.PUBLISH, places["zone-11"])
        assert not may(other, Permission.PUBLISH, places["zone-11"])
        assert may(other, Permission.VIEW_ZONE, places["zone-21"])

    answered(view)
