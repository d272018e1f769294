"""Reads of committees, their seats, and what they have decided."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import ngettext

from safetyzone.foundation.access.queries import scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.models import Decision, Position
from safetyzone.foundation.decisions.queries import standing
from safetyzone.foundation.decisions.rules import rules_of
from safetyzone.foundation.places.models import Place
from safetyzone.programme.committee.models import Committee, Seat

# What a committee is asked about: its own subjects among all decisions at its place.
SUBJECTS = ("selection:", "phase:", "committee:")


@dataclass(frozen=True)
class Vote:
    """A seat, and what it said to a decision; None while it is silent."""

    seat: Seat
    position: Position | None


def committees_visible(request: HttpRequest, permission: Permission) -> QuerySet[Committee]:
    """Active committees of places at which the reader holds ``permission``, or above such a place."""
    paths = scopes(request.user, permission)
    above = [path[: end + 1] for path in paths for end, letter in enumerate(path) if letter == "/" and end]
    here = within(paths, "place__path") | Q(place__path__in=above)
    return Committee.objects.filter(here, active=True).select_related("place")


def committees_run(request: HttpRequest) -> QuerySet[Committee]:
    """Committees for which the reader keeps the records."""
    held = within(scopes(request.user, Permission.SELECT_AREAS), "place__path")
    return Committee.objects.filter(held, active=True).select_related("place")


def committee_or_404(request: HttpRequest, pk: int, *, run: bool = False) -> Committee:
    """The committee; with ``run`` only for those who keep its records."""
    found = (
        (committees_run(request) if run else committees_visible(request, Permission.VIEW_BOARD)).filter(pk=pk).first()
    )
    if found is None:
        raise Http404("no such committee for you")
    return found


def seats_of(committee: Committee) -> QuerySet[Seat]:
    """The seats that are held now."""
    return committee.seats.filter(until=None).select_related("organisation")


def decisions_of(committee: Committee) -> QuerySet[Decision]:
    """What the committee is or was asked, the newest first."""
    mine = Q()
    for prefix in SUBJECTS:
        mine |= Q(subject__startswith=prefix)
    return Decision.objects.filter(mine, place=committee.place).select_related("place")


def votes(committee: Committee, decision: Decision) -> list[Vote]:
    """Every seat with what it said."""
    said = {position.organisation_id: position for position in decision.positions.all()}
    return [Vote(seat, said.get(seat.organisation_id)) for seat in seats_of(committee)]


def missing(committee: Committee, decision: Decision) -> list[str]:
    """Why the committee cannot close a question yet: its own quorum, and the area's rule."""
    spoke = sum(vote.position is not None for vote in votes(committee, decision))
    short = committee.quorum - spoke
    own = [
        ngettext(
            "%(short)s more seat has to speak: the quorum is %(quorum)s.",
            "%(short)s more seats have to speak: the quorum is %(quorum)s.",
            short,
        )
        % {"short": short, "quorum": committee.quorum}
    ]
    return (own if short > 0 else []) + standing(decision).missing


def rule_for(place: Place, subject: str) -> str:
    """The area's rule called like the subject, such as "selection"; its first where it has none of that name."""
    rules = rules_of(place.pack)
    wanted = subject.partition(":")[0]
    return wanted if wanted in rules else next(iter(rules))
