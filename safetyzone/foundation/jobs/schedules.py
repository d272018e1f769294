"""Work that comes back by the clock. Features register theirs when their app starts."""

from datetime import datetime
from typing import Final

from django.utils import timezone
from django_q.models import Schedule

from safetyzone.foundation.jobs.actions import enqueue

_MINUTES: Final[dict[str, int]] = {}
DUE: Final = "safetyzone.foundation.jobs.schedules.due"


def register(path: str, *, minutes: int) -> None:
    """Call ``path()`` every so many minutes while a worker runs."""
    _MINUTES[path] = minutes


def write_schedules() -> None:
    """Bring the library's table in line with what is registered; the worker does so when it starts."""
    Schedule.objects.filter(func=DUE).exclude(name__in=_MINUTES).delete()
    for path, minutes in _MINUTES.items():
        known = Schedule.objects.filter(name=path, func=DUE)
        if not known.filter(minutes=minutes).exists():
            known.delete()
            Schedule.objects.create(
                name=path,
                func=DUE,
                args=f"({path!r},)",
                schedule_type=Schedule.MINUTES,
                minutes=minutes,
                intended_date_kwarg="at",
                next_run=timezone.now(),
            )


def due(path: str, at: str) -> None:
    """Its hour has come: one job per path and time, however many workers see the same schedule."""
    enqueue(path, key=f"{path}@{datetime.fromisoformat(at):%Y-%m-%dT%H:%M}")
