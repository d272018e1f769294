"""What suggestions put on the zone's page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.listen.suggestions import shown
from safetyzone.listen.suggestions.queries import newest_of
from safetyzone.listen.suggestions.results import stored


def zone_panel(request: HttpRequest, page: Any) -> str | None:
    """What every group agrees on, or why that cannot be said; nothing where nothing was asked."""
    conversation = newest_of(page.zone)
    if conversation is None:
        return None
    run = stored(conversation)
    held: dict[str, Any] = {"zone": page.zone, "conversation": conversation, "run": run}
    if run is not None:
        found = shown.rows(conversation, run.result)
        held |= {
            "result": run.result, "refusal": shown.refusal(run.result), "common": shown.common_ground(found)[:3],
        }  # fmt: skip
    return render_to_string("suggestions/zone_panel.html", held)


def register_all() -> None:
    """Called when first asked for (``foundation.late``).

    The page "statement" is read by everybody: later steps register what became of it.
    """
    register(Panel("zone", "main", 60, "suggestions", _("What people suggest"), Permission.VIEW_ZONE, zone_panel))
