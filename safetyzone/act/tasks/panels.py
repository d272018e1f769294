"""What tasks put on the zone's page and beside a suggestion."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safetyzone.act.tasks import queries
from safetyzone.act.tasks.models import OPEN, State
from safetyzone.act.tasks.promises import counted
from safetyzone.foundation.access.queries import may
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.models import Statement

SHOWN = 5


def zone_panel(request: HttpRequest, page: Any) -> str | None:
    """The police's own commitments first, what is due, and how promises stand; for a team without tasks, how to begin."""
    zone: Place = page.zone
    tasks = list(queries.tasks_of(zone))
    manages = may(request.user, Permission.MANAGE_TASKS, zone)
    if not tasks and not manages:
        return None
    today = timezone.localdate()
    week = today + timedelta(days=7)
    return render_to_string("tasks/zone_panel.html", {
        "zone": zone, "manages": manages, "promises": counted(tasks), "any": bool(tasks),
        "police": [task for task in tasks if task.organisation.kind == queries.POLICE and task.state != State.WITHDRAWN][:SHOWN],
        "late": [task for task in tasks if task.late and task.state in OPEN][:SHOWN],
        "due": [task for task in tasks if task.state in OPEN and today <= task.due <= week][:SHOWN],
        "effort": queries.effort_share(zone),
    })  # fmt: skip


def statement_panel(_request: HttpRequest, statement: Statement) -> str | None:
    """What became of a suggestion: who promised what, by when, or why not. Everybody reads it."""
    tasks = list(queries.answers_to(statement))
    return render_to_string("tasks/statement_panel.html", {"tasks": tasks}) if tasks else None


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "main", 30, "tasks", _("Who promised what"), Permission.VIEW_ZONE, zone_panel))
    register(Panel("statement", "main", 20, "tasks", _("Who does something"), Permission.VIEW_ZONE, statement_panel))
