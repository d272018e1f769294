"""How a plan will be judged, fixed before it starts."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import PUBLIC, classified
from safetyzone.plan.problems.models.plan import Plan


class Outcome(models.TextChoices):
    INCIDENTS = "incidents", _("recorded incidents")
    FEAR = "fear", _("fear of crime in the poll")
    CONFIDENCE = "confidence", _("confidence in the police in the poll")


@classified(plan=PUBLIC, outcome=PUBLIC, group=PUBLIC, treated=PUBLIC, controls=PUBLIC, displaced=PUBLIC,
            displaced_controls=PUBLIC, no_comparison=PUBLIC, before_from=PUBLIC, before_to=PUBLIC, after_from=PUBLIC,
            after_to=PUBLIC, power=PUBLIC, fixed_at=PUBLIC, fixed_by=PUBLIC)  # fmt: skip
class Evaluation(models.Model):
    """Treated zone, comparison, outcome and periods. Days are counted at both ends; months are whole.

    ``power``: {"have", "seen": [{"fall", "share", "low", "high"}], "refusal", "test", "simulations", "seed", "months_before",
    "months_after", "n"} for incidents, {"per_wave", "points"} for a poll's outcome.
    """

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="evaluation")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    group = models.CharField(
        max_length=60, blank=True, help_text="code of a crime group; empty: all reported incidents"
    )
    treated = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    controls = models.ManyToManyField(Place, related_name="+", blank=True)
    displaced = models.ManyToManyField(
        Place, related_name="+", blank=True, help_text="beside the treated zone: crime may move there"
    )
    displaced_controls = models.ManyToManyField(Place, related_name="+", blank=True, help_text="beside the comparison")
    no_comparison = models.CharField(
        max_length=300, blank=True, help_text="why no comparison is possible; the effect is then: cannot tell"
    )
    before_from = models.DateField()
    before_to = models.DateField()
    after_from = models.DateField()
    after_to = models.DateField()
    power = models.JSONField(default=dict)
    fixed_at = models.DateTimeField()
    fixed_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    before_to__gte=models.F("before_from"),
                    after_to__gte=models.F("after_from"),
                    after_from__gt=models.F("before_to"),
                ),
                name="evaluation_periods_in_order",
            )
        ]

    @property
    def looked_back(self) -> bool:
        """Fixed when the period after had begun already: whoever chose could have known how it went."""
        return timezone.localdate(self.fixed_at) > self.after_from
