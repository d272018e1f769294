"""The questionnaire on paper: boxes to tick, numbered so that whoever types it in ticks the same."""

import re
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from safetyzone.foundation.media.pdf import pdf
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.listen.polls.answering.plain import instead_of_map, widget_of
from safetyzone.listen.polls.models import Questionnaire, Wave, WaveMode
from safetyzone.listen.polls.queries import in_language

_PRINT: Final = Path(__file__).parent / "print"
# ${contact} = 'yes', or selected(${crimes}, 'theft'): what can be said in one line on paper.
_ONE_ANSWER: Final = re.compile(r"(?:selected\()?\$\{([^}]+)\}\s*[=,]\s*['\"]([^'\"]*)['\"]\)?")


def on_paper(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """The questions that can be asked on paper: no pins, no pictures, nothing repeated."""
    return [
        question
        for question in questionnaire.questions
        if widget_of(question["type"]) is not None and not question.get("repeat")
        and (question["choices"] or not question["type"].startswith("select"))
    ]  # fmt: skip


def not_on_paper(questionnaire: Questionnaire) -> list[str]:
    """Names of required questions that paper cannot ask: with any of them there is no paper sheet."""
    asked = {question["name"] for question in on_paper(questionnaire)}
    return [item["name"] for item in questionnaire.questions if item["required"] and item["name"] not in asked]


def sheets_pdf(wave: Wave, *, first: int, many: int, language: str) -> bytes:
    """``many`` sheets with numbers from ``first`` on."""
    with translation.override(language):
        data = {
            "language": language,
            "numbers": list(range(first, first + many)),
            "title": wave.questionnaire.title,
            "below": f"{wave.zone.name} · {wave.title}",
            "coded": wave.mode == WaveMode.PROBABILITY,
            "words": {
                "sheet": _("Sheet"),
                "code": _("The code in your letter"),
                "one": _("Tick one"),
                "many": _("Tick all that apply"),
                "until": _("Please give it back by %(day)s.") % {"day": day(wave.closes)},
                "anonymous": _("Please write no name. Nobody can trace your answers back to you."),
            },
            "sample": _("SAMPLE – for demonstration only") if wave.sample else "",
            "sections": _sections(wave.questionnaire),
        }
    return pdf(_PRINT / "sheet.typ", data)


def _sections(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    asked = on_paper(questionnaire)
    numbers = {question["name"]: number for number, question in enumerate(asked, start=1)}
    found: list[dict[str, Any]] = []
    for question in asked:
        title = in_language(question["section"])
        if not found or found[-1]["title"] != title:
            found.append({"title": title, "questions": []})
        found[-1]["questions"].append(
            {
                "number": numbers[question["name"]],
                "label": in_language(question["labels"]) or question["name"],
                "hint": " ".join(
                    filter(None, (instead_of_map(questionnaire.questions, question), in_language(question["hints"])))
                ),
                "only_if": _condition(question, asked, numbers),
                "widget": widget_of(question["type"]),
                "choices": [in_language(choice["labels"]) or choice["value"] for choice in question["choices"]],
            }
        )
    return found


def _condition(question: dict[str, Any], asked: list[dict[str, Any]], numbers: dict[str, int]) -> str:
    """ "Only if question 9 is “yes”", where the condition is that simple."""
    found = _ONE_ANSWER.fullmatch(question["relevant"].strip())
    if found is None or found[1] not in numbers:
        return ""
    name, value = found[1], found[2]
    other = next(item for item in asked if item["name"] == name)
    label = next((in_language(choice["labels"]) for choice in other["choices"] if choice["value"] == value), value)
    return _("Only if your answer to question %(number)s is “%(label)s”.") % {"number": numbers[name], "label": label}
