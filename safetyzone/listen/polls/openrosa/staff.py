"""The page on which interviewers' telephones are given their keys, and its place on the wave's page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.foundation.people.models import User
from safetyzone.listen.polls.links import qr_svg
from safetyzone.listen.polls.models import ClientKey, Wave, WaveState
from safetyzone.listen.polls.openrosa.actions import NoKey, give_key, take_key_back
from safetyzone.listen.polls.openrosa.collect import settings_text
from safetyzone.listen.polls.queries import wave_or_404


def by(request: HttpRequest) -> str:
    """How the audit chain names the person."""
    if not isinstance(request.user, User):
        raise Http404
    return f"user:{request.user.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def clients(request: HttpRequest, pk: int) -> HttpResponse:
    """The keys of a wave; a new one is shown once, as an address and as a code to scan."""
    wave = wave_or_404(request, Permission.RUN_POLL, pk)
    shown: dict[str, Any] = {"wave": wave, "zone": wave.zone, "label": request.POST.get("label", "")}
    if request.method == "POST":
        try:
            key, secret = give_key(wave=wave, label=request.POST.get("label", ""), by=by(request))
        except NoKey as problem:
            shown["refused"] = str(problem)
        else:
            address = request.build_absolute_uri(f"/openrosa/key/{secret}")
            code = qr_svg(settings_text(address, wave.title))
            shown |= {"given": key, "address": address, "qr": code, "label": ""}
    shown["keys"] = list(wave.client_keys.all())
    shown["crumbs"] = [
        (_("Polls"), reverse("polls:waves")), (wave.title, reverse("polls:wave", args=[wave.pk])), (_("Telephones"), ""),
    ]  # fmt: skip
    return render(request, "answer/clients.html", shown, status=422 if "refused" in shown else 200)


@require_POST
def revoke(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Take a key back."""
    wave = wave_or_404(request, Permission.RUN_POLL, pk)
    found = get_object_or_404(ClientKey, pk=key, wave=wave)
    take_key_back(key=found, by=by(request))
    messages.success(request, _("%(name)s can no longer send answers to this poll.") % {"name": found.label})
    return redirect("poll_clients:clients", pk=pk)


def panel(request: HttpRequest, wave: Wave) -> str | None:
    """The way to the page, on the wave's own."""
    if wave.state == WaveState.CLOSED:
        return None
    many = wave.client_keys.filter(revoked=False).count()
    return render_to_string("answer/clients_panel.html", {"wave": wave, "many": many})


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    title = gettext_lazy("Interviewers' telephones")
    register(Panel("wave", "main", 60, "clients", title, Permission.RUN_POLL, panel))
