"""Pages of decisions: what is asked, what everybody says, what came of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import may, permissions_held, place_or_404
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions import actions, forms, queries
from safetyzone.foundation.decisions.actions import DecisionRefused
from safetyzone.foundation.decisions.models import Decision, DecisionState
from safetyzone.foundation.decisions.record import record_of
from safetyzone.foundation.decisions.subjects import content_now, url_of
from safetyzone.foundation.decisions.words import everybody, how_it_stands, rule_in_words
from safetyzone.foundation.decisions.zones import ask_about_zone, zone_agreed
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import kind_names, organisations_of, organisations_of_user, speaks_for
from safetyzone.foundation.places.models import Level, Place

PAGE = 30
DECIDE = Permission.DECIDE


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Everything the reader may read, what is open first."""
    page = Paginator(queries.open_first(queries.decisions_readable(request)), PAGE).get_page(request.GET.get("page"))
    if not page.paginator.count and Permission.VIEW_ZONE not in permissions_held(request.user):
        raise Http404("nothing to see for you")
    return render(request, "decisions/decisions.html", {"page": page, "crumbs": []})


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """The decisions of a zone or a station."""
    place = place_or_404(request, Permission.VIEW_ZONE, slug)
    page = Paginator(queries.open_first(queries.decisions_of(place)), PAGE).get_page(request.GET.get("page"))
    is_zone = place.level == Level.ZONE
    context = {
        "place": place, "page": page, "may_decide": may(request.user, DECIDE, place), "is_zone": is_zone,
        "agreed": is_zone and zone_agreed(place), "crumbs": [*_crumbs(), (place.name, "")],
    }  # fmt: skip
    return render(request, "decisions/decisions.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask about the zone itself, or about anything in free words."""
    place = place_or_404(request, DECIDE, slug)
    about_zone = place.level == Level.ZONE and "zone" in request.POST
    form = forms.QuestionForm(request.POST if request.method == "POST" and not about_zone else None)
    problem = ""
    try:
        if about_zone:
            return redirect("decisions:decision", ask_about_zone(zone=place, by=_by(request)).pk)
        if request.method == "POST" and form.is_valid():
            return redirect("decisions:decision", _ask_freely(request, place, **form.cleaned_data).pk)
    except DecisionRefused as refused:
        problem = str(refused)
    context = {
        "place": place, "form": form, "problem": problem, "is_zone": place.level == Level.ZONE,
        "crumbs": [*_crumbs(), (place.name, reverse("decisions:zone", args=[slug])), (_("Ask the partners"), "")],
    }  # fmt: skip
    return render(request, "decisions/ask.html", context, status=422 if request.method == "POST" else 200)


def _ask_freely(request: HttpRequest, place: Place, question: str, text: str) -> Decision:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return actions.open_decision(
        place=place, subject=f"matter:{get_random_string(12)}", question=question, content={"text": text}, told=lines,
        by=_by(request),
    )  # fmt: skip


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with what everybody says."""
    return _decision(request, _readable(request, pk))


def _decision(request: HttpRequest, found: Decision, status: int = 200, **more: Any) -> HttpResponse:
    standing = queries.standing(found)
    voices = _voices(request, found)
    context = {
        "decision": found, "place": found.place, "sample": found.sample, "standing": standing, "voices": voices,
        "rows": everybody(found), "told": found.told, "about_url": url_of(found), "stands": how_it_stands(standing),
        "rule": rule_in_words(standing.rule, kind_names(found.place.pack)),
        "may_decide": may(request.user, DECIDE, found.place), "open": found.state == DecisionState.OPEN,
        "others": queries.about(found.subject).exclude(pk=found.pk)[:10],
        "form": forms.PositionForm(organisations=voices), "crumbs": [*_crumbs(found.place), (found.question, "")],
    }  # fmt: skip
    return render(request, "decisions/decision.html", context | more, status=status)


@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation's position, entered by its own people or as told."""
    found = _readable(request, pk)
    voices = _voices(request, found)
    if not voices.exists():
        raise Http404("you speak for nobody here")
    form = forms.PositionForm(request.POST, organisations=voices)
    if form.is_valid():
        themselves = speaks_for(request.user, form.cleaned_data["organisation"])
        try:
            actions.take_position(decision=found, by=_by(request), themselves=themselves, **form.cleaned_data)
        except DecisionRefused as refused:
            form.add_error("words" if form.cleaned_data["stance"] == "block" else None, str(refused))
        else:
            messages.success(
                request, _("What %(name)s says is on record.") % {"name": form.cleaned_data["organisation"]}
            )
            return redirect("decisions:decision", pk)
    return _decision(request, _readable(request, pk), 422, form=form)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what came of it."""
    found = queries.decision_or_404(request, pk, DECIDE)
    try:
        actions.close_decision(decision=found, content=content_now(found), by=_by(request))
        messages.success(request, _("It is agreed."))
    except DecisionRefused as refused:
        messages.error(request, str(refused))
    return redirect("decisions:decision", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no more."""
    found = queries.decision_or_404(request, pk, DECIDE)
    try:
        actions.withdraw_decision(decision=found, by=_by(request))
    except DecisionRefused as refused:
        messages.error(request, str(refused))
    return redirect("decisions:decision", pk)


@require_safe
def record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The printed record, in the language that is asked for."""
    found = _readable(request, pk)
    wanted = request.GET.get("language", "")
    with translation.override(wanted if wanted in {"th", "en"} else translation.get_language()):
        answer = HttpResponse(record_of(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="decision-{found.pk}.pdf"'
    return answer


def _readable(request: HttpRequest, pk: int) -> Decision:
    found = queries.decisions_readable(request).filter(pk=pk).first()
    if found is None:
        raise Http404("no such decision for you")
    return found


def _voices(request: HttpRequest, found: Decision) -> QuerySet[Organisation]:
    """Whose position the reader may enter: everybody's as told by them, or that of the reader's own organisation."""
    asked = organisations_of(found.place)
    if may(request.user, DECIDE, found.place):
        return asked
    return asked.filter(pk__in=organisations_of_user(request.user).values("pk"))


def _crumbs(place: Place | None = None) -> list[tuple[str, str]]:
    above = [(_("Decisions"), reverse("decisions:decisions"))]
    return [*above, (place.name, reverse("decisions:zone", args=[place.slug]))] if place else above
