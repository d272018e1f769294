"""The zone's page: filters, and the panels that each step has registered for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safetyzone.analyse.pictures.page import page_of
from safetyzone.foundation.access.queries import place_or_404
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import rendered
from safetyzone.foundation.places.models import Level

SLOTS = ("top", "main", "side")


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the house knows about one zone."""
    place = place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE)
    page = page_of(request, place)
    shown = {slot: rendered(request, page="zone", slot=slot, place=place, subject=page) for slot in SLOTS}
    context = {
        "zone": place,
        "page": page,
        "sample": bool(page.run and page.run.result["sample"]),
        "groups": page.words.groups.items(),
        "panels": shown,
        "crumbs": [(_("Zones"), reverse("home")), (place.name, "")],
    }
    return render(request, "pictures/zone.html", context, status=400 if page.problem else 200)
