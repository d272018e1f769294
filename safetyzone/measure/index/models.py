"""Indicators that are entered with their source, and versions of weights and goalposts."""

from typing import ClassVar

from django.db import models

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified


@classified(zone=PUBLIC, indicator=PUBLIC, day=PUBLIC, value=PUBLIC, se=PUBLIC, n=PUBLIC, source=PUBLIC, entered_at=INTERNAL,
            sample=PUBLIC)  # fmt: skip
class EnteredIndicator(models.Model):
    """One indicator's value on one day, in the indicator's unit. Who entered it stands in the audit chain."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="entered_indicators")
    indicator = models.CharField(max_length=60, help_text="code of the indicator in the area pack")
    day = models.DateField(help_text="the last day the value is about")
    value = models.FloatField()
    se = models.FloatField(null=True, blank=True, help_text="standard error, where the value is an estimate")
    n = models.PositiveIntegerField(null=True, blank=True, help_text="how many people, calls or things it rests on")
    source = models.CharField(max_length=300, help_text="where it comes from")
    entered_at = models.DateTimeField(auto_now=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["indicator", "-day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "indicator", "day"], name="entered_indicator_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.day}: {self.value:g}"


@classified(place=PUBLIC, version=PUBLIC, weights=PUBLIC, goalposts=PUBLIC, reason=PUBLIC, made_at=PUBLIC)
class Weighting(models.Model):
    """Weights and goalposts as somebody set them, with the reason. They hold at the place and below, until a nearer one does.

    Versions are only added. Who made one stands in the audit chain.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="index_weightings")
    version = models.PositiveIntegerField()
    weights = models.JSONField(help_text="{code of domain or indicator: weight of 0 or more}")
    goalposts = models.JSONField(help_text="{code of indicator: [low, high]} in the indicator's unit")
    reason = models.CharField(max_length=600)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["place", "-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "version"], name="weighting_version_once")]

    def __str__(self) -> str:
        return f"{self.place.slug} {self.version}"
