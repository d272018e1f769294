"""What lets a person vote once: printed codes, letters by e-mail, codes to a phone. Kept as keyed digests only."""

from typing import ClassVar

from django.db import models

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, SENSITIVE, classified


@classified(zone=INTERNAL, title=INTERNAL, many=INTERNAL, void=INTERNAL, added_at=INTERNAL)
class CodeBatch(models.Model):
    """Codes printed together. A lost sheet is made void as a whole."""

    zone = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="code_batches")
    title = models.CharField(max_length=80, help_text="for whom: a community, a meeting")
    many = models.PositiveIntegerField()
    void = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title


@classified(batch=INTERNAL, digest=SENSITIVE)
class VoterCode(models.Model):
    """A code, by its digest. Nothing marks it as used: its ballot can be computed, never looked up."""

    batch = models.ForeignKey(CodeBatch, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=32, unique=True)


@classified(digest=SENSITIVE, day=INTERNAL, many=INTERNAL)
class Letter(models.Model):
    """How many letters or phone codes went to an address, or were asked for from a device's address, in a day."""

    digest = models.CharField(max_length=32)
    day = models.DateField()
    many = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest", "day"], name="letters_counted_by_day")]


@classified(check_id=INTERNAL, answer=SENSITIVE, way=SENSITIVE, sent_at=INTERNAL, tries=INTERNAL)
class PhoneCheck(models.Model):
    """A code on its way to a phone. The number is not here: only the digest of what it would let in."""

    check_id = models.CharField(max_length=32, unique=True)
    answer = models.CharField(max_length=32, help_text="digest of the code that was sent")
    way = models.CharField(max_length=32, help_text="digest of the number")
    sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)


@classified(zone=INTERNAL, way=SENSITIVE, reason=INTERNAL)
class VoidWay(models.Model):
    """A code, address or number whose ballots do not count, such as a stolen letter's. The ballots stay: it can be undone."""

    zone = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="void_ways")
    way = models.CharField(max_length=32)
    reason = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "way"], name="void_way_once")]
