"""A wave: one round of asking in one zone, how people were chosen, and the codes they were sent."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PERSONAL, PUBLIC, SENSITIVE, classified
from safetyzone.listen.polls.models.questionnaires import Questionnaire


class WaveMode(models.TextChoices):
    PROBABILITY = "probability", _("random sample with invitation codes")
    QUOTA = "quota", _("quota: interviewers fill given numbers")
    OPT_IN = "optin", _("open to everyone")


class WaveState(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    OPEN = "open", _("open for answers")
    CLOSED = "closed", _("closed")


def public_token() -> str:
    """What a public link to a wave carries: letters that people type from a poster without mistaking one for another."""
    return "".join(secrets.choice("34679acdefghjkmnpqrtuvwxy") for _ in range(10))


@classified(
    zone=PUBLIC,
    questionnaire=PUBLIC,
    title=PUBLIC,
    mode=PUBLIC,
    state=PUBLIC,
    opens=PUBLIC,
    closes=PUBLIC,
    token=INTERNAL,
    design=PUBLIC,
    margins=PUBLIC,
    quotas=PUBLIC,
    gamma=PUBLIC,
    proof_bits=INTERNAL,
    sample=PUBLIC,
    added_at=INTERNAL,
)
class Wave(models.Model):
    """Zone, period, questionnaire version, mode, frame, draw and margins: all that is needed to judge a result."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="waves")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="waves")
    title = models.CharField(max_length=120)
    mode = models.CharField(max_length=12, choices=WaveMode.choices)
    state = models.CharField(max_length=8, choices=WaveState.choices, default=WaveState.DRAFT)
    opens = models.DateField()
    closes = models.DateField()
    token = models.CharField(max_length=24, unique=True, default=public_token)
    design = models.JSONField(default=dict, help_text="frame, draw, seed, numbers invited: how people were chosen")
    margins = models.JSONField(default=list, help_text="[{question, targets {answer: people}, source}] for raking")
    quotas = models.JSONField(default=list, help_text="[{where {question: answer}, target}] of a quota wave")
    # METHODS: how many times likelier people of one answer were to take part, for the sensitivity range.
    gamma = models.FloatField(default=4.0)
    proof_bits = models.PositiveSmallIntegerField(default=16, help_text="proof of work an open answer costs; 0 is none")
    sample = models.BooleanField(default=False, help_text="made up for demonstration")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-opens", "-pk"]

    def __str__(self) -> str:
        return self.title


@classified(wave=INTERNAL, stratum=INTERNAL, cluster=INTERNAL, label=PERSONAL, households=INTERNAL, probability=INTERNAL,
            drawn=INTERNAL, walk=INTERNAL, replaced=INTERNAL)  # fmt: skip
class FrameUnit(models.Model):
    """A unit of the frame: an address, or a community or cell with its number of households.

    No code stands here: who was invited is known, who of them answered is not.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="units")
    stratum = models.CharField(max_length=80, blank=True)
    cluster = models.CharField(max_length=80, blank=True)
    label = models.CharField(max_length=200, help_text="address, house number, community or cell")
    households = models.PositiveIntegerField(default=1)
    probability = models.FloatField(null=True, help_text="of being drawn")
    drawn = models.BooleanField(default=False)
    walk = models.JSONField(default=dict, help_text="start, interval and skips of the systematic walk")
    replaced = models.PositiveIntegerField(default=0, help_text="how often a lost letter was replaced here")

    class Meta:
        ordering: ClassVar = ["pk"]


@classified(wave=INTERNAL, stratum=INTERNAL, cluster=INTERNAL, base_weight=INTERNAL, unused=SENSITIVE, used=SENSITIVE,
            replaced=INTERNAL)  # fmt: skip
class CodeSheet(models.Model):
    """The invitation codes of one cluster, as digests in order of their value.

    A code's use moves its digest from one sorted list to the other inside a single row. So the table remembers that a code
    was used, and neither when nor in what order: no row, row version or transaction number of a code can be matched with
    an answer's, except that the last answer of a cluster came from one of the cluster's used codes.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="sheets")
    stratum = models.CharField(max_length=80, blank=True)
    cluster = models.CharField(max_length=80, blank=True)
    base_weight = models.FloatField(help_text="1 ÷ probability that a household got a code")
    unused = models.JSONField(default=list)
    used = models.JSONField(default=list)
    replaced = models.PositiveIntegerField(default=0, help_text="codes handed out for letters that were lost")

    @property
    def invited(self) -> int:
        """Households, not codes: a replacement is a second code for the same household."""
        return max(len(self.used) + len(self.unused) - self.replaced, len(self.used))

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "stratum", "cluster", "base_weight"], name="one_sheet_per_cluster")
        ]
