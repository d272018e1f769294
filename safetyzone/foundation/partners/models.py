"""Organisations that share the work of a zone, what they bring, what was agreed with them. The police are one of them."""

from datetime import date, timedelta
from typing import ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PERSONAL, PUBLIC, classified

POLICE: Final = "police"  # the one kind every area pack has, and the one the software itself knows
SOON: Final = timedelta(days=30)


@classified(place=PUBLIC, kind=PUBLIC, name=PUBLIC, name_en=PUBLIC, email=PERSONAL, phone=PERSONAL, language=INTERNAL,
            active=PUBLIC, sample=PUBLIC, created_at=INTERNAL)  # fmt: skip
class Organisation(models.Model):
    """A body that works at its place and everywhere below it; never a private person."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=60, help_text="code of a partner kind in the area pack")
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    # Whoever answers for the organisation reads these, so they count as a person's.
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="th")
    active = models.BooleanField(default=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["kind", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "name"], condition=models.Q(active=True), name="organisation_once_at_a_place"
            )
        ]

    def __str__(self) -> str:
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """The English name where it is asked for and there is one."""
        return self.name_en if language.startswith("en") and self.name_en else self.name


@classified(organisation=INTERNAL, user=PERSONAL)
class OrganisationPerson(models.Model):
    """An account that may speak for an organisation: enter its position, see its own page."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="organisations")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "user"], name="speaks_once_for_an_organisation")
        ]


class Brings(models.TextChoices):
    CAMERA = "camera", _("cameras")
    LIGHT = "light", _("lights")
    MONEY = "money", _("money")
    VOLUNTEERS = "volunteers", _("volunteers")
    PLACE = "place", _("a place")
    OTHER = "other", _("something else")


@classified(organisation=PUBLIC, kind=PUBLIC, quantity=PUBLIC, amount=PUBLIC, words=INTERNAL, added_at=INTERNAL)
class Contribution(models.Model):
    """What an organisation brings: a number of things or people, or an amount of money in whole units of the currency."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=12, choices=Brings.choices)
    quantity = models.PositiveIntegerField(default=1)
    amount = models.PositiveBigIntegerField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-added_at", "-pk"]


class Standing(models.TextChoices):
    """Of an agreement, on a day."""

    LASTS = "lasts", _("in force")
    SOON = "soon", _("expires soon")
    EXPIRED = "expired", _("expired")


@classified(organisation=PUBLIC, title=PUBLIC, words=INTERNAL, signed_on=PUBLIC, expires_on=PUBLIC, sample=PUBLIC)
class Agreement(models.Model):
    """A signed paper; without a last day it is in force until somebody ends it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    signed_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True, help_text="the last day on which it holds")
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["-signed_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def standing(self, today: date | None = None) -> Standing:
        """Expired from the day after its last day; "soon" within the thirty days before."""
        day = today or timezone.localdate()
        if self.expires_on is None or self.expires_on > day + SOON:
            return Standing.LASTS
        return Standing.EXPIRED if self.expires_on < day else Standing.SOON

    def days_left(self) -> int:
        """Until the last day; negative once it has passed. Only for an agreement that has one."""
        assert self.expires_on is not None
        return (self.expires_on - timezone.localdate()).days
