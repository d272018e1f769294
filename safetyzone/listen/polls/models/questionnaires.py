"""A questionnaire is an XLSForm; every change of it is a new version."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import PUBLIC, classified


@classified(
    code=PUBLIC,
    version=PUBLIC,
    titles=PUBLIC,
    file_name=PUBLIC,
    original=PUBLIC,
    digest=PUBLIC,
    xform=PUBLIC,
    questions=PUBLIC,
    core=PUBLIC,
    zone=PUBLIC,
    added_at=PUBLIC,
)
class Questionnaire(models.Model):
    """One version, immutable: the file as it came, and what was read from it."""

    code = models.SlugField(max_length=60, help_text="the form's id")
    version = models.CharField(max_length=40)
    titles = models.JSONField(help_text="title by language code")
    file_name = models.CharField(max_length=120)
    original = models.BinaryField(help_text="the XLSForm as it was imported: export gives back these bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the original")
    xform = models.TextField(help_text="the XForm made of it, for OpenRosa clients")
    questions = models.JSONField(help_text="name, type, labels, choices, required, relevant of each question, in order")
    core = models.BooleanField(default=False, help_text="an area's core questionnaire: also served as a plain form")
    zone = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="questionnaires",
        help_text="whose communities it asks for; empty: for every zone",
    )  # fmt: skip
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["code", "-added_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "version"], name="questionnaire_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def title(self) -> str:
        """In the reader's language, else the first there is."""
        titles: dict[str, str] = self.titles
        return titles.get((get_language() or "en").split("-")[0]) or next(iter(titles.values()), self.code)
