"""Conversations, their statements and votes; and what lets a person vote once."""

from safetyzone.listen.suggestions.models.conversations import (
    Conversation,
    Decision,
    Source,
    State,
    Statement,
    Written,
)
from safetyzone.listen.suggestions.models.votes import Choice, Vote
from safetyzone.listen.suggestions.models.ways import CodeBatch, Letter, PhoneCheck, VoidWay, VoterCode

__all__ = [
    "Choice",
    "CodeBatch",
    "Conversation",
    "Decision",
    "Letter",
    "PhoneCheck",
    "Source",
    "State",
    "Statement",
    "VoidWay",
    "Vote",
    "VoterCode",
    "Written",
]
