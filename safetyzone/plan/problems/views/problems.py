"""What to work on in a zone; one problem with its evidence; the catalogue of measures."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import may, permissions_held, place_or_404
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.area import area
from safetyzone.foundation.pages.numbers import number_in
from safetyzone.foundation.partners.queries import police_of
from safetyzone.foundation.places.models import Level, Place
from safetyzone.plan.problems import forms, queries, shown
from safetyzone.plan.problems.actions.problems import (
    Link,
    add_evidence,
    change_problem,
    drop_problem,
    name_problem,
    remove_evidence,
    solve_problem,
)
from safetyzone.plan.problems.candidates import Candidate, candidates
from safetyzone.plan.problems.models import PlanState, Problem
from safetyzone.plan.problems.offers import chosen, offers_for
from safetyzone.plan.problems.refusals import Refused

SHOWN: Final = 60


def by_of(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Problems and plans of the reader's zones."""
    held = permissions_held(request.user)
    if Permission.VIEW_ZONE not in held:
        raise Http404
    context = {
        "problems": queries.problems_visible(request, Permission.VIEW_ZONE)[:SHOWN],
        "plans": queries.plans_visible(request, Permission.VIEW_ZONE)[:SHOWN],
        "zones": queries.zones_to_plan(request)[:SHOWN],
    }
    return render(request, "problems/overview.html", context)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every measure of the area with what is known of it."""
    return render(request, "problems/catalogue.html", {"measures": queries.measures_catalogue(area().slug).values()})


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """Candidates, problems and plans of one zone."""
    place = place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE)
    return render(request, "problems/zone.html", zone_context(request, place))


def zone_context(request: HttpRequest, place: Place) -> dict[str, Any]:
    found = candidates(place, by=by_of(request))
    plans = list(queries.plans_of(place))
    return {
        "zone": place, "candidates": found, "disagreements": [each for each in found if each.disagreement],
        "problems": queries.problems_of(place), "plans": [(plan, queries.standing_state(plan)) for plan in plans],
        "effort": queries.effort_share(place), "may_plan": may(request.user, Permission.PLAN, place),
        "crumbs": [(place.name, reverse("pictures:zone", args=[place.slug])), (_("Problems and plans"), "")],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Name a problem: from a candidate at once, with its evidence; or in one's own words."""
    place = place_or_404(request, Permission.PLAN, slug, Level.ZONE)
    key = request.POST.get("candidate", "")
    if request.method == "POST" and key:
        return _from_candidate(request, place, key)
    police = police_of(place)
    form = forms.ProblemForm(request.POST or None, zone=place, initial={"owner": police.pk if police else None})
    if request.method == "POST" and form.is_valid():
        try:
            made = name_problem(zone=place, by=by_of(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect("problems:problem", made.pk)
    crumbs = [(place.name, reverse("problems:zone", args=[slug])), (_("Name a problem"), "")]
    status = 422 if form.is_bound else 200
    return render(request, "problems/new.html", {"form": form, "zone": place, "crumbs": crumbs}, status=status)


def _from_candidate(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    found = next((each for each in candidates(place, by=by_of(request)) if each.key == key), None)
    if found is None:
        messages.error(request, _("This is no candidate any more: the figures have changed. Look at the list again."))
        return redirect("problems:zone", place.slug)
    if found.problem is not None:  # somebody else, or a second click
        messages.info(request, _("This is a problem already."))
        return redirect("problems:problem", found.problem.pk)
    made = name_problem(
        zone=place, title=found.title, cell=found.cell, place_words=found.place_words, owner=police_of(place),
        evidence=links_of(found), by=by_of(request),
    )  # fmt: skip
    messages.success(
        request, _("The problem has its evidence. Now say what harm it does, why it happens, and the goal.")
    )
    return redirect("problems:problem", made.pk)


def links_of(candidate: Candidate) -> list[Link]:
    """What a candidate rests on, as links."""
    found = [Link(run=run, cell=candidate.cell) for run in (candidate.picture, candidate.fear) if run is not None]
    found += [Link(risk_point=point) for point in candidate.points]
    if candidate.statement is not None:
        found.append(Link(statement=candidate.statement))
    return found


@require_safe
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """One problem: where, why it is believed, harm, causes, owner, goal, and what is planned."""
    return _problem(request, queries.problem_or_404(request, pk, Permission.VIEW_ZONE))


def _problem(request: HttpRequest, held: Problem, status: int = 200, **more: Any) -> HttpResponse:
    known = queries.measures_catalogue(held.zone.pack)
    measures = [(each, known.get(each.measure)) for each in held.measures.select_related("plan", "organisation")]
    context = {
        "problem": held, "zone": held.zone, "sample": held.sample, "evidence": shown.evidence_of(held),
        "goal": shown.goal_of(held), "measures": measures, "may_plan": may(request.user, Permission.PLAN, held.zone),
        "drafts": queries.plans_of(held.zone).filter(state=PlanState.DRAFT),
        "offers": offers_for(held) if held.is_open else [],
        "crumbs": [(held.zone.name, reverse("problems:zone", args=[held.zone.slug])), (held.title, "")],
    }  # fmt: skip
    return render(request, "problems/problem.html", context | more, status=status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say more about a problem."""
    held = queries.problem_or_404(request, pk, Permission.PLAN)
    initial = {name: getattr(held, name) for name in forms.ProblemForm.base_fields}
    form = forms.ProblemForm(request.POST or None, zone=held.zone, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            told = dict(form.cleaned_data)
            if told["goal_by"] == held.goal_by:
                del told["goal_by"]  # a day that is over by now was not set today
            change_problem(problem=held, by=by_of(request), **told)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect("problems:problem", pk)
    crumbs = [(held.zone.name, reverse("problems:zone", args=[held.zone.slug])),
              (held.title, reverse("problems:problem", args=[pk])), (_("Change"), "")]  # fmt: skip
    context = {"form": form, "problem": held, "zone": held.zone, "crumbs": crumbs}
    return render(request, "problems/change.html", context, status=422 if form.is_bound else 200)


@require_POST
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a picture, a poll, a suggestion, a risk point or words; or take a wrong link away."""
    held = queries.problem_or_404(request, pk, Permission.PLAN)
    try:
        if gone := number_in(request.POST, "remove"):
            remove_evidence(evidence=get_object_or_404(held.evidence, pk=gone), by=by_of(request))
        else:
            add_evidence(problem=held, link=chosen(held, request.POST), by=by_of(request))
    except Refused as refused:
        return _problem(request, held, 422, refusal=str(refused), words=request.POST.get("words", ""))
    return redirect("problems:problem", pk)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Solved, or not pursued, with the reason."""
    held = queries.problem_or_404(request, pk, Permission.PLAN)
    ending = {"solved": solve_problem, "dropped": drop_problem}.get(request.POST.get("to", ""))
    if ending is None:
        raise Http404
    try:
        ending(problem=held, words=request.POST.get("words", "")[:300], by=by_of(request))
    except Refused as refused:
        return _problem(request, held, 422, end_refusal=str(refused), end_words=request.POST.get("words", ""))
    return redirect("problems:problem", pk)


def usual_days() -> dict[str, Any]:
    """Of a new plan: from the first of the next month, for half a year."""
    today = timezone.localdate()
    starts = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return {"starts": starts, "ends": starts + timedelta(days=182)}
