"""Reads of problems and plans."""

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest

from safetyzone.foundation.access.queries import places_visible, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.queries import agreed, decision_about
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.polls.models import Wave, WaveState
from safetyzone.listen.polls.queries import waves_of
from safetyzone.listen.suggestions.models import State, Statement
from safetyzone.listen.walks.models import PointState, RiskPoint
from safetyzone.plan.problems.catalogue import measures_catalogue
from safetyzone.plan.problems.content import plan_content, subject_of
from safetyzone.plan.problems.models import Effort, Plan, PlannedMeasure, PlanState, Problem
from safetyzone.plan.problems.models.problem import ENDED

__all__ = [
    "decision_on", "effort_share", "measures_catalogue", "open_problems", "plan_content", "plan_or_404", "plans_of", "plans_visible",
    "problem_or_404", "problems_of", "problems_visible", "standing_state", "subject_of", "zones_to_plan",
]  # fmt: skip
IN_FORCE = (PlanState.AGREED, PlanState.ACTING, PlanState.FINISHED)


def problems_of(zone: Place) -> QuerySet[Problem]:
    """Every problem of the zone, the newest first."""
    return Problem.objects.filter(zone=zone).select_related("owner").annotate(evidence_count=Count("evidence"))


def open_problems(zone: Place) -> QuerySet[Problem]:
    """Neither solved nor dropped, the oldest first, with their evidence."""
    return Problem.objects.filter(zone=zone).exclude(state__in=ENDED).prefetch_related("evidence").order_by("pk")


def plans_of(zone: Place) -> QuerySet[Plan]:
    """Every plan of the zone, the latest start first."""
    return Plan.objects.filter(zone=zone).select_related("zone", "owner", "evaluation")


def decision_on(plan: Plan) -> Decision | None:
    """The newest question put to the organisations about it."""
    return decision_about(subject_of(plan))


def standing_state(plan: Plan) -> PlanState:
    """Where the plan stands: proposed and agreed to is "agreed", although nobody has begun it."""
    if plan.state == PlanState.PROPOSED and agreed(subject_of(plan), plan_content(plan)):
        return PlanState.AGREED
    return PlanState(plan.state)


def effort_share(zone: Place) -> dict[str, int]:
    """How many measures of plans under way or finished are prevention and how many suppression."""
    counted = PlannedMeasure.objects.filter(plan__zone=zone, plan__state__in=IN_FORCE).values_list("effort")
    found = dict(counted.annotate(n=Count("pk")).order_by())
    return {effort: found.get(effort, 0) for effort in Effort.values}


def problems_visible(request: HttpRequest, permission: Permission) -> QuerySet[Problem]:
    """Problems of zones at which the reader holds ``permission``."""
    held = within(scopes(request.user, permission), "zone__path")
    return Problem.objects.filter(held).select_related("zone__parent", "owner")


def problem_or_404(request: HttpRequest, pk: int, permission: Permission) -> Problem:
    """Another station's problem does not exist for the reader."""
    found = problems_visible(request, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such problem for you")
    return found


def plans_visible(request: HttpRequest, permission: Permission) -> QuerySet[Plan]:
    """Plans of zones at which the reader holds ``permission``."""
    held = within(scopes(request.user, permission), "zone__path")
    return Plan.objects.filter(held).select_related("zone__parent", "owner", "evaluation")


def plan_or_404(request: HttpRequest, pk: int, permission: Permission) -> Plan:
    """Another station's plan does not exist for the reader."""
    found = plans_visible(request, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such plan for you")
    return found


def zones_to_plan(request: HttpRequest) -> QuerySet[Place]:
    """Zones in which the reader may name problems."""
    return places_visible(request.user, Permission.PLAN).filter(level=Level.ZONE, withdrawn=False)


def statements_of(zone: Place) -> QuerySet[Statement]:
    """Suggestions of the zone that everybody may read."""
    found = Statement.objects.filter(conversation__zone=zone, state=State.SHOWN)
    return found.select_related("conversation__zone").order_by("-conversation", "number")


def polls_of(zone: Place) -> QuerySet[Wave]:
    """Waves of the zone that have been asked, the newest first."""
    return waves_of(zone).exclude(state=WaveState.DRAFT)


def open_points_of(zone: Place) -> QuerySet[RiskPoint]:
    """Risk points that nobody has mended yet."""
    return RiskPoint.objects.filter(zone=zone, state=PointState.OPEN)
