"""What came back. Nothing here leads to a person, an address or a code."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.privacy.classes import INTERNAL, PERSONAL, SENSITIVE, classified
from safetyzone.listen.polls.models.waves import Wave


class Channel(models.TextChoices):
    WEB = "web", _("web page")
    PLAIN = "plain", _("plain page")
    PAPER = "paper", _("paper")
    ASSISTED = "assisted", _("interview")
    OPENROSA = "openrosa", _("OpenRosa client")
    LINE = "line", _("LINE link")


@classified(
    id=INTERNAL,
    wave=INTERNAL,
    stratum=INTERNAL,
    cluster=INTERNAL,
    base_weight=INTERNAL,
    received=INTERNAL,
    channel=INTERNAL,
    data=SENSITIVE,
    flags=INTERNAL,
    counted=INTERNAL,
)
class Answer(models.Model):
    """One answered questionnaire: a random id, a date without a time, and where in the design it belongs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="answers")
    stratum = models.CharField(max_length=80, blank=True)
    cluster = models.CharField(max_length=80, blank=True)
    base_weight = models.FloatField(default=1.0, help_text="household's weight × adults in it")
    received = models.DateField()
    channel = models.CharField(max_length=8, choices=Channel.choices)
    data = models.JSONField(
        help_text="question name → answer; only names of the questionnaire; pins as H3 resolution 10"
    )
    flags = models.JSONField(default=list, help_text="duplicate, flood …: shown, never dropped in silence")
    counted = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["wave", "counted"])]


@classified(wave=INTERNAL, digest=INTERNAL)
class Receipt(models.Model):
    """That a submission arrived, so that the same one sent again is acknowledged again and stored once."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="receipts")
    digest = models.CharField(max_length=32, help_text="keyed digest of the client's instance id")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["wave", "digest"], name="receipt_once")]


@classified(answer=INTERNAL, question=INTERNAL, file=PERSONAL, media_type=INTERNAL)
class Attachment(models.Model):
    """A picture that belongs to an answer, decoded and encoded anew so that it carries nothing but the picture."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="attachments")
    question = models.CharField(max_length=80)
    file = models.FileField(upload_to="polls/")
    media_type = models.CharField(max_length=40)
