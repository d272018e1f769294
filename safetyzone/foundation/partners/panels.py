"""What organisations put on the zone's page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.foundation.partners.queries import by_kind, running_out


def zone_panel(request: HttpRequest, page: Any) -> str:
    """Who works here, and agreements that need a look."""
    context = {"zone": page.zone, "groups": by_kind(page.zone), "running_out": running_out(page.zone).count()}
    return render_to_string("partners/zone_panel.html", context)


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 64, "partners", _("Partners"), Permission.VIEW_ZONE, zone_panel))
