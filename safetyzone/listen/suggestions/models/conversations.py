"""A conversation: one question to the people of a zone, what they suggest, and what the team decided about it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import named
from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, SENSITIVE, classified


class State(models.TextChoices):
    WAITING = "waiting", _("waiting to be read")
    SHOWN = "shown", _("shown")
    HIDDEN = "hidden", _("not shown")


class Source(models.TextChoices):
    PAGE = "page", _("from this page")
    POLL = "poll", _("from an answer to the poll")
    TEAM = "team", _("from the team")


@classified(zone=PUBLIC, questions=PUBLIC, opens=PUBLIC, closes=PUBLIC, closed=PUBLIC, ways=PUBLIC, rules=PUBLIC,
            sample=PUBLIC, added_at=INTERNAL)  # fmt: skip
class Conversation(models.Model):
    """``rules`` are kept with the conversation, so that a decision can be read beside the rule it was taken by."""

    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="conversations")
    questions = models.JSONField(help_text="what people are asked, by language")
    opens = models.DateField()
    closes = models.DateField()
    closed = models.BooleanField(default=False, help_text="ended by the team")
    ways = models.JSONField(default=list, help_text="how a person gets a ballot: code, email, phone")
    rules = models.JSONField(default=list, help_text="[{code, names, texts}]: why a statement is not shown")
    sample = models.BooleanField(default=False, help_text="made up for demonstration")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-opens", "-pk"]

    def __str__(self) -> str:
        return self.question

    @property
    def question(self) -> str:
        return named(self.questions)

    @property
    def open(self) -> bool:
        """Votes are taken today."""
        return not self.closed and self.opens <= timezone.localdate() <= self.closes

    def rule(self, code: str) -> dict[str, str]:
        """A rule's name and text in the reader's language."""
        found = next((rule for rule in self.rules if rule["code"] == code), None)
        if found is None:
            return {"code": code, "name": code, "text": ""}
        return {"code": code, "name": named(found["names"]), "text": named(found["texts"])}


@classified(conversation=PUBLIC, number=PUBLIC, text=INTERNAL, language=PUBLIC, translations=INTERNAL, source=PUBLIC,
            state=PUBLIC, hidden_kinds=INTERNAL, digest=INTERNAL)  # fmt: skip
class Statement(models.Model):
    """One suggestion, screened before it is stored. Who wrote it is not stored, nor when: numbers give the order."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=280)
    language = models.CharField(max_length=8)
    translations = models.JSONField(default=dict, help_text="by language, made by the team")
    source = models.CharField(max_length=8, choices=Source.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    hidden_kinds = models.JSONField(default=list, help_text="kinds of personal data that were taken out")
    digest = models.CharField(max_length=64, help_text="of the words alone, so that the same is not said twice")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "number"], name="statement_number_once"),
            models.UniqueConstraint(fields=["conversation", "digest"], name="statement_said_once"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """In the reader's language where the team has translated it."""
        translated: dict[str, str] = self.translations
        return translated.get((get_language() or "").split("-")[0]) or self.text

    @property
    def anchor(self) -> str:
        """Its place on the page of all statements."""
        return f"#n{self.number}"

    @property
    def words_language(self) -> str:
        """The language of ``words``, for screen readers."""
        mine = (get_language() or "").split("-")[0]
        return mine if mine in self.translations else self.language


@classified(statement=PUBLIC, verdict=PUBLIC, rule=PUBLIC, decided_at=PUBLIC, undone=PUBLIC)
class Decision(models.Model):
    """The public log: what was decided about a statement, by which rule, when. Who wrote it is known to nobody."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=State.choices)
    rule = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(auto_now_add=True)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-decided_at", "-pk"]


@classified(conversation=INTERNAL, writer=SENSITIVE, many=INTERNAL)
class Written(models.Model):
    """How many statements a ballot has brought, under a name that only this count uses: it leads to no statement or vote."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="written")
    writer = models.CharField(max_length=32)
    many = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "writer"], name="writer_counted_once")]
