"""Pages of a selection: rules, result, what the committee is asked."""

import re
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import permissions_held
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.actions import DecisionRefused
from safetyzone.foundation.pages.area import area
from safetyzone.foundation.places.models import Level
from safetyzone.foundation.places.queries import at_level
from safetyzone.programme.committee.actions import CommitteeRefused
from safetyzone.programme.committee.queries import committees_run
from safetyzone.programme.rollout.actions import RolloutRefused
from safetyzone.programme.rollout.definitions import definitions
from safetyzone.programme.selection import forms, queries, shown
from safetyzone.programme.selection.actions import (
    choose_plan,
    prepare_selection,
    propose,
    set_rules,
    sign_selection,
    take_back,
)
from safetyzone.programme.selection.models import Selection, SelectionState
from safetyzone.programme.selection.paper import paper
from safetyzone.programme.selection.refusals import SelectionRefused
from safetyzone.programme.selection.rules import WrongRules, rules_from
from safetyzone.programme.selection.setting import provinces_below
from safetyzone.programme.selection.sheet import sheet
from safetyzone.programme.selection.tasks import being_compared, start_comparing

PLAN: Final = re.compile(r"plan-\d{1,6}")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@require_safe
def selections(request: HttpRequest) -> HttpResponse:
    """The selections the reader follows."""
    held = permissions_held(request.user)
    if Permission.VIEW_BOARD not in held:
        raise Http404
    found = queries.selections_visible(request)
    context = {"selections": found, "may_prepare": Permission.SELECT_AREAS in held}
    return render(request, "selection/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a selection."""
    if Permission.SELECT_AREAS not in permissions_held(request.user):
        raise Http404
    committees = committees_run(request)
    form = forms.Prepare(request.POST or None, committees=committees, pack=area().slug)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = prepare_selection(**form.cleaned_data, by=_by(request))
        except SelectionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect("selection:selection", made.pk)
    crumbs = [(_("Choosing areas"), reverse("selection:selections")), (_("New selection"), "")]
    context = {"form": form, "crumbs": crumbs, "committees": committees.exists()}
    return render(request, "selection/new.html", context, status=status)


@require_safe
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """Rules, result, the committee's answer."""
    return _page(request, queries.selection_or_404(request, pk))


def _page(request: HttpRequest, held: Selection, status: int = 200, problem: str = "") -> HttpResponse:
    places = shown.names_of(held)
    result = held.run.result if held.run else None
    context = {
        "selection": held, "sample": held.sample, "may_select": queries.may_select(request, held), "problem": problem,
        "rules": shown.rules_in_words(rules_from(held.rules), places, held.place.pack), "result": result,
        "phase": definitions(held.place.pack).phase_name(held.phase), "chosen": shown.chosen_of(held, places),
        "plans": shown.plans_of(held), "conflict": shown.conflict_of(held, places), "decision": queries.decision_of(held),
        "steadiness": shown.steadiness(result) if result else "", "computing": being_compared(held),
        "draft": held.state == SelectionState.DRAFT, "cost": result["plans"][held.plan]["cost"] if result and result["plans"] else 0,
        "crumbs": [(_("Choosing areas"), reverse("selection:selections")), (held.title, "")],
    }  # fmt: skip
    return render(request, "selection/page.html", context, status=status)


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """The committee's weights, quotas, budget and floor."""
    held = queries.selection_or_404(request, pk, Permission.SELECT_AREAS)
    known = rules_from(held.rules)
    form = forms.RulesForm(
        request.POST or None, initial=forms.initial_of(known), labels=shown.kinds(held.place.pack),
        bureaus=at_level(Level.BUREAU, below=held.place).defer("boundary"), provinces=set(provinces_below(held.place)),
    )  # fmt: skip
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            set_rules(selection=held, rules=form.rules(), by=_by(request))
            return redirect("selection:selection", pk)
        except (WrongRules, SelectionRefused) as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    crumbs = [(_("Choosing areas"), reverse("selection:selections")), (held.title, reverse("selection:selection", args=[pk])),
              (_("Rules"), "")]  # fmt: skip
    context = {"form": form, "selection": held, "sample": held.sample, "crumbs": crumbs}
    return render(request, "selection/rules.html", context, status=status)


@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare, choose a plan, ask the committee, sign, take back."""
    held = queries.selection_or_404(request, pk, Permission.SELECT_AREAS)
    try:
        _turn(request, held)
    except (SelectionRefused, CommitteeRefused, DecisionRefused, RolloutRefused, WrongRules) as refused:
        return _page(request, queries.selection_or_404(request, pk), 422, str(refused))
    return redirect("selection:selection", pk)


def _turn(request: HttpRequest, held: Selection) -> None:
    to, by = request.POST.get("to", ""), _by(request)
    if to == "compare":
        if not start_comparing(held, by=by):
            messages.info(request, _("The candidates are being compared; this page shows the result when it is ready."))
    elif to == "propose":
        propose(selection=held, by=by)
    elif to == "sign":
        zones = sign_selection(selection=held, by=by)
        said = ngettext("Signed: %(n)s area takes part now.", "Signed: %(n)s areas take part now.", len(zones))
        messages.success(request, said % {"n": len(zones)})
    elif to == "back":
        take_back(selection=held, by=by)
    elif PLAN.fullmatch(to):
        choose_plan(selection=held, plan=int(to.removeprefix("plan-")), by=by)
    else:
        raise Http404


def _computed_or_404(request: HttpRequest, pk: int) -> tuple[Selection, dict[str, Any]]:
    held = queries.selection_or_404(request, pk)
    if held.run is None or not held.run.result["plans"]:
        raise Http404
    return held, shown.names_of(held)


@require_safe
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The committee's paper."""
    held, places = _computed_or_404(request, pk)
    answer = HttpResponse(paper(held, places), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="selection-{held.pk}.pdf"'
    return answer


@require_safe
def paper_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same with every candidate, as a workbook."""
    held, places = _computed_or_404(request, pk)
    answer = HttpResponse(sheet(held, places), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="selection-{held.pk}.xlsx"'
    return answer
