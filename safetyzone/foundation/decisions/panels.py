"""What decisions put on the zone's page and on a partner's."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.queries import decisions_of, open_decisions_taking, open_first
from safetyzone.foundation.decisions.zones import zone_agreed
from safetyzone.foundation.pages.panels import Panel, register


def zone_panel(request: HttpRequest, page: Any) -> str:
    """Whether the partners agree on the zone, and what is being asked."""
    found = list(open_first(decisions_of(page.zone))[:4])
    context = {"zone": page.zone, "agreed": zone_agreed(page.zone), "decisions": found}
    return render_to_string("decisions/zone_panel.html", context)


def partner_panel(request: HttpRequest, organisation: Any) -> str | None:
    """What this organisation is being asked; nothing for one that has left."""
    if not organisation.active:
        return None
    return render_to_string("decisions/partner_panel.html", {"rows": open_decisions_taking(organisation)})


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 66, "decisions", _("Decisions"), Permission.VIEW_ZONE, zone_panel))
    register(Panel("partner", "main", 10, "decisions", _("What it is asked"), Permission.VIEW_ZONE, partner_panel))
