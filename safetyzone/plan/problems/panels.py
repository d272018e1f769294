"""What problems and plans put on the zone's page."""

from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.analyse.pictures.filters import Filters
from safetyzone.foundation.access.queries import may
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.foundation.people.models import User
from safetyzone.plan.problems.candidates import candidates
from safetyzone.plan.problems.models import Problem
from safetyzone.plan.problems.queries import plans_of, standing_state

TOP: Final = 3


def zone_panel(request: HttpRequest, page: Any) -> str | None:
    """The three that rank highest, and the way to all of them."""
    zone = page.zone
    if page.waiting:
        return None  # what is being computed belongs to the ranking
    by = f"user:{request.user.pk}" if isinstance(request.user, User) else "page"
    known = page.run if page.filters == Filters() else None
    cells = [int(row["cell"], 16) for row in known.result["places"]] if known else []
    names = dict(zip(cells, page.names, strict=True)) if known else {}
    found = candidates(zone, picture=known, names=names, by=by)
    context = {
        "zone": zone, "candidates": found[:TOP], "more": len(found), "problems": Problem.objects.filter(zone=zone).count(),
        "plans": [(plan, standing_state(plan)) for plan in plans_of(zone)[:TOP]],
        "may_plan": may(request.user, Permission.PLAN, zone),
    }  # fmt: skip
    return render_to_string("problems/panel.html", context, request=request)


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "main", 8, "problems", _("What to work on"), Permission.VIEW_ZONE, zone_panel))
