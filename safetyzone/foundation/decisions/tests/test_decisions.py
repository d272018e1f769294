"""Asking, saying, closing: once, about exactly what was asked, and all of it in the chain."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.audit.queries import verify
from safetyzone.foundation.decisions import actions, queries
from safetyzone.foundation.decisions.actions import (
    AlreadyDecided,
    AlreadyOpen,
    Blocked,
    DecisionRefused,
    NoQuorum,
    Stale,
)
from safetyzone.foundation.decisions.models import Decision, DecisionState, Position
from safetyzone.foundation.decisions.subjects import Subject, content_now, register, url_of
from safetyzone.foundation.decisions.tests.conftest import CONTENT, Say, agreeing
from safetyzone.foundation.decisions.zones import ask_about_zone, zone_agreed, zone_content, zone_subject
from safetyzone.foundation.partners.actions import end_organisation
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.sector import BY, make_organisation
from safetyzone.foundation.places.models import Place

ENOUGH = ("police", "residents", "business")


def state(decision: Decision) -> str:
    return Decision.objects.get(pk=decision.pk).state


def test_it_is_agreed(asked: Decision, say: Say) -> None:
    say(**agreeing(*ENOUGH))
    closed = actions.close_decision(decision=asked, content=CONTENT, by="user:7")
    assert (closed.state, closed.closed_by) == (DecisionState.AGREED, "user:7")
    assert queries.agreed("lamps:1", {"where": ["lane 4"], "lamps": 12})  # the order of keys is nothing
    assert not queries.agreed("lamps:1", {"lamps": 13, "where": ["lane 4"]})
    assert not queries.agreed("lamps:2", CONTENT)


def test_without_a_quorum_nothing_is_closed(asked: Decision, say: Say) -> None:
    say(**agreeing("business", "media"))
    with pytest.raises(NoQuorum, match="1 more organisation has to say something"):
        actions.close_decision(decision=asked, content=CONTENT, by=BY)
    assert state(asked) == DecisionState.OPEN
    assert not Event.objects.filter(action="decisions.closed").exists()
    assert queries.standing(asked).missing[1:] == [
        "Nobody has spoken for: Police.", "Nobody has spoken for: Residents and communities.",
        "1 more kind of partner has to say something: 3 are needed.",
    ]  # fmt: skip


def test_a_block_is_recorded_as_the_outcome(asked: Decision, say: Say) -> None:
    say(**agreeing(*ENOUGH), media="block")
    with pytest.raises(Blocked, match="Talk about its reasons"):
        actions.close_decision(decision=asked, content=CONTENT, by=BY)
    assert state(asked) == DecisionState.BLOCKED
    (event,) = Event.objects.filter(action="decisions.closed")
    assert event.payload["state"] == "blocked"
    assert event.payload["block"] == 1
    assert not queries.agreed("lamps:1", CONTENT)


def test_content_that_changed_is_stale_whatever_was_said(asked: Decision, say: Say) -> None:
    say(**agreeing(*ENOUGH))
    with pytest.raises(Stale, match="Ask again"):
        actions.close_decision(decision=asked, content={**CONTENT, "lamps": 13}, by=BY)
    assert state(asked) == DecisionState.STALE
    again = actions.open_decision(
        place=asked.place, subject="lamps:1", question="Thirteen?", content={"lamps": 13}, by=BY
    )
    assert queries.decision_about("lamps:1") == again
    assert [each.pk for each in queries.about("lamps:1")] == [again.pk, asked.pk]


def test_closing_twice_is_refused_and_changes_nothing(asked: Decision, say: Say) -> None:
    say(**agreeing(*ENOUGH))
    first = actions.close_decision(decision=asked, content=CONTENT, by="user:1")
    for act in (
        lambda: actions.close_decision(decision=asked, content=CONTENT, by="user:2"),
        lambda: actions.withdraw_decision(decision=asked, by="user:2"),
        lambda: say(media="agree"),
    ):
        with pytest.raises(AlreadyDecided, match="closed already: agreed"):
            act()
    kept = Decision.objects.get(pk=asked.pk)
    assert (kept.closed_by, kept.closed_at) == ("user:1", first.closed_at)
    assert kept.positions.count() == 3


def test_withdrawn_keeps_what_was_said(asked: Decision, say: Say) -> None:
    say(residents="agree")
    actions.withdraw_decision(decision=asked, by=BY)
    assert state(asked) == DecisionState.WITHDRAWN
    assert asked.positions.count() == 1


def test_the_same_thing_is_asked_once_at_a_time(asked: Decision) -> None:
    with pytest.raises(AlreadyOpen, match="close or withdraw that first"):
        actions.open_decision(place=asked.place, subject="lamps:1", question="Again?", content={}, by=BY)
    actions.withdraw_decision(decision=asked, by=BY)
    actions.open_decision(place=asked.place, subject="lamps:1", question="Again?", content={}, by=BY)
    assert Decision.objects.count() == 2


def test_agreed_and_blocked_when_asked_again_is_agreed_no_more(asked: Decision, say: Say, six: dict[str, Any]) -> None:
    say(**agreeing(*ENOUGH))
    actions.close_decision(decision=asked, content=CONTENT, by=BY)
    again = actions.open_decision(place=asked.place, subject="lamps:1", question="Still?", content=CONTENT, by=BY)
    assert queries.agreed("lamps:1", CONTENT)  # asking again takes nothing back
    for kind in ENOUGH:
        actions.take_position(decision=again, organisation=six[kind], stance="block", words="too bright", by=BY)
    with pytest.raises(Blocked):
        actions.close_decision(decision=again, content=CONTENT, by=BY)
    assert not queries.agreed("lamps:1", CONTENT)


def test_a_block_without_words_is_refused(asked: Decision, six: dict[str, Organisation]) -> None:
    with pytest.raises(DecisionRefused, match="says why"):
        actions.take_position(decision=asked, organisation=six["media"], stance="block", words="  ", by=BY)
    assert not Position.objects.exists()


def test_a_stance_that_does_not_exist(asked: Decision, six: dict[str, Organisation]) -> None:
    with pytest.raises(DecisionRefused, match="agrees, stands aside or blocks"):
        actions.take_position(decision=asked, organisation=six["media"], stance="perhaps", by=BY)


def test_a_question_needs_words_and_a_known_rule(zone: Place) -> None:
    with pytest.raises(DecisionRefused, match="Write the question"):
        actions.open_decision(place=zone, subject="lamps:1", question=" ", content={}, by=BY)
    with pytest.raises(DecisionRefused, match="no rule for decisions called"):
        actions.open_decision(place=zone, subject="lamps:1", question="Now?", content={}, rule="war", by=BY)
    assert not Decision.objects.exists()


def test_who_says_it_again_says_it_instead(asked: Decision, say: Say, six: dict[str, Organisation]) -> None:
    say(media="block")
    actions.take_position(decision=asked, organisation=six["media"], stance="agree", by="user:9", themselves=True)
    position = Position.objects.get()
    assert (position.stance, position.words, position.entered_by, position.themselves) == ("agree", "", "user:9", True)
    first, second = Event.objects.filter(action="decisions.position_taken").order_by("sequence")
    assert (first.payload["stance"], first.payload["before"]) == ("block", None)
    assert (second.payload["stance"], second.payload["before"]) == ("agree", "block")


def test_words_are_in_the_chain_as_a_digest_alone(asked: Decision, six: dict[str, Organisation]) -> None:
    actions.take_position(decision=asked, organisation=six["media"], stance="block", words="the mayor's cousin", by=BY)
    (event,) = Event.objects.filter(action="decisions.position_taken")
    assert len(event.payload["words"]) == 32
    assert "cousin" not in str(event.payload)
    assert verify().sound


def test_what_belongs_to_a_person_is_hidden_in_the_words(asked: Decision, six: dict[str, Organisation]) -> None:
    said = "นายสมชาย ใจดี ไม่เห็นด้วย โทร 081-234-5678"
    position = actions.take_position(decision=asked, organisation=six["media"], stance="block", words=said, by=BY)
    position.refresh_from_db()
    assert "ไม่เห็นด้วย" in position.words
    assert "สมชาย" not in position.words
    assert "081" not in position.words


def test_who_does_not_work_here_is_not_asked(asked: Decision, places: dict[str, Place]) -> None:
    stranger = make_organisation(places["zone-12"], "residents", "Next door")
    with pytest.raises(DecisionRefused, match="Next door does not take part in zone-11"):
        actions.take_position(decision=asked, organisation=stranger, stance="agree", by=BY)
    bureau = make_organisation(places["bureau-1"], "agencies", "Hospital")
    actions.take_position(decision=asked, organisation=bureau, stance="agree", by=BY)


def test_who_has_left_does_not_count_while_it_is_open(asked: Decision, say: Say, six: dict[str, Organisation]) -> None:
    say(**agreeing(*ENOUGH))
    end_organisation(organisation=six["business"], by=BY)
    assert queries.standing(asked).agree == 2
    with pytest.raises(NoQuorum):
        actions.close_decision(decision=asked, content=CONTENT, by=BY)
    with pytest.raises(DecisionRefused, match="does not take part"):
        actions.take_position(decision=asked, organisation=six["business"], stance="agree", by=BY)
    say(media="agree")
    closed = actions.close_decision(decision=asked, content=CONTENT, by=BY)
    end_organisation(organisation=six["media"], by=BY)
    assert queries.standing(closed).agree == 4  # on record stays what was said


def test_the_zone_itself(zone: Place, six: dict[str, Organisation]) -> None:
    decision = ask_about_zone(zone=zone, by=BY)
    assert decision.subject == zone_subject(zone) == "zone:zone-11"
    assert decision.rule == "zone"
    assert decision.told == ["It is called zone-11 / ที่ zone-11.", "No boundary has been drawn yet."]
    for kind in ("police", "residents", "local-government", "business"):
        actions.take_position(decision=decision, organisation=six[kind], stance="agree", by=BY)
    assert not zone_agreed(zone)
    actions.close_decision(decision=decision, content=content_now(decision), by=BY)
    assert zone_agreed(zone)
    assert url_of(decision) == f"/zones/{zone.slug}/"


@pytest.mark.parametrize("change", [{"names": {"en": "zone-11"}}, {"boundary": {"type": "Polygon", "coordinates": []}}])
def test_another_name_or_boundary_is_another_zone(zone: Place, six: dict[str, Any], change: dict[str, Any]) -> None:
    decision = ask_about_zone(zone=zone, by=BY)
    for kind in ("police", "residents", "local-government", "business"):
        actions.take_position(decision=decision, organisation=six[kind], stance="agree", by=BY)
    Place.objects.filter(pk=zone.pk).update(**change)
    with pytest.raises(Stale):
        actions.close_decision(decision=decision, content=content_now(decision), by=BY)
    assert not zone_agreed(Place.objects.get(pk=zone.pk))


def test_what_is_told_of_a_drawn_zone(zone: Place) -> None:
    Place.objects.filter(pk=zone.pk).update(boundary={"type": "Polygon", "coordinates": []}, area_km2=1.69)
    drawn = Place.objects.get(pk=zone.pk)
    assert ask_about_zone(zone=drawn, by=BY).told[1] == "Its boundary is the one drawn on the zone's page: 1.69 km²."
    assert zone_content(drawn)["boundary"] != zone_content(zone)["boundary"]


def test_a_subject_says_what_it_holds_now(asked: Decision) -> None:
    assert content_now(asked) == CONTENT  # nobody says what lamps hold: they are words alone
    register(Subject("lamp-test", lambda decision: {"now": decision.subject}, lambda decision: "/lamps/"))
    about = actions.open_decision(place=asked.place, subject="lamp-test:1", question="So?", content={"now": 0}, by=BY)
    assert content_now(about) == {"now": "lamp-test:1"}
    assert url_of(about) == "/lamps/"
    assert url_of(asked) == ""


def test_decisions_of_a_station_are_those_of_its_zones_too(asked: Decision, places: dict[str, Place]) -> None:
    assert list(queries.decisions_of(places["station-11"])) == [asked]
    assert list(queries.open_decisions_of(places["zone-11"])) == [asked]
    assert not queries.decisions_of(places["bureau-1"]).exists()
    assert not queries.decisions_of(places["zone-12"]).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_close_it_once(asked: Decision, say: Say) -> None:
    say(**agreeing(*ENOUGH))
    outcomes = at_once(lambda name: actions.close_decision(decision=asked, content=CONTENT, by=name))
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyDecided", "Decision"]
    assert Event.objects.filter(action="decisions.closed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_once(zone: Place) -> None:
    outcomes = at_once(
        lambda name: actions.open_decision(place=zone, subject="lamps:5", question="Now?", content={}, by=name)
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyOpen", "Decision"]


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_one_organisation_at_once_leave_one_position(
    asked: Decision, six: dict[str, Organisation]
) -> None:
    outcomes = at_once(
        lambda name: actions.take_position(decision=asked, organisation=six["media"], stance="agree", by=name)
    )
    assert [type(each).__name__ for each in outcomes] == ["Position", "Position"]
    assert Position.objects.count() == 1


def at_once(act: Any) -> list[Any]:
    """What two threads get that start together: a result each, or its refusal."""
    found: list[Any] = []
    start = Barrier(2)

    def one(name: str) -> None:
        start.wait(10)
        try:
            found.append(act(name))
        except DecisionRefused as refused:
            found.append(refused)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(f"user:{number}",)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
