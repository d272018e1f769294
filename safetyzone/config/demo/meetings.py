"""Sample meetings: one held and one to come in some zones, and one to which too few came."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from safetyzone.act.meetings.actions.calling import add_item, call_meeting
from safetyzone.act.meetings.actions.holding import (
    close_meeting,
    decide_item,
    note_attendance,
    note_item,
    open_meeting,
)
from safetyzone.act.meetings.models import Meeting, Section
from safetyzone.config.demo.people import BY
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.decisions.actions import open_decision, take_position
from safetyzone.foundation.decisions.models import Decision, Stance
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Place

EVERYBODY: Final = ("police", "residents", "local-government", "business", "agencies")
THURSDAY: Final = 3
WHERE: Final = "หอประชุมโรงเรียนในพื้นที่ (ตัวอย่าง)"
QUESTION: Final = "ประชุมภาคีทุกวันพฤหัสบดีแรกของเดือน เวลา 9.30 น. ใช่หรือไม่"
TOLD: Final = "ภาคีพบกันเดือนละครั้ง สถานีตำรวจส่งระเบียบวาระล่วงหน้าเจ็ดวัน และส่งรายงานการประชุมภายในเจ็ดวันหลังประชุม"


@dataclass(frozen=True)
class Held:
    """``came``: kinds of organisations that came to the last meeting."""

    zone: str
    came: tuple[str, ...] = EVERYBODY


HELD: Final = (
    Held("ratchada-huai-khwang"), Held("muang-thong-thani"), Held("chiang-mai-old-town"), Held("phuket-old-town"),
    Held("pak-nam-market", ("police", "media")),
)  # fmt: skip


def without_meetings(zones: set[str]) -> list[Held]:
    """Those of these zones whose meetings a former run has not made."""
    met = set(Meeting.objects.values_list("zone__slug", flat=True))
    return [held for held in HELD if held.zone in zones - met]


def make_meetings(held: Held) -> None:
    """The last meeting with its minutes, and the next one with its agenda."""
    zone = Place.objects.get(slug=held.zone)
    decision = _question(zone, held)
    last = call_meeting(zone=zone, starts_at=_at(-33, 9, 30), where=WHERE, by=BY, sample=True)
    add_item(meeting=last, section=Section.ANNOUNCEMENTS, title="รายงานภาพรวมของพื้นที่จากหน้าของเซฟตี้โซน", by=BY)
    open_meeting(meeting=last, began_at=_at(-33, 9, 35), by=BY)
    came = {each.pk: (2 if each.kind in held.came else 0, "") for each in organisations_of(zone)}
    note_attendance(meeting=last, came=came, by=BY)
    enough = len(held.came) > 2
    for item in last.items.select_related("meeting"):
        if item.kind == "words":
            note_item(item=item, words="ที่ประชุมดูตัวเลขร่วมกันและถามถึงจำนวนคนที่ตอบแบบสำรวจ",
                      resolution="รับทราบ" if enough else "", by=BY)  # fmt: skip
        elif item.ref == f"decision:{decision.pk}" and enough:
            decide_item(item=item, by=BY)
    close_meeting(meeting=last, ended_at=_at(-33, 11, 0), by=BY)
    _date(last, decision)
    following = call_meeting(zone=zone, starts_at=_at(9, 9, 30), where=WHERE, by=BY, sample=True)
    add_item(meeting=following, section=Section.ANNOUNCEMENTS, title="แนะนำผู้แทนองค์กรใหม่", by=BY)


def _question(zone: Place, held: Held) -> Decision:
    decision = open_decision(
        place=zone,
        subject=f"matter:meetings-{zone.slug}",
        question=QUESTION,
        content={"text": TOLD},
        told=[TOLD],
        by=BY,
        sample=True,
    )
    for organisation in organisations_of(zone):
        if organisation.kind in held.came:
            take_position(decision=decision, organisation=organisation, stance=Stance.AGREE, by=BY)
    return decision


def _date(meeting: Meeting, decision: Decision) -> None:
    """Put what has just been entered on the day of the meeting."""
    with transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(opened_at=_at(-33, 9, 35), closed_at=_at(-33, 11, 0))
        decision.refresh_from_db()
        closed = _at(-33, 10, 40) if decision.closed_at else None
        Decision.objects.filter(pk=decision.pk).update(opened_at=_at(-40, 10, 0), closed_at=closed)
        decision.positions.update(entered_at=_at(-33, 10, 20))
        record(action="meetings.sample_dated", subject=f"meeting:{meeting.pk}", by=BY)


def _at(days: int, hour: int, minute: int) -> datetime:
    """The Thursday on or before the day so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    day -= timedelta(days=(day.weekday() - THURSDAY) % 7)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
