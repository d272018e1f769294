"""The job that sends one letter about a meeting. It may be delivered twice and writes once."""

from typing import Final

from safetyzone.act.meetings import post
from safetyzone.act.meetings.actions.calling import note_sent
from safetyzone.act.meetings.models import Attendance

BY: Final = "system"


def send_letter(meeting: int, organisation: int, kind: str, mark: str) -> None:
    """Send it, unless it was sent, nobody has an address any more, or it is not true any more."""
    found = Attendance.objects.select_related("meeting__zone", "organisation")
    row = found.filter(meeting=meeting, organisation=organisation).first()
    if (
        row is None
        or not row.organisation.email
        or not row.organisation.active
        or not post.still_fits(row.meeting, kind)
    ):
        return
    key = f"{kind}:{mark}"
    if row.meeting.sent.filter(organisation=organisation, key=key).exists():
        return
    post.send(row.meeting, row.organisation, kind)
    note_sent(meeting=row.meeting, organisation=row.organisation, key=key, by=BY)
