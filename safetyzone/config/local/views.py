"""Doors for whoever sits at this machine: become a role of the demo, enter by a one-time link."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from safetyzone.config.local.cards import demo_doors_open, demo_user
from safetyzone.config.local.loopback import loopback_only
from safetyzone.foundation.people.links import redeem

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@require_POST
def become(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the demo's sample person of a role."""
    user = demo_user(role) if demo_doors_open(request) else None
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return redirect("home")


@login_not_required
@never_cache
@require_safe
@loopback_only
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by the link that the program printed when it started."""
    user = redeem(token=token, by="local-link")
    if user is None:
        return render(request, "local/spent.html", status=410)
    login(request, user, backend=BACKEND)
    onward = request.GET.get("next", "")
    return redirect(onward if url_has_allowed_host_and_scheme(onward, None) else "home")
