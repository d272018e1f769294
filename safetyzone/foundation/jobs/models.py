"""Work that is done later, beside the web server."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.privacy.classes import INTERNAL, classified


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("being done")
    DONE = "done", _("done")
    FAILED = "failed", _("given up")


@classified(
    key=INTERNAL,
    path=INTERNAL,
    arguments=INTERNAL,
    state=INTERNAL,
    attempts=INTERNAL,
    holder=INTERNAL,
    held_until=INTERNAL,
    problem=INTERNAL,
    queued_at=INTERNAL,
    finished_at=INTERNAL,
)
class Job(models.Model):
    """One piece of work, known by its key: however often it is asked for or delivered, it is done once."""

    key = models.CharField(max_length=200, unique=True)
    path = models.CharField(max_length=200, help_text="dotted name of the function")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whoever runs it renews this hold; a hold that ran out belongs to a killed worker.
    holder = models.CharField(max_length=32, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, help_text="what the last attempt stumbled over")
    queued_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-queued_at"]
        indexes: ClassVar = [models.Index(fields=["state", "finished_at"])]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"
