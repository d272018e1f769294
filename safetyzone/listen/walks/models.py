"""Walks through a zone: where people stopped, what they looked at, and what has to be mended."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified


class Kind(models.TextChoices):
    """What is looked at, after crime prevention through environmental design."""

    LIGHT = "light", _("light")
    SIGHT = "sight", _("sight lines")
    ESCAPE = "escape", _("ways to get away")
    UPKEEP = "upkeep", _("upkeep")
    OTHER = "other", _("something else")


CHECKED = (Kind.LIGHT, Kind.SIGHT, Kind.ESCAPE, Kind.UPKEEP)


class Finding(models.TextChoices):
    GOOD = "good", _("good")
    BAD = "bad", _("has to be mended")
    UNSEEN = "unseen", _("not looked at")


class PointState(models.TextChoices):
    OPEN = "open", _("open")
    MENDED = "mended", _("mended")
    CLOSED = "closed", _("closed without work")


@classified(zone=PUBLIC, key=INTERNAL, walked_on=PUBLIC, dark=PUBLIC, walkers=PUBLIC, received_at=INTERNAL, received_by=INTERNAL,
            sample=PUBLIC)  # fmt: skip
class Walk(models.Model):
    """One walk by several people together. ``key`` is made on the phone, so that what is sent twice is stored once."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="walks")
    key = models.UUIDField(unique=True)
    walked_on = models.DateField()
    dark = models.BooleanField(default=False, help_text="after dark")
    walkers = models.CharField(max_length=200, blank=True, help_text="which organisations walked; no names of people")
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.CharField(max_length=60)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["-walked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.walked_on}"


@classified(walk=PUBLIC, key=INTERNAL, lon=PUBLIC, lat=PUBLIC, place_words=INTERNAL, light=PUBLIC, sight=PUBLIC, escape=PUBLIC,
            upkeep=PUBLIC, other=PUBLIC, words=INTERNAL, picture=INTERNAL)  # fmt: skip
class Stop(models.Model):
    """Where they stopped and what they saw there. A stop where all is good counts: without it nobody knows out of how many."""

    walk = models.ForeignKey(Walk, on_delete=models.PROTECT, related_name="stops")
    key = models.UUIDField(unique=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    place_words = models.CharField(max_length=160, blank=True)
    light = models.CharField(max_length=6, choices=Finding.choices, default=Finding.UNSEEN)
    sight = models.CharField(max_length=6, choices=Finding.choices, default=Finding.UNSEEN)
    escape = models.CharField(max_length=6, choices=Finding.choices, default=Finding.UNSEEN)
    upkeep = models.CharField(max_length=6, choices=Finding.choices, default=Finding.UNSEEN)
    other = models.BooleanField(default=False, help_text="something else has to be mended; the words say what")
    words = models.CharField(max_length=500, blank=True, help_text="screened before it is stored")
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]


@classified(zone=PUBLIC, walk=PUBLIC, stop=PUBLIC, cell=PUBLIC, lon=PUBLIC, lat=PUBLIC, place_words=INTERNAL, kind=PUBLIC,
            words=INTERNAL, state=PUBLIC, found_on=PUBLIC, before=INTERNAL, after=INTERNAL, owner=PUBLIC, ended_on=PUBLIC,
            ended_words=INTERNAL, sample=PUBLIC)  # fmt: skip
class RiskPoint(models.Model):
    """One thing that has to be mended at one place, who takes care of it, and a picture before and after."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="risk_points")
    walk = models.ForeignKey(Walk, on_delete=models.PROTECT, related_name="points")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="points")
    cell = models.BigIntegerField(null=True, blank=True, db_index=True, help_text="H3 index of resolution 12")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    place_words = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    words = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=6, choices=PointState.choices, default=PointState.OPEN)
    found_on = models.DateField()
    before = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="risk_points",
        help_text="who takes care of it",
    )  # fmt: skip
    ended_on = models.DateField(null=True, blank=True)
    ended_words = models.CharField(max_length=300, blank=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["state", "-found_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stop", "kind"], name="risk_point_once_a_stop_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.place_words}" if self.place_words else self.get_kind_display()
