"""A task: what one organisation was asked to do in a zone, what it promised, and what came of it."""

from datetime import date, timedelta
from typing import ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified
from safetyzone.listen.suggestions.models import Statement
from safetyzone.listen.walks.models import RiskPoint
from safetyzone.plan.problems.models import PlannedMeasure, Problem


class State(models.TextChoices):
    ASKED = "asked", _("asked, no answer yet")
    ACCEPTED = "accepted", _("promised")
    DONE = "done", _("reported done")
    CHECKED = "checked", _("done and checked")
    HANDED_BACK = "handed_back", _("handed back")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Effort(models.TextChoices):
    PREVENTION = "prevention", _("prevention")
    SUPPRESSION = "suppression", _("suppression")


class Side(models.TextChoices):
    ASKER = "asker", _("the team")
    LINK = "link", _("the organisation, by its link")
    ORGANISATION = "organisation", _("the organisation")
    TOLD = "told", _("the team, as the organisation told it")
    CLOCK = "clock", _("automatically")


OPEN: Final = (State.ASKED, State.ACCEPTED)
FINISHED: Final = (State.DONE, State.CHECKED)


@classified(
    zone=PUBLIC, organisation=PUBLIC, planned_measure=PUBLIC, problem=PUBLIC, statement=PUBLIC, risk_point=PUBLIC,
    title=PUBLIC, words=PUBLIC, where=PUBLIC, lon=INTERNAL, lat=INTERNAL, effort=PUBLIC, public=INTERNAL, sample=PUBLIC,
    state=PUBLIC, due=PUBLIC, promised=PUBLIC, moved_by=INTERNAL, asked_at=PUBLIC, accepted_at=PUBLIC, done_at=PUBLIC,
    done_on=PUBLIC, checked_at=PUBLIC, handed_back_at=PUBLIC, handed_back_reason=PUBLIC, done_words=PUBLIC, estimate=INTERNAL, cost=PUBLIC,
    payer=PUBLIC, before=INTERNAL, after=INTERNAL, link_version=INTERNAL, link_until=INTERNAL,
    link_used_at=INTERNAL,
)  # fmt: skip
class Task(models.Model):
    """Words are screened before they are stored. ``promised`` is the day that counts: a move changes it only when both agree."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="tasks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    planned_measure = models.ForeignKey(
        PlannedMeasure, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    problem = models.ForeignKey(Problem, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    statement = models.ForeignKey(Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    risk_point = models.ForeignKey(RiskPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=1500, blank=True)
    where = models.CharField(max_length=200, blank=True, help_text="in words")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    effort = models.CharField(max_length=12, choices=Effort.choices)
    public = models.BooleanField(default=True, help_text="residents may read it")
    sample = models.BooleanField(default=False, help_text="made up for demonstration")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    due = models.DateField(help_text="the day it is worked towards")
    promised = models.DateField(null=True, blank=True, help_text="the day that was accepted first, or agreed since")
    moved_by = models.CharField(max_length=12, blank=True, help_text="who moved the day without the other's word")
    asked_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, help_text="when it was reported")
    done_on = models.DateField(null=True, blank=True, help_text="the day on which it was done, as reported")
    checked_at = models.DateTimeField(null=True, blank=True)
    handed_back_at = models.DateTimeField(null=True, blank=True)
    handed_back_reason = models.CharField(max_length=500, blank=True)
    done_words = models.CharField(max_length=500, blank=True)
    estimate = models.PositiveBigIntegerField(null=True, blank=True, help_text="what it may cost, whole units")
    cost = models.PositiveBigIntegerField(null=True, blank=True, help_text="what it cost, whole units of the currency")
    payer = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks_paid")
    before = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # A link says which version it is: raising the number makes all earlier ones void.
    link_version = models.PositiveIntegerField(default=1)
    link_until = models.DateField(help_text="last day of the link")
    link_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["zone", "state", "due"]),
            models.Index(fields=["organisation", "state"]),
            models.Index(fields=["state", "due"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def counts_on(self) -> date:
        """The day against which late is told."""
        return self.promised or self.due

    @property
    def late(self) -> bool:
        """Done after the day that counts, or not done and that day is over."""
        if self.state in FINISHED:
            return bool(self.done_on and self.done_on > self.counts_on)
        return self.state in OPEN and timezone.localdate() > self.counts_on

    @property
    def days_late(self) -> int:
        end = self.done_on if self.state in FINISHED else timezone.localdate()
        return max(0, ((end or self.counts_on) - self.counts_on) // timedelta(days=1)) if self.late else 0

    @property
    def moved(self) -> bool:
        """One side works towards another day than was promised."""
        return bool(self.moved_by and self.promised and self.due != self.promised)


class StepKind(models.TextChoices):
    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("promised")
    DONE = "done", _("reported done")
    SENT_BACK = "sent_back", _("not done yet, said the team")
    CHECKED = "checked", _("checked")
    HANDED_BACK = "handed_back", _("handed back")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MOVED = "moved", _("day moved")
    AGREED = "agreed", _("new day agreed")
    LETTER = "letter", _("letter sent")
    LINK_RENEWED = "link_renewed", _("new link made")
    LINK_REVOKED = "link_revoked", _("link taken back")


@classified(task=INTERNAL, kind=INTERNAL, side=INTERNAL, words=INTERNAL, day=INTERNAL, at=INTERNAL, key=INTERNAL)
class Step(models.Model):
    """One thing that happened to a task. ``day`` is the day it is about; a ``key`` makes what the clock does happen once."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=StepKind.choices)
    side = models.CharField(max_length=12, choices=Side.choices)
    words = models.CharField(max_length=500, blank=True)
    day = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=60, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "key"], name="task_step_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"
