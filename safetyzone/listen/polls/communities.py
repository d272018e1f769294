"""A zone's communities as a question of its poll: the area's questionnaire with one question more, a version for this zone.

Only where no codes are sent: in a random sample the list says where a household lives, and an answer that said it again would
undo the joining of neighbourhoods with few answers.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safetyzone.listen.polls.models import Questionnaire
from safetyzone.listen.polls.workbook import markdown, sheets_of

QUESTION: Final = "community"
ELSEWHERE: Final = "elsewhere"
MOST: Final = 60
LONGEST: Final = 80
_LABEL: Final = re.compile(r"label(?:::.*\(([\w-]+)\))?", re.IGNORECASE)


class NoCommunities(ValueError):
    """The question cannot be made; the sentence says why."""


def value_of(name: str) -> str:
    """How an answer holds a community's name: without spaces, as XForms separate answers by them."""
    return "-".join(name.split())


def names_in(text: str) -> list[str]:
    """The names, one a line. Raises ``NoCommunities``."""
    names = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    values = [value_of(name).casefold() for name in names]
    for number, (name, value) in enumerate(zip(names, values, strict=True), start=1):
        if len(name) > LONGEST:
            raise NoCommunities(_("Line %(n)s is longer than %(most)s letters.") % {"n": number, "most": LONGEST})
        if value in values[: number - 1]:
            raise NoCommunities(_("“%(name)s” stands twice.") % {"name": name})
    if not 2 <= len(names) <= MOST:
        raise NoCommunities(_("Name from 2 to %(most)s communities, one a line.") % {"most": MOST})
    return names


def asks(questionnaire: Questionnaire) -> bool:
    """Whether it asks for the community already."""
    return any(question["name"] == QUESTION for question in questionnaire.questions)


def with_communities(questionnaire: Questionnaire, zone: str, names: Sequence[str]) -> str:
    """The questionnaire's Markdown with the question at the end of its first part, under a version of its own."""
    if not questionnaire.file_name.lower().endswith(".md"):
        raise NoCommunities(
            _("This questionnaire is a workbook: add a question “community” to it and import it as a new version.")
        )
    sheets = sheets_of(bytes(questionnaire.original).decode("utf-8-sig"))
    _ask(sheets["survey"], of_residents=_knows_residents(questionnaire))
    _offer(sheets.setdefault("choices", [["list_name", "name", *filter(_LABEL.fullmatch, sheets["survey"][0])]]), names)
    mark = hashlib.sha256("\n".join([zone, *names]).encode()).hexdigest()[:6]
    _renew(sheets["settings"], f"{questionnaire.version}+{mark}")
    return markdown(sheets)


def _knows_residents(questionnaire: Questionnaire) -> bool:
    return any(
        question["name"] == "here" and any(choice["value"] == "resident" for choice in question["choices"])
        for question in questionnaire.questions
    )


def _ask(survey: list[list[str]], *, of_residents: bool) -> None:
    asked = {"type": f"select_one {QUESTION}", "name": QUESTION, "required": "yes"}
    if of_residents:
        asked["relevant"] = "${here} = 'resident'"
    kinds = [dict(zip(survey[0], row, strict=False)).get("type", "") for row in survey]
    end = next((number for number, kind in enumerate(kinds) if kind in {"end group", "end_group"}), len(survey))
    survey.insert(end, _row(survey[0], asked, gettext_lazy("Which community do you live in?")))


def _offer(choices: list[list[str]], names: Sequence[str]) -> None:
    offered: list[tuple[str, str | Promise]] = [(value_of(name), name) for name in names]
    offered += [
        (ELSEWHERE, gettext_lazy("Elsewhere in this area")),
        ("dont-know", gettext_lazy("I do not know")),
        ("refused", gettext_lazy("I would rather not say")),
    ]
    for value, label in offered:
        choices.append(_row(choices[0], {"list_name": QUESTION, "name": value}, label))


def _row(head: Sequence[str], cells: dict[str, str], label: str | Promise) -> list[str]:
    """A row under the headings; each language's label in that language, where we have it."""
    row = []
    for heading in head:
        found = _LABEL.fullmatch(heading)
        if found is None:
            row.append(cells.get(heading.replace(" ", "_"), ""))
        else:
            with translation.override(found[1] or translation.get_language()):
                row.append(str(label))
    return row


def _renew(settings: list[list[str]], version: str) -> None:
    row = settings[1]
    row += [""] * (len(settings[0]) - len(row))
    if "version" not in settings[0]:
        settings[0].append("version")
        row.append("")
    row[settings[0].index("version")] = version
