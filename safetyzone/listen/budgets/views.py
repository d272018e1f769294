"""Pages of participatory budgets: for everybody, and for the team."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import may, permissions_held
from safetyzone.foundation.access.roles import Permission
from safetyzone.listen.budgets import forms, queries
from safetyzone.listen.budgets.actions import (
    add_project,
    approve,
    close_round,
    create_round,
    decide_round,
    open_round,
    remove_project,
)
from safetyzone.listen.budgets.models import Project, Round
from safetyzone.listen.budgets.outcome import purpose
from safetyzone.listen.budgets.protocol import protocol
from safetyzone.listen.budgets.words import how, money, told
from safetyzone.listen.suggestions.voters.ballots import voter_of
from safetyzone.listen.suggestions.voters.refusals import Refused
from safetyzone.listen.suggestions.voters.views import entry_context

TURNS = {"open": open_round, "close": close_round, "decide": decide_round}


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


def _context(request: HttpRequest, held: Round) -> dict[str, Any]:
    rows = told(held)
    return {
        "round": held, "zone": held.zone, "sample": held.sample, "budget": money(held.budget, held.currency),
        "projects": [(project, money(project.cost, held.currency)) for project in held.projects.all()],
        "rows": [(row, money(row.project.cost, held.currency)) for row in rows],
        "how": how(held.run.result, held.currency) if held.run else [], "result": held.run.result if held.run else None,
    }  # fmt: skip


@login_not_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The projects with a box each while votes are taken; the result with its reasons afterwards."""
    return _page(request, queries.round_of(slug))


def _page(request: HttpRequest, held: Round, status: int = 200, **more: Any) -> HttpResponse:
    voter = voter_of(request, held.zone)
    own = queries.own_ballot(held, voter.ballot(purpose(held))) if voter else None
    context = (
        _context(request, held) | {"voter": voter, "own": own} | entry_context(request, held.zone, held.ways) | more
    )
    return render(request, "budgets/page.html", context, status=status)


@login_not_required
@require_POST
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one voter's approvals."""
    held = queries.round_of(slug)
    voter = voter_of(request, held.zone)
    chosen = request.POST.getlist("project")
    if voter is None:
        return _page(request, held, 422, problem=_("Get a ballot first: type your code, or ask for a letter."))
    if not all(number.isdecimal() and len(number) < 6 for number in chosen):
        raise Http404
    try:
        approve(held=held, voter=voter, numbers=map(int, chosen))
    except Refused as refused:
        return _page(request, held, 422, problem=str(refused))
    messages.success(request, _("Your ballot is in. You can change it until voting ends."))
    return redirect("budgets:page", slug)


@login_not_required
@require_safe
def protocol_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The printed protocol of a decided round."""
    held = queries.round_of(slug)
    if held.run is None:
        raise Http404
    answer = HttpResponse(protocol(held), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="budget-{held.pk}.pdf"'
    return answer


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of the reader's zones."""
    held = permissions_held(request.user)
    if Permission.VIEW_ZONE not in held:
        raise Http404
    found = [
        (each, money(each.budget, each.currency)) for each in queries.rounds_visible(request, Permission.VIEW_ZONE)
    ]
    return render(request, "budgets/rounds.html", {"rounds": found, "may_start": Permission.RUN_BUDGET in held})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a round."""
    zones = queries.zones_with_money(request)
    if not zones:
        raise Http404
    form = forms.NewRound(request.POST or None, zones=zones, initial={"zone": request.GET.get("zone")})
    if request.method == "POST" and form.is_valid():
        try:
            made = create_round(**form.cleaned_data, by=_by(request))
        except Refused as refused:
            form.add_error("budget" if refused.code == "budget" else None, str(refused))
        else:
            return redirect("budgets:team", made.pk)
    crumbs = [(_("Participatory budgets"), reverse("budgets:rounds")), (_("New budget"), "")]
    return render(request, "budgets/new.html", {"form": form, "crumbs": crumbs})


@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """A round as the team sees it."""
    return _team(request, queries.round_or_404(request, pk, Permission.VIEW_ZONE))


def _team(request: HttpRequest, held: Round, status: int = 200, **more: Any) -> HttpResponse:
    context = _context(request, held) | {
        "runs_it": may(request.user, Permission.RUN_BUDGET, held.zone), "form": forms.NewProject(),
        "crumbs": [(_("Participatory budgets"), reverse("budgets:rounds")), (held.title, "")],
    }  # fmt: skip
    return render(request, "budgets/team.html", context | more, status=status)


@require_POST
def projects(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a project, or take one out."""
    held = queries.round_or_404(request, pk, Permission.RUN_BUDGET)
    form = forms.NewProject(request.POST)
    try:
        if out := request.POST.get("remove", ""):
            remove_project(
                project=get_object_or_404(Project, round=held, number=int(out) if out.isdecimal() else 0),
                by=_by(request),
            )
            return redirect("budgets:team", pk)
        if form.is_valid():
            add_project(held=held, **form.cleaned_data, by=_by(request))
            return redirect("budgets:team", pk)
    except Refused as refused:
        form.add_error("cost" if refused.code in {"cost", "dear"} else None, str(refused))
    return _team(request, held, 422, form=form)


@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Open, close or decide the round."""
    held = queries.round_or_404(request, pk, Permission.RUN_BUDGET)
    act = TURNS.get(request.POST.get("to", ""))
    if act is None:
        raise Http404
    try:
        act(held=held, by=_by(request))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("budgets:team", pk)
