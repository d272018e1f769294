"""Pages of plans: make one, add measures, fix how it will be judged, put it to the organisations, begin, end."""

from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import may, place_or_404
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.numbers import number_in
from safetyzone.foundation.pages.panels import rendered
from safetyzone.foundation.partners.queries import police_of
from safetyzone.foundation.places.models import Level
from safetyzone.plan.problems import forms, power, queries
from safetyzone.plan.problems.actions.evaluations import fix_evaluation
from safetyzone.plan.problems.actions.plans import (
    add_measure,
    change_plan,
    drop_plan,
    finish_plan,
    gaps_of,
    make_plan,
    propose_plan,
    remove_measure,
    start_plan,
    take_back_plan,
)
from safetyzone.plan.problems.content import evaluation_told
from safetyzone.plan.problems.counts import comparable
from safetyzone.plan.problems.models import Evaluation, Plan, PlanState, Problem
from safetyzone.plan.problems.refusals import Refused
from safetyzone.plan.problems.views.problems import by_of, usual_days

TURNS: Final = {"propose": propose_plan, "take-back": take_back_plan, "start": start_plan}
WITH_WORDS: Final = {"finish": finish_plan, "drop": drop_plan}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """An empty draft; asked for on a problem's page, the first measure against that problem comes next."""
    place = place_or_404(request, Permission.PLAN, slug, Level.ZONE)
    problem = queries.open_problems(place).filter(pk=number_in(request.GET, "problem")).first()
    police = police_of(place)
    form = forms.PlanForm(request.POST or None, zone=place, initial={"owner": police and police.pk, **usual_days()})
    if request.method == "POST" and form.is_valid():
        try:
            made = make_plan(zone=place, by=by_of(request), **form.cleaned_data)
        except Refused as refused:
            _refuse(form, refused)
        else:
            return redirect(_first_step(made, problem))
    crumbs = _crumbs(place.name, place.slug, (_("New plan"), ""))
    context = {"form": form, "zone": place, "problem": problem, "crumbs": crumbs}
    return render(request, "problems/plan_new.html", context, status=422 if form.is_bound else 200)


def _first_step(made: Plan, problem: Problem | None) -> str:
    if problem is None:
        return reverse("problems:plan", args=[made.pk])
    return f"{reverse('problems:measure', args=[made.pk])}?problem={problem.pk}"


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: measures, money, evaluation, what the organisations say."""
    return _plan(request, queries.plan_or_404(request, pk, Permission.VIEW_ZONE))


def _plan(request: HttpRequest, held: Plan, status: int = 200, **more: Any) -> HttpResponse:
    measures = list(held.measures.select_related("problem", "organisation", "payer"))
    evaluation = Evaluation.objects.filter(plan=held).select_related("treated").first()
    known = queries.measures_catalogue(held.zone.pack)
    state = queries.standing_state(held)
    context = {
        "plan": held, "zone": held.zone, "sample": held.sample, "state": state, "state_words": state.label,
        "measures": [(each, known.get(each.measure)) for each in measures], "total": sum(each.cost for each in measures),
        "evaluation": evaluation, "judged": evaluation_told(evaluation) if evaluation else "",
        "power_words": power.told(evaluation.power) if evaluation and evaluation.power else "",
        "decision": queries.decision_on(held), "gaps": gaps_of(held) if held.state == PlanState.DRAFT else [],
        "may_plan": may(request.user, Permission.PLAN, held.zone), "draft": held.state == PlanState.DRAFT,
        "panels": rendered(request, page="plan", slot="main", place=held.zone, subject=held),
        "crumbs": _crumbs(held.zone.name, held.zone.slug, (held.title, "")),
    }  # fmt: skip
    return render(request, "problems/plan.html", context | more, status=status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, owner, days, notes."""
    held = queries.plan_or_404(request, pk, Permission.PLAN)
    initial = {name: getattr(held, name) for name in forms.PlanForm.base_fields}
    form = forms.PlanForm(request.POST or None, zone=held.zone, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_plan(plan=held, by=by_of(request), **form.cleaned_data)
        except Refused as refused:
            _refuse(form, refused)
        else:
            return redirect("problems:plan", pk)
    return _form_page(request, held, form, "problems/plan_change.html", _("Change"))


@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a measure."""
    held = queries.plan_or_404(request, pk, Permission.PLAN)
    problems = queries.open_problems(held.zone)
    initial = {"measure": request.GET.get("measure"), "problem": request.GET.get("problem"), "cost": 0}
    form = forms.MeasureForm(request.POST or None, zone=held.zone, problems=problems, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            add_measure(plan=held, by=by_of(request), **form.cleaned_data)
        except Refused as refused:
            _refuse(form, refused)
        else:
            return redirect("problems:plan", pk)
    return _form_page(request, held, form, "problems/measure.html", _("Add a measure"), none=not problems.exists())


@require_POST
def unmeasure(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a measure out of a draft."""
    held = queries.plan_or_404(request, pk, Permission.PLAN)
    try:
        remove_measure(planned=get_object_or_404(held.measures, pk=number), by=by_of(request))
    except Refused as refused:
        return _plan(request, held, 422, refusal=str(refused))
    return redirect("problems:plan", pk)


@require_http_methods(["GET", "POST"])
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose outcome, comparison and periods; see what could be seen; fix it."""
    held = queries.plan_or_404(request, pk, Permission.PLAN)
    initial = _initial(held)
    before, group = _asked_period(request, initial)
    alike = comparable(held.zone, group, *before, by=by_of(request))
    form = forms.EvaluationForm(request.POST or None, zone=held.zone, alike=alike, initial=initial)
    seen = ""
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        could = _power(request, held, told)
        if "look" in request.POST:
            return _form_page(request, held, form, "problems/evaluation.html", _("How it will be judged"), status=200,
                              alike=alike, seen=power.told(could))  # fmt: skip
        try:
            fix_evaluation(plan=held, by=by_of(request), power=could, **told)
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("Fixed. From the start on it cannot be changed any more."))
            return redirect("problems:plan", pk)
    return _form_page(
        request, held, form, "problems/evaluation.html", _("How it will be judged"), alike=alike, seen=seen
    )


def _power(request: HttpRequest, held: Plan, told: dict[str, Any]) -> dict[str, Any]:
    return power.power_of(
        held.zone, outcome=told["outcome"], group=told["group"], controls=list(told["controls"]),
        before=(told["before_from"], told["before_to"]), after=(told["after_from"], told["after_to"]), by=by_of(request),
    )  # fmt: skip


def _initial(held: Plan) -> dict[str, Any]:
    """What was fixed so far; else a year before the plan's start and a year from it on."""
    found = Evaluation.objects.filter(plan=held).first()
    if found is not None:
        places = {name: [place.slug for place in getattr(found, name).all()] for name in ("controls", "displaced")}
        names = ("outcome", "group", "before_from", "before_to", "after_from", "after_to", "no_comparison")
        return {**{name: getattr(found, name) for name in names}, **places}
    first = held.starts.replace(day=1)
    after = first if held.starts.day == 1 else (first + timedelta(days=32)).replace(day=1)
    return {
        "outcome": "incidents", "group": "", "before_from": _shifted(first, -12), "before_to": first - timedelta(days=1),
        "after_from": after, "after_to": _shifted(after, 12) - timedelta(days=1),
    }  # fmt: skip


def _shifted(first: date, months: int) -> date:
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _asked_period(request: HttpRequest, initial: dict[str, Any]) -> tuple[tuple[date, date], str]:
    """The period before and the group that likeness is computed over: as asked for, else as it stands."""
    fields = forms.EvaluationForm.base_fields
    given = request.POST or request.GET
    found = []
    for name in ("before_from", "before_to"):
        try:
            found.append(fields[name].clean(given.get(name) or None))
        except ValidationError:
            found.append(initial[name])
    return (found[0], found[1]), given.get("group") or initial["group"]


@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose, take back, start, finish or drop."""
    held = queries.plan_or_404(request, pk, Permission.PLAN)
    to, words = request.POST.get("to", ""), request.POST.get("words", "")[:300]
    if to not in TURNS and to not in WITH_WORDS:
        raise Http404
    try:
        if to in TURNS:
            TURNS[to](plan=held, by=by_of(request))
        else:
            WITH_WORDS[to](plan=held, words=words, by=by_of(request))
    except Refused as refused:
        return _plan(request, held, 422, refusal=str(refused), words=words)
    return redirect("problems:plan", pk)


def _refuse(form: Any, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def _form_page(
    request: HttpRequest, held: Plan, form: Any, template: str, title: str, status: int | None = None, **more: Any
) -> HttpResponse:
    crumbs = _crumbs(
        held.zone.name, held.zone.slug, (held.title, reverse("problems:plan", args=[held.pk])), (title, "")
    )
    context = {"form": form, "plan": held, "zone": held.zone, "title": title, "crumbs": crumbs}
    return render(request, template, context | more, status=status or (422 if form.is_bound else 200))


def _crumbs(name: str, slug: str, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(name, reverse("problems:zone", args=[slug])), *rest]
