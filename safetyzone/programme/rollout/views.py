"""Pages of the roll-out: the whole, and one zone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from safetyzone.foundation.access.queries import permissions_held, scopes
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.actions import DecisionRefused
from safetyzone.foundation.decisions.queries import decision_about
from safetyzone.foundation.decisions.zones import zone_subject
from safetyzone.foundation.pages.area import area
from safetyzone.foundation.pages.numbers import number_in
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import by_slug
from safetyzone.programme.committee.actions import CommitteeRefused
from safetyzone.programme.committee.queries import committees_run
from safetyzone.programme.rollout import queries
from safetyzone.programme.rollout.actions import Lacking, RolloutRefused, ask_for_phase, begin_phase, move_stage
from safetyzone.programme.rollout.definitions import Definitions, definitions
from safetyzone.programme.rollout.models import Remeasurement, StageCode
from safetyzone.programme.rollout.needs import finished_plan
from safetyzone.programme.rollout.remeasuring import due_on, remeasure
from safetyzone.programme.rollout.shown import ladder, moves, table
from safetyzone.programme.rollout.template import TemplateRefused, start_from

SHOWN_MOVES = 30


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How many zones stand where, by phase; and the phases."""
    if Permission.VIEW_BOARD not in permissions_held(request.user):
        raise Http404
    paths = scopes(request.user, Permission.VIEW_BOARD)
    held = list(Place.objects.filter(path__in=paths).defer("boundary"))
    top = [place for place in held if not any(place.path != path and place.path.startswith(path) for path in paths)]
    known = definitions(area().slug)
    context = {
        "tables": [table(place, known) for place in top], "stages": known.stages,
        "committees": [
            (each, queries.phase_now(each.place) + 1) for each in committees_run(request)
            if each.place.level == Level.COUNTRY
        ],
        "phases": {number: known.phase_name(number) for number, _names in known.phases},
    }  # fmt: skip
    return render(request, "rollout/overview.html", context)


@require_POST
def phases(request: HttpRequest) -> HttpResponse:
    """Ask a committee for the next phase, or begin what it has agreed to."""
    committee = get_object_or_404(committees_run(request), pk=number_in(request.POST, "committee"))
    phase = queries.phase_now(committee.place) + 1
    try:
        if "begin" in request.POST:
            begin_phase(place=committee.place, number=phase, by=_by(request))
            messages.success(request, _("The phase has begun."))
        else:
            ask_for_phase(committee=committee, number=phase, by=_by(request))
            return redirect("committee:committee", committee.pk)
    except (RolloutRefused, CommitteeRefused, DecisionRefused) as refused:
        messages.error(request, str(refused))
    return redirect("rollout:overview")


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a zone stands, what is missing, how it came there."""
    return _page(request, queries.zone_or_404(request, slug))


def _page(request: HttpRequest, held: Place, status: int = 200, **more: Any) -> HttpResponse:
    known, stage = definitions(held.pack), queries.stage_of(held)
    may_move = queries.may_move(request, held)
    context = {
        "zone": held, "stage": stage, "ladder": ladder(known, stage), "moves": moves(held, known)[:SHOWN_MOVES],
        "phase": known.phase_name(stage.phase) if stage else "", "may_move": may_move,
        "today": timezone.localdate(), "may_except": may_move and queries.may_except(request, held), "record": queries.record_of(held),
        "decision": decision_about(zone_subject(held)), "looks": _looks(held, known) if stage else (),
        "back": known.stages[: known.order(stage.code)] if stage else (), "closable": stage and stage.code != StageCode.CLOSED,
        "templates": queries.evaluated_zones(held.pack).exclude(pk=held.pk) if may_move else (),
        "crumbs": [(held.name, reverse("pictures:zone", args=[held.slug])), (_("Stage in the programme"), "")],
    } | more  # fmt: skip
    return render(request, "rollout/zone.html", context, status=status)


def _looks(held: Place, known: Definitions) -> list[dict[str, Any]]:
    """The looks back after the finished plan: when each is due, and what was seen."""
    plan = finished_plan(held)
    if plan is None:
        return []
    done = {made.months: made for made in Remeasurement.objects.filter(plan=plan.pk).select_related("run")}
    return [{"months": months, "due": due_on(plan, months), "made": done.get(months)} for months in known.months]


def _movable(request: HttpRequest, slug: str) -> Place:
    held = queries.zone_or_404(request, slug)
    if not queries.may_move(request, held):
        raise Http404
    return held


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Move the zone on, back, or close it."""
    held = _movable(request, slug)
    excepted = "excepted" in request.POST and queries.may_except(request, held)
    reason = request.POST.get("reason", "")[:600]
    try:
        move_stage(
            zone=held, to=request.POST.get("to", ""), seen=request.POST.get("seen", ""), reason=reason,
            excepted=excepted, by=_by(request),
        )  # fmt: skip
    except Lacking as refused:
        return _page(request, held, 422, problems=refused.missing, reason=reason)
    except RolloutRefused as refused:
        return _page(request, held, 422, problems=[str(refused)], reason=reason)
    messages.success(request, _("The zone has been moved, and the step is on record."))
    return redirect("rollout:zone", slug)


@require_POST
def look_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep targets and promises as they are so many months after the plan ended."""
    held = _movable(request, slug)
    try:
        remeasure(zone=held, months=number_in(request.POST, "months"), by=_by(request))
    except RolloutRefused as refused:
        return _page(request, held, 422, problems=[str(refused)])
    return redirect("rollout:zone", slug)


@require_POST
def template(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin with what an evaluated zone did: its measures and its questionnaire, none of its records."""
    held = _movable(request, slug)
    model = by_slug(request.POST.get("template", ""), level=Level.ZONE)
    if model is None:
        raise Http404
    try:
        copied = start_from(zone=held, template=model, by=_by(request))
    except TemplateRefused as refused:
        return _page(request, held, 422, problems=[str(refused)])
    said = _(
        "Taken over as a draft plan: problems %(problems)s, measures %(measures)s. Look at each of them with your partners."
    )
    messages.success(request, said % {"problems": copied.problems, "measures": copied.measures})
    return redirect("rollout:zone", slug)
