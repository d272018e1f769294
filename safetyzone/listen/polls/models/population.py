"""How many people of each group live in a zone, as the area pack states it."""

from typing import ClassVar

from django.db import models

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import PUBLIC, classified


@classified(zone=PUBLIC, question=PUBLIC, targets=PUBLIC, source=PUBLIC)
class PopulationMargin(models.Model):
    """One question's groups: a new wave begins with these numbers; its own may be entered instead."""

    zone = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="population_margins")
    question = models.CharField(max_length=80, help_text="name of the question in the core questionnaire")
    targets = models.JSONField(help_text="answer → people")
    source = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["zone", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "question"], name="population_margin_once")]

    def __str__(self) -> str:
        return f"{self.zone_id} {self.question}"
