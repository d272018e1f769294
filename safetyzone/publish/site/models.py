"""A zone's public page, and each release of figures on it."""

from typing import ClassVar

from django.db import models

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave


@classified(zone=PUBLIC, open=PUBLIC, contact=PUBLIC, changed_at=INTERNAL)
class PublicPage(models.Model):
    """Whether the world may read about a zone, and where residents reach the team."""

    zone = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="public_page")
    open = models.BooleanField(default=False)
    contact = models.CharField(max_length=200, blank=True, help_text="an office or number, never a private person")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.zone)


@classified(zone=PUBLIC, number=PUBLIC, month=PUBLIC, crime=PUBLIC, targets=PUBLIC, wave=PUBLIC, effects=PUBLIC,
            released_at=PUBLIC, sample=PUBLIC)  # fmt: skip
class Release(models.Model):
    """Figures as they were published on one day. A release is never changed; the next one takes its place on the page."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    month = models.CharField(max_length=7, help_text="the last month that is counted, 2026-10")
    crime = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    targets = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")
    wave = models.ForeignKey(Wave, null=True, on_delete=models.PROTECT, related_name="+")
    effects = models.JSONField(default=list, help_text="keys of the runs that say what finished plans achieved")
    released_at = models.DateTimeField(auto_now_add=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "number"], name="release_number_once")]

    def __str__(self) -> str:
        return f"{self.zone} {self.month}"
