"""Pages of organisations: a zone's list, one organisation, what it brings and what was agreed with it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import may, permissions_held, place_or_404, places_visible
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import rendered
from safetyzone.foundation.partners import actions, forms, queries
from safetyzone.foundation.partners.actions import PartnerRefused
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Level, Place

PAGE = 30
MANAGE = Permission.MANAGE_PARTNERS


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """The reader's zones, each with how many organisations work there."""
    zones = places_visible(request.user, Permission.VIEW_ZONE).filter(level=Level.ZONE, withdrawn=False)
    page = Paginator(zones.order_by("path"), PAGE).get_page(request.GET.get("page"))
    mine = list(queries.organisations_of_user(request.user)[:PAGE])
    if not page.paginator.count and not mine and Permission.VIEW_ZONE not in permissions_held(request.user):
        raise Http404("nothing to see for you")
    rows = queries.summaries(list(page))
    return render(request, "partners/partners.html", {"page": page, "rows": rows, "mine": mine})


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The organisations the reader speaks for; straight to the only one."""
    found = list(queries.organisations_of_user(request.user)[:PAGE])
    if len(found) == 1:
        return redirect("partners:organisation", found[0].pk)
    return render(request, "partners/mine.html", {"organisations": found})


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """Who works in a zone or at a station, by kind, with what they bring and which agreements run out."""
    place = place_or_404(request, Permission.VIEW_ZONE, slug)
    context = {
        "place": place, "may_manage": may(request.user, MANAGE, place), "groups": queries.by_kind(place),
        "running_out": queries.running_out(place), "crumbs": [*_crumbs(place)[:-1], (place.name, "")],
        "missing": queries.kinds_missing(place),
    }  # fmt: skip
    return render(request, "partners/zone.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """One more organisation."""
    place = place_or_404(request, MANAGE, slug)
    places = places_visible(request.user, MANAGE).filter(path__in=queries.at_and_above(place))
    form = forms.NewOrganisation(
        request.POST or None, pack=place.pack, places=places, initial={"where": slug, "kind": request.GET.get("kind")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_organisation(place=form.cleaned_data.pop("where"), by=_by(request), **form.cleaned_data)
        except PartnerRefused as refused:
            _show(form, refused)
        else:
            return redirect("partners:organisation", made.pk)
    crumbs = [*_crumbs(place), (_("New partner"), "")]
    context = {
        "place": place,
        "form": form,
        "crumbs": crumbs,
        "title": _("New partner"),
        "button": _("Add the partner"),
    }
    return render(request, "partners/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation, as its own people and the zone's team see it."""
    return _organisation(request, _readable(request, pk))


def _organisation(request: HttpRequest, found: Organisation, status: int = 200, **more: Any) -> HttpResponse:
    manages = found.active and may(request.user, MANAGE, found.place)
    speaks = queries.speaks_for(request.user, found)
    panels = [
        each for slot in ("main", "side")
        for each in rendered(request, page="partner", slot=slot, place=found.place, subject=found)
    ]  # fmt: skip
    context = {
        "organisation": found, "place": found.place, "may_manage": manages, "speaks": speaks, "panels": panels,
        "kind": queries.kind_names(found.place.pack).get(found.kind, found.kind),
        "contributions": found.contributions.all(), "agreements": queries.with_standing(found),
        "people": found.people.select_related("user") if manages or speaks else [],
        "brings_form": forms.ContributionForm(), "sign_form": forms.AgreementForm(),
        "person_form": forms.PersonForm(people=queries.people_for(found)),
        "crumbs": [*_crumbs(found.place), (str(found), "")],
    }  # fmt: skip
    return render(request, "partners/organisation.html", context | more, status=status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Names, kind, address."""
    found = queries.organisation_or_404(request, pk, MANAGE)
    now = {name: getattr(found, name) for name in actions.CHANGEABLE}
    form = forms.OrganisationForm(request.POST or None, pack=found.place.pack, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(organisation=found, by=_by(request), **form.cleaned_data)
        except PartnerRefused as refused:
            _show(form, refused)
        else:
            return redirect("partners:organisation", pk)
    crumbs = [*_crumbs(found.place), (str(found), reverse("partners:organisation", args=[pk])), (_("Change"), "")]
    context = {"place": found.place, "form": form, "crumbs": crumbs, "title": str(found), "button": _("Save")}
    return render(request, "partners/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once; then the organisation takes part no longer."""
    found = queries.organisation_or_404(request, pk, MANAGE)
    if request.method == "POST":
        try:
            actions.end_organisation(organisation=found, by=_by(request))
        except PartnerRefused as refused:
            messages.error(request, str(refused))
        return redirect("partners:organisation", pk)
    return render(request, "partners/end.html", {"organisation": found, "place": found.place})


@require_POST
def brings(request: HttpRequest, pk: int) -> HttpResponse:
    """One more thing the organisation brings."""
    found = queries.organisation_or_404(request, pk, MANAGE)
    form = forms.ContributionForm(request.POST)
    if form.is_valid():
        try:
            actions.add_contribution(organisation=found, by=_by(request), **form.cleaned_data)
        except PartnerRefused as refused:
            _show(form, refused)
        else:
            return redirect("partners:organisation", pk)
    return _organisation(request, found, 422, brings_form=form)


@require_POST
def brings_no_longer(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take one thing off the list."""
    found = queries.organisation_or_404(request, pk, MANAGE)
    actions.remove_contribution(contribution=get_object_or_404(found.contributions, pk=item), by=_by(request))
    return redirect("partners:organisation", pk)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """An agreement that was signed."""
    found = queries.organisation_or_404(request, pk, MANAGE)
    form = forms.AgreementForm(request.POST)
    if form.is_valid():
        try:
            actions.sign_agreement(organisation=found, by=_by(request), **form.cleaned_data)
        except PartnerRefused as refused:
            _show(form, refused)
        else:
            return redirect("partners:organisation", pk)
    return _organisation(request, found, 422, sign_form=form)


@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """One agreement; those who keep the list change its last day."""
    found = _readable(request, pk)
    signed = get_object_or_404(found.agreements, pk=item)
    manages = may(request.user, MANAGE, found.place)
    form = forms.LastDay(request.POST or None, initial={"expires_on": signed.expires_on})
    if request.method == "POST":
        if not manages:
            raise Http404
        if form.is_valid():
            try:
                actions.end_agreement(agreement=signed, last_day=form.cleaned_data["expires_on"], by=_by(request))
            except PartnerRefused as refused:
                _show(form, refused)
            else:
                return redirect("partners:organisation", pk)
    crumbs = [*_crumbs(found.place), (str(found), reverse("partners:organisation", args=[pk])), (signed.title, "")]
    context = {"organisation": found, "agreement": signed, "standing": signed.standing(), "form": form,
               "may_manage": manages, "crumbs": crumbs, "sample": signed.sample}  # fmt: skip
    return render(request, "partners/agreement.html", context, status=422 if form.is_bound else 200)


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """An account speaks for the organisation."""
    found = queries.organisation_or_404(request, pk, MANAGE)
    form = forms.PersonForm(request.POST, people=queries.people_for(found))
    if form.is_valid():
        try:
            actions.link_person(organisation=found, user=form.cleaned_data["user"], by=_by(request))
        except PartnerRefused as refused:
            _show(form, refused)
        else:
            return redirect("partners:organisation", pk)
    return _organisation(request, found, 422, person_form=form)


@require_POST
def unlink(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """An account speaks for the organisation no longer."""
    found = queries.organisation_or_404(request, pk, MANAGE)
    link = get_object_or_404(found.people.select_related("user"), pk=item)
    actions.unlink_person(link=link, by=_by(request))
    return redirect("partners:organisation", pk)


def _readable(request: HttpRequest, pk: int) -> Organisation:
    found = queries.organisations_readable(request).filter(pk=pk).first()
    if found is None:
        raise Http404("no such organisation for you")
    return found


def _show(form: Any, refused: PartnerRefused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def _crumbs(place: Place) -> list[tuple[str, str]]:
    return [(_("Partners"), reverse("partners:partners")), (place.name, reverse("partners:zone", args=[place.slug]))]
