"""Pages of the driving committee."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import permissions_held, places_visible
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.actions import DecisionRefused
from safetyzone.foundation.decisions.models import DecisionState
from safetyzone.foundation.decisions.subjects import url_of
from safetyzone.foundation.pages.numbers import number_in
from safetyzone.foundation.partners.actions import PartnerRefused, add_organisation
from safetyzone.foundation.places.models import Level
from safetyzone.programme.committee import forms, queries
from safetyzone.programme.committee.actions import CommitteeRefused, close, end_seat, give_seat, set_up, speak
from safetyzone.programme.committee.models import Committee

SHOWN_DECISIONS = 30
HIGH = (Level.COUNTRY, Level.BUREAU, Level.PROVINCE)


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@require_safe
def committees(request: HttpRequest) -> HttpResponse:
    """The committees that decide for what the reader follows."""
    held = permissions_held(request.user)
    if Permission.VIEW_BOARD not in held:
        raise Http404
    found = queries.committees_visible(request, Permission.VIEW_BOARD)
    return render(
        request, "committee/list.html", {"committees": found, "may_set_up": Permission.SELECT_AREAS in held}
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set a committee up."""
    places = places_visible(request.user, Permission.SELECT_AREAS).filter(level__in=HIGH, withdrawn=False)
    if not places:
        raise Http404
    form = forms.SetUp(request.POST or None, places=places)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = set_up(**form.cleaned_data, by=_by(request))
            except CommitteeRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            else:
                return redirect("committee:committee", made.pk)
    crumbs = [(_("Driving committees"), reverse("committee:committees")), (_("Set one up"), "")]
    return render(request, "committee/new.html", {"form": form, "crumbs": crumbs}, status=status)


@require_safe
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Mandate, seats, what it is asked and what it has decided."""
    return _page(request, queries.committee_or_404(request, pk))


def _page(request: HttpRequest, held: Committee, status: int = 200, form: forms.GiveSeat | None = None) -> HttpResponse:
    runs_it = queries.committees_run(request).filter(pk=held.pk).exists()
    decisions = list(queries.decisions_of(held).prefetch_related("positions__organisation")[:SHOWN_DECISIONS])
    asked = [
        {
            "decision": each,
            "votes": queries.votes(held, each),
            "missing": queries.missing(held, each),
            "url": url_of(each),
        }
        for each in decisions
        if each.state == DecisionState.OPEN
    ]
    context = {
        "committee": held, "seats": queries.seats_of(held), "asked": asked, "runs_it": runs_it, "sample": held.sample,
        "decided": [(each, url_of(each)) for each in decisions if each.state != DecisionState.OPEN],
        "form": form or forms.GiveSeat(place=held.place),
        "crumbs": [(_("Driving committees"), reverse("committee:committees")), (str(held), "")],
    }  # fmt: skip
    return render(request, "committee/page.html", context, status=status)


@require_POST
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a seat, or end one."""
    held = queries.committee_or_404(request, pk, run=True)
    if "end" in request.POST:
        end_seat(seat=get_object_or_404(queries.seats_of(held), pk=number_in(request.POST, "end")), by=_by(request))
        return redirect("committee:committee", pk)
    form = forms.GiveSeat(request.POST, place=held.place)
    if form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                organisation = given["organisation"] or add_organisation(
                    place=held.place, kind=given["new_kind"], name=given["new_name"], by=_by(request)
                )
                give_seat(committee=held, organisation=organisation, office=given["office"], held_by=given["held_by"],
                          by=_by(request))  # fmt: skip
            return redirect("committee:committee", pk)
        except CommitteeRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        except PartnerRefused as refused:
            form.add_error("new_kind" if refused.field == "kind" else "new_name", str(refused))
    return _page(request, held, 422, form)


@require_POST
def say(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Record what a seat says, or close the question."""
    held = queries.committee_or_404(request, pk, run=True)
    asked = get_object_or_404(queries.decisions_of(held), pk=decision)
    try:
        if "close" in request.POST:
            close(committee=held, decision=asked, by=_by(request))
            messages.success(request, _("Agreed and recorded."))
        else:
            seat = get_object_or_404(queries.seats_of(held), pk=number_in(request.POST, "seat"))
            form = forms.Say(request.POST)
            if not form.is_valid():
                raise Http404
            speak(seat=seat, decision=asked, **form.cleaned_data, by=_by(request))
    except (CommitteeRefused, DecisionRefused) as refused:
        messages.error(request, str(refused))
    return redirect("committee:committee", pk)
