"""The questionnaire as a form without JavaScript: one part at a time, what does not apply left out, answers kept.

Nothing is kept on the server between the parts: the answers travel in the form itself until the last part is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safetyzone.listen.polls.answering.limits import Limits, NotPlain, fault, limits_of
from safetyzone.listen.polls.models import Questionnaire
from safetyzone.listen.polls.relevance import NotSimple, holds, is_simple
from safetyzone.listen.polls.screening import BadAnswer, screened

_WIDGETS: Final = {
    "text": "text",
    "string": "text",
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "date": "date",
}
PREFIX: Final = "a-"  # of an answer's field, so that a question may be called "csrfmiddlewaretoken"


def widget_of(kind: str) -> str | None:
    """How a question of this type is asked without JavaScript; None when it cannot be."""
    if kind.startswith("select one"):
        return "one"
    if kind.startswith("select all"):
        return "many"
    return _WIDGETS.get(kind)


def offers_plain(questionnaire: Questionnaire) -> bool:
    """Whether every question that must be answered, and every condition, is within the plain form's reach."""
    for question in questionnaire.questions:
        shown = widget_of(question["type"]) is not None and not question.get("repeat")
        if not shown and question["required"]:
            return False
        if shown and not (
            is_simple(question["relevant"]) and _is_limit(question["constraint"]) and _has_choices(question)
        ):
            return False
    return True


def _is_limit(constraint: str) -> bool:
    try:
        limits_of(constraint)
    except NotPlain:
        return False
    return True


def _has_choices(question: Mapping[str, Any]) -> bool:
    """Choices from an external list or a calculation are the full engine's work."""
    return not question["type"].startswith("select") or bool(question["choices"])


def instead_of_map(questions: Sequence[Mapping[str, Any]], question: Mapping[str, Any]) -> str:
    """What a text question says where the one before it asks for a place on a map, which plain pages and paper lack."""
    at = next(number for number, other in enumerate(questions) if other["name"] == question["name"])
    before = questions[at - 1] if at else None
    if before is None or before["type"] != "geopoint" or widget_of(question["type"]) != "text":
        return ""
    said = _("There is no map here. “%(question)s” – please write it here too, such as the street or a shop nearby.")
    return said % {"question": in_language(before["labels"]) or before["name"]}


def in_language(labels: Mapping[str, str]) -> str:
    """A label in the reader's language, else the first there is."""
    return labels.get((get_language() or "en").split("-")[0]) or next(iter(labels.values()), "")


@dataclass
class Asked:
    """One question as it stands on the page."""

    question: dict[str, Any]
    value: Any
    error: str = ""
    no_map: str = ""

    @property
    def name(self) -> str:
        return PREFIX + str(self.question["name"])

    @property
    def widget(self) -> str | None:
        return widget_of(self.question["type"])

    @property
    def label(self) -> str:
        return in_language(self.question["labels"]) or str(self.question["name"])

    @property
    def hint(self) -> str:
        return in_language(self.question["hints"])

    @property
    def described(self) -> str:
        """The ids of what stands beside the field: what is wrong with the answer, and the hints."""
        beside = {"error": self.error, "no-map": self.no_map, "hint": self.hint}
        return " ".join(f"{self.name}-{part}" for part, text in beside.items() if text)

    @property
    def required(self) -> bool:
        return bool(self.question["required"])

    @cached_property
    def limits(self) -> Limits:
        return limits_of(self.question["constraint"])

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """(value, label, chosen)."""
        chosen = self.value if isinstance(self.value, list) else [self.value]
        return [
            (option["value"], in_language(option["labels"]) or option["value"], option["value"] in chosen)
            for option in self.question["choices"]
        ]


@dataclass
class Part:
    """A section of the questionnaire."""

    title: str
    questions: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Progress:
    """What a person has answered so far, read from the form they sent. ``seen``: the questions they were shown."""

    questionnaire: Questionnaire
    given: dict[str, Any]
    seen: set[str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begun(cls, questionnaire: Questionnaire) -> "Progress":
        return cls(questionnaire, {}, set())

    @classmethod
    def read(cls, questionnaire: Questionnaire, sent: QueryDict) -> "Progress":
        """What was sent, whatever it is: names that the questionnaire does not know are passed over."""
        given: dict[str, Any] = {}
        for question in questionnaire.questions:
            values = [value.strip() for value in sent.getlist(PREFIX + question["name"])]
            values = [value for value in values if value]
            if values:
                given[question["name"]] = values if widget_of(question["type"]) == "many" else values[0]
        known = {question["name"] for question in questionnaire.questions}
        progress = cls(questionnaire, given, set(sent.get("seen", "").split()) & known)
        progress.check()
        return progress

    @cached_property
    def parts(self) -> list[Part]:
        """The sections that have a question for the plain form, in order."""
        found: list[Part] = []
        for question in self.questionnaire.questions:
            if widget_of(question["type"]) is None or question.get("repeat"):
                continue
            title = in_language(question["section"])
            if not found or found[-1].title != title:
                found.append(Part(title))
            found[-1].questions.append(question)
        return found

    def check(self) -> None:
        """Fill ``errors``: by name, what is wrong with an answer or missing among those shown."""
        for question in self.questionnaire.questions:
            name = question["name"]
            if name not in self.seen or not self._applies(question):
                continue
            if name not in self.given:
                if question["required"]:
                    self.errors[name] = _("Please answer this question.")
            elif said := self._fault(question):
                self.errors[name] = said

    def _fault(self, question: dict[str, Any]) -> str:
        alone = question | {"relevant": ""}
        try:
            kept = screened([alone], {question["name"]: self.given[question["name"]]})
        except BadAnswer:
            return _("This answer does not fit the question.")
        return fault(limits_of(question["constraint"]), kept.get(question["name"], ""))

    def _applies(self, question: dict[str, Any]) -> bool:
        try:
            return holds(question["relevant"], self.given)
        except NotSimple:
            return False

    def next_part(self) -> int | None:
        """The first part with something still open; None when all is answered."""
        for number, part in enumerate(self.parts):
            for question in part.questions:
                unseen = question["name"] not in self.seen and self._applies(question)
                if unseen or question["name"] in self.errors:
                    return number
        return None

    def asked(self, number: int) -> list[Asked]:
        """The questions of a part that apply, with what was answered and what is wrong with it."""
        return [
            Asked(
                question, self.given.get(question["name"], ""), self.errors.get(question["name"], ""),
                instead_of_map(self.questionnaire.questions, question),
            )
            for question in self.parts[number].questions
            if self._applies(question)
        ]  # fmt: skip

    def carried(self, number: int) -> list[tuple[str, str]]:
        """(field, value) of the answers of the other parts: they travel along, hidden."""
        shown = {question.name for question in self.asked(number)}
        pairs = []
        for name, value in self.given.items():
            if PREFIX + name not in shown:
                pairs += [(PREFIX + name, part) for part in (value if isinstance(value, list) else [value])]
        return pairs

    def seen_after(self, number: int) -> str:
        """What will have been shown once this part is sent."""
        return " ".join(sorted(self.seen | {question.question["name"] for question in self.asked(number)}))

    def newly_shown(self, number: int) -> bool:
        """Whether this part comes back only because an answer opened further questions."""
        names = {question.question["name"] for question in self.asked(number)}
        return bool(names & self.seen) and not (names & set(self.errors))
