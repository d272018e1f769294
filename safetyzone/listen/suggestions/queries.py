"""Reads of suggestions."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from safetyzone.foundation.access.queries import places_visible, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.audit.memory import once
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.suggestions.models import Conversation, Decision, State, Statement, Vote


def conversation_of(slug: str) -> Conversation:
    """The zone's newest conversation that has begun; anybody may read it. 404 for anything else."""
    found = Conversation.objects.filter(zone__slug=slug, opens__lte=timezone.localdate()).select_related("zone").first()
    if found is None:
        raise Http404("nothing is asked here")
    return found


def newest_of(zone: Place) -> Conversation | None:
    """The same for a page that knows the zone."""
    begun = Conversation.objects.filter(zone=zone, opens__lte=timezone.localdate()).select_related("zone")
    return once(("conversation", zone.pk), begun.first)


def conversations_visible(request: HttpRequest, permission: Permission) -> QuerySet[Conversation]:
    """Conversations of zones at which the reader holds ``permission``."""
    held = within(scopes(request.user, permission), "zone__path")
    return Conversation.objects.filter(held).select_related("zone")


def conversation_or_404(request: HttpRequest, pk: int, permission: Permission) -> Conversation:
    """Another station's conversation does not exist for the reader."""
    found = conversations_visible(request, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such conversation for you")
    return found


def zones_to_ask(request: HttpRequest) -> QuerySet[Place]:
    """Zones in which the reader may start a conversation."""
    return places_visible(request.user, Permission.MODERATE).filter(level=Level.ZONE, withdrawn=False)


def shown(conversation: Conversation) -> QuerySet[Statement]:
    """What everybody may read and vote on."""
    return conversation.statements.filter(state=State.SHOWN)


def own_votes(conversation: Conversation, ballot: str) -> dict[int, int]:
    """Statement → vote of one ballot."""
    found = Vote.objects.filter(ballot=ballot, statement__conversation=conversation)
    return dict(found.values_list("statement", "value"))


def in_order_of(statements: QuerySet[Statement], seed: str) -> list[Statement]:
    """In random order, the same for the same voter: whoever stops early has not seen what everybody sees first."""

    def place(statement: Statement) -> bytes:
        return hashlib.sha256(f"{seed}:{statement.pk}".encode()).digest()

    return sorted(statements, key=place)


def public_log(conversation: Conversation) -> list[dict[str, Any]]:
    """Every decision with its rule in words, newest first."""
    taken = Decision.objects.filter(statement__conversation=conversation).select_related("statement")
    return [{"decision": decision, "rule": conversation.rule(decision.rule)} for decision in taken]
