"""The page behind every figure: how it was computed, and how to compute it again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safetyzone.foundation.people.models import User
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.models import Run
from safetyzone.foundation.runs.queries import runs_visible


def _run_or_404(request: HttpRequest, key: str) -> Run:
    found = runs_visible(request.user).filter(key=key).first() if isinstance(request.user, User) else None
    if found is None:
        raise Http404("no such run for you")
    return found


@require_safe
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Inputs, parameters, seed, versions, duration."""
    found = _run_or_404(request, key)
    return render(request, "runs/run.html", {"run": found, "place": found.place})


@require_safe
def result(request: HttpRequest, key: str) -> HttpResponse:
    """The stored bytes; their SHA-256 is the digest the page names."""
    return HttpResponse(canonical(_run_or_404(request, key).result), content_type="application/json")
