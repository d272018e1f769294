"""Statements, codes and votes for tests."""

import numpy as np
from django.test import Client
from django.urls import reverse

from safetyzone.listen.suggestions.actions.statements import decide, suggest
from safetyzone.listen.suggestions.actions.votes import cast, purpose
from safetyzone.listen.suggestions.models import Conversation, Source, State, Statement, Vote
from safetyzone.listen.suggestions.voters.actions import print_codes
from safetyzone.listen.suggestions.voters.ballots import Voter

TEXTS = tuple(f"More light in lane number {number}" for number in range(1, 13))


def add(conversation: Conversation, *texts: str) -> list[Statement]:
    """Statements that are shown."""
    made = []
    for text in texts:
        statement = suggest(conversation=conversation, text=text, language="en", source=Source.TEAM, by="test")
        decide(statement=statement, verdict=State.SHOWN, by="test")
        statement.refresh_from_db()
        made.append(statement)
    return made


def code_of(conversation: Conversation) -> str:
    """A fresh printed code."""
    return print_codes(zone=conversation.zone, title="test", many=1, by="test")[1][0]


def with_ballot(conversation: Conversation, code: str | None = None) -> Client:
    """A device that holds a ballot."""
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    answer = client.post(
        reverse("suggestions:code", args=[conversation.zone.slug]), {"code": code or code_of(conversation)}
    )
    assert answer.status_code == 302
    return client


def planted(conversation: Conversation, *, people: int, seed: int, statements: int = 12) -> list[Statement]:
    """Two camps that differ on all statements but the last two, which everybody agrees with."""
    shown = add(conversation, *TEXTS[:statements])
    rng = np.random.default_rng(seed)
    votes = []
    for person in range(people):
        side = 1 if person % 2 else -1
        ballot = Voter(f"person {person}").ballot(purpose(conversation))
        for at, statement in enumerate(shown):
            wanted = 1 if at >= statements - 2 else side * (1 if at % 2 else -1)
            votes.append(Vote(statement=statement, ballot=ballot, value=wanted if rng.random() < 0.9 else -wanted))
    Vote.objects.bulk_create(votes)
    return shown


__all__ = ["TEXTS", "add", "cast", "code_of", "planted", "with_ballot"]
