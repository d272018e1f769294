"""Reads of tasks."""

from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Case, Q, QuerySet, When
from django.http import Http404, HttpRequest
from django.utils import timezone

from safetyzone.act.tasks.models import FINISHED, OPEN, Effort, State, StepKind, Task
from safetyzone.act.tasks.promises import (
    Promises,
    promises,
    promises_by_organisation,
    promises_by_zone,
    tasks_about,
)
from safetyzone.foundation.access.queries import places_visible, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of_user
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.suggestions.models import Statement

__all__ = [
    "Promises", "answers_to", "due_until", "effort_share", "police_commitments", "promises", "promises_by_organisation",
    "promises_by_zone", "public_tasks", "tasks_of",
]  # fmt: skip
POLICE: Final = "police"
_OPEN_FIRST: Final = Case(When(state__in=OPEN, then=0), When(state=State.DONE, then=1), default=2)
WEEK: Final = timedelta(days=7)
_ROWS: Final = ("zone", "organisation", "payer", "statement__conversation", "problem", "planned_measure")


def tasks_of(zone: Place) -> QuerySet[Task]:
    """All tasks of a zone, the one due first first."""
    return Task.objects.filter(zone=zone).select_related(*_ROWS)


def due_until(place: Place, day: date) -> QuerySet[Task]:
    """What is asked or promised and due by ``day``, overdue ones included; of a zone or everything below a place."""
    return tasks_about(place).filter(state__in=OPEN, due__lte=day).select_related(*_ROWS)


def police_commitments(zone: Place) -> QuerySet[Task]:
    """What the police themselves promised or were asked, newest first; what was withdrawn is left out."""
    asked = tasks_of(zone).filter(organisation__kind=POLICE).exclude(state=State.WITHDRAWN)
    return asked.select_related(*_ROWS, "before", "after").order_by("-asked_at", "-pk")


def public_tasks(zone: Place) -> QuerySet[Task]:
    """What residents may read, the police first, then what is due first; what was withdrawn is left out."""
    shown = tasks_of(zone).filter(public=True).exclude(state=State.WITHDRAWN)
    return shown.select_related(*_ROWS, "before", "after").order_by("due", "pk")


def answers_to(statement: Statement) -> QuerySet[Task]:
    """What became of a suggestion, as residents may read it; also by way of a problem that it is evidence of."""
    return public_tasks(statement.conversation.zone).filter(statement=statement)


def effort_share(place: Place) -> dict[str, int]:
    """Tasks of each kind of effort; what was withdrawn or handed back is no effort."""
    left = tasks_about(place).exclude(state__in=[State.WITHDRAWN, State.HANDED_BACK]).values_list("effort", flat=True)
    found = list(left)
    return {effort.value: found.count(effort.value) for effort in Effort}


def tasks_visible(request: HttpRequest, permission: Permission) -> QuerySet[Task]:
    """Tasks of zones at which the reader holds ``permission``."""
    held = within(scopes(request.user, permission), "zone__path")
    return Task.objects.filter(held).select_related(*_ROWS)


def task_or_404(request: HttpRequest, pk: int, permission: Permission) -> Task:
    """Another station's task does not exist for the reader."""
    found = (
        tasks_visible(request, permission).select_related(*_ROWS, "before", "after", "risk_point").filter(pk=pk).first()
    )
    if found is None:
        raise Http404("no such task for you")
    return found


def zones_to_ask(request: HttpRequest) -> QuerySet[Place]:
    """Zones in which the reader may ask partners for something."""
    return places_visible(request.user, Permission.MANAGE_TASKS).filter(level=Level.ZONE, withdrawn=False)


def own_organisations(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations that the reader speaks for."""
    if not isinstance(request.user, User):
        return Organisation.objects.none()
    return organisations_of_user(request.user)


def own_tasks(request: HttpRequest) -> QuerySet[Task]:
    """What was asked of the reader's own organisations, in zones the reader may see."""
    mine = tasks_visible(request, Permission.VIEW_ZONE).filter(organisation__in=own_organisations(request))
    return mine.exclude(state=State.WITHDRAWN)


def chosen(tasks: QuerySet[Task], *, state: str = "", organisation: str = "", when: str = "") -> QuerySet[Task]:
    """The rows a reader's filters leave; a filter that names nothing known leaves none."""
    day = timezone.localdate()
    tasks = tasks.order_by(_OPEN_FIRST, "due", "pk")
    if state:
        tasks = tasks.filter(state=state)
    if organisation:
        tasks = tasks.filter(organisation=int(organisation[:12])) if organisation.isdecimal() else tasks.none()
    if when == "week":
        tasks = tasks.filter(state__in=OPEN, due__lte=day + WEEK)
    elif when == "late":
        tasks = tasks.filter(late(day))
    return tasks


def late(today: date) -> Q:
    """Not done and its day is over; the day promised counts, else the day asked for."""
    return Q(state__in=OPEN) & (Q(promised__lt=today) | Q(promised__isnull=True, due__lt=today))


def counts_by_state(tasks: QuerySet[Task]) -> dict[str, Any]:
    """How many there are in each state."""
    found = list(tasks.order_by().values_list("state", flat=True))
    return {state.value: found.count(state.value) for state in State}


def last_word(task: Task) -> str:
    """What the team said is missing, as long as it is."""
    told = task.steps.filter(kind=StepKind.SENT_BACK).last() if task.state == State.ACCEPTED else None
    return told.words if told else ""


def unchecked(place: Place) -> QuerySet[Task]:
    """What was reported done and nobody has looked at."""
    return tasks_about(place).filter(state=State.DONE).select_related(*_ROWS)


def finished_of(zone: Place) -> QuerySet[Task]:
    """What is done."""
    return tasks_of(zone).filter(state__in=FINISHED)
