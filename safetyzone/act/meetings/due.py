"""What a meeting has to talk about: found in the records, in the order of a Thai agenda."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from safetyzone.act.meetings.models import Meeting, MeetingState, Section
from safetyzone.act.tasks.models import State, Task
from safetyzone.act.tasks.queries import due_until, tasks_of, unchecked
from safetyzone.foundation.decisions.queries import open_decisions_of
from safetyzone.foundation.partners.queries import running_out
from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.models import WaveState
from safetyzone.listen.polls.queries import waves_of
from safetyzone.plan.problems.models import PlanState, ProblemState
from safetyzone.plan.problems.queries import plans_of, problems_of

PLAN_ENDS_SOON: Final = timedelta(days=60)
FIRST_LOOK_BACK: Final = timedelta(days=92)  # where there was no meeting before


@dataclass(frozen=True)
class Due:
    """One thing to talk about; ``about``: facts as JSON, dates as ISO text."""

    section: Section
    kind: str
    ref: str
    title: str
    about: dict[str, Any] = field(default_factory=dict)


def due_for(meeting: Meeting) -> list[Due]:
    """Everything that is due at this meeting, each thing once."""
    zone, day = meeting.zone, timezone.localtime(meeting.starts_at).date()
    last = last_before(meeting)
    since = timezone.localtime(last.starts_at).date() if last else day - FIRST_LOOK_BACK
    found = [
        *_minutes(last), *_tasks(zone, day, since), *_polls(zone, since, day), *_agreements(zone, day), *_decisions(zone),
        *_problems(zone), *_plans(zone, day),
    ]  # fmt: skip
    return list({each.ref: each for each in found}.values())


def last_before(meeting: Meeting) -> Meeting | None:
    """The zone's last meeting that was held before this one."""
    held = Meeting.objects.filter(zone=meeting.zone, state=MeetingState.CLOSED, starts_at__lt=meeting.starts_at)
    return held.exclude(pk=meeting.pk).order_by("-starts_at").first()


def _minutes(last: Meeting | None) -> Iterator[Due]:
    if last is not None and last.approved_in_id is None:
        yield Due(Section.MINUTES, "minutes", f"meeting:{last.pk}", str(last),
                  {"number": last.number, "year": last.year, "day": _day(last.starts_at)})  # fmt: skip


def _tasks(zone: Place, day: date, since: date) -> Iterator[Due]:
    for task in due_until(zone, day):
        yield _task(task, "task-late" if task.counts_on < timezone.localdate() else "task-due")
    for task in unchecked(zone):
        yield _task(task, "task-unchecked")
    for task in tasks_of(zone).filter(state=State.HANDED_BACK, handed_back_at__date__gte=since):
        yield _task(task, "task-handed-back")


def _task(task: Task, kind: str) -> Due:
    about = {"organisation": task.organisation_id, "day": task.counts_on.isoformat()}
    if kind == "task-handed-back":
        about["reason"] = task.handed_back_reason
    return Due(Section.FOLLOW_UP, kind, f"task:{task.pk}", task.title, about)


def _polls(zone: Place, since: date, day: date) -> Iterator[Due]:
    for wave in waves_of(zone).filter(state=WaveState.CLOSED, closes__gte=since, closes__lte=day):
        answers = wave.answers.filter(counted=True).count()
        yield Due(Section.INFORMATION, "poll", f"wave:{wave.pk}", wave.title,
                  {"day": wave.closes.isoformat(), "answers": answers})  # fmt: skip


def _agreements(zone: Place, day: date) -> Iterator[Due]:
    for agreement in running_out(zone, day):
        assert agreement.expires_on is not None
        about = {"organisation": agreement.organisation_id, "day": agreement.expires_on.isoformat()}
        kind = "agreement-expired" if agreement.expires_on < day else "agreement-ends"
        yield Due(Section.INFORMATION, kind, f"agreement:{agreement.pk}", agreement.title, about)


def _decisions(zone: Place) -> Iterator[Due]:
    for decision in open_decisions_of(zone):
        yield Due(Section.CONSIDERATION, "decision", f"decision:{decision.pk}", decision.question)


def _problems(zone: Place) -> Iterator[Due]:
    for problem in problems_of(zone).filter(state=ProblemState.OPEN, measures__isnull=True):
        yield Due(Section.CONSIDERATION, "problem", f"problem:{problem.pk}", problem.title)


def _plans(zone: Place, day: date) -> Iterator[Due]:
    for plan in plans_of(zone).filter(state=PlanState.ACTING, ends__lte=day + PLAN_ENDS_SOON).order_by("ends"):
        yield Due(Section.CONSIDERATION, "plan-ends", f"plan:{plan.pk}", plan.title, {"day": plan.ends.isoformat()})


def _day(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat()
