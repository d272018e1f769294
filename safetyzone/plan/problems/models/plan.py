"""A plan: measures against problems, who does and pays them, over which days."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified
from safetyzone.plan.problems.models.problem import Problem


class PlanState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("the organisations are being asked")
    AGREED = "agreed", _("agreed, not begun")
    ACTING = "acting", _("under way")
    FINISHED = "finished", _("finished")
    DROPPED = "dropped", _("dropped")


class Effort(models.TextChoices):
    PREVENTION = "prevention", _("prevention")
    SUPPRESSION = "suppression", _("suppression")


@classified(zone=PUBLIC, title=PUBLIC, words=INTERNAL, state=PUBLIC, owner=PUBLIC, starts=PUBLIC, ends=PUBLIC, began_on=PUBLIC,
            ended_on=PUBLIC, ended_words=PUBLIC, created_at=INTERNAL, sample=PUBLIC)  # fmt: skip
class Plan(models.Model):
    """``starts`` and ``ends`` as planned; ``began_on`` and ``ended_on`` as it happened."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.DRAFT)
    owner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    starts = models.DateField()
    ends = models.DateField()
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_words = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["-starts", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="plan_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.title


@classified(plan=PUBLIC, problem=PUBLIC, measure=PUBLIC, words=INTERNAL, expected_effect=INTERNAL, dose=PUBLIC, cost=PUBLIC,
            payer=PUBLIC, organisation=PUBLIC, effort=PUBLIC)  # fmt: skip
class PlannedMeasure(models.Model):
    """One measure of the area's catalogue against one problem. ``cost`` in whole units of the area's currency."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="measures")
    measure = models.CharField(max_length=60, help_text="code in the area pack's catalogue")
    words = models.CharField(max_length=300, blank=True)
    expected_effect = models.CharField(max_length=300)
    dose = models.CharField(max_length=300, help_text="how much of it: how many lamps, which hours, how often")
    cost = models.PositiveBigIntegerField(default=0)
    payer = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="who does it")
    effort = models.CharField(max_length=11, choices=Effort.choices)

    class Meta:
        ordering: ClassVar = ["pk"]
