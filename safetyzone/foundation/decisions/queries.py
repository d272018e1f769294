"""Reads of decisions: what is asked, how it stands, what was agreed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.http import Http404, HttpRequest

from safetyzone.foundation.access.queries import scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.models import Decision, DecisionState, Position
from safetyzone.foundation.decisions.rules import Rule, judged, rule_of
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import at_and_above, kind_names, organisations_of_user
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.privacy.canonical import canonical


@dataclass(frozen=True)
class Standing:
    """``missing``: what is needed before it can be closed as agreed, in sentences; empty when nothing is."""

    state: str
    agree: int
    stand_aside: int
    block: int
    missing: list[str]
    blocked: bool
    rule: Rule


def digest_of(content: Any) -> str:
    """SHA-256 of JSON content: equal content, equal digest, whatever the order of its keys."""
    return hashlib.sha256(canonical(content)).hexdigest()


def decision_about(subject: str) -> Decision | None:
    """The newest decision about a thing."""
    return about(subject).first()


def about(subject: str) -> QuerySet[Decision]:
    """Every decision about a thing, the newest first."""
    return Decision.objects.filter(subject=subject).select_related("place")


def agreed(subject: str, content: Any) -> bool:
    """Whether exactly this content was agreed, and not blocked when it was asked again."""
    same = Decision.objects.filter(subject=subject, content_digest=digest_of(content))
    closed = same.filter(state__in=[DecisionState.AGREED, DecisionState.BLOCKED]).order_by("-closed_at", "-pk")
    return closed.values_list("state", flat=True).first() == DecisionState.AGREED


def counted_positions(decision: Decision) -> QuerySet[Position]:
    """What counts: of an open decision the words of those who still take part, of a closed one all that was said."""
    found = Position.objects.filter(decision=decision).select_related("organisation")
    return found.filter(organisation__active=True) if decision.state == DecisionState.OPEN else found


def standing(decision: Decision) -> Standing:
    """How a decision stands under its rule."""
    said = counted_positions(decision).values_list("organisation__kind", "stance")
    rule = rule_of(decision.place.pack, decision.rule)
    outcome = judged(rule, said, kind_names(decision.place.pack))
    return Standing(
        decision.state, outcome.agree, outcome.stand_aside, outcome.block, list(outcome.missing), outcome.blocked, rule
    )


def decisions_of(place: Place) -> QuerySet[Decision]:
    """Decisions at the place itself; of a station also those of its zones."""
    found = Decision.objects.select_related("place")
    if place.level == Level.STATION:
        return found.filter(place__path__startswith=place.path)
    return found.filter(place=place)


def open_decisions_of(place: Place) -> QuerySet[Decision]:
    return decisions_of(place).filter(state=DecisionState.OPEN)


def decisions_visible(request: HttpRequest, permission: Permission) -> QuerySet[Decision]:
    """Decisions of places at which the reader holds ``permission``."""
    return Decision.objects.filter(within(scopes(request.user, permission), "place__path")).select_related("place")


def decision_or_404(request: HttpRequest, pk: int, permission: Permission) -> Decision:
    """Another station's decision does not exist for the reader."""
    found = decisions_visible(request, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such decision for you")
    return found


def decisions_readable(request: HttpRequest) -> QuerySet[Decision]:
    """Decisions at the reader's places, and those in which the reader's own organisations take part."""
    readable = within(scopes(request.user, Permission.VIEW_ZONE), "place__path")
    for organisation in organisations_of_user(request.user):
        readable |= Q(place__path__startswith=organisation.place.path) | Q(
            place__path__in=at_and_above(organisation.place), place__level__in=[Level.STATION, Level.ZONE]
        )
    return Decision.objects.filter(readable).select_related("place")


def open_first(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """What is open on top, then the newest."""
    is_open = Case(When(state=DecisionState.OPEN, then=0), default=1)
    return decisions.order_by(is_open, "-opened_at", "-pk")


def closed_between(place: Place, first: datetime, last: datetime) -> QuerySet[Decision]:
    """Decisions of a place that came to an end in a span of time, in that order."""
    return decisions_of(place).filter(closed_at__gte=first, closed_at__lte=last).order_by("closed_at", "pk")


def open_decisions_taking(organisation: Organisation) -> list[tuple[Decision, Position | None]]:
    """Open questions this organisation is asked, each with what it says so far."""
    place = organisation.place
    asked = Q(place__path__startswith=place.path) | Q(
        place__path__in=at_and_above(place), place__level__in=[Level.STATION, Level.ZONE]
    )
    found = list(Decision.objects.filter(asked, state=DecisionState.OPEN).select_related("place")[:20])
    said = {each.decision_id: each for each in Position.objects.filter(decision__in=found, organisation=organisation)}
    return [(decision, said.get(decision.pk)) for decision in found]
