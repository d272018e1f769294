"""A question put to the organisations of a place, what each said to it, and what came of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified


class DecisionState(models.TextChoices):
    OPEN = "open", _("open")
    AGREED = "agreed", _("agreed")
    BLOCKED = "blocked", _("blocked")
    WITHDRAWN = "withdrawn", _("withdrawn")
    STALE = "stale", _("overtaken: what was asked about has changed")


class Stance(models.TextChoices):
    AGREE = "agree", _("agrees")
    STAND_ASIDE = "stand_aside", _("stands aside")
    BLOCK = "block", _("blocks")


@classified(place=PUBLIC, subject=PUBLIC, question=PUBLIC, content=INTERNAL, content_digest=PUBLIC, told=PUBLIC, rule=PUBLIC,
            state=PUBLIC, opened_at=PUBLIC, opened_by=INTERNAL, closed_at=PUBLIC, closed_by=INTERNAL, sample=PUBLIC)  # fmt: skip
class Decision(models.Model):
    """``subject``: what it is about, such as "plan:12"; ``content``: exactly what is decided, as it was when it was asked."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="decisions")
    subject = models.CharField(max_length=160)
    question = models.CharField(max_length=300)
    content = models.JSONField()
    content_digest = models.CharField(max_length=64, help_text="SHA-256 of the content's one spelling")
    told = models.JSONField(default=list, help_text="the content in sentences for those who are asked")
    rule = models.CharField(max_length=60, help_text="code of the area pack's rule")
    state = models.CharField(max_length=10, choices=DecisionState.choices, default=DecisionState.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.CharField(max_length=60)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["subject", "-opened_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject"], condition=models.Q(state="open"), name="one_open_decision")
        ]

    def __str__(self) -> str:
        return self.question


@classified(decision=PUBLIC, organisation=PUBLIC, stance=PUBLIC, words=INTERNAL, entered_at=PUBLIC, entered_by=INTERNAL,
            themselves=INTERNAL)  # fmt: skip
class Position(models.Model):
    """What one organisation says; the last word counts while the decision is open, the audit chain keeps the earlier ones."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="positions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=12, choices=Stance.choices)
    words = models.CharField(max_length=600, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=60)
    themselves = models.BooleanField(default=False, help_text="entered by the organisation's own people, not as told")

    class Meta:
        ordering: ClassVar = ["organisation__kind", "organisation__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="one_position_an_organisation")
        ]
