"""Interviewers' telephones: who may send answers to a wave by an OpenRosa client."""

from typing import ClassVar

from django.db import models

from safetyzone.foundation.privacy.classes import INTERNAL, PERSONAL, SENSITIVE, classified
from safetyzone.listen.polls.models.waves import Wave


@classified(wave=INTERNAL, label=PERSONAL, digest=SENSITIVE, revoked=INTERNAL, added_at=INTERNAL)
class ClientKey(models.Model):
    """One interviewer's key to one wave. The key itself is shown once; an answer never says which key brought it."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="client_keys")
    label = models.CharField(max_length=80, help_text="whose telephone it is")
    digest = models.CharField(max_length=32, unique=True)
    revoked = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["revoked", "label", "pk"]

    def __str__(self) -> str:
        return self.label
