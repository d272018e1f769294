"""The first page, and the language switch."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from safetyzone.foundation.access.queries import places_visible
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages import welcome
from safetyzone.foundation.people.actions import choose_language
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level

HOME_ZONES = 60  # more than this is a list to search in, which the board has


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A reader's zones; for a stranger the way in."""
    if not isinstance(request.user, User):
        return render(request, "pages/welcome.html", {"beside": welcome.rendered(request)})
    zones = places_visible(request.user, Permission.VIEW_ZONE).filter(level=Level.ZONE, withdrawn=False)
    shown = list(zones.select_related("parent__parent")[: HOME_ZONES + 1])
    return render(
        request,
        "pages/home.html",
        {"zones": shown[:HOME_ZONES], "more": len(shown) > HOME_ZONES, "sample": any(zone.sample for zone in shown)},
    )


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read in another language from now on: remembered by this device, and by the account of whoever is signed in."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = ""
    response = HttpResponseRedirect(back) if back else redirect("home")
    if chosen in dict(settings.LANGUAGES):
        if isinstance(request.user, User):
            choose_language(user=request.user, language=chosen, by=f"user:{request.user.pk}")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=settings.LANGUAGE_COOKIE_AGE, samesite="Lax")
    return response
