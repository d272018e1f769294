"""The programme's board as table, map and funnels, and the list of zones."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safetyzone.foundation.access.queries import permissions_held
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.area import area
from safetyzone.foundation.places.models import Place
from safetyzone.measure.targets.definitions import SURVEY, targets
from safetyzone.programme.board.funnels import PROMISES
from safetyzone.programme.board.queries import (
    Filters,
    bureaus_for,
    funnels_for,
    lines,
    points,
    provinces_drawn,
    summed_at,
    zones_for,
)
from safetyzone.programme.board.shown import funnel_of, lines_shown, map_of, stage_codes
from safetyzone.programme.rollout.definitions import Definitions, definitions

PER_PAGE = 25
MOST_WORDS = 60


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All zones that the reader follows, side by side, in the order of the hierarchy."""
    context = _listed(request, Permission.VIEW_BOARD)
    if not context["bureaus"]:
        raise Http404
    asked = [target for target in targets(area().slug) if target.kind == SURVEY]
    shown = lines_shown(context["lines"], context["known"], asked)
    return render(request, "board/board.html", context | {"shown": shown, "targets": asked, "summed_at": summed_at()})


@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """The zones whose page the reader may open."""
    return render(request, "board/zones.html", _listed(request, Permission.VIEW_ZONE))


@require_safe
def board_map(request: HttpRequest) -> HttpResponse:
    """Where the zones lie and which stage each has reached; the table says the same in words."""
    known = definitions(area().slug)
    bureaus, filters = _filters(request, Permission.VIEW_BOARD, known)
    if not bureaus:
        raise Http404
    found = points(zones_for(request.user, Permission.VIEW_BOARD, filters))
    drawn = map_of(found, provinces_drawn(), known)
    context = _filter_context(bureaus, filters, known) | {"map": drawn, "total": len(found), "summed_at": summed_at(),
                                                   "crumbs": _crumbs(_("Map"))}  # fmt: skip
    return render(request, "board/map.html", context)


@require_safe
def funnels(request: HttpRequest) -> HttpResponse:
    """Shares against how much they rest on, with the limits of chance: no league table."""
    if Permission.VIEW_BOARD not in permissions_held(request.user):
        raise Http404
    run, seen = funnels_for(request.user)
    titles = {target.code: target.name for target in targets(area().slug)} | {PROMISES: _("Promises kept")}
    drawn = []
    if run is not None:
        outside = {point["zone"] for each in run.result["funnels"] for point in each["points"] if point.get("state")}
        shown = Place.objects.filter(slug__in=outside & seen).only("slug", "names")
        names = {place.slug: place.name for place in shown}
        drawn = [funnel_of(each, seen, names) | {"title": titles.get(each["code"], each["code"])}
                 for each in run.result["funnels"]]  # fmt: skip
    context = {
        "funnels": drawn,
        "run": run,
        "sample": bool(run and run.result["sample"]),
        "crumbs": _crumbs(_("Funnels")),
    }
    return render(request, "board/funnels.html", context)


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [(_("All zones side by side"), reverse("board:board")), (here, "")]


def _filters(request: HttpRequest, permission: Permission, known: Definitions) -> tuple[list[Place], Filters]:
    """The bureaus the reader may choose from, and the filters that name something known."""
    bureaus = bureaus_for(request.user, permission)
    bureau, stage, phase = (request.GET.get(name, "") for name in ("bureau", "stage", "phase"))
    return bureaus, Filters(
        bureau=bureau if bureau in {place.slug for place in bureaus} else "",
        words=request.GET.get("q", "").strip()[:MOST_WORDS], stage=stage if stage in stage_codes() else "",
        phase=next((number for number, _names in known.phases if str(number) == phase), None),
    )  # fmt: skip


def _filter_context(bureaus: list[Place], filters: Filters, known: Definitions) -> dict[str, Any]:
    return {
        "bureaus": bureaus, "bureau": filters.bureau, "words": filters.words, "stage_filter": filters.stage,
        "phase_filter": filters.phase, "stages": known.stages,
        "phases": [(number, known.phase_name(number)) for number, _names in known.phases],
    }  # fmt: skip


def _listed(request: HttpRequest, permission: Permission) -> dict[str, Any]:
    known = definitions(area().slug)
    bureaus, filters = _filters(request, permission, known)
    found = zones_for(request.user, permission, filters)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = lines(list(page.object_list), bureaus)
    context = {"page": page, "lines": shown, "sample": any(line.sample for line in shown), "known": known}
    return context | _filter_context(bureaus, filters, known)
