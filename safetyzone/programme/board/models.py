"""One summary row for each zone, so that a board of a nation reads one table and computes nothing."""

from typing import Any, ClassVar

from django.db import models

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified


@classified(zone=PUBLIC, stage=PUBLIC, phase=PUBLIC, since=PUBLIC, targets=INTERNAL, promises=INTERNAL, effort=INTERNAL,
            trend=INTERNAL, newest=INTERNAL, picture=INTERNAL, sample=PUBLIC, summed_at=INTERNAL)  # fmt: skip
class BoardRow(models.Model):
    """What the records said when the row was last summed up; it can be thrown away and built again at any time.

    ``targets``: [{code, status, why, kind, share, low, high, n, n_eff}]; ``promises``: counts as in ``act/tasks``;
    ``trend``: {year, refusal} of the zone's newest picture; ``newest``: day of its newest record.
    """

    zone = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="board_row", primary_key=True)
    stage = models.CharField(max_length=10, blank=True, db_index=True)
    phase = models.PositiveSmallIntegerField(null=True, db_index=True)
    since = models.DateTimeField(null=True)
    targets = models.JSONField(default=list)
    promises = models.JSONField(default=dict)
    effort = models.JSONField(default=dict)
    trend = models.JSONField(default=dict)
    newest = models.DateField(null=True)
    picture = models.CharField(max_length=64, blank=True, help_text="key of the run")
    sample = models.BooleanField(default=False)
    summed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["zone__path"]

    @property
    def content(self) -> dict[str, Any]:
        """Everything but the moment it was summed up."""
        names = [field.attname for field in self._meta.fields if field.name != "summed_at"]
        return {name: getattr(self, name) for name in names}
