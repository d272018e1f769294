"""What is public, on the zone's page of the team."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.queries import may
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages import welcome
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.publish.site.models import PublicPage
from safetyzone.publish.site.queries import latest_release, open_pages


def zone_panel(request: HttpRequest, page: Any) -> str | None:
    """Whether the zone has a public page, and what is on it."""
    held = PublicPage.objects.filter(zone=page.zone).first()
    may_publish = may(request.user, Permission.PUBLISH, page.zone)
    if not may_publish and (held is None or not held.open):
        return None
    return render_to_string("site/zone_panel.html", {
        "zone": page.zone, "page": held, "release": latest_release(page.zone), "may_publish": may_publish,
    })  # fmt: skip


def way_in(_request: HttpRequest) -> str | None:
    """On the first page: strangers find the zones' public pages."""
    return render_to_string("site/way_in.html") if open_pages().exists() else None


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 90, "public", _("The public page"), Permission.VIEW_ZONE, zone_panel))


def register_way_in() -> None:
    """Called when first asked for (``foundation.late``)."""
    welcome.register("public", way_in)
