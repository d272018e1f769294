"""The roll-out's pages from outside: who may move, look back, take over, begin a phase; refusals change nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.places.models import Place
from safetyzone.plan.problems.models import Problem
from safetyzone.programme.committee.actions import close, speak
from safetyzone.programme.committee.models import Committee
from safetyzone.programme.committee.queries import decisions_of, seats_of
from safetyzone.programme.committee.tests.land import BY, make_committee, make_land, reader
from safetyzone.programme.rollout.actions import nominate
from safetyzone.programme.rollout.models import Remeasurement, StageMove, ZoneStage
from safetyzone.programme.rollout.queries import phase_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone() -> Place:
    make_land()
    held = Place.objects.get(slug="zone-111")
    nominate(zone=held, phase=1, by=BY)
    return held


@pytest.fixture
def bureau(zone: Place) -> Client:
    return reader("bureau", Place.objects.get(slug="bureau-1"))


def at(name: str, *arguments: object) -> str:
    return reverse(f"rollout:{name}", args=arguments)


def stands(zone: Place) -> str:
    return str(ZoneStage.objects.get(zone=zone).stage)


@pytest.mark.parametrize("to", ["", "nowhere", "evaluated", "nominated"])
def test_a_stage_that_is_not_the_next_is_refused_and_told(zone: Place, bureau: Client, to: str) -> None:
    moved = StageMove.objects.count()
    answer = bureau.post(at("move", zone.slug), {"to": to, "seen": "nominated", "reason": "because"})
    assert answer.status_code == 422
    assert "alert" in answer.content.decode()
    assert (stands(zone), StageMove.objects.count()) == ("nominated", moved)


def test_whoever_saw_an_older_stage_is_told_and_moves_nothing(zone: Place, bureau: Client) -> None:
    ZoneStage.objects.filter(zone=zone).update(stage="agreed")
    answer = bureau.post(at("move", zone.slug), {"to": "agreed", "seen": "nominated"})
    assert answer.status_code == 422
    assert stands(zone) == "agreed"


def test_another_bureau_and_a_resident_move_nothing(zone: Place) -> None:
    for role, slug in (("bureau", "bureau-2"), ("resident", "station-111"), ("clerk", "station-111")):
        somebody = reader(role, Place.objects.get(slug=slug))
        assert (
            somebody.post(at("move", zone.slug), {"to": "closed", "seen": "nominated", "reason": "x"}).status_code
            == 404
        )
        assert somebody.post(at("look_again", zone.slug), {"months": "6"}).status_code == 404
        assert somebody.post(at("template", zone.slug), {"template": "zone-121"}).status_code == 404
    assert Client(HTTP_HOST="localhost").post(at("move", zone.slug), {"to": "closed"}).status_code == 302
    assert stands(zone) == "nominated"


@pytest.mark.parametrize("months", ["", "six", "0", "9" * 5000, "7"])
def test_a_look_back_that_does_not_exist_is_refused(zone: Place, bureau: Client, months: str) -> None:
    answer = bureau.post(at("look_again", zone.slug), {"months": months})
    assert answer.status_code == 422
    assert "No plan has been finished yet" in answer.content.decode()
    assert not Remeasurement.objects.exists()


def test_a_zone_that_is_not_evaluated_is_no_template(zone: Place, bureau: Client) -> None:
    other = Place.objects.get(slug="zone-121")
    nominate(zone=other, phase=1, by=BY)
    answer = bureau.post(at("template", zone.slug), {"template": other.slug})
    assert answer.status_code == 422
    assert bureau.post(at("template", zone.slug), {"template": "nowhere"}).status_code == 404
    assert not Problem.objects.filter(zone=zone).exists()


@pytest.fixture
def committee(zone: Place) -> Committee:
    return make_committee(Place.objects.get(slug="land"))


def test_a_phase_begins_on_its_page_only_with_the_committees_word(committee: Committee) -> None:
    staff = reader("programme", committee.place)
    begin = {"committee": committee.pk, "begin": "1"}
    before = phase_now(committee.place)
    assert "alert" in staff.post(at("phases"), begin, follow=True).content.decode()
    assert phase_now(committee.place) == before
    assert staff.post(at("phases"), {"committee": committee.pk}).status_code == 302
    decision = decisions_of(committee).get()
    for seat in seats_of(committee):
        speak(seat=seat, decision=decision, stance="agree", by=BY)
    close(committee=committee, decision=decision, by=BY)
    assert "The phase has begun." in staff.post(at("phases"), begin, follow=True).content.decode()
    assert phase_now(committee.place) == before + 1


@pytest.mark.parametrize("number", ["", "x", "9" * 5000, "0"])
def test_no_committee_no_phase(committee: Committee, number: str) -> None:
    staff = reader("programme", committee.place)
    assert staff.post(at("phases"), {"committee": number, "begin": "1"}).status_code == 404
    assert (
        reader("bureau", Place.objects.get(slug="bureau-1")).post(at("phases"), {"committee": committee.pk}).status_code
        == 404
    )
    assert not decisions_of(committee).exists()
