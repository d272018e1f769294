"""The chain as its auditor reads it: the newest events, and whether the whole of it is as it was written."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safetyzone.foundation.access.queries import holds_everywhere
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.audit.queries import last_mark, newest, shown, tail_faults, verify

PAGE = 50


def _auditor_or_404(request: HttpRequest) -> None:
    """One chain serves the whole installation, so only who audits all of it may read it."""
    if not holds_everywhere(request.user, Permission.VIEW_AUDIT):
        raise Http404


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The newest events first, and a quick look at the chain's end."""
    _auditor_or_404(request)
    page = Paginator(newest(), PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/events.html", {
        "page": page, "rows": shown(list(page)), "faults": tail_faults(), "mark": last_mark(settings.AUDIT_CHECKPOINTS),
    })  # fmt: skip


@require_safe
def verdict(request: HttpRequest) -> HttpResponse:
    """The whole chain against itself, the key and the checkpoints; the same as ``safetyzone audit verify``."""
    _auditor_or_404(request)
    folder = settings.AUDIT_CHECKPOINTS
    found = verify(checkpoints=folder if folder.is_dir() else None)
    return render(request, "audit/verdict.html", {"verdict": found, "mark": last_mark(folder)})
