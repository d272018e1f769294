"""A meeting's row, held while something is done to it."""

from django.utils.translation import gettext as _

from safetyzone.act.meetings.models import Meeting, MeetingState
from safetyzone.act.meetings.refusals import NotInSession


def held(meeting: Meeting, *states: MeetingState) -> Meeting:
    """The row as it is now; refused where it is in another state. Inside a transaction only."""
    current = Meeting.objects.select_for_update(of=("self",)).select_related("zone").get(pk=meeting.pk)
    if current.state not in states:
        raise NotInSession("", _("The meeting is %(state)s; this cannot be done now. Nothing was changed.")
                           % {"state": current.get_state_display()})  # fmt: skip
    return current
