"""A part of the people asked: everybody of an age, a sex, a community."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from safetyzone.listen.polls.models import Wave, WaveMode
from safetyzone.listen.polls.results.sample import Sample
from zonestats.checks import BoolArray

COMMUNITY: Final = "stratum"
MOST_CHOICES: Final = 12  # a list of more is no way to divide a neighbourhood


class NoSuchPart(ValueError):
    """The questionnaire or the frame has no such part."""


@dataclass(frozen=True)
class Domain:
    """Who gave ``value`` to ``question``; or who lives in the community ``value`` of the frame."""

    question: str
    value: str

    def stated(self) -> dict[str, str]:
        """As a run's parameters and an address's query hold it."""
        return {"by": self.question, "is": self.value}

    def of(self, sample: Sample) -> BoolArray:
        """The rows that belong to the part; the design stays whole."""
        if self.question == COMMUNITY:
            return np.array([stratum == self.value for stratum in sample.columns.stratum], np.bool_)
        return sample.columns.chose(self.question, self.value)


def parts_of(wave: Wave) -> list[dict[str, Any]]:
    """By what the figures can be divided: the questions about the person, and the frame's communities."""
    asked = [question for question in wave.questionnaire.questions if _about_the_person(wave, question)]
    found: list[dict[str, Any]] = [
        {"question": each["name"], "labels": each["labels"], "choices": each["choices"]} for each in asked
    ]
    strata = (
        sorted(set(wave.sheets.values_list("stratum", flat=True)) - {""}) if wave.mode == WaveMode.PROBABILITY else []
    )
    if len(strata) > 1:
        found.append(
            {"question": COMMUNITY, "labels": {}, "choices": [{"value": name, "labels": {}} for name in strata]}
        )
    return found


def _about_the_person(wave: Wave, question: dict[str, Any]) -> bool:
    """Questions of the first section, and those that margins are given for."""
    questions = wave.questionnaire.questions
    one = question["type"].startswith("select one") and 1 < len(question["choices"]) <= MOST_CHOICES
    first = bool(question["section"]) and question["section"] == questions[0]["section"]
    return one and not question.get("repeat") and (first or question["name"] in {m["question"] for m in wave.margins})


def domain_from(wave: Wave, query: Mapping[str, str]) -> Domain | None:
    """The part an address asks for, ``?by=sex&is=female``; None for everybody. Raises ``NoSuchPart``."""
    question, value = query.get("by", ""), query.get("is", "")
    if not question and not value:
        return None
    values = {choice["value"] for part in parts_of(wave) if part["question"] == question for choice in part["choices"]}
    if value not in values:
        raise NoSuchPart(f"{question} {value}".strip())
    return Domain(question, value)
