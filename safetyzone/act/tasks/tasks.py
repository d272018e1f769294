"""Jobs: letters and reminders. Both may be delivered twice and do their work once."""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from safetyzone.act.tasks import letters
from safetyzone.act.tasks.actions.linking import note_letter
from safetyzone.act.tasks.holding import letter
from safetyzone.act.tasks.models import OPEN, Task

BY: Final = "system"
# Kind → days from the day that it is due. A worker that slept over the day has two more.
REMINDERS: Final = {"soon": -7, "today": 0, "late": 7}
GRACE: Final = timedelta(days=2)


def send_letter(task: int, kind: str, mark: str) -> None:
    """Send one letter, unless it was sent, nobody has an address any more, or it is not true any more."""
    found = Task.objects.select_related("zone", "organisation").filter(pk=task).first()
    if found is None or not found.organisation.email or not letters.still_fits(found, kind):
        return
    if found.steps.filter(key=f"letter:{kind}:{mark}").exists():
        return
    letters.send(found, kind)
    note_letter(task=found, kind=kind, mark=mark, by=BY)


def remind() -> None:
    """The scheduled job: ask for the reminders of today."""
    today = timezone.localdate()
    for kind, days in REMINDERS.items():
        due = today - timedelta(days=days)
        waiting = Task.objects.filter(state__in=OPEN, due__range=(due - GRACE, due), sample=False)
        for task in waiting.select_related("organisation").exclude(organisation__email=""):
            if _worth(task, kind):
                letter(task, kind, str(task.due))


def _worth(task: Task, kind: str) -> bool:
    """No reminder a week ahead of what was asked for within that week."""
    asked: date = timezone.localdate(task.asked_at)
    return kind != "soon" or task.due - asked > timedelta(days=7)
