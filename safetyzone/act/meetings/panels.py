"""What meetings put on the zone's page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.act.meetings.models import MeetingState
from safetyzone.act.meetings.queries import meetings_of, next_meeting
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register


def zone_panel(request: HttpRequest, page: Any) -> str:
    """The next meeting and the last one's minutes."""
    last = meetings_of(page.zone).filter(state=MeetingState.CLOSED).first()
    context = {"zone": page.zone, "next": next_meeting(page.zone), "last": last}
    return render_to_string("meetings/zone_panel.html", context)


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 68, "meetings", _("Meetings"), Permission.VIEW_ZONE, zone_panel))
