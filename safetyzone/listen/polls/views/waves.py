"""Waves: the list, a new one, its page, its state, its population numbers and quotas."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import may, permissions_held, place_or_404
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import rendered
from safetyzone.foundation.places.models import Level
from safetyzone.listen.polls import queries
from safetyzone.listen.polls.actions.waves import (
    NotPossible,
    close_wave,
    create_wave,
    open_wave,
    set_margins,
    set_quotas,
)
from safetyzone.listen.polls.deciding import how_many
from safetyzone.listen.polls.forms import Margins, NewWave, QuotaQuestions, Quotas
from safetyzone.listen.polls.links import qr_svg, share_link
from safetyzone.listen.polls.margins import WrongMargins
from safetyzone.listen.polls.models import Wave, WaveMode, WaveState
from safetyzone.listen.polls.population import margins_for
from safetyzone.listen.polls.views.people import by, reader

PAGE = 30


@require_safe
def waves(request: HttpRequest) -> HttpResponse:
    """The polls of the zones the reader may see, or of one zone."""
    user = reader(request)
    held = permissions_held(user)
    if Permission.VIEW_ZONE not in held:
        raise Http404
    slug = request.GET.get("zone", "")
    zone = place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE) if slug else None
    found = queries.waves_visible(user)
    page = Paginator(found.filter(zone=zone) if zone else found, PAGE).get_page(request.GET.get("page"))
    may_run = may(user, Permission.RUN_POLL, zone) if zone else Permission.RUN_POLL in held
    return render(request, "polls/waves.html", {"page": page, "zone": zone, "may_run": may_run})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a wave; nobody is asked anything before it is opened."""
    zones = queries.zones_to_poll(reader(request))
    if not zones:
        raise Http404
    form = NewWave(
        request.POST or None, zones=zones, initial={"zone": request.GET.get("zone"), "mode": WaveMode.PROBABILITY}
    )
    if request.method == "POST" and form.is_valid():
        margins = margins_for(form.cleaned_data["zone"], form.cleaned_data["questionnaire"])
        wave = create_wave(**form.cleaned_data, margins=margins, by=by(request))
        return redirect("polls:wave", pk=wave.pk)
    crumbs = [(_("Polls"), reverse("polls:waves")), (_("New poll"), "")]
    return render(request, "polls/new.html", {"form": form, "crumbs": crumbs, "decide": how_many("")})


@require_safe
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """How the wave stands and what comes next."""
    found = queries.wave_or_404(request, Permission.VIEW_ZONE, pk)
    link = request.build_absolute_uri(share_link(found))
    progress = queries.progress_of(found)
    context: dict[str, Any] = {
        "wave": found, "zone": found.zone, "sample": found.sample, "crumbs": crumbs_to(found), "link": link,
        "line_link": f"{link}?via=line", "qr": qr_svg(link), "progress": progress,
        "invited": sum(row.invited for row in progress), "answered": sum(row.answered for row in progress),
        "answers": found.answers.count(), "quotas": queries.quota_cells(found), "decide": how_many(found.zone.pack),
        "margins": queries.margins_of(found),
        "may_name_communities": queries.may_name_communities(found),
        "may_run": may(request.user, Permission.RUN_POLL, found.zone),
        "may_interview": may(request.user, Permission.INTERVIEW, found.zone),
        "panels": [
            shown for slot in ("main", "side")
            for shown in rendered(request, page="wave", slot=slot, place=found.zone, subject=found)
        ],
    }  # fmt: skip
    return render(request, "polls/wave.html", context)


def crumbs_to(wave: Wave, last: str = "") -> list[tuple[str, str]]:
    """The way back from a wave's page, or from a page below it."""
    to_list = [(_("Polls"), reverse("polls:waves"))]
    if not last:
        return [*to_list, (wave.title, "")]
    return [*to_list, (wave.title, reverse("polls:wave", args=[wave.pk])), (last, "")]


@require_POST
def turn_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Take answers from now on."""
    found = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    try:
        open_wave(wave=found, by=by(request))
        messages.success(request, _("The poll is open."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("polls:wave", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def turn_closed(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once, in words: a closed poll is not opened again."""
    found = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    if request.method == "POST":
        try:
            close_wave(wave=found, by=by(request))
            messages.success(request, _("The poll is closed."))
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        return redirect("polls:wave", pk=pk)
    if found.state != WaveState.OPEN:
        return redirect("polls:wave", pk=pk)
    return render(
        request, "polls/close.html", {"wave": found, "zone": found.zone, "crumbs": crumbs_to(found, _("Close"))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def margins(request: HttpRequest, pk: int) -> HttpResponse:
    """The zone's population by group, which the results are weighted to."""
    found = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    form = Margins(request.POST or None, wave=found)
    if request.method == "POST" and form.is_valid():
        try:
            set_margins(wave=found, margins=form.margins(), by=by(request))
        except WrongMargins as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The population numbers are stored."))
            return redirect("polls:wave", pk=pk)
    context = {"wave": found, "zone": found.zone, "form": form, "crumbs": crumbs_to(found, _("Population"))}
    return render(request, "polls/margins.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def quotas(request: HttpRequest, pk: int) -> HttpResponse:
    """How many people of each group are to be interviewed."""
    found = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    used = list(found.quotas[0]["where"]) if found.quotas else []
    rows = request.GET.get("rows") or (used[0] if used else "")
    columns = request.GET.get("columns", used[1] if len(used) > 1 else "")
    chosen = QuotaQuestions(request.GET or None, wave=found, initial={"rows": rows, "columns": columns})
    form = Quotas(request.POST or None, wave=found, rows=rows, columns=columns)
    if request.method == "POST" and form.is_valid():
        try:
            set_quotas(wave=found, quotas=form.quotas(), by=by(request))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The quotas are stored."))
            return redirect("polls:wave", pk=pk)
    context = {
        "wave": found,
        "zone": found.zone,
        "chosen": chosen,
        "form": form,
        "crumbs": crumbs_to(found, _("Quotas")),
    }
    return render(
        request, "polls/quotas.html", context, status=422 if form.errors and request.method == "POST" else 200
    )
