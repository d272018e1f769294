"""A participatory budget: money, projects, and ballots that say which projects somebody approves of."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, SENSITIVE, classified
from safetyzone.foundation.runs.models import Run


class RoundState(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    OPEN = "open", _("open for votes")
    CLOSED = "closed", _("votes are in, not yet decided")
    DECIDED = "decided", _("decided")


@classified(zone=PUBLIC, title=PUBLIC, budget=PUBLIC, currency=PUBLIC, opens=PUBLIC, closes=PUBLIC, state=PUBLIC, ways=PUBLIC,
            run=INTERNAL, decided_at=PUBLIC, sample=PUBLIC, added_at=INTERNAL)  # fmt: skip
class Round(models.Model):
    """One sum for one zone; what it buys is computed once, from the ballots as they were when voting ended."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="budget_rounds")
    title = models.CharField(max_length=120)
    budget = models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(0.01)])
    currency = models.CharField(max_length=3, default="THB")
    opens = models.DateField()
    closes = models.DateField()
    state = models.CharField(max_length=8, choices=RoundState.choices, default=RoundState.DRAFT)
    ways = models.JSONField(default=list, help_text="how a person gets a ballot: code, email, phone")
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-opens", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> bool:
        """Votes are taken today."""
        return self.state == RoundState.OPEN and self.opens <= timezone.localdate() <= self.closes


@classified(round=PUBLIC, number=PUBLIC, title=PUBLIC, text=PUBLIC, cost=PUBLIC, proposer=PUBLIC, place=PUBLIC)
class Project(models.Model):
    """What the money could buy. ``proposer`` is an organisation or a community, never a private person."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="projects")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=600, blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2)
    proposer = models.CharField(max_length=120)
    place = models.CharField(max_length=160, blank=True, help_text="in words: a lane, a market, a stop")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="project_number_once")]

    def __str__(self) -> str:
        return self.title


@classified(round=INTERNAL, ballot=SENSITIVE, approves=SENSITIVE)
class Ballot(models.Model):
    """One per voter and round, replaced when somebody votes again. No time, no person, no code."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ballots")
    ballot = models.CharField(max_length=32)
    approves = models.JSONField(default=list, help_text="numbers of the approved projects, ascending")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "ballot"], name="one_ballot_per_voter")]
