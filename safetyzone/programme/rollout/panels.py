"""The roll-out on the zone's page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.programme.rollout.definitions import definitions
from safetyzone.programme.rollout.queries import stage_of


def zone_panel(request: HttpRequest, page: Any) -> str | None:
    """Stage, phase, and what the next stage needs; nothing for a zone that takes no part."""
    stage = stage_of(page.zone)
    if stage is None:
        return None
    phase = definitions(page.zone.pack).phase_name(stage.phase)
    return render_to_string("rollout/panel.html", {"stage": stage, "phase": phase, "zone": page.zone})


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 90, "rollout", _("Stage in the programme"), Permission.VIEW_ZONE, zone_panel))
