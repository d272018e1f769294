"""Where each zone stands in the roll-out, how it got there, and which phases have begun."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified
from safetyzone.foundation.runs.models import Run


class StageCode(models.TextChoices):
    """In their order; an area pack gives them local names and may leave some out."""

    NOMINATED = "nominated", _("nominated")
    AGREED = "agreed", _("agreed")
    BASELINE = "baseline", _("baseline taken")
    PLANNED = "planned", _("planned")
    ACTING = "acting", _("acting")
    EVALUATED = "evaluated", _("evaluated")
    SUSTAINED = "sustained", _("sustained")
    CLOSED = "closed", _("closed")


@classified(zone=PUBLIC, stage=PUBLIC, phase=PUBLIC, since=PUBLIC, template=INTERNAL, sample=PUBLIC)
class ZoneStage(models.Model):
    """A zone that takes part. ``template``: the evaluated zone whose plan and questionnaire it began with."""

    zone = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="rollout")
    stage = models.CharField(max_length=10, choices=StageCode.choices, default=StageCode.NOMINATED)
    phase = models.PositiveSmallIntegerField()
    since = models.DateTimeField(help_text="when it reached the stage")
    template = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["zone__path"]


@classified(zone=PUBLIC, before=PUBLIC, after=PUBLIC, at=PUBLIC, by=INTERNAL, lacking=INTERNAL, reason=INTERNAL)
class StageMove(models.Model):
    """One step. ``lacking``: codes of what was missing when somebody moved the zone nevertheless, with the reason."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stage_moves")
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    lacking = models.JSONField(default=list)
    reason = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]


@classified(place=PUBLIC, number=PUBLIC, began_at=PUBLIC, decision=INTERNAL)
class PhaseBegun(models.Model):
    """A phase that a driving committee has begun for a place; the first one begins with the programme."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "number"], name="phase_begins_once")]


@classified(zone=PUBLIC, plan=INTERNAL, months=PUBLIC, run=INTERNAL, at=PUBLIC)
class Remeasurement(models.Model):
    """Targets and promises as they were so many months after a plan had ended. ``plan``: its number."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="remeasurements")
    plan = models.PositiveBigIntegerField()
    months = models.PositiveSmallIntegerField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan", "months"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "months"], name="remeasured_once")]
