"""Walks: the zone's list and map, the checklist for the phone, one risk point."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from safetyzone.foundation.access.queries import may, permissions_held, place_or_404, places_visible
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.media.pictures import BadPicture
from safetyzone.foundation.pages.built import offline_worker
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.walks import queries
from safetyzone.listen.walks.actions import (
    close_point,
    give_point,
    mend_point,
    receive_stop,
    reopen_point,
)
from safetyzone.listen.walks.drawing import drawn
from safetyzone.listen.walks.models import PointState, RiskPoint
from safetyzone.listen.walks.reading import picture_from, told_from
from safetyzone.listen.walks.refusals import Refused
from safetyzone.listen.walks.words import questions, words

MOST_ZONES = 200


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The reader's zones, to walk in or to look at."""
    if Permission.VIEW_ZONE not in permissions_held(request.user):
        raise Http404
    zones = places_visible(request.user, Permission.VIEW_ZONE).filter(level=Level.ZONE, withdrawn=False)
    return render(request, "walks/overview.html", {"zones": queries.with_open_points(zones)[:MOST_ZONES]})


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """Risk points on the map and in a list, and the walks that found them."""
    place = place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE)
    points = list(queries.risk_points_of(place))
    last = queries.last_walk(place)
    context = {
        "zone": place, "points": points, "map": drawn(place, points), "walks": queries.walks_of(place), "last": last,
        "checked": queries.checked_on(last) if last else [], "questions": {q["kind"]: q["title"] for q in questions()},
        "may_walk": may(request.user, Permission.WALK, place),
        "crumbs": [(place.name, reverse("pictures:zone", args=[slug])), (_("Risk points"), "")],
    }  # fmt: skip
    return render(request, "walks/zone.html", context)


@never_cache
@require_safe
def walk(request: HttpRequest, slug: str) -> HttpResponse:
    """The checklist: a plain form that a script keeps on the phone while there is no network."""
    return _walk(request, place_or_404(request, Permission.WALK, slug, Level.ZONE))


def _walk(request: HttpRequest, place: Place, status: int = 200, **more: Any) -> HttpResponse:
    told = {
        "send": reverse("walks:stops", args=[place.slug]), "worker": reverse("walks:worker"), "words": words(),
        "boundary": place.boundary, "zone": place.slug, "sign_in": reverse(settings.LOGIN_URL),
    }  # fmt: skip
    context = {
        "zone": place, "settings": told, "questions": questions(), "today": timezone.localdate(), "walk_key": uuid.uuid4(),
        "stop_key": uuid.uuid4(),
        "crumbs": [(_("Risk points"), reverse("walks:zone", args=[place.slug])), (_("Walk"), "")],
    }  # fmt: skip
    return render(request, "walks/walk.html", context | more, status=status)


@require_POST
def stops(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one stop in. The same key again is answered the same and stored once."""
    place = place_or_404(request, Permission.WALK, slug, Level.ZONE)
    machine = request.headers.get("Accept", "").startswith("application/json")
    try:
        received = receive_stop(zone=place, told=told_from(request), by=_by(request))
    except (Refused, BadPicture, MultiPartParserError) as refused:
        if machine:
            field = refused.field if isinstance(refused, Refused) else "picture"
            error = {"code": "refused", "message": str(refused), "details": {"field": field}}
            return JsonResponse({"error": error}, status=422)
        return _walk(request, place, 422, refusal=str(refused), given=request.POST, walk_key=request.POST.get("walk"),
                     stop_key=request.POST.get("key"))  # fmt: skip
    if machine:
        told = {"stop": received.stop.pk, "already": received.already}
        return JsonResponse(told, status=201)
    messages.success(request, _("The stop has arrived. Go on to the next one."))
    return _walk(request, place, walk_key=received.stop.walk.key, same={"walked_on": received.stop.walk.walked_on.isoformat(),
                 "dark": received.stop.walk.dark, "walkers": received.stop.walk.walkers})  # fmt: skip


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served from here because it may only look after addresses below its own."""
    return offline_worker()


@require_safe
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """One risk point: where, what, whose, before and after."""
    return _point(request, queries.point_or_404(request, pk, Permission.VIEW_ZONE))


def _point(request: HttpRequest, held: RiskPoint, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "point": held, "zone": held.zone, "sample": held.sample, "may_walk": may(request.user, Permission.WALK, held.zone),
        "organisations": organisations_of(held.zone), "open": held.state == PointState.OPEN,
        "map": drawn(held.zone, [held]),
        "crumbs": [(held.zone.name, reverse("walks:zone", args=[held.zone.slug])), (str(held), "")],
    }  # fmt: skip
    return render(request, "walks/point.html", context | more, status=status)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it to an organisation, report it mended, close it, open it again."""
    held = queries.point_or_404(request, pk, Permission.WALK)
    asked, text = request.POST.get("to", ""), request.POST.get("words", "")[:300]
    try:
        if asked == "give":
            give_point(point=held, organisation=_organisation(request, held), by=_by(request))
        elif asked == "mend":
            mend_point(point=held, picture=picture_from(request, "picture"), words=text, by=_by(request))
        elif asked == "close":
            close_point(point=held, words=text, by=_by(request))
        elif asked == "reopen":
            reopen_point(point=held, by=_by(request))
        else:
            raise Http404
    except (Refused, BadPicture) as refused:
        held.refresh_from_db()
        return _point(request, held, 422, refusal=str(refused), words=text)
    return redirect("walks:point", pk)


def _organisation(request: HttpRequest, held: RiskPoint) -> Any:
    number = request.POST.get("organisation", "")
    if not number:
        return None
    return get_object_or_404(organisations_of(held.zone), pk=int(number) if number.isdecimal() else 0)
