"""A zone's partner meeting: who came, what it was about, what it resolved. Organisations, never people."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safetyzone.act.tasks.models import Task
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("in session")
    CLOSED = "closed", _("over")
    CANCELLED = "cancelled", _("cancelled")


@classified(zone=PUBLIC, year=PUBLIC, number=PUBLIC, starts_at=PUBLIC, where=PUBLIC, state=PUBLIC, cancelled_words=INTERNAL,
            began_at=PUBLIC, ended_at=PUBLIC, opened_at=INTERNAL, closed_at=INTERNAL, minutes=INTERNAL, approved_in=INTERNAL,
            sample=PUBLIC)  # fmt: skip
class Meeting(models.Model):
    """``began_at``, ``ended_at``: by the clock on the wall; ``opened_at``, ``closed_at``: when that was entered.

    What was done in the system between the latter two belongs to the meeting and is kept in ``minutes`` when it closes.
    """

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="meetings")
    year = models.PositiveSmallIntegerField(help_text="Gregorian, in which it is numbered")
    number = models.PositiveSmallIntegerField(help_text="of the year")
    starts_at = models.DateTimeField()
    where = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    cancelled_words = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    minutes = models.JSONField(default=dict, help_text="what was decided and done, as it was when the meeting closed")
    approved_in = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="approves")
    sample = models.BooleanField(default=False, help_text="made up for demonstration")

    class Meta:
        ordering: ClassVar = ["-starts_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "year", "number"], name="meeting_number_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


@classified(meeting=INTERNAL, organisation=PUBLIC, people=INTERNAL, words=INTERNAL)
class Attendance(models.Model):
    """An invited organisation: how many came for it, None until that is entered, 0 when nobody did."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=120, blank=True, help_text="in which capacity, or why nobody came")

    class Meta:
        ordering: ClassVar = ["organisation__kind", "organisation__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="invited_once_to_a_meeting")
        ]


@classified(meeting=INTERNAL, organisation=INTERNAL, key=INTERNAL, sent_at=INTERNAL)
class Sent(models.Model):
    """A letter that the mail server took. ``key``: which one, so that a job that is delivered twice writes once."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sent")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "organisation", "key"], name="meeting_letter_once")
        ]


class Section(models.IntegerChoices):
    """The parts of an agenda in the order in which Thai offices hold them."""

    ANNOUNCEMENTS = 1, _("What the chair announces")
    MINUTES = 2, _("Approval of the last minutes")
    FOLLOW_UP = 3, _("Matters carried over")
    INFORMATION = 4, _("For information")
    CONSIDERATION = 5, _("For consideration")
    OTHER = 6, _("Other matters")


@classified(meeting=INTERNAL, section=INTERNAL, order=INTERNAL, kind=INTERNAL, ref=INTERNAL, title=INTERNAL, about=INTERNAL,
            decision=INTERNAL, tasks=INTERNAL, words=INTERNAL, resolution=INTERNAL)  # fmt: skip
class AgendaItem(models.Model):
    """``ref``: what in the system it comes from, such as "task:12"; empty for what somebody wrote.

    ``title`` of what the system found is that thing's own title; ``about`` holds the facts beside it, put into words when shown.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    section = models.PositiveSmallIntegerField(choices=Section.choices)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    about = models.JSONField(default=dict)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    tasks = models.ManyToManyField(
        Task, related_name="agenda_items", help_text="asked at the meeting because of this item"
    )
    words = models.TextField(max_length=4000, blank=True, help_text="what was said, without names of people")
    resolution = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["section", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "ref"], condition=~models.Q(ref=""), name="one_thing_once_on_an_agenda"
            )
        ]

    def __str__(self) -> str:
        return self.title
