"""The driving committee: the body that signs which areas come next and when a phase begins."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import PUBLIC, classified


@classified(
    place=PUBLIC, name=PUBLIC, name_en=PUBLIC, mandate=PUBLIC, quorum=PUBLIC, since=PUBLIC, active=PUBLIC, sample=PUBLIC
)
class Committee(models.Model):
    """A body of a place; it decides for everything below it. ``quorum``: how many seats have to speak."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="committees")
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    mandate = models.TextField(help_text="what it may decide, and on whose order it was set up")
    quorum = models.PositiveSmallIntegerField()
    since = models.DateField()
    active = models.BooleanField(default=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["place__path", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "name"], condition=models.Q(active=True), name="committee_once_at_a_place"
            )
        ]

    def __str__(self) -> str:
        english = (get_language() or "en").startswith("en")
        return self.name_en if english and self.name_en else self.name


class Office(models.TextChoices):
    CHAIR = "chair", _("chair")
    DEPUTY = "deputy", _("deputy chair")
    MEMBER = "member", _("member")
    SECRETARY = "secretary", _("member and secretary")


@classified(committee=PUBLIC, organisation=PUBLIC, office=PUBLIC, held_by=PUBLIC, since=PUBLIC, until=PUBLIC)
class Seat(models.Model):
    """A seat belongs to an organisation and goes with a post, such as "deputy commissioner": no person is named."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    office = models.CharField(max_length=10, choices=Office.choices, default=Office.MEMBER)
    held_by = models.CharField(max_length=120, blank=True, help_text="the post that holds it, no person's name")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="the last day; empty while it is held")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "organisation"], condition=models.Q(until=None), name="seat_once"
            )
        ]
