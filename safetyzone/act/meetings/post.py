"""Letters about a meeting: asked for when it is called, moved or cancelled, written by a worker.

An invitation carries the agenda as a file, so nobody needs an account to read it. Made-up meetings write to nobody.
"""

import hashlib
from typing import Final, NamedTuple

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from safetyzone.act.meetings.models import Meeting, MeetingState
from safetyzone.act.meetings.official import body_of, clock, long_day, number_of
from safetyzone.act.meetings.printed import agenda_pdf
from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.queries import station_of

JOB: Final = "safetyzone.act.meetings.tasks.send_letter"
MARK: Final = 16  # characters of a digest


class Letter(NamedTuple):
    subject: str
    body: str
    agenda: bool


def letter_to_all(meeting: Meeting, kind: str, about: str = "") -> int:
    """Have everybody invited who has an address written to, once for each ``kind`` and ``about``; returns how many."""
    if meeting.sample:
        return 0
    mark = hashlib.sha256(about.encode()).hexdigest()[:MARK] if about else ""
    rows = meeting.attendance.filter(organisation__active=True).exclude(organisation__email="")
    invited = list(rows.values_list("organisation", flat=True))
    for organisation in invited:
        enqueue(JOB, key=f"meetings.letter:{meeting.pk}:{organisation}:{kind}:{mark}", meeting=meeting.pk,
                organisation=organisation, kind=kind, mark=mark)  # fmt: skip
    return len(invited)


def still_fits(meeting: Meeting, kind: str) -> bool:
    """Whether the letter is true when the worker comes to send it."""
    return meeting.state == (MeetingState.CANCELLED if kind == "cancelled" else MeetingState.PLANNED)


def compose(meeting: Meeting, kind: str) -> Letter:
    """Subject and text in the language that is set now."""
    station = station_of(meeting.zone)
    told = {
        "number": number_of(meeting), "day": long_day(meeting.starts_at), "clock": clock(meeting.starts_at),
        "where": meeting.where, "body": body_of(meeting), "team": (station or meeting.zone).name,
        "reason": meeting.cancelled_words,
    }  # fmt: skip
    subject, first = {
        "called": (_("Invitation: meeting %(number)s, %(day)s"), _("%(team)s invites you to a meeting.")),
        "moved": (_("Another time or place: meeting %(number)s, %(day)s"), _("The meeting has another time or place.")),
        "cancelled": (_("Cancelled: meeting %(number)s, %(day)s"), _("The meeting does not take place: %(reason)s")),
        "agenda": (_("Agenda: meeting %(number)s, %(day)s"), _("Here is the agenda as it stands now.")),
    }[kind]  # fmt: skip
    lines = [
        first, _("%(body)s, meeting %(number)s"), _("%(day)s at %(clock)s"), *([_("at %(where)s")] if kind != "cancelled" else []),
        *([] if kind == "cancelled" else [_("The agenda is enclosed. If you cannot come, please tell the team beforehand.")]),
        _("With thanks, %(team)s"),
    ]  # fmt: skip
    return Letter(subject % told, "\n\n".join(line % told for line in lines) + "\n", kind != "cancelled")


def send(meeting: Meeting, organisation: Organisation, kind: str) -> None:
    """Hand the letter over; what the mail server says goes to the caller, whose job is tried again."""
    with translation.override(organisation.language or "th"):
        written = compose(meeting, kind)
        letter = EmailMessage(written.subject, written.body, None, [organisation.email])
        if written.agenda:
            name = f"agenda-{meeting.zone.slug}-{meeting.year}-{meeting.number}.pdf"
            letter.attach(name, agenda_pdf(meeting), "application/pdf")
        letter.send()
