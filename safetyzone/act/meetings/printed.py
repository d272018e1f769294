"""Agenda and minutes on paper: in the style of Thai offices, and in English."""

from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from safetyzone.act.meetings.models import Attendance, Meeting, MeetingState
from safetyzone.act.meetings.official import body_of, clock, figures, long_day, paper_number
from safetyzone.act.meetings.queries import absent_from, in_order, present_at
from safetyzone.act.meetings.words import ON_PAPER, agenda, decided, names_for, tasks_in_words
from safetyzone.foundation.media.pdf import pdf
from safetyzone.foundation.partners.queries import kind_names

_LAYOUT: Final = Path(__file__).parent / "print" / "meeting.typ"


def agenda_pdf(meeting: Meeting) -> bytes:
    """ระเบียบวาระการประชุม, or the agenda in English: the reader's language decides."""
    return pdf(_LAYOUT, agenda_data(meeting))


def minutes_pdf(meeting: Meeting) -> bytes:
    """รายงานการประชุม, or the minutes in English; of a meeting that is over."""
    return pdf(_LAYOUT, minutes_data(meeting))


def agenda_data(meeting: Meeting) -> dict[str, Any]:
    """What is printed before the meeting."""
    invited = in_order(meeting.zone.pack, meeting.attendance.select_related("organisation"))
    return {
        **_head(meeting, _("Agenda of the meeting")),
        "lists": [_listed(meeting, _("Invited"), invited, people=False)],
        "began": "", "sections": _sections(meeting, minutes=False), "tables": [], "ended": "", "signed": [],
    }  # fmt: skip


def minutes_data(meeting: Meeting) -> dict[str, Any]:
    """What is printed after it."""
    assert meeting.state == MeetingState.CLOSED
    assert meeting.began_at is not None
    assert meeting.ended_at is not None
    sections = _sections(meeting, minutes=True)
    if not meeting.minutes["quorum"]:
        sections.insert(0, {"title": _("There was no quorum: nothing was decided."), "items": [], "none": ""})
    return {
        **_head(meeting, _("Minutes of the meeting")),
        "lists": [
            _listed(meeting, _("Present"), in_order(meeting.zone.pack, present_at(meeting)), people=True),
            _listed(meeting, _("Absent"), in_order(meeting.zone.pack, absent_from(meeting)), people=False),
        ],
        "began": _("The meeting began at %(clock)s") % {"clock": clock(meeting.began_at)},
        "sections": sections, "tables": _tables(meeting),
        "ended": _("The meeting ended at %(clock)s") % {"clock": clock(meeting.ended_at)},
        "signed": [_("Taken down by"), _("Checked by")],
    }  # fmt: skip


def _head(meeting: Meeting, title: str) -> dict[str, Any]:
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": title,
        "body": body_of(meeting),
        "number": _("No. %(number)s") % {"number": paper_number(meeting.number, meeting.year)},
        "when": _("%(day)s at %(clock)s") % {"day": long_day(meeting.starts_at), "clock": clock(meeting.starts_at)},
        "where": _("at %(place)s") % {"place": meeting.where},
        "sample": _("SAMPLE – for demonstration only") if meeting.sample else "",
        "foot": _("Meeting %(number)s, %(zone)s") % {
            "number": paper_number(meeting.number, meeting.year), "zone": meeting.zone.name,
        },
    }  # fmt: skip


def _listed(meeting: Meeting, title: str, rows: list[Attendance], *, people: bool) -> dict[str, Any]:
    kinds = kind_names(meeting.zone.pack)
    language = get_language() or "en"
    return {
        "title": title,
        "none": _("nobody"),
        "rows": [
            [figures(f"{place}."), row.organisation.name_in(language), _beside(row, kinds, people=people)]
            for place, row in enumerate(rows, start=1)
        ],
    }


def _beside(row: Attendance, kinds: dict[str, str], *, people: bool) -> str:
    """Kind, how many came, in which capacity or why not."""
    parts = [kinds.get(row.organisation.kind, row.organisation.kind)]
    if people and row.people:
        parts.append(ngettext("%(n)s person", "%(n)s people", row.people) % {"n": figures(row.people)})
    return ", ".join([*parts, row.words] if row.words else parts)


def _sections(meeting: Meeting, *, minutes: bool) -> list[dict[str, Any]]:
    parts = []
    for section, lines in agenda(meeting, ON_PAPER):
        title = _("Item %(number)s: %(title)s") % {"number": figures(section.value), "title": section.label}
        items = [
            {
                "number": figures(line.number), "title": line.title, "about": line.about,
                "words": line.item.words if minutes else "",
                "resolution": _resolved(line.item.resolution, line.outcome) if minutes else "",
            }
            for line in lines
        ]  # fmt: skip
        parts.append({"title": title, "items": items, "none": _("– none –")})
    return parts


def _resolved(resolution: str, outcome: str) -> str:
    told = " ".join(each for each in (outcome, resolution) if each)
    return _("Resolved: %(words)s") % {"words": told} if told else ""


def _tables(meeting: Meeting) -> list[dict[str, Any]]:
    """What was decided and what became of tasks, as tables; left out where nothing was."""
    names = names_for(meeting)
    found = []
    if decisions := meeting.minutes["decisions"]:
        rows = [
            [each["question"], decided(each["state"]),
             figures(_("%(agree)s agree, %(aside)s stand aside, %(block)s block.") % {
                 "agree": each["agree"], "aside": each["stand_aside"], "block": each["block"]})]
            for each in decisions
        ]  # fmt: skip
        found.append({"title": _("Questions decided"), "heads": [_("Question"), _("Outcome"), _("How")], "rows": rows})
    if tasks := tasks_in_words(meeting, names, ON_PAPER):
        heads = [_("Item"), _("Task"), _("Organisation"), _("What happened")]
        rows = [[figures(row[0]), *row[1:]] for row in tasks]
        found.append({"title": _("Tasks during the meeting"), "heads": heads, "rows": rows})
    return found
