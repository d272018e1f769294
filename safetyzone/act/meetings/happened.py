"""What was decided and done while a meeting sat, kept as data so that its minutes never change afterwards."""

from datetime import datetime
from typing import Any, Final

from safetyzone.act.meetings.models import Meeting
from safetyzone.act.tasks.models import Step, StepKind
from safetyzone.foundation.decisions.queries import standing

OF_A_MEETING: Final = (
    StepKind.ASKED, StepKind.ACCEPTED, StepKind.DONE, StepKind.CHECKED, StepKind.HANDED_BACK, StepKind.WITHDRAWN,
    StepKind.MOVED, StepKind.AGREED, StepKind.SENT_BACK,
)  # fmt: skip


def happened(meeting: Meeting, until: datetime) -> dict[str, Any]:
    """Decisions closed at the meeting, and what became of tasks between its opening and ``until``."""
    return {"decisions": _decisions(meeting), "tasks": _tasks(meeting, until)}


def _decisions(meeting: Meeting) -> list[dict[str, Any]]:
    """Those that were closed as an item of this agenda."""
    found = []
    for item in meeting.items.filter(decision__isnull=False).select_related("decision__place"):
        assert item.decision is not None
        stands = standing(item.decision)
        found.append({
            "decision": item.decision.pk, "question": item.decision.question, "state": item.decision.state,
            "agree": stands.agree, "stand_aside": stands.stand_aside, "block": stands.block,
        })  # fmt: skip
    return found


def _tasks(meeting: Meeting, until: datetime) -> list[dict[str, Any]]:
    """Each step of the zone's tasks in that time, in order; ``item``: on which agenda item it rests, None where on none."""
    assert meeting.opened_at is not None
    about = _items(meeting)
    steps = Step.objects.filter(
        task__zone=meeting.zone, kind__in=OF_A_MEETING, at__gte=meeting.opened_at, at__lte=until
    ).select_related("task")
    return [
        {"task": step.task_id, "title": step.task.title, "organisation": step.task.organisation_id, "kind": step.kind,
         "day": (step.day or step.task.due).isoformat(), "item": about.get(step.task_id)}
        for step in steps.order_by("at", "pk")
    ]  # fmt: skip


def _items(meeting: Meeting) -> dict[int, int]:
    """Task → agenda item: the task stood on the agenda, or was asked because of an item."""
    on_it = {int(item.ref.partition(":")[2]): item.pk for item in meeting.items.filter(ref__startswith="task:")}
    asked = meeting.items.filter(tasks__isnull=False).values_list("tasks", "pk")
    return {**on_it, **dict(asked)}
