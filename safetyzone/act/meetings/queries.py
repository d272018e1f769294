"""Reads of meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from safetyzone.act.meetings.models import Attendance, Meeting, MeetingState
from safetyzone.foundation.access.queries import places_visible, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.rules import DEFAULT, lacking, rule_of
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import kind_names
from safetyzone.foundation.places.models import Level, Place


@dataclass(frozen=True)
class Quorum:
    """Who is there, and what is missing before anything can be decided, in sentences."""

    present: int
    invited: int
    missing: tuple[str, ...]


def next_meeting(zone: Place) -> Meeting | None:
    """The zone's next planned meeting, today's included."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    coming = Meeting.objects.filter(zone=zone, state__in=[MeetingState.PLANNED, MeetingState.RUNNING])
    return coming.filter(starts_at__gte=today).order_by("starts_at", "pk").first()


def meetings_of(zone: Place) -> QuerySet[Meeting]:
    """All meetings of a zone, the latest first."""
    return Meeting.objects.filter(zone=zone).select_related("zone")


def quorum(meeting: Meeting, rule: str = DEFAULT) -> Quorum:
    """Whether those who came are enough under a rule of the area."""
    invited = meeting.attendance.select_related("organisation")
    present = [each.organisation.kind for each in invited if each.people]
    pack = meeting.zone.pack
    return Quorum(len(present), len(invited), tuple(lacking(rule_of(pack, rule), present, kind_names(pack))))


def in_order(pack: str, rows: Iterable[Attendance]) -> list[Attendance]:
    """By kind in the area's own order, then by name."""
    order = {code: place for place, code in enumerate(kind_names(pack))}
    return sorted(rows, key=lambda row: (order.get(row.organisation.kind, len(order)), row.organisation.name))


def present_at(meeting: Meeting) -> QuerySet[Attendance]:
    return meeting.attendance.filter(people__gt=0).select_related("organisation")


def absent_from(meeting: Meeting) -> QuerySet[Attendance]:
    """Invited, and nobody came or nothing is entered."""
    return meeting.attendance.exclude(people__gt=0).select_related("organisation")


def meetings_visible(request: HttpRequest, permission: Permission) -> QuerySet[Meeting]:
    """Meetings of zones at which the reader holds ``permission``."""
    held = within(scopes(request.user, permission), "zone__path")
    return Meeting.objects.filter(held).select_related("zone")


def meeting_or_404(request: HttpRequest, pk: int, permission: Permission) -> Meeting:
    """Another station's meeting does not exist for the reader."""
    found = meetings_visible(request, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such meeting for you")
    return found


def zones_to_meet(request: HttpRequest) -> QuerySet[Place]:
    """Zones in which the reader may call a meeting."""
    return places_visible(request.user, Permission.RUN_MEETING).filter(level=Level.ZONE, withdrawn=False)


def without_address(meeting: Meeting) -> list[Organisation]:
    """Invited organisations that no letter can reach: they get the agenda on paper."""
    return [
        row.organisation for row in meeting.attendance.filter(organisation__email="").select_related("organisation")
    ]


def last_letter(meeting: Meeting) -> datetime | None:
    """When the mail server last took a letter about the meeting."""
    found: datetime | None = meeting.sent.aggregate(last=Max("sent_at"))["last"]
    return found
