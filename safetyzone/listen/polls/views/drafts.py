"""A wave in preparation is changed, or deleted after one question."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safetyzone.foundation.access.roles import Permission
from safetyzone.listen.polls import queries
from safetyzone.listen.polls.actions.drafts import ask_for_communities, change_wave, delete_wave
from safetyzone.listen.polls.actions.waves import NotPossible
from safetyzone.listen.polls.forms import ChangeWave, Communities
from safetyzone.listen.polls.models import Wave, WaveState
from safetyzone.listen.polls.views.people import by
from safetyzone.listen.polls.views.waves import crumbs_to


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The same fields as when it was prepared."""
    wave = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    if wave.state != WaveState.DRAFT:
        return _too_late(request, wave)
    form = ChangeWave(request.POST or None, wave=wave)
    if request.method == "POST" and form.is_valid():
        try:
            change_wave(wave=wave, **form.cleaned_data, by=by(request))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The poll is changed."))
            return redirect("polls:wave", pk=pk)
    context = {"wave": wave, "zone": wave.zone, "form": form, "crumbs": crumbs_to(wave, _("Change"))}
    return render(request, "polls/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def communities(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the zone's communities: the poll then asks in which of them somebody lives."""
    wave = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    if wave.state != WaveState.DRAFT:
        return _too_late(request, wave)
    known = "\n".join(queries.communities_of(wave.zone))
    form = Communities(request.POST or None, initial={"names": known})
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_communities(wave=wave, names=form.cleaned_data["names"], by=by(request))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The poll asks for the community now."))
            return redirect("polls:wave", pk=pk)
    context = {"wave": wave, "zone": wave.zone, "form": form, "crumbs": crumbs_to(wave, _("Communities"))}
    return render(request, "polls/communities.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once, in words."""
    wave = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    if wave.state != WaveState.DRAFT:
        return _too_late(request, wave)
    if request.method == "POST":
        try:
            delete_wave(wave=wave, by=by(request))
        except NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect("polls:wave", pk=pk)
        messages.success(request, _("The poll is deleted."))
        return redirect("polls:waves")
    context = {"wave": wave, "zone": wave.zone, "crumbs": crumbs_to(wave, _("Delete"))}
    return render(request, "polls/delete.html", context)


def _too_late(request: HttpRequest, wave: Wave) -> HttpResponse:
    messages.error(request, _("Only a poll in preparation can be changed or deleted; this one has been opened."))
    return redirect("polls:wave", pk=wave.pk)
