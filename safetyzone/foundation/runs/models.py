"""A computed result, and everything needed to compute it again."""

from typing import ClassVar

from django.db import models

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, classified


@classified(
    method=INTERNAL,
    place=INTERNAL,
    key=INTERNAL,
    inputs=INTERNAL,
    parameters=INTERNAL,
    seed=INTERNAL,
    code_version=INTERNAL,
    duration_ms=INTERNAL,
    result=INTERNAL,
    result_digest=INTERNAL,
    computed_at=INTERNAL,
)
class Run(models.Model):
    """One computation. The same key gives the same bytes, so a second request reads instead of computing."""

    method = models.CharField(max_length=40, help_text="picture, index, effects …")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="runs")
    key = models.CharField(
        max_length=64, unique=True, help_text="digest of method, inputs, parameters, seed and version"
    )
    inputs = models.CharField(max_length=64, help_text="digest of the rows it was computed from")
    parameters = models.JSONField()
    seed = models.BigIntegerField()
    code_version = models.CharField(max_length=40)
    duration_ms = models.PositiveIntegerField()
    result = models.JSONField()
    result_digest = models.CharField(max_length=64)
    computed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-computed_at"]

    def __str__(self) -> str:
        return f"{self.method} {self.key[:12]}"
