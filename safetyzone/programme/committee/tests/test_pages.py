"""The committee's pages from outside: who finds them, what they refuse, and that nothing is changed then."""

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.decisions.models import Decision, DecisionState, Position
from safetyzone.foundation.places.models import Place
from safetyzone.programme.committee.actions import ask
from safetyzone.programme.committee.models import Committee, Seat
from safetyzone.programme.committee.queries import seats_of
from safetyzone.programme.committee.tests.land import BY, make_committee, make_land, reader

pytestmark = pytest.mark.django_db
NO_NUMBERS = ("", "x", "-1", "9" * 5000, "999999")


@pytest.fixture
def committee() -> Committee:
    return make_committee(make_land())


@pytest.fixture
def staff(committee: Committee) -> Client:
    return reader("programme", committee.place)


@pytest.fixture
def decision(committee: Committee) -> Decision:
    return ask(committee=committee, subject="committee:1", question="Shall we go on?", content={}, by=BY)


def at(name: str, *arguments: object) -> str:
    return reverse(f"committee:{name}", args=arguments)


def test_the_programme_sets_one_up_and_a_mistake_keeps_what_was_typed(committee: Committee, staff: Client) -> None:
    told = {
        "place": "bureau-1",
        "name": "North",
        "name_en": "North",
        "mandate": "Choose",
        "quorum": "0",
    }
    refused = staff.post(at("new"), told)
    assert refused.status_code == 422
    assert "Choose" in refused.content.decode()
    assert Committee.objects.count() == 1
    assert staff.post(at("new"), told | {"quorum": "2"}).status_code == 302
    made = Committee.objects.latest("pk")
    assert (made.place.slug, made.quorum) == ("bureau-1", 2)


@pytest.mark.parametrize(
    ("role", "slug"), [("bureau", "bureau-1"), ("chief", "station-111"), ("resident", "station-111")]
)
def test_whoever_chooses_no_areas_sets_none_up(committee: Committee, role: str, slug: str) -> None:
    somebody = reader(role, Place.objects.get(slug=slug))
    told = {"place": committee.place.slug, "name": "Mine", "mandate": "Mine", "quorum": "1"}
    assert somebody.post(at("new"), told).status_code in (404, 422), "not at the country, whatever they may do below it"
    assert not Committee.objects.filter(name="Mine").exists()


def test_a_stranger_is_asked_to_sign_in(committee: Committee, decision: Decision) -> None:
    stranger = Client(HTTP_HOST="localhost")
    for name, *arguments in (("committees",), ("committee", committee.pk), ("new",)):
        assert stranger.get(at(name, *arguments)).status_code == 302
    assert stranger.post(at("say", committee.pk, decision.pk), {"close": "1"}).status_code == 302
    decision.refresh_from_db()
    assert decision.state == DecisionState.OPEN


def test_staff_of_a_bureau_read_and_write_nothing_down(committee: Committee, decision: Decision) -> None:
    bureau = reader("bureau", Place.objects.get(slug="bureau-1"))
    held = seats_of(committee)[0]
    assert bureau.post(at("say", committee.pk, decision.pk), {"seat": held.pk, "stance": "agree"}).status_code == 404
    assert bureau.post(at("seats", committee.pk), {"end": held.pk}).status_code == 404
    assert not Position.objects.exists()
    assert seats_of(committee).count() == 3


@pytest.mark.parametrize("given", NO_NUMBERS)
def test_a_seat_that_does_not_exist_says_nothing(
    committee: Committee, staff: Client, decision: Decision, given: str
) -> None:
    assert staff.post(at("say", committee.pk, decision.pk), {"seat": given, "stance": "agree"}).status_code == 404
    assert staff.post(at("seats", committee.pk), {"end": given}).status_code == 404
    assert not Position.objects.exists()
    assert seats_of(committee).count() == 3


def test_a_block_without_words_and_a_quorum_that_lacks_are_told_and_change_nothing(
    committee: Committee, staff: Client, decision: Decision
) -> None:
    say = at("say", committee.pk, decision.pk)
    answer = staff.post(say, {"seat": seats_of(committee)[0].pk, "stance": "block", "words": " "}, follow=True)
    assert "reason" in answer.content.decode()
    assert not Position.objects.exists()
    assert "quorum is 2" in staff.post(say, {"close": "1"}, follow=True).content.decode()
    decision.refresh_from_db()
    assert decision.state == DecisionState.OPEN
    assert staff.post(say, {"seat": seats_of(committee)[0].pk, "stance": "perhaps"}).status_code == 404


def test_a_seat_is_ended_once_and_the_organisation_has_no_more_say(
    committee: Committee, staff: Client, decision: Decision
) -> None:
    gone = seats_of(committee).get(organisation__kind="business")
    assert staff.post(at("seats", committee.pk), {"end": gone.pk}).status_code == 302
    assert staff.post(at("seats", committee.pk), {"end": gone.pk}).status_code == 404
    assert staff.post(at("say", committee.pk, decision.pk), {"seat": gone.pk, "stance": "agree"}).status_code == 404
    assert Event.objects.filter(action="committee.seat_ended").count() == 1
    assert Seat.objects.filter(committee=committee).count() == 3, "the row stays: it was a seat once"


def test_a_decision_of_another_committee_is_not_closed_here(committee: Committee, staff: Client) -> None:
    other = make_committee_of_bureau()
    theirs = ask(committee=other, subject="committee:2", question="Theirs?", content={}, by=BY)
    assert staff.post(at("say", committee.pk, theirs.pk), {"close": "1"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == DecisionState.OPEN


def make_committee_of_bureau() -> Committee:
    return make_committee(Place.objects.get(slug="bureau-1"))
