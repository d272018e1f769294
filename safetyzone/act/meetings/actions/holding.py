"""Hold a meeting: open it, note who came and what was said, decide, close it with its minutes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.act.meetings.actions.rows import held
from safetyzone.act.meetings.happened import happened
from safetyzone.act.meetings.models import AgendaItem, Meeting, MeetingState
from safetyzone.act.meetings.queries import quorum
from safetyzone.act.meetings.refusals import MeetingRefused, NoQuorum
from safetyzone.act.tasks.models import Task
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.decisions.actions import Blocked, DecisionRefused, Stale, close_decision
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.queries import digest_of
from safetyzone.foundation.decisions.subjects import content_now
from safetyzone.foundation.privacy.screen import screen

Came = Mapping[int, tuple[int, str]]


def open_meeting(*, meeting: Meeting, began_at: datetime, by: str) -> Meeting:
    """It has begun, at ``began_at`` by the clock on the wall. Raises ``MeetingRefused``."""
    if began_at > timezone.now():
        raise MeetingRefused("began_at", _("A meeting is opened when it has begun, not before."))
    with transaction.atomic():
        current = held(meeting, MeetingState.PLANNED)
        current.state, current.began_at, current.opened_at = MeetingState.RUNNING, began_at, timezone.now()
        current.save(update_fields=["state", "began_at", "opened_at"])
        record(action="meetings.opened", subject=f"meeting:{current.pk}", by=by)
    return current


def note_attendance(*, meeting: Meeting, came: Came, by: str) -> Meeting:
    """By organisation, how many came and in which capacity; 0 for nobody. Raises ``NotInSession``."""
    with transaction.atomic():
        current = held(meeting, MeetingState.RUNNING)
        for row in current.attendance.all():
            if row.organisation_id in came:
                row.people, row.words = came[row.organisation_id][0], screen(came[row.organisation_id][1].strip()).text
                row.save(update_fields=["people", "words"])
        present = current.attendance.filter(people__gt=0).count()
        record(action="meetings.attendance_noted", subject=f"meeting:{current.pk}", by=by, present=present)
    return current


def note_item(*, item: AgendaItem, words: str, resolution: str, by: str) -> AgendaItem:
    """What was said and resolved, with whatever belongs to a person hidden.

    A resolution needs a quorum: raises ``NoQuorum`` where too few came. Raises ``NotInSession``.
    """
    with transaction.atomic():
        current = held(item.meeting, MeetingState.RUNNING)
        if resolution.strip():
            _need_quorum(current)
        item.words, item.resolution = screen(words.strip()).text, screen(resolution.strip()).text
        item.save(update_fields=["words", "resolution"])
        _approve(current, item)
        record(action="meetings.item_noted", subject=f"meeting:{current.pk}", by=by, item=item.pk,
               resolved=bool(item.resolution))  # fmt: skip
    return item


def link_task(*, item: AgendaItem, task: Task, by: str) -> None:
    """A task that was asked because of this item: the minutes name both. Raises ``MeetingRefused``."""
    with transaction.atomic():
        current = held(item.meeting, MeetingState.RUNNING)
        if task.zone_id != current.zone_id:
            raise MeetingRefused("", _("This task belongs to another zone."))
        item.tasks.add(task)
        record(action="meetings.task_linked", subject=f"meeting:{current.pk}", by=by, item=item.pk, task=task.pk)


def decide_item(*, item: AgendaItem, by: str) -> Decision:
    """Close the open question of an item at this meeting.

    Raises ``NoQuorum`` where too few came under the question's own rule, and as ``close_decision`` does; a block and a
    changed content are outcomes too and stand in the minutes.
    """
    decision = _question(item)
    with transaction.atomic():
        current = held(item.meeting, MeetingState.RUNNING)
        _need_quorum(current, decision.rule)
    try:
        closed = close_decision(decision=decision, content=content_now(decision), by=by)
    except (Blocked, Stale):
        _keep(item, decision, by)
        raise
    _keep(item, decision, by)
    return closed


def close_meeting(*, meeting: Meeting, ended_at: datetime, by: str) -> Meeting:
    """It is over: what was decided and done since it was opened becomes its minutes, once. Raises ``MeetingRefused``."""
    now = timezone.now()
    with transaction.atomic():
        current = held(meeting, MeetingState.RUNNING)
        if current.began_at is not None and not current.began_at <= ended_at <= now:
            raise MeetingRefused("ended_at", _("The meeting ended after it began and not later than now."))
        if current.attendance.filter(people__isnull=True).exists():
            raise MeetingRefused("", _("Note first who came: of some organisations nothing is entered."))
        enough = quorum(current)
        current.minutes = {**happened(current, now), "quorum": not enough.missing, "present": enough.present}
        current.state, current.ended_at, current.closed_at = MeetingState.CLOSED, ended_at, now
        current.save(update_fields=["minutes", "state", "ended_at", "closed_at"])
        record(action="meetings.closed", subject=f"meeting:{current.pk}", by=by, minutes=digest_of(current.minutes),
               decisions=len(current.minutes["decisions"]), tasks=len(current.minutes["tasks"]))  # fmt: skip
    return current


def _need_quorum(meeting: Meeting, rule: str = "default") -> None:
    if missing := quorum(meeting, rule).missing:
        raise NoQuorum("", _("This meeting cannot decide anything.") + " " + " ".join(missing))


def _question(item: AgendaItem) -> Decision:
    kind, _colon, number = item.ref.partition(":")
    found = Decision.objects.filter(pk=int(number)).first() if kind == "decision" else None
    if found is None:
        raise DecisionRefused(_("Nothing is asked of the partners here."))
    return found


def _keep(item: AgendaItem, decision: Decision, by: str) -> None:
    with transaction.atomic():
        item.decision = decision
        item.save(update_fields=["decision"])
        record(action="meetings.item_decided", subject=f"meeting:{item.meeting_id}", by=by, item=item.pk,
               decision=decision.pk)  # fmt: skip


def _approve(meeting: Meeting, item: AgendaItem) -> None:
    """A resolution on the last minutes approves them; taking it back takes the approval back."""
    if item.kind == "minutes":
        last = int(item.ref.partition(":")[2])
        Meeting.objects.filter(pk=last).update(approved_in=meeting if item.resolution else None)
