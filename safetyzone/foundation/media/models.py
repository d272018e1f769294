"""Pictures that are kept: a row in the database, the bytes in a file beside it."""

import uuid
from typing import ClassVar

from django.db import models

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, SENSITIVE, classified


@classified(
    id=INTERNAL, place=INTERNAL, purpose=INTERNAL, width=INTERNAL, height=INTERNAL, size=INTERNAL, digest=SENSITIVE,
    public=INTERNAL, kept_at=INTERNAL,
)  # fmt: skip
class Picture(models.Model):
    """A cleaned photo. A face may be in it, so only the team sees it until somebody says that it may be public."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="pictures")
    purpose = models.CharField(max_length=40, help_text="what it is for: walk, task …")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes that are kept")
    public = models.BooleanField(default=False, help_text="somebody looked at it and lets everybody see it")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-kept_at"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"
