"""A meeting that is held: who came, what it may decide, what its minutes keep."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from safetyzone.act.meetings.actions import calling, holding
from safetyzone.act.meetings.models import AgendaItem, Meeting, MeetingState
from safetyzone.act.meetings.queries import absent_from, present_at, quorum
from safetyzone.act.meetings.refusals import MeetingRefused, NoQuorum, NotInSession
from safetyzone.act.meetings.tests.conftest import Make
from safetyzone.act.meetings.words import ON_PAGE, agenda, tasks_in_words
from safetyzone.act.tasks.actions.answers import accept_task, check_task, report_done
from safetyzone.act.tasks.models import Task
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.decisions.actions import AlreadyDecided, Blocked, DecisionRefused, take_position
from safetyzone.foundation.decisions.actions import NoQuorum as TooFewSaid
from safetyzone.foundation.decisions.models import Decision, DecisionState
from safetyzone.foundation.decisions.tests.conftest import Say, agreeing
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.sector import BY
from safetyzone.foundation.places.models import Place

HOUR = timedelta(hours=1)


def came(six: dict[str, Organisation], *kinds: str) -> dict[int, tuple[int, str]]:
    return {each.pk: (1 if kind in kinds else 0, "") for kind, each in six.items()}


def asked_item(meeting: Meeting) -> AgendaItem:
    return meeting.items.select_related("meeting").get(kind="decision")


def close(meeting: Meeting) -> Meeting:
    return holding.close_meeting(meeting=meeting, ended_at=timezone.now(), by=BY)


def test_it_is_not_opened_before_it_begins(meeting: Meeting) -> None:
    with pytest.raises(MeetingRefused, match="when it has begun"):
        holding.open_meeting(meeting=meeting, began_at=timezone.now() + HOUR, by=BY)
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.PLANNED


def test_who_came(running: Meeting, six: dict[str, Organisation]) -> None:
    assert {row.organisation.kind for row in present_at(running)} == {"police", "residents", "business"}
    assert absent_from(running).count() == 3
    assert quorum(running).missing == ()
    holding.note_attendance(meeting=running, came=came(six, "business", "media"), by=BY)
    found = quorum(running)
    assert (found.present, found.invited) == (2, 6)
    assert found.missing == (
        "Organisations here: 2; needed: 3.", "Nobody is here from: Police.",
        "Nobody is here from: Residents and communities.", "Kinds of partners here: 2; needed: 3.",
    )  # fmt: skip


def test_a_stranger_s_organisation_is_not_noted(running: Meeting) -> None:
    holding.note_attendance(meeting=running, came={10**6: (4, "")}, by=BY)
    assert running.attendance.count() == 6


def test_names_in_the_minutes_are_hidden(running: Meeting, six: dict[str, Organisation]) -> None:
    item = calling.add_item(meeting=running, section=6, title="Lamps", by=BY)
    holding.note_item(item=item, words="นายสมชาย ใจดี โทร 081-234-5678 ขอไฟเพิ่ม", resolution="", by=BY)
    item.refresh_from_db()
    assert "สมชาย" not in item.words
    assert "081" not in item.words
    assert "ขอไฟเพิ่ม" in item.words


def test_without_a_quorum_nothing_is_resolved(running: Meeting, six: dict[str, Organisation]) -> None:
    item = calling.add_item(meeting=running, section=5, title="Lamps", by=BY)
    holding.note_attendance(meeting=running, came=came(six, "business"), by=BY)
    with pytest.raises(NoQuorum, match=r"cannot decide anything\. Organisations here: 1"):
        holding.note_item(item=item, words="We talked.", resolution="Twelve lamps.", by=BY)
    item.refresh_from_db()
    assert (item.words, item.resolution) == ("", "")
    holding.note_item(item=item, words="We talked.", resolution="", by=BY)


def test_a_question_is_decided_at_the_meeting(asked: Decision, say: Say, running: Meeting) -> None:
    say(**agreeing("police", "residents", "business"))
    holding.decide_item(item=asked_item(running), by=BY)
    asked.refresh_from_db()
    assert asked.state == DecisionState.AGREED
    over = close(running)
    assert over.minutes["decisions"] == [
        {
            "decision": asked.pk,
            "question": "Twelve lamps in lane 4?",
            "state": "agreed",
            "agree": 3,
            "stand_aside": 0,
            "block": 0,
        }
    ]
    assert agenda(over, ON_PAGE)[4][1][0].outcome == "The partners agree."


def test_without_a_quorum_no_question_is_decided_whatever_was_said(
    asked: Decision, say: Say, running: Meeting, six: dict[str, Organisation]
) -> None:
    say(**agreeing("police", "residents", "business"))
    holding.note_attendance(meeting=running, came=came(six, "police", "media"), by=BY)
    with pytest.raises(NoQuorum, match="cannot decide anything"):
        holding.decide_item(item=asked_item(running), by=BY)
    asked.refresh_from_db()
    assert asked.state == DecisionState.OPEN
    assert not close(running).minutes["quorum"]


def test_too_few_have_spoken_though_enough_are_there(asked: Decision, say: Say, running: Meeting) -> None:
    say(police="agree")
    with pytest.raises(TooFewSaid):
        holding.decide_item(item=asked_item(running), by=BY)
    assert asked_item(running).decision is None


def test_a_block_stands_in_the_minutes(asked: Decision, say: Say, running: Meeting) -> None:
    say(**agreeing("police", "residents"), business="block")
    with pytest.raises(Blocked):
        holding.decide_item(item=asked_item(running), by=BY)
    assert close(running).minutes["decisions"][0]["state"] == "blocked"
    with pytest.raises(NotInSession, match="The meeting is over"):
        holding.decide_item(item=asked_item(running), by=BY)


def test_what_was_decided_elsewhere_is_not_the_meeting_s(asked: Decision, say: Say, running: Meeting) -> None:
    say(**agreeing("police", "residents", "business"))
    holding.decide_item(item=asked_item(running), by=BY)
    with pytest.raises(AlreadyDecided):
        holding.decide_item(item=asked_item(running), by=BY)


def test_an_item_that_asks_nothing(running: Meeting) -> None:
    item = calling.add_item(meeting=running, section=6, title="Song", by=BY)
    with pytest.raises(DecisionRefused, match="Nothing is asked"):
        holding.decide_item(item=item, by=BY)


def test_the_minutes_keep_what_became_of_tasks_in_that_time_alone(
    asked: Decision, meeting: Meeting, six: dict[str, Organisation], task: Make
) -> None:
    before = task("Before", 30)
    began = holding.open_meeting(meeting=meeting, began_at=timezone.now(), by=BY)
    accept_task(task=before, by=BY, side="told")
    during = task("Mend the lamp", 10)
    accept_task(task=during, by=BY, side="told")
    report_done(task=during, by=BY, side="told")
    check_task(task=during, by=BY)
    holding.note_attendance(meeting=began, came=came(six, "police", "residents", "business"), by=BY)
    over = close(began)
    task("After", 10)
    rows = over.minutes["tasks"]
    assert [(row["title"], row["kind"]) for row in rows] == [
        ("Before", "accepted"), ("Mend the lamp", "asked"), ("Mend the lamp", "accepted"), ("Mend the lamp", "done"),
        ("Mend the lamp", "checked"),
    ]  # fmt: skip
    names = {each.pk: each.name for each in six.values()}
    assert tasks_in_words(over, names, ON_PAGE)[1] == (
        "–", "Mend the lamp", "Our local-government", f"was asked to do it by {day(during.due)}"
    )  # fmt: skip


def test_the_minutes_say_on_which_item_a_task_rests(
    zone: Place, meeting: Meeting, six: dict[str, Organisation], task: Make
) -> None:
    late = task("Cut the hedge", -3)
    calling.make_agenda(meeting=meeting, by=BY)
    lamps = calling.add_item(meeting=meeting, section=5, title="Lamps", by=BY)
    began = holding.open_meeting(meeting=meeting, began_at=timezone.now(), by=BY)
    report_done(task=late, by=BY, side="told")  # stood on the agenda
    asked = task("Mend the lamp", 10)
    holding.link_task(item=lamps, task=asked, by=BY)
    task("Something else", 10)
    holding.note_attendance(meeting=began, came=came(six, "police", "residents", "business"), by=BY)
    over = close(began)
    assert [row[:2] for row in tasks_in_words(over, {}, ON_PAGE)] == [
        ("3.1", "Cut the hedge"), ("5.1", "Mend the lamp"), ("–", "Something else"),
    ]  # fmt: skip
    with pytest.raises(NotInSession):
        holding.link_task(item=lamps, task=asked, by=BY)
    assert over.minutes == Meeting.objects.get(pk=over.pk).minutes


def test_a_task_of_another_zone_rests_on_no_item(running: Meeting, task: Make, places: dict[str, Place]) -> None:
    elsewhere = task("Mend the lamp", 10)
    Task.objects.filter(pk=elsewhere.pk).update(zone=places["zone-21"])
    item = calling.add_item(meeting=running, section=5, title="Lamps", by=BY)
    with pytest.raises(MeetingRefused, match="another zone"):
        holding.link_task(item=item, task=Task.objects.get(pk=elsewhere.pk), by=BY)
    assert not item.tasks.exists()


def test_it_does_not_end_before_it_began_or_tomorrow(running: Meeting) -> None:
    for when in (timezone.now() - 2 * HOUR, timezone.now() + HOUR):
        with pytest.raises(MeetingRefused, match="ended after it began and not later than now"):
            holding.close_meeting(meeting=running, ended_at=when, by=BY)
    assert Meeting.objects.get(pk=running.pk).state == MeetingState.RUNNING


def test_it_does_not_close_before_it_is_known_who_came(meeting: Meeting) -> None:
    began = holding.open_meeting(meeting=meeting, began_at=timezone.now(), by=BY)
    with pytest.raises(MeetingRefused, match="Note first who came"):
        close(began)


def test_after_it_is_over_nothing_is_changed(running: Meeting, six: dict[str, Organisation]) -> None:
    item = calling.add_item(meeting=running, section=6, title="Song", by=BY)
    over = close(running)
    for act in (
        lambda: holding.note_item(item=item, words="more", resolution="", by=BY),
        lambda: holding.note_attendance(meeting=over, came=came(six), by=BY),
        lambda: close(over),
        lambda: calling.add_item(meeting=over, section=6, title="Dance", by=BY),
        lambda: calling.remove_item(item=item, by=BY),
    ):
        with pytest.raises(NotInSession, match="The meeting is over"):
            act()
    assert Event.objects.filter(action="meetings.closed").count() == 1


def test_the_next_meeting_approves_the_minutes(zone: Place, running: Meeting, six: dict[str, Organisation]) -> None:
    Meeting.objects.filter(pk=running.pk).update(starts_at=timezone.now() - timedelta(days=30))
    over = close(Meeting.objects.get(pk=running.pk))
    following = calling.call_meeting(zone=zone, starts_at=timezone.now(), where="Hall", by=BY)
    item = following.items.select_related("meeting").get(kind="minutes")
    assert agenda(following, ON_PAGE)[1][1][0].title.startswith(f"Minutes of meeting 1/{over.year} of ")
    began = holding.open_meeting(meeting=following, began_at=timezone.now(), by=BY)
    holding.note_attendance(meeting=began, came=came(six, "police", "residents", "media"), by=BY)
    holding.note_item(item=item, words="", resolution="Approved without changes.", by=BY)
    over.refresh_from_db()
    assert over.approved_in == following
    holding.note_item(item=item, words="", resolution="", by=BY)
    over.refresh_from_db()
    assert over.approved_in is None


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_close_it_once(running: Meeting) -> None:
    found: list[Any] = []
    start = Barrier(2)

    def one() -> None:
        start.wait(10)
        try:
            found.append(close(running))
        except MeetingRefused as refused:
            found.append(refused)
        finally:
            connection.close()

    both = [Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(type(each).__name__ for each in found) == ["Meeting", "NotInSession"]
    assert Event.objects.filter(action="meetings.closed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_call_at_once_get_two_numbers(zone: Place, six: dict[str, Organisation]) -> None:
    found: list[Meeting] = []
    start = Barrier(2)

    def one() -> None:
        start.wait(10)
        found.append(calling.call_meeting(zone=zone, starts_at=timezone.now(), where="Hall", by=BY))
        connection.close()

    both = [Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(each.number for each in found) == [1, 2]


def test_a_position_may_still_change_until_it_is_decided(
    asked: Decision, say: Say, running: Meeting, six: dict[str, Organisation]
) -> None:
    say(**agreeing("police", "residents"), business="block")
    take_position(decision=asked, organisation=six["business"], stance="stand_aside", by=BY)
    holding.decide_item(item=asked_item(running), by=BY)
    assert close(running).minutes["decisions"][0]["stand_aside"] == 1
