"""What is on an agenda and what came of it, in sentences: the same on the page and on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from safetyzone.act.meetings.models import AgendaItem, Meeting, Section
from safetyzone.act.meetings.official import paper_number, short_day, year_of
from safetyzone.act.tasks.models import StepKind
from safetyzone.foundation.decisions.models import DecisionState
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.partners.models import Organisation


@dataclass(frozen=True)
class Style:
    """How days (ISO text) and numbers of meetings (number, Gregorian year) are written."""

    day: Callable[[str], str]
    number: Callable[[int, int], str]


ON_PAGE: Final = Style(day, lambda number, year: f"{number}/{year_of(year)}")
ON_PAPER: Final = Style(short_day, paper_number)


@dataclass(frozen=True)
class Line:
    """An item as it is shown; ``about``: what the records say beside its title; ``outcome``: of a question put to the partners."""

    item: AgendaItem
    number: str
    title: str
    about: str
    outcome: str

    @property
    def asks(self) -> str:
        """What a task that is asked because of this item starts with, as the end of an address."""
        kind, _colon, number = self.item.ref.partition(":")
        return f"?problem={number}" if kind == "problem" else ""

    @property
    def decision_key(self) -> int | None:
        """Of the question put to the partners, for its address."""
        kind, _colon, number = self.item.ref.partition(":")
        return int(number) if kind == "decision" else None


def names_for(meeting: Meeting) -> dict[int, str]:
    """Names of every organisation that the agenda or the minutes mention, in the reader's language."""
    mentioned = {item.about.get("organisation") for item in meeting.items.all()}
    mentioned |= {row["organisation"] for row in meeting.minutes.get("tasks", [])}
    language = get_language() or "en"
    found = Organisation.objects.filter(pk__in=[each for each in mentioned if each])
    return {each.pk: each.name_in(language) for each in found}


def agenda(meeting: Meeting, style: Style) -> list[tuple[Section, list[Line]]]:
    """Every part of the agenda in order, also the empty ones, with its numbered items."""
    names = names_for(meeting)
    items = list(meeting.items.select_related("decision"))
    parts = []
    for section in Section:
        own = [item for item in items if item.section == section]
        lines = [
            Line(item, f"{section.value}.{place}", titled(item, style), about(item, names, style), outcome(item))
            for place, item in enumerate(own, start=1)
        ]
        parts.append((section, lines))
    return parts


def titled(item: AgendaItem, style: Style) -> str:
    """What was written, or the thing's own title with what it is."""
    told = {"title": item.title}
    if item.kind == "minutes":
        number = style.number(item.about["number"], item.about["year"])
        return _("Minutes of meeting %(number)s of %(day)s") % {"number": number, "day": style.day(item.about["day"])}
    if item.kind == "problem":
        return _("Problem without a measure: %(title)s") % told
    if item.kind == "plan-ends":
        return _("Plan that ends: %(title)s") % told
    if item.kind == "poll":
        return _("Results of the poll “%(title)s”") % told
    if item.kind.startswith("agreement"):
        return _("Agreement “%(title)s”") % told
    return item.title


def about(item: AgendaItem, names: dict[int, str], style: Style) -> str:
    """The facts beside the title; empty where there are none."""
    facts: dict[str, Any] = item.about
    told = {
        "who": names.get(facts.get("organisation", 0), ""), "reason": facts.get("reason", ""),
        "day": style.day(facts["day"]) if "day" in facts else "", "n": facts.get("answers", 0),
    }  # fmt: skip
    sentences = {
        "task-late": _("%(who)s; was due on %(day)s"),
        "task-due": _("%(who)s; due on %(day)s"),
        "task-unchecked": _("%(who)s; reported done, nobody has checked it"),
        "task-handed-back": _("%(who)s; handed back: %(reason)s"),
        "poll": ngettext(
            "closed on %(day)s with %(n)s answer", "closed on %(day)s with %(n)s answers", facts.get("answers", 0)
        ),
        "agreement-expired": _("%(who)s; expired on %(day)s"),
        "agreement-ends": _("%(who)s; expires on %(day)s"),
        "decision": _("The partners are asked whether they agree."),
        "plan-ends": _("on %(day)s"),
    }
    return sentences[item.kind] % told if item.kind in sentences else ""


def outcome(item: AgendaItem) -> str:
    """What came of a question that was closed at the meeting."""
    return decided(item.decision.state) if item.decision else ""


def decided(state: str) -> str:
    """An outcome as a sentence of minutes."""
    return {
        DecisionState.AGREED.value: _("The partners agree."),
        DecisionState.BLOCKED.value: _("The partners do not agree: it was blocked."),
        DecisionState.STALE.value: _("Nothing was decided: what was asked about has changed since."),
    }.get(state, "")


def tasks_in_words(meeting: Meeting, names: dict[int, str], style: Style) -> list[tuple[str, str, str, str]]:
    """(number on the agenda, task, organisation, what happened) for each step of the minutes; "–" where it was on none."""
    rows = meeting.minutes.get("tasks", [])
    numbers = (
        {line.item.pk: line.number for _section, lines in agenda(meeting, style) for line in lines} if rows else {}
    )
    said = {
        StepKind.ASKED.value: _("was asked to do it by %(day)s"),
        StepKind.ACCEPTED.value: _("promised it by %(day)s"),
        StepKind.DONE.value: _("reported it done"),
        StepKind.SENT_BACK.value: _("is asked to do what is missing"),
        StepKind.CHECKED.value: _("its work was checked and taken as done"),
        StepKind.HANDED_BACK.value: _("handed it back"),
        StepKind.WITHDRAWN.value: _("is asked no longer"),
        StepKind.MOVED.value: _("the day was moved to %(day)s"),
        StepKind.AGREED.value: _("the new day %(day)s was agreed"),
    }
    return [
        (
            numbers.get(row.get("item"), "–"),
            row["title"],
            names.get(row["organisation"], ""),
            said[row["kind"]] % {"day": style.day(row["day"])},
        )
        for row in rows
    ]
