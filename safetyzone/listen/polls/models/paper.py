"""Paper sheets on their way in: typed by two people, compared, and emptied once the answer is stored."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.privacy.classes import INTERNAL, SENSITIVE, classified
from safetyzone.listen.polls.models.waves import Wave


class SheetState(models.TextChoices):
    ONCE = "once", _("typed in once: a second person types it in too")
    DIFFERS = "differs", _("the two differ: a third look decides")
    AGREED = "agreed", _("both agree: ready to be sent in")
    DONE = "done", _("sent in")


@classified(
    wave=INTERNAL,
    number=INTERNAL,
    state=INTERNAL,
    first=SENSITIVE,
    first_by=INTERNAL,
    second=SENSITIVE,
    second_by=INTERNAL,
)
class PaperSheet(models.Model):
    """One printed sheet. What was typed stays only until the answer is stored; an invitation code is never kept here."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="papers")
    number = models.PositiveIntegerField(help_text="printed on the sheet")
    state = models.CharField(max_length=8, choices=SheetState.choices, default=SheetState.ONCE)
    first = models.JSONField(default=dict)
    first_by = models.CharField(max_length=40)
    second = models.JSONField(default=dict)
    second_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["wave", "number"], name="paper_sheet_once")]

    @property
    def mismatches(self) -> list[str]:
        """Names of the questions on which the two differ, in the questionnaire's order."""
        names = [question["name"] for question in self.wave.questionnaire.questions]
        return [name for name in names if self.first.get(name) != self.second.get(name)]
