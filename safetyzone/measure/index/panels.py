"""What the local index puts on the zone's page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.measure.index import shown
from safetyzone.measure.index.compute import index_of
from safetyzone.measure.index.definitions import hierarchy


def zone_panel(request: HttpRequest, page: Any) -> str | None:
    """The newest stored index; nothing is computed for the zone's page. Stays away where the area states no index."""
    stated = hierarchy(page.zone.pack)
    if stated is None:
        return None
    run = index_of(page.zone)
    context = {
        "zone": page.zone, "run": run, "result": run.result if run else None,
        "domains": shown.domains(stated, run.result) if run else [],
        "missing": shown.missing_names(stated, run.result["missing_domains"]) if run else "",
    }  # fmt: skip
    return render_to_string("index/panel.html", context)


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 14, "index", _("Local index"), Permission.VIEW_ZONE, zone_panel))
