"""Reads of walks and risk points."""

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest

from safetyzone.foundation.access.queries import scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.places.models import Place
from safetyzone.listen.walks.models import CHECKED, Finding, Kind, PointState, RiskPoint, Stop, Walk

_OPEN_FIRST = Case(When(state=PointState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())


def risk_points_of(zone: Place) -> QuerySet[RiskPoint]:
    """Every risk point of the zone, open ones first, then the newest."""
    found = RiskPoint.objects.filter(zone=zone).select_related("owner", "before", "after")
    return found.order_by(_OPEN_FIRST, "-found_on", "pk")


def walks_of(zone: Place) -> QuerySet[Walk]:
    """Walks with how many stops and risk points each brought, the newest first."""
    return Walk.objects.filter(zone=zone).annotate(
        stop_count=Count("stops", distinct=True), point_count=Count("points", distinct=True)
    )


@dataclass(frozen=True)
class Checked:
    """Of one thing that is looked at: at how many stops, and at how many of them it has to be mended."""

    kind: str
    looked: int
    bad: int


def last_walk(zone: Place) -> Walk | None:
    return walks_of(zone).first()


def checked_on(walk: Walk) -> list[Checked]:
    """What a walk found, kind by kind, out of the stops where it was looked at."""
    counted = {
        f"{kind}_{name}": Count("pk", filter=condition)
        for kind in CHECKED
        for name, condition in (("looked", ~Q(**{kind: Finding.UNSEEN})), ("bad", Q(**{kind: Finding.BAD})))
    }
    found = Stop.objects.filter(walk=walk).aggregate(**counted)
    return [Checked(kind, found[f"{kind}_looked"], found[f"{kind}_bad"]) for kind in CHECKED]


def open_points_by_kind(zone: Place) -> dict[str, int]:
    """How many open risk points of each kind, kinds without any left out."""
    counted = RiskPoint.objects.filter(zone=zone, state=PointState.OPEN).values_list("kind").annotate(n=Count("pk"))
    found = dict(counted.order_by())
    return {kind: found[kind] for kind in Kind.values if kind in found}


def points_visible(request: HttpRequest, permission: Permission) -> QuerySet[RiskPoint]:
    """Risk points of zones at which the reader holds ``permission``."""
    held = within(scopes(request.user, permission), "zone__path")
    return RiskPoint.objects.filter(held).select_related("zone__parent", "owner", "before", "after", "walk", "stop")


def point_or_404(request: HttpRequest, pk: int, permission: Permission) -> RiskPoint:
    """Another station's risk point does not exist for the reader."""
    found = points_visible(request, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such risk point for you")
    return found


def with_open_points(zones: QuerySet[Place]) -> QuerySet[Place]:
    """Zones with ``open_points``: how many risk points wait there."""
    waiting = Count("risk_points", filter=Q(risk_points__state=PointState.OPEN))
    return zones.select_related("parent").annotate(open_points=waiting)
