"""A committee decides by its seats: quorum, one chair, blocks with words, and one outcome for two who close at once."""

import pytest
from django.urls import reverse

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.decisions.actions import AlreadyDecided, Blocked, DecisionRefused, NoQuorum
from safetyzone.foundation.decisions.models import DecisionState
from safetyzone.foundation.partners.actions import add_organisation
from safetyzone.foundation.places.models import Place
from safetyzone.programme.committee.actions import CommitteeRefused, ask, close, end_seat, give_seat, set_up, speak
from safetyzone.programme.committee.models import Committee, Seat
from safetyzone.programme.committee.queries import missing, seats_of, votes
from safetyzone.programme.committee.tests.land import BY, make_committee, make_land, reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return make_committee(make_land())


def seat(committee: Committee, kind: str) -> Seat:
    return seats_of(committee).get(organisation__kind=kind)


def test_it_is_closed_once_the_quorum_of_seats_has_spoken(committee: Committee) -> None:
    decision = ask(committee=committee, subject="committee:1", question="Shall we?", content={"a": 1}, by=BY)
    speak(seat=seat(committee, "police"), decision=decision, stance="agree", by=BY)
    assert any("1 more seat has to speak: the quorum is 2" in sentence for sentence in missing(committee, decision))
    with pytest.raises(NoQuorum, match="quorum is 2"):
        close(committee=committee, decision=decision, by=BY)
    decision.refresh_from_db()
    assert decision.state == DecisionState.OPEN
    speak(seat=seat(committee, "residents"), decision=decision, stance="stand_aside", by=BY)
    assert [vote.position.stance if vote.position else None for vote in votes(committee, decision)] == [
        "agree", "stand_aside", None,
    ]  # fmt: skip
    close(committee=committee, decision=decision, by=BY)
    with pytest.raises(AlreadyDecided, match="closed already"):
        close(committee=committee, decision=decision, by=BY)
    decision.refresh_from_db()
    assert decision.state == DecisionState.AGREED


def test_a_block_needs_words_and_is_recorded(committee: Committee) -> None:
    decision = ask(committee=committee, subject="committee:1", question="Shall we?", content={}, by=BY)
    speak(seat=seat(committee, "police"), decision=decision, stance="agree", by=BY)
    with pytest.raises(DecisionRefused, match="reason"):
        speak(seat=seat(committee, "business"), decision=decision, stance="block", by=BY)
    speak(seat=seat(committee, "business"), decision=decision, stance="block", words="No money.", by=BY)
    with pytest.raises(Blocked):
        close(committee=committee, decision=decision, by=BY)
    decision.refresh_from_db()
    assert decision.state == DecisionState.BLOCKED


def test_without_seats_nobody_can_be_asked() -> None:
    empty = set_up(place=make_land(), name="Empty", mandate="Test", quorum=1, by=BY)
    with pytest.raises(CommitteeRefused, match="no seats yet"):
        ask(committee=empty, subject="committee:1", question="Shall we?", content={}, by=BY)


def test_seats_are_for_organisations_of_the_place_once_and_there_is_one_chair(committee: Committee) -> None:
    police = seat(committee, "police")
    with pytest.raises(CommitteeRefused, match="has a seat already"):
        give_seat(committee=committee, organisation=police.organisation, by=BY)
    local = add_organisation(place=Place.objects.get(slug="station-111"), kind="business", name="ร้าน", by=BY)
    with pytest.raises(CommitteeRefused, match="works for land"):
        give_seat(committee=committee, organisation=local, by=BY)
    other = add_organisation(place=committee.place, kind="business", name="สมาคม", by=BY)
    with pytest.raises(CommitteeRefused, match="chair already"):
        give_seat(committee=committee, organisation=other, office="chair", by=BY)
    end_seat(seat=police, by=BY)
    end_seat(seat=police, by=BY)  # a second time changes nothing
    assert Event.objects.filter(action="committee.seat_ended").count() == 1
    give_seat(committee=committee, organisation=other, office="chair", by=BY)
    police.refresh_from_db()
    decision = ask(committee=committee, subject="committee:1", question="Shall we?", content={}, by=BY)
    with pytest.raises(CommitteeRefused, match="does not decide"):
        speak(seat=police, decision=decision, stance="agree", by=BY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"mandate": ""}, "mandate"),
        ({"quorum": 0}, "quorum"),
        ({"name": "คณะขับเคลื่อน"}, "name"),
    ],
)
def test_bad_input_names_its_field_and_changes_nothing(
    committee: Committee, change: dict[str, object], field: str
) -> None:
    given = {"name": "New", "mandate": "Test", "quorum": 2} | change
    with pytest.raises(CommitteeRefused) as refused:
        set_up(place=committee.place, by=BY, **given)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert Committee.objects.count() == 1


def test_a_station_has_none(committee: Committee) -> None:
    with pytest.raises(CommitteeRefused, match="belongs to a province"):
        set_up(place=Place.objects.get(slug="station-111"), name="N", mandate="M", quorum=1, by=BY)


def test_staff_keep_the_record_on_its_page_and_others_read_it(committee: Committee) -> None:
    staff = reader("programme", committee.place)
    page = reverse("committee:committee", args=[committee.pk])
    seats = reverse("committee:seats", args=[committee.pk])
    answer = staff.post(seats, {"new_name": "มูลนิธิ", "new_kind": "residents", "office": "member"})
    assert answer.status_code == 302
    refused = staff.post(seats, {"office": "member"})
    assert refused.status_code == 422
    assert "write the name and kind of a new one" in refused.content.decode()
    decision = ask(committee=committee, subject="committee:1", question="Shall we go on?", content={}, by=BY)
    say = reverse("committee:say", args=[committee.pk, decision.pk])
    for kind in ("police", "business"):
        staff.post(say, {"seat": seat(committee, kind).pk, "stance": "agree", "words": "Yes."})
    assert "Shall we go on?" in staff.get(page).content.decode()
    staff.post(say, {"close": "1"})
    shown = reader("bureau", Place.objects.get(slug="bureau-1")).get(page).content.decode()
    assert "agreed" in shown
    assert "Give the seat" not in shown, "bureau staff keep their own committees, not the country's"
    assert reader("patrol", Place.objects.get(slug="station-111")).get(page).status_code == 404
