"""The chain of everything that was done."""

from typing import ClassVar

from django.db import models

from safetyzone.foundation.privacy.classes import INTERNAL, classified


@classified(
    sequence=INTERNAL,
    at=INTERNAL,
    actor=INTERNAL,
    action=INTERNAL,
    subject=INTERNAL,
    payload=INTERNAL,
    previous=INTERNAL,
    digest=INTERNAL,
    mac=INTERNAL,
)
class Event(models.Model):
    """One action. Holds ids, field names and keyed digests, never personal values, so erasure leaves the chain valid."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.CharField(
        max_length=32, help_text="UTC, ISO 8601 with microseconds: text, so that its digest is one thing"
    )
    actor = models.CharField(max_length=60, help_text="user:ID, command-line, system")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, help_text="kind:id")
    payload = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


@classified(key=INTERNAL, sequence=INTERNAL, digest=INTERNAL)
class Head(models.Model):
    """The chain's last link, one row: whoever appends holds its lock, so two writers cannot fork the chain."""

    key = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest[:12]}"
