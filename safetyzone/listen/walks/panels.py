"""What walks put on the zone's page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.queries import may
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.listen.walks import queries
from safetyzone.listen.walks.models import Kind


def zone_panel(request: HttpRequest, page: Any) -> str | None:
    """How many risk points are open, of which kind, and what the last walk saw."""
    last = queries.last_walk(page.zone)
    may_walk = may(request.user, Permission.WALK, page.zone)
    if last is None and not may_walk:
        return None
    found = [(Kind(kind).label, n) for kind, n in queries.open_points_by_kind(page.zone).items()]
    context = {
        "zone": page.zone,
        "open": found,
        "total": sum(n for _label, n in found),
        "last": last,
        "may_walk": may_walk,
    }
    return render_to_string("walks/panel.html", context)


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 40, "walks", _("Risk points"), Permission.VIEW_ZONE, zone_panel))
