"""Votes. A ballot is a number that only the key outside the database can compute from what let its holder in."""

from typing import ClassVar

from django.db import models

from safetyzone.foundation.privacy.classes import INTERNAL, SENSITIVE, classified
from safetyzone.listen.suggestions.models.conversations import Statement


class Choice(models.IntegerChoices):
    AGREE = 1
    PASS = 0
    DISAGREE = -1


@classified(statement=INTERNAL, ballot=SENSITIVE, value=SENSITIVE)
class Vote(models.Model):
    """One per ballot and statement; voting again replaces it. No time, no person, no code."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    ballot = models.CharField(max_length=32)
    value = models.SmallIntegerField(choices=Choice.choices)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["statement", "ballot"], name="one_vote_per_ballot")]
        indexes: ClassVar = [models.Index(fields=["ballot"])]
