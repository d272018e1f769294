"""Call a meeting, move it, cancel it, write its agenda."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.act.meetings.actions.rows import held
from safetyzone.act.meetings.due import due_for
from safetyzone.act.meetings.models import AgendaItem, Attendance, Meeting, MeetingState, Section, Sent
from safetyzone.act.meetings.post import letter_to_all
from safetyzone.act.meetings.refusals import MeetingRefused
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Level, Place

FARTHEST: Final = timedelta(days=730)
WRITTEN: Final = "words"


def call_meeting(
    *, zone: Place, starts_at: datetime, where: str, by: str, invited: Iterable[Organisation] | None = None,
    sample: bool = False,
) -> Meeting:  # fmt: skip
    """A planned meeting with its number of the year; every organisation of the zone is invited unless ``invited`` says who.

    Raises ``MeetingRefused``.
    """
    if zone.level != Level.ZONE:
        raise MeetingRefused("zone", _("A partner meeting is a zone's."))
    _check(starts_at, where)
    year = timezone.localtime(starts_at).year
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=zone.pk)  # so that two who call at once get two numbers
        asked = list(organisations_of(zone) if invited is None else invited)
        if not asked:
            raise MeetingRefused("zone", _("No organisation works in this zone yet; enter the partners first."))
        last = Meeting.objects.filter(zone=zone, year=year).aggregate(last=Max("number"))["last"] or 0
        made = Meeting.objects.create(
            zone=zone,
            year=year,
            number=last + 1,
            starts_at=starts_at,
            where=where.strip(),
            sample=sample or zone.sample,
        )
        Attendance.objects.bulk_create([Attendance(meeting=made, organisation=each) for each in asked])
        _fill(made)
        record(action="meetings.called", subject=f"meeting:{made.pk}", by=by, zone=zone.slug, number=str(made),
               invited=len(asked))  # fmt: skip
        letter_to_all(made, "called")
    return made


def move_meeting(*, meeting: Meeting, starts_at: datetime, where: str, by: str) -> Meeting:
    """Another time or place; the number stays. Raises ``MeetingRefused``."""
    _check(starts_at, where)
    with transaction.atomic():
        current = held(meeting, MeetingState.PLANNED)
        if timezone.localtime(starts_at).year != current.year:
            raise MeetingRefused(
                "starts_at", _("A meeting keeps its year's number; cancel it and call one in the other year.")
            )
        current.starts_at, current.where = starts_at, where.strip()
        current.save(update_fields=["starts_at", "where"])
        record(action="meetings.moved", subject=f"meeting:{current.pk}", by=by, starts_at=starts_at.isoformat())
        letter_to_all(current, "moved", f"{starts_at:%Y%m%d%H%M}-{current.where}")
    return current


def cancel_meeting(*, meeting: Meeting, words: str, by: str) -> Meeting:
    """It does not take place; its number is not used again. Raises ``MeetingRefused``."""
    if not words.strip():
        raise MeetingRefused("words", _("Say why the meeting is cancelled."))
    with transaction.atomic():
        current = held(meeting, MeetingState.PLANNED)
        current.state, current.cancelled_words = MeetingState.CANCELLED, words.strip()
        current.save(update_fields=["state", "cancelled_words"])
        record(action="meetings.cancelled", subject=f"meeting:{current.pk}", by=by)
        letter_to_all(current, "cancelled")
    return current


def send_agenda(*, meeting: Meeting, by: str) -> int:
    """Write the agenda of now to everybody invited; returns to how many. Raises ``MeetingRefused``."""
    with transaction.atomic():
        current = held(meeting, MeetingState.PLANNED)
        many = letter_to_all(current, "agenda", f"{timezone.now():%Y%m%d%H%M}")
        if not many:
            raise MeetingRefused("", _("Nobody who is invited has an e-mail address; print the agenda."))
        record(action="meetings.agenda_sent", subject=f"meeting:{current.pk}", by=by, organisations=many)
    return many


def note_sent(*, meeting: Meeting, organisation: Organisation, key: str, by: str) -> None:
    """The mail server took a letter."""
    with transaction.atomic():
        _row, made = Sent.objects.get_or_create(meeting=meeting, organisation=organisation, key=key)
        if made:
            record(action="meetings.letter_sent", subject=f"meeting:{meeting.pk}", by=by, organisation=organisation.pk)


def make_agenda(*, meeting: Meeting, by: str) -> Meeting:
    """Write the agenda anew from what is due; what somebody wrote stays. Raises ``NotInSession``."""
    with transaction.atomic():
        current = held(meeting, MeetingState.PLANNED)
        items = _fill(current)
        record(action="meetings.agenda_made", subject=f"meeting:{current.pk}", by=by, items=items)
    return current


def add_item(*, meeting: Meeting, section: int, title: str, by: str) -> AgendaItem:
    """Something the records do not know. Raises ``MeetingRefused``."""
    if not title.strip():
        raise MeetingRefused("title", _("Write what it is about."))
    if section not in Section.values:
        raise MeetingRefused("section", _("Choose a part of the agenda."))
    with transaction.atomic():
        current = held(meeting, MeetingState.PLANNED, MeetingState.RUNNING)
        last = current.items.filter(section=section).aggregate(last=Max("order"))["last"] or 0
        made = AgendaItem.objects.create(
            meeting=current, section=section, order=last + 1, kind=WRITTEN, title=title.strip()
        )
        record(action="meetings.item_added", subject=f"meeting:{current.pk}", by=by, item=made.pk, section=section)
    return made


def remove_item(*, item: AgendaItem, by: str) -> None:
    """Taken off before the meeting begins. Raises ``NotInSession``."""
    with transaction.atomic():
        current = held(item.meeting, MeetingState.PLANNED)
        record(action="meetings.item_removed", subject=f"meeting:{current.pk}", by=by, item=item.pk, about=item.ref)
        item.delete()


def _check(starts_at: datetime, where: str) -> None:
    if not where.strip():
        raise MeetingRefused("where", _("Say where the meeting is."))
    if starts_at > timezone.now() + FARTHEST:
        raise MeetingRefused("starts_at", _("This is more than two years ahead; was the year typed in another era?"))


def _fill(meeting: Meeting) -> int:
    """Put what is due on the agenda, behind nothing that somebody wrote; returns how many items there are then."""
    meeting.items.exclude(ref="").delete()
    found = due_for(meeting)
    AgendaItem.objects.bulk_create([
        AgendaItem(meeting=meeting, section=each.section, order=100 + place, kind=each.kind, ref=each.ref,
                   title=each.title[:300], about=each.about)
        for place, each in enumerate(found)
    ])  # fmt: skip
    return meeting.items.count()
