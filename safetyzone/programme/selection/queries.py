"""Reads of selections."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest

from safetyzone.foundation.access.queries import may, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.queries import decision_about
from safetyzone.programme.selection.models import Candidate, Selection


def selections_visible(request: HttpRequest, permission: Permission = Permission.VIEW_BOARD) -> QuerySet[Selection]:
    """Selections for places at which the reader holds ``permission``."""
    found = Selection.objects.filter(within(scopes(request.user, permission), "place__path"))
    # Counted beside, not joined: grouping would drag every run's result through a sort.
    many = (
        Candidate.objects.filter(selection=OuterRef("pk"))
        .order_by()
        .values("selection")
        .annotate(n=Count("pk"))
        .values("n")
    )
    found = found.annotate(size=Coalesce(Subquery(many), 0))
    return found.select_related("place", "committee", "run").defer("run__result")


def selection_or_404(request: HttpRequest, pk: int, permission: Permission = Permission.VIEW_BOARD) -> Selection:
    """A selection of another part of the country does not exist for the reader."""
    found = selections_visible(request, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such selection for you")
    return found


def may_select(request: HttpRequest, selection: Selection) -> bool:
    return may(request.user, Permission.SELECT_AREAS, selection.place)


def candidates_of(selection: Selection, *, words: str = "") -> QuerySet[Candidate]:
    """Candidates in the order of the hierarchy; ``words`` of the area's name or the station's slug."""
    found = Candidate.objects.filter(selection=selection).select_related("station")
    if words:
        found = found.filter(area__icontains=words) | found.filter(station__slug__icontains=words)
    return found.order_by("station__path")


def decision_of(selection: Selection) -> Decision | None:
    """What the committee was last asked about it."""
    return decision_about(selection.subject)
