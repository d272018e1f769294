"""Getting a ballot: a printed code, a letter by e-mail, a code to a phone; and giving the device back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.suggestions.voters import phones
from safetyzone.listen.suggestions.voters.actions import (
    check_phone_code,
    open_letter,
    redeem_code,
    send_letter,
    send_phone_code,
)
from safetyzone.listen.suggestions.voters.ballots import Voter, forget, remember
from safetyzone.listen.suggestions.voters.refusals import Refused

LONGEST_CODE = 40


def entry_context(request: HttpRequest, zone: Place, ways: list[str]) -> dict[str, Any]:
    """What ``suggestions/enter.html`` needs: the ways that are open here, and what was typed or scanned."""
    open_ways = [way for way in ways if way != "phone" or phones.available()]
    return {"ways": open_ways, "typed": request.GET.get("code", "")[:LONGEST_CODE], "here": request.path, "zone": zone}


def _zone(slug: str) -> Place:
    return get_object_or_404(Place, slug=slug, level=Level.ZONE)


def _next(request: HttpRequest, name: str, slug: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return reverse(name, args=[slug])


def back_to(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """The page the form stood on."""
    return redirect(_next(request, name, slug))


def _opened(request: HttpRequest, zone: Place, voter: Voter) -> HttpResponse:
    response = back_to(request, "suggestions:page", zone.slug)
    remember(response, zone, voter)
    messages.success(request, _("Your ballot is open on this device. You can change your votes until the end."))
    return response


@login_not_required
@require_POST
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """A printed code; a wrong one stays in its field to be compared."""
    zone = _zone(slug)
    typed = request.POST.get("code", "")[:LONGEST_CODE]
    try:
        return _opened(request, zone, redeem_code(zone, typed))
    except Refused as refused:
        messages.error(request, str(refused))
    target = _next(request, "suggestions:page", slug).partition("?")[0]
    return redirect(f"{target}?{urlencode({'code': typed})}")


@login_not_required
@require_POST
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a letter. The answer is the same whoever has the address."""
    zone = _zone(slug)
    target = reverse("suggestions:letter_link", args=[slug, "TOKEN"]).replace("TOKEN", "{token}")
    after = urlencode({"next": _next(request, "suggestions:page", slug)})
    link = f"{request.scheme}://{request.get_host()}{target}?{after}"
    try:
        send_letter(
            zone=zone, address=request.POST.get("address", "")[:254], link=link,
            device=request.META.get("REMOTE_ADDR", ""),
        )  # fmt: skip
        messages.success(request, _("A letter is on its way. Its link opens your ballot on any device."))
    except ValidationError:
        messages.error(request, _("This is not a whole e-mail address."))
    except Refused as refused:
        messages.error(request, str(refused))
    return back_to(request, "suggestions:page", slug)


@login_not_required
@require_safe
def letter_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The link in the letter."""
    zone = _zone(slug)
    try:
        return _opened(request, zone, open_letter(zone, token))
    except Refused as refused:
        messages.error(request, str(refused))
        return back_to(request, "suggestions:page", slug)


@login_not_required
@require_POST
def phone(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a code to a phone, then type it."""
    zone = _zone(slug)
    if not phones.available():
        raise Http404
    try:
        device = request.META.get("REMOTE_ADDR", "")
        name = send_phone_code(zone=zone, number=request.POST.get("number", "")[:40], device=device)
    except Refused as refused:
        messages.error(request, str(refused))
        return back_to(request, "suggestions:page", slug)
    context = {"zone": zone, "name": name, "next": _next(request, "suggestions:page", slug)}
    return render(request, "suggestions/phone.html", context)


@login_not_required
@require_POST
def phone_check(request: HttpRequest, slug: str) -> HttpResponse:
    """The code that came to the phone."""
    zone = _zone(slug)
    name = request.POST.get("name", "")[:32]
    try:
        voter = check_phone_code(zone=zone, name=name, typed=request.POST.get("digits", "")[:12])
    except Refused as refused:
        if refused.code != "wrong":
            messages.error(request, str(refused))
            return back_to(request, "suggestions:page", slug)
        context = {
            "zone": zone,
            "name": name,
            "next": _next(request, "suggestions:page", slug),
            "problem": str(refused),
        }
        return render(request, "suggestions/phone.html", context, status=422)
    return _opened(request, zone, voter)


@login_not_required
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the ballot on this device, so that the next person can open theirs."""
    zone = _zone(slug)
    response = back_to(request, "suggestions:page", slug)
    forget(response, zone)
    messages.success(request, _("The ballot is closed on this device. Its votes stay."))
    return response
