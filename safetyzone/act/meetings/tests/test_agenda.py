"""What goes on an agenda, in which part, and what never twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from safetyzone.act.meetings.actions import calling
from safetyzone.act.meetings.due import due_for
from safetyzone.act.meetings.models import Meeting, Section
from safetyzone.act.meetings.queries import next_meeting
from safetyzone.act.meetings.refusals import MeetingRefused, NotInSession
from safetyzone.act.meetings.tests.conftest import Make
from safetyzone.act.meetings.words import ON_PAGE, agenda
from safetyzone.act.tasks.actions.answers import accept_task, hand_back, report_done
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.decisions.actions import withdraw_decision
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.partners.actions import sign_agreement
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.sector import BY
from safetyzone.foundation.places.models import Place
from safetyzone.plan.problems.actions.problems import name_problem
from safetyzone.plan.problems.models import Plan

TOMORROW = timedelta(days=1)


def kinds(meeting: Meeting) -> list[tuple[int, str, str]]:
    return list(meeting.items.values_list("section", "kind", "title"))


def call(zone: Place, when: timedelta = TOMORROW) -> Meeting:
    return calling.call_meeting(zone=zone, starts_at=timezone.now() + when, where="Hall", by=BY)


def test_tasks_that_are_due_late_unchecked_and_handed_back(zone: Place, task: Make) -> None:
    task("Not yet", 40)
    task("Mend the lamp", 0)
    late = task("Cut the tree", -9)
    done, back = task("Paint the wall", 40), task("Move the kiosk", 40)
    report_done(task=accept_task(task=done, by=BY, side="told"), by=BY, side="told")
    hand_back(task=back, reason="no permit", by=BY, side="told")

    meeting = call(zone)
    assert kinds(meeting) == [
        (3, "task-late", "Cut the tree"), (3, "task-due", "Mend the lamp"), (3, "task-unchecked", "Paint the wall"),
        (3, "task-handed-back", "Move the kiosk"),
    ]  # fmt: skip
    lines = agenda(meeting, ON_PAGE)[2][1]
    assert lines[0].number == "3.1"
    assert lines[0].about == f"Our local-government; was due on {day(late.due)}"
    assert lines[3].about == "Our local-government; handed back: no permit"


def test_a_task_asked_for_after_the_meeting_is_not_on_it(zone: Place, task: Make) -> None:
    task("In a week", 7)
    assert kinds(call(zone)) == []
    assert kinds(call(zone, timedelta(days=8))) == [(3, "task-due", "In a week")]


def test_open_questions_problems_and_plans_that_end(zone: Place, asked: Decision, six: dict[str, Organisation]) -> None:
    today = timezone.localdate()
    name_problem(zone=zone, title="Dark lane", by=BY)
    Plan.objects.create(zone=zone, title="Lamps", state="acting", starts=today, ends=today + timedelta(days=30))
    Plan.objects.create(zone=zone, title="Far away", state="acting", starts=today, ends=today + timedelta(days=300))
    Plan.objects.create(zone=zone, title="Only drawn up", state="draft", starts=today, ends=today + timedelta(days=30))
    meeting = call(zone)
    assert kinds(meeting) == [
        (5, "decision", "Twelve lamps in lane 4?"), (5, "problem", "Dark lane"), (5, "plan-ends", "Lamps")
    ]  # fmt: skip
    titles = [line.title for line in agenda(meeting, ON_PAGE)[4][1]]
    assert titles == ["Twelve lamps in lane 4?", "Problem without a measure: Dark lane", "Plan that ends: Lamps"]


def test_agreements_that_run_out(zone: Place, six: dict[str, Organisation]) -> None:
    today = timezone.localdate()
    for title, days in (("Cameras", 10), ("Lights", -10), ("Room", 100)):
        sign_agreement(organisation=six["business"], title=title, signed_on=today - timedelta(days=300),
                       expires_on=today + timedelta(days=days), by=BY)  # fmt: skip
    assert kinds(call(zone)) == [(4, "agreement-expired", "Lights"), (4, "agreement-ends", "Cameras")]


def test_every_part_is_printed_also_the_empty_ones(meeting: Meeting) -> None:
    assert [section for section, _lines in agenda(meeting, ON_PAGE)] == list(Section)
    assert all(lines == [] for _section, lines in agenda(meeting, ON_PAGE))


def test_another_zone_s_matters_stay_there(places: dict[str, Place], zone: Place, task: Make, asked: Decision) -> None:
    task("Mend the lamp", 0)
    calling.call_meeting(zone=zone, starts_at=timezone.now() + TOMORROW, where="Hall", by=BY)
    other = Meeting(zone=places["zone-12"], starts_at=timezone.now() + TOMORROW, year=2026, number=1)
    assert due_for(other) == []


def test_made_anew_it_drops_what_is_settled_and_keeps_what_was_written(
    zone: Place, asked: Decision, task: Make
) -> None:
    meeting = call(zone)
    calling.add_item(meeting=meeting, section=1, title="Welcome", by=BY)
    withdraw_decision(decision=asked, by=BY)
    task("Mend the lamp", 0)
    calling.make_agenda(meeting=meeting, by=BY)
    calling.make_agenda(meeting=meeting, by=BY)
    assert kinds(meeting) == [(1, "words", "Welcome"), (3, "task-due", "Mend the lamp")]


def test_items_are_taken_off_and_put_on(meeting: Meeting) -> None:
    first = calling.add_item(meeting=meeting, section=6, title="Song", by=BY)
    second = calling.add_item(meeting=meeting, section=6, title="Dance", by=BY)
    assert (first.order, second.order) == (1, 2)
    calling.remove_item(item=first, by=BY)
    assert kinds(meeting) == [(6, "words", "Dance")]
    with pytest.raises(MeetingRefused, match="what it is about"):
        calling.add_item(meeting=meeting, section=6, title=" ", by=BY)
    with pytest.raises(MeetingRefused, match="part of the agenda"):
        calling.add_item(meeting=meeting, section=7, title="Song", by=BY)


def test_numbers_count_up_in_a_year_and_are_not_used_again(zone: Place, six: dict[str, Organisation]) -> None:
    first, second = call(zone, timedelta(days=-2)), call(zone, timedelta(days=-1))
    calling.cancel_meeting(meeting=second, words="storm", by=BY)
    third = call(zone, timedelta(days=-1))
    assert (first.number, second.number, third.number) == (1, 2, 3)
    moved = calling.move_meeting(meeting=third, starts_at=third.starts_at + timedelta(hours=1), where="School", by=BY)
    assert (moved.number, moved.where) == (3, "School")


@pytest.mark.parametrize(
    ("days", "where", "field", "sentence"),
    [(1, "  ", "where", "Say where"), (365 * 543, "Hall", "starts_at", "another era")],
)
def test_a_meeting_that_cannot_be(
    zone: Place, six: dict[str, Organisation], days: int, where: str, field: str, sentence: str
) -> None:
    with pytest.raises(MeetingRefused, match=sentence) as refused:
        calling.call_meeting(zone=zone, starts_at=timezone.now() + timedelta(days=days), where=where, by=BY)
    assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_nobody_to_invite_and_no_zone(places: dict[str, Place]) -> None:
    for slug, sentence in (("zone-11", "enter the partners first"), ("station-11", "is a zone's")):
        with pytest.raises(MeetingRefused, match=sentence):
            call(places[slug])


def test_only_those_named_are_invited(zone: Place, six: dict[str, Organisation]) -> None:
    made = calling.call_meeting(
        zone=zone, starts_at=timezone.now() + TOMORROW, where="Hall", invited=[six["police"], six["media"]], by=BY
    )
    assert set(made.attendance.values_list("organisation__kind", flat=True)) == {"police", "media"}


def test_a_meeting_keeps_its_year(meeting: Meeting) -> None:
    elsewhere = meeting.starts_at.replace(year=meeting.year + 1)
    with pytest.raises(MeetingRefused, match="keeps its year's number"):
        calling.move_meeting(meeting=meeting, starts_at=elsewhere, where="Hall", by=BY)


def test_cancelled_is_over(meeting: Meeting) -> None:
    with pytest.raises(MeetingRefused, match="Say why"):
        calling.cancel_meeting(meeting=meeting, words=" ", by=BY)
    calling.cancel_meeting(meeting=meeting, words="storm", by=BY)
    for act in (
        lambda: calling.cancel_meeting(meeting=meeting, words="again", by=BY),
        lambda: calling.move_meeting(meeting=meeting, starts_at=meeting.starts_at, where="Hall", by=BY),
        lambda: calling.make_agenda(meeting=meeting, by=BY),
        lambda: calling.add_item(meeting=meeting, section=6, title="Song", by=BY),
    ):
        with pytest.raises(NotInSession, match="The meeting is cancelled"):
            act()
    assert next_meeting(meeting.zone) is None


def test_the_next_meeting(zone: Place, six: dict[str, Organisation]) -> None:
    assert next_meeting(zone) is None
    call(zone, timedelta(days=-3))
    later, soon = call(zone, timedelta(days=30)), call(zone, timedelta(minutes=5))
    assert next_meeting(zone) == soon
    calling.cancel_meeting(meeting=soon, words="storm", by=BY)
    assert next_meeting(zone) == later


def test_each_write_leaves_one_event(meeting: Meeting) -> None:
    before = Event.objects.count()
    calling.make_agenda(meeting=meeting, by=BY)
    calling.add_item(meeting=meeting, section=6, title="The mayor's cousin", by=BY)
    assert Event.objects.count() == before + 2
    assert "cousin" not in str(list(Event.objects.values_list("payload", flat=True)))
