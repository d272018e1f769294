"""A problem as police work names it (scanning and analysis of SARA): where, what harm, why, whose, and when it is solved."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.suggestions.models import Statement
from safetyzone.listen.walks.models import RiskPoint


class ProblemState(models.TextChoices):
    OPEN = "open", _("named, no plan yet")
    PLANNED = "planned", _("in a plan")
    ACTING = "acting", _("being worked on")
    SOLVED = "solved", _("solved")
    DROPPED = "dropped", _("dropped")


ENDED = (ProblemState.SOLVED, ProblemState.DROPPED)


class GoalMeasure(models.TextChoices):
    """What a goal is checked with. ``goal_value`` is a count a month, a share in percent, or a number of points."""

    CRIME = "crime", _("recorded incidents a month")
    FEAR = "fear", _("share of people afraid, in percent")
    RISK_POINTS = "risk-points", _("open risk points")
    OTHER = "other", _("something else, in words")


@classified(zone=PUBLIC, title=PUBLIC, place_words=INTERNAL, cell=INTERNAL, harm=INTERNAL, causes=INTERNAL, goal_words=PUBLIC,
            goal_measure=PUBLIC, goal_value=PUBLIC, goal_by=PUBLIC, owner=PUBLIC, state=PUBLIC, ended_words=PUBLIC,
            created_at=INTERNAL, sample=PUBLIC)  # fmt: skip
class Problem(models.Model):
    """One problem of one zone. About a place and what happens there, never about a person."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="problems")
    title = models.CharField(max_length=160)
    place_words = models.CharField(max_length=200, blank=True)
    cell = models.BigIntegerField(null=True, blank=True, help_text="H3 index of the place, of any resolution")
    harm = models.TextField(blank=True)
    causes = models.TextField(blank=True)
    goal_words = models.CharField(max_length=300, blank=True)
    goal_measure = models.CharField(max_length=12, choices=GoalMeasure.choices, default=GoalMeasure.OTHER)
    goal_value = models.FloatField(null=True, blank=True)
    goal_by = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="problems")
    state = models.CharField(max_length=8, choices=ProblemState.choices, default=ProblemState.OPEN)
    ended_words = models.CharField(max_length=300, blank=True, help_text="why it counts as solved, or was dropped")
    created_at = models.DateTimeField(auto_now_add=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether anybody may still work on it."""
        return self.state not in ENDED


class EvidenceKind(models.TextChoices):
    RUN = "run", _("computed from records")
    POLL = "poll", _("a poll")
    STATEMENT = "statement", _("a suggestion")
    RISK_POINT = "risk_point", _("a risk point")
    WORDS = "words", _("what people know")


LINK_OF = {
    EvidenceKind.RUN: "run", EvidenceKind.POLL: "wave", EvidenceKind.STATEMENT: "statement",
    EvidenceKind.RISK_POINT: "risk_point",
}  # fmt: skip


@classified(problem=INTERNAL, kind=INTERNAL, run=INTERNAL, wave=INTERNAL, statement=INTERNAL, risk_point=INTERNAL,
            cell=INTERNAL, words=INTERNAL, added_at=INTERNAL)  # fmt: skip
class Evidence(models.Model):
    """Why we believe that it is a problem: a link to where the figure stands, never a copy of the figure."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    wave = models.ForeignKey(Wave, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    risk_point = models.ForeignKey(RiskPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cell = models.BigIntegerField(null=True, blank=True, help_text="which cell of the run it is about")
    words = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "statement"], name="evidence_statement_once"),
            models.UniqueConstraint(fields=["problem", "risk_point"], name="evidence_risk_point_once"),
            models.UniqueConstraint(fields=["problem", "run", "cell"], name="evidence_cell_once"),
        ]
