"""Published figures about a whole country, typed in with year and source."""

from typing import ClassVar

from django.db import models

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import PUBLIC, classified


@classified(place=PUBLIC, target=PUBLIC, value=PUBLIC, year=PUBLIC, source=PUBLIC, entered_at=PUBLIC, sample=PUBLIC)
class EnteredFigure(models.Model):
    """One year's figure, such as the country's rank in a published index. Context only: nothing is computed from it."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="entered_figures")
    target = models.CharField(max_length=60, help_text="code of the target in the area pack")
    value = models.FloatField()
    year = models.PositiveSmallIntegerField(help_text="the year the figure is about, Gregorian")
    source = models.CharField(max_length=300, help_text="where it was published")
    entered_at = models.DateTimeField(auto_now=True)
    sample = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["target", "-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "target", "year"], name="entered_figure_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.year}: {self.value:g}"
