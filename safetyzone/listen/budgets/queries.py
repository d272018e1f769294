"""Reads of participatory budgets."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from safetyzone.foundation.access.queries import places_visible, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.budgets.models import Ballot, Round, RoundState


def round_of(slug: str) -> Round:
    """The zone's newest round that is not in preparation; anybody may read it. 404 for anything else."""
    found = published(Round.objects.filter(zone__slug=slug)).first()
    if found is None:
        raise Http404("no budget here")
    return found


def newest_of(zone: Place) -> Round | None:
    """The same for a page that knows the zone."""
    return published(Round.objects.filter(zone=zone)).first()


def published(rounds: QuerySet[Round]) -> QuerySet[Round]:
    return rounds.exclude(state=RoundState.DRAFT).select_related("zone", "run")


def rounds_visible(request: HttpRequest, permission: Permission) -> QuerySet[Round]:
    """Rounds of zones at which the reader holds ``permission``."""
    return Round.objects.filter(within(scopes(request.user, permission), "zone__path")).select_related("zone", "run")


def round_or_404(request: HttpRequest, pk: int, permission: Permission) -> Round:
    """Another station's round does not exist for the reader."""
    found = rounds_visible(request, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such budget for you")
    return found


def zones_with_money(request: HttpRequest) -> QuerySet[Place]:
    """Zones in which the reader may prepare a round."""
    return places_visible(request.user, Permission.RUN_BUDGET).filter(level=Level.ZONE, withdrawn=False)


def own_ballot(held: Round, ballot: str) -> list[int] | None:
    """What one ballot approves; None before it has voted."""
    found = Ballot.objects.filter(round=held, ballot=ballot).values_list("approves", flat=True).first()
    return None if found is None else list(found)
