"""Recorded incidents: what, when, where, how exactly each is known — and never who.

Rows are immutable. A correction is a new row of the same identity whose import supersedes the older row; an import's rows
become visible together when its state turns to ``done``, in one short write, however long the file was.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PERSONAL, SENSITIVE, classified


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("waiting for its columns")
    QUEUED = "queued", _("waiting to be read")
    STAGING = "staging", _("being read")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    ABANDONED = "abandoned", _("stopped half way")


@classified(
    station=INTERNAL,
    source=INTERNAL,
    file_name=INTERNAL,
    file_digest=INTERNAL,
    mapping=INTERNAL,
    mapping_digest=INTERNAL,
    state=INTERNAL,
    rows_read=INTERNAL,
    accepted=INTERNAL,
    corrected=INTERNAL,
    unchanged=INTERNAL,
    rejected=INTERNAL,
    progress=INTERNAL,
    notes=INTERNAL,
    quality=INTERNAL,
    problem=INTERNAL,
    refusal=INTERNAL,
    started_at=INTERNAL,
    finished_at=INTERNAL,
    by=PERSONAL,
    upload=INTERNAL,
    sample=INTERNAL,
)
class Import(models.Model):
    """One file read once. accepted + corrected + unchanged + rejected = rows read."""

    station = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="imports")
    source = models.CharField(max_length=80, help_text="which register the file comes from; ids are unique within it")
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    mapping_digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.STAGING)
    rows_read = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0, help_text="percent of the file read")
    notes = models.JSONField(
        default=list, help_text="what was settled about the file: encoding, date order, calendar …"
    )
    quality = models.JSONField(default=dict, help_text="counts by flag: date only, default times, unknown place …")
    problem = models.TextField(blank=True, help_text="why it was refused, in a sentence")
    refusal = models.CharField(max_length=40, blank=True, help_text="code of the problem")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=120, blank=True, help_text="account id or 'command line'")
    upload = models.CharField(max_length=255, blank=True, help_text="path of the uploaded file below the media folder")
    sample = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.file_name} → {self.station.slug}"

    @property
    def is_open(self) -> bool:
        """An uploaded file whose columns can still be chosen."""
        waiting = (ImportState.UPLOADED, ImportState.REFUSED, ImportState.ABANDONED)
        return bool(self.upload) and self.state in waiting

    @property
    def is_running(self) -> bool:
        return self.state in (ImportState.QUEUED, ImportState.STAGING)


class LookPurpose(models.TextChoices):
    """What somebody looks at single records for; every look is recorded with it."""

    MEND = "mend", _("to mend the file or its columns")
    QUALITY = "quality", _("to judge how good the records are")
    QUESTION = "question", _("to answer a question about these records")
    CONTROL = "control", _("to check on the work, as inspection or audit")


class TimePrecision(models.TextChoices):
    EXACT = "exact", _("time known")
    DATE = "date", _("date only")
    MONTH = "month", _("month only")
    UNKNOWN = "unknown", _("unknown")


class PlacePrecision(models.TextChoices):
    EXACT = "exact", _("exact")
    STREET = "street", _("street or block")
    AREA = "area", _("area only")
    UNKNOWN = "unknown", _("unknown")


@classified(
    station=INTERNAL,
    identity=INTERNAL,
    digest=INTERNAL,
    source_id=SENSITIVE,
    category=INTERNAL,
    category_text=INTERNAL,
    origin=INTERNAL,
    occurred_from=SENSITIVE,
    occurred_to=SENSITIVE,
    time_precision=INTERNAL,
    default_time=INTERNAL,
    reported_at=INTERNAL,
    lon=SENSITIVE,
    lat=SENSITIVE,
    cell=SENSITIVE,
    place_precision=INTERNAL,
    address=SENSITIVE,
    solved=INTERNAL,
    import_run=INTERNAL,
    superseded_by=INTERNAL,
)
class Incident(models.Model):
    """One recorded event as one import brought it."""

    station = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Source and source id, or without an id the mapped values and their ordinal among identical rows: see identity.py.
    identity = models.BinaryField(max_length=40)
    digest = models.BinaryField(max_length=16, help_text="of the mapped values, to see whether a row changed")
    source_id = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=60, help_text="category code of the area pack; empty if not mapped")
    category_text = models.CharField(max_length=120, blank=True, help_text="as the source wrote it")
    origin = models.CharField(max_length=10, choices=[("reported", _("reported")), ("discovered", _("discovered"))])
    occurred_from = models.DateTimeField(null=True)
    occurred_to = models.DateTimeField(null=True)
    time_precision = models.CharField(max_length=8, choices=TimePrecision.choices)
    default_time = models.BooleanField(default=False, help_text="00:00 or 12:00 in a file that has too many of them")
    reported_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True, help_text="H3 resolution 12")
    place_precision = models.CharField(max_length=8, choices=PlacePrecision.choices)
    address = models.CharField(max_length=160, blank=True)
    solved = models.BooleanField(null=True)
    import_run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="incidents", db_index=False)
    superseded_by = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["station", "identity"]),
            models.Index(fields=["import_run"]),
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"


@classified(import_run=INTERNAL, line=INTERNAL, column=INTERNAL, value=SENSITIVE, code=INTERNAL, reason=INTERNAL)
class Reject(models.Model):
    """A row that was not taken: where it stands, what it holds (masked in personal columns), and why."""

    import_run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejects")
    line = models.PositiveBigIntegerField()
    column = models.CharField(max_length=120)
    value = models.CharField(max_length=120)
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["import_run", "line"]

    def __str__(self) -> str:
        return f"line {self.line}: {self.code}"
