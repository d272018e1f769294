"""The newest brief, on the zone's page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.publish.briefs.queries import months_with_briefs


def zone_panel(_request: HttpRequest, page: Any) -> str | None:
    """Nothing where none was made."""
    months = months_with_briefs(page.zone)
    return render_to_string("briefs/zone_panel.html", {"zone": page.zone, "month": months[0]}) if months else None


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 85, "briefs", _("Monthly brief"), Permission.VIEW_ZONE, zone_panel))
