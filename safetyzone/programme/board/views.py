"""The programme's board, and the list of zones."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safetyzone.foundation.access.roles import Permission
from safetyzone.programme.board.queries import bureaus_for, lines, zones_for

PER_PAGE = 25
MOST_WORDS = 60


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All zones that the reader follows, side by side, in the order of the hierarchy."""
    context = _listed(request, Permission.VIEW_BOARD)
    if not context["bureaus"]:
        raise Http404
    return render(request, "board/board.html", context)


@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """The zones whose page the reader may open."""
    return render(request, "board/zones.html", _listed(request, Permission.VIEW_ZONE))


def _listed(request: HttpRequest, permission: Permission) -> dict[str, Any]:
    bureaus = bureaus_for(request.user, permission)
    bureau, words = request.GET.get("bureau", ""), request.GET.get("q", "").strip()[:MOST_WORDS]
    if bureau not in {known.slug for known in bureaus}:
        bureau = ""
    page = Paginator(zones_for(request.user, permission, bureau=bureau, words=words), PER_PAGE).get_page(
        request.GET.get("page")
    )
    shown = lines(list(page.object_list), bureaus)
    return {
        "page": page, "lines": shown, "bureaus": bureaus, "bureau": bureau, "words": words,
        "sample": any(line.sample for line in shown),
    }  # fmt: skip
