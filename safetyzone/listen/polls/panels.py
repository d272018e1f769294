"""What the polls put on the zone's page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.listen.polls.models import WaveState
from safetyzone.listen.polls.queries import waves_of


def polls(request: HttpRequest, page: Any) -> str | None:
    """The zone's running poll, else its last; what to do where there is none."""
    zone = page.zone
    found = list(waves_of(zone)[:4])
    wave = next((wave for wave in found if wave.state == WaveState.OPEN), found[0] if found else None)
    answers = wave.answers.filter(counted=True).count() if wave else 0
    return render_to_string("polls/panel.html", {"wave": wave, "zone": zone, "answers": answers})


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 20, "polls", _("Poll"), Permission.VIEW_ZONE, polls))
