"""Promises kept, late and handed back: counted the same way wherever they are shown, without a ranking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from safetyzone.act.tasks.models import FINISHED, State, Task
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Level, Place

FEWEST: Final = 5  # below this many promises whose day has come, no share is told


@dataclass(frozen=True)
class Promises:
    """Counts of tasks.

    ``n`` promises were given; each is exactly one of ``kept`` (done by the day that counts), ``late`` (done after it),
    ``handed_back`` (after the promise), ``open`` (its day is still to come) and ``overdue`` (its day is over, not done).
    Not promises: ``declined`` (handed back at once) and ``unanswered``. ``unchecked`` of the done ones wait for the team.
    ``median_age_days``: since the promise was given, of those open or overdue; None where there is none.
    """

    kept: int = 0
    late: int = 0
    handed_back: int = 0
    open: int = 0
    overdue: int = 0
    declined: int = 0
    unanswered: int = 0
    unchecked: int = 0
    median_age_days: int | None = None

    @property
    def n(self) -> int:
        return self.kept + self.late + self.handed_back + self.open + self.overdue

    @property
    def come(self) -> int:
        """Promises whose day has come, one way or the other."""
        return self.n - self.open

    @property
    def share_kept(self) -> float | None:
        """Kept ÷ those whose day has come; None below five of them."""
        return self.kept / self.come if self.come >= FEWEST else None

    @property
    def asked(self) -> int:
        """Everything asked and not withdrawn."""
        return self.n + self.declined + self.unanswered


def counted(tasks: Iterable[Task], today: date | None = None) -> Promises:
    """Count tasks that are at hand."""
    today = today or timezone.localdate()
    found = dict.fromkeys(("kept", "late", "handed_back", "open", "overdue", "declined", "unanswered"), 0)
    unchecked, ages = 0, []
    for task in tasks:
        kind = kind_of(task, today)
        if kind is None:
            continue
        found[kind] += 1
        unchecked += task.state == State.DONE
        if kind in {"open", "overdue"} and task.accepted_at:
            ages.append((today - timezone.localdate(task.accepted_at)).days)
    return Promises(**found, unchecked=unchecked, median_age_days=round(median(ages)) if ages else None)


def kind_of(task: Task, today: date) -> str | None:
    """Which of the counts a task belongs to; None for what was withdrawn."""
    if task.state == State.WITHDRAWN:
        return None
    if task.state == State.ASKED:
        return "unanswered"
    if task.state == State.HANDED_BACK:
        return "handed_back" if task.promised else "declined"
    if task.state in FINISHED:
        return "late" if task.done_on and task.done_on > task.counts_on else "kept"
    return "overdue" if today > task.counts_on else "open"


def tasks_about(subject: Place | Organisation) -> QuerySet[Task]:
    """Tasks of an organisation, or of a zone or all zones below a place."""
    if isinstance(subject, Organisation):
        return Task.objects.filter(organisation=subject)
    if subject.level == Level.ZONE:
        return Task.objects.filter(zone=subject)
    return Task.objects.filter(zone__path__startswith=subject.path)


def promises(subject: Place | Organisation) -> Promises:
    """Everything promised in a zone, below a place, or by an organisation."""
    return counted(tasks_about(subject))


def promises_by_organisation(place: Place) -> list[tuple[Organisation, Promises]]:
    """By organisation, the police first, then by name: an order that says nothing about who is better."""
    held: dict[int, tuple[Organisation, list[Task]]] = {}
    for task in tasks_about(place).select_related("organisation"):
        held.setdefault(task.organisation_id, (task.organisation, []))[1].append(task)
    rows = [(organisation, counted(tasks)) for organisation, tasks in held.values()]
    return sorted(rows, key=lambda row: (row[0].kind != "police", str(row[0]), row[0].pk))


def promises_by_zone(zones: Iterable[int]) -> dict[int, Promises]:
    """Zone's primary key → its promises without their age, in one question to the database: for boards of many zones."""
    today = timezone.localdate()
    done, accepted, back = Q(state__in=FINISHED), Q(state=State.ACCEPTED), Q(state=State.HANDED_BACK)
    kinds = {
        "kept": done & Q(done_on__lte=F("promised")), "late": done & Q(done_on__gt=F("promised")),
        "open": accepted & Q(promised__gte=today), "overdue": accepted & Q(promised__lt=today),
        "handed_back": back & Q(promised__isnull=False), "declined": back & Q(promised__isnull=True),
        "unanswered": Q(state=State.ASKED), "unchecked": Q(state=State.DONE),
    }  # fmt: skip
    counts: dict[str, Any] = {f"n_{name}": Count("pk", filter=wanted) for name, wanted in kinds.items()}
    rows: Any = Task.objects.filter(zone__in=zones).order_by().values("zone").annotate(**counts)
    return {row["zone"]: Promises(**{name: row[f"n_{name}"] for name in kinds}) for row in rows}
