"""A round of selection: candidate areas, the committee's rules, and the choice it signs."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified
from safetyzone.foundation.runs.models import Run
from safetyzone.programme.committee.models import Committee


class SelectionState(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    PROPOSED = "proposed", _("before the committee")
    SIGNED = "signed", _("signed")
    DROPPED = "dropped", _("given up")


class Forced(models.TextChoices):
    NO = "", _("by its score")
    IN = "in", _("in, whatever its score")
    OUT = "out", _("out, whatever its score")


@classified(place=INTERNAL, committee=INTERNAL, title=INTERNAL, phase=PUBLIC, rules=INTERNAL, state=INTERNAL, run=INTERNAL,
            plan=INTERNAL, signed_at=PUBLIC, sample=INTERNAL, created_at=INTERNAL)  # fmt: skip
class Selection(models.Model):
    """``plan``: which of the run's plans is put before the committee, 0 the best one."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="selections", help_text="country or bureau")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="selections")
    title = models.CharField(max_length=120)
    phase = models.PositiveSmallIntegerField(help_text="the phase of the roll-out that the chosen areas join")
    rules = models.JSONField(help_text="see selection/rules.py")
    state = models.CharField(max_length=8, choices=SelectionState.choices, default=SelectionState.DRAFT)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")
    plan = models.PositiveSmallIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """Its name in decisions and in the audit chain."""
        return f"selection:{self.pk}"


@classified(selection=INTERNAL, station=INTERNAL, area=INTERNAL, kind=INTERNAL, grounds=INTERNAL, readiness=INTERNAL,
            cost=INTERNAL, forced=INTERNAL, forced_reason=INTERNAL)  # fmt: skip
class Candidate(models.Model):
    """An area that could be taken: the station it lies in, and for each criterion a score with its written reason.

    ``grounds``: {criterion: {"score": 0–100, "words": why, "source": where that can be read}}.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="candidates")
    station = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=120, help_text="name of the area inside the station's")
    kind = models.CharField(max_length=40, help_text="code of the criterion it is mainly proposed for")
    grounds = models.JSONField()
    readiness = models.PositiveSmallIntegerField(help_text="0–100: partners, rooms, people, devices in place")
    cost = models.PositiveBigIntegerField(help_text="whole units of the area's currency")
    forced = models.CharField(max_length=3, choices=Forced.choices, blank=True, default=Forced.NO)
    forced_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["station__path"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["selection", "station"], name="candidate_once")]

    def __str__(self) -> str:
        return self.area

    def score(self, criterion: str) -> float:
        """0 where nothing was written for the criterion."""
        grounds: dict[str, Any] = self.grounds
        return float(grounds.get(criterion, {}).get("score", 0))
