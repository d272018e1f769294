"""Sample tasks that tell stories: kept, late, handed back, without an answer; and the police's own commitments first."""

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter

from safetyzone.act.tasks.actions.answers import accept_task, check_task, hand_back, report_done
from safetyzone.act.tasks.actions.asking import ask_task, move_due
from safetyzone.act.tasks.models import Side, Task
from safetyzone.config.demo.people import BY
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.media.actions import keep_picture
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.models import State as StatementState
from safetyzone.listen.suggestions.models import Statement
from safetyzone.plan.problems.models import Problem

SIDE: Final = Side.LINK


@dataclass(frozen=True)
class Story:
    """``asked`` and ``due``: days from today; ``end``: how it went; ``done``: days from today; ``answers``: a suggestion's number."""

    kind: str
    title: str
    where: str
    asked: int
    due: int
    end: str = "open"
    done: int = 0
    words: str = ""
    effort: str = "prevention"
    cost: int | None = None
    answers: int = 0
    photos: bool = False


POLICE: Final = (
    Story("police", "เดินเท้าในตลาดทุกคืน 20.00–24.00 น.", "ตลาดและซอยข้างเคียง", -120, -90, "kept", -92,
          "ปรับเวรสายตรวจจากรถยนต์เป็นเดินเท้า สองนายต่อคืน", answers=3, photos=True),
    Story("police", "ย้ายจุดจอดรถสายตรวจมาที่ปากซอยมืดช่วงสี่ทุ่มถึงตีหนึ่ง", "ปากซอย", -75, -45, "kept", -50,
          "เปลี่ยนจุดสังเกตการณ์ตามที่ประชาชนขอ", answers=1),
    Story("police", "อบรมเจ้าหน้าที่รับแจ้งเหตุเรื่องการดูแลผู้เสียหาย", "สถานีตำรวจ", -60, -20, "late", -6,
          "ทุกนายที่รับโทรศัพท์เข้าอบรมหนึ่งวัน", answers=12),
    Story("police", "กวดขันรถจอดบนทางเท้าหน้าตลาด", "หน้าตลาด", -20, 12, effort="suppression", answers=4),
)  # fmt: skip
PARTNERS: Final = (
    Story("local-government", "ซ่อมโคมไฟที่ดับ 6 ดวงในซอย", "ซอยข้างตลาด เสาที่ 3 ถึง 8", -100, -60, "kept", -66,
          "โคมเดิมดับมาหลายเดือน ขอเปลี่ยนเป็นหลอดแอลอีดี", cost=18_000, answers=1, photos=True),
    Story("local-government", "ตัดแต่งต้นไม้ที่บังไฟทางเดิน", "ทางเดินหลังโรงเรียน", -80, -40, "late", -12, cost=6_000),
    Story("local-government", "ทำทางเท้าหน้าตลาดให้เรียบ", "หน้าตลาด", -70, -10, "overdue", cost=None, answers=4),
    Story("business", "เชื่อมกล้องหน้าร้าน 4 ตัวกับห้องควบคุม", "หน้าร้านริมถนนใหญ่", -50, -15, "kept", -18, answers=10),
    Story("agencies", "ย้ายเสาไฟฟ้าที่บังกล้องตรงสี่แยก", "สี่แยกตลาด", -45, 5, "back", -30,
          "งบของปีนี้หมดแล้ว ขอเสนอใหม่ในปีงบประมาณหน้า"),
    Story("agencies", "เพิ่มไฟที่ป้ายรถเมล์สองป้าย", "ป้ายรถเมล์ถนนใหญ่", -30, 20, "moved", 45, answers=12),
    Story("residents", "ตั้งอาสาสมัครเฝ้าบ้านในซอยช่วงวันหยุดยาว", "ทั้งซอย", -25, 3, "open"),
    Story("media", "ออกข่าวว่ากล้องตัวไหนใช้ได้", "เพจของชุมชน", -6, 24, "asked", answers=2),
)  # fmt: skip


def without_tasks(zones: list[Place]) -> list[Place]:
    """Zones with organisations that were not asked for anything yet."""
    asked = set(Task.objects.filter(zone__in=zones).values_list("zone", flat=True))
    return [zone for zone in zones if zone.pk not in asked and organisations_of(zone).exists()]


def make_tasks(zone: Place, *, number: int) -> int:
    """The stories that fit the zone's organisations; each zone tells a part of its own. Returns how many were made."""
    by_kind: dict[str, Organisation] = {}
    for each in organisations_of(zone):
        by_kind.setdefault(each.kind, each)
    shown = Statement.objects.filter(conversation__zone=zone, state=StatementState.SHOWN)
    statements = {statement.number: statement for statement in shown}
    problem = Problem.objects.filter(zone=zone).first()
    made = 0
    with transaction.atomic():  # a zone has all its stories, or none
        for at, story in enumerate((*POLICE, *PARTNERS)):
            organisation, answered = by_kind.get(story.kind), statements.get(story.answers)
            if organisation is None or (story.kind == "police" and not (answered or problem)) or (at + number) % 4 == 3:
                continue
            _tell(story, zone, organisation, by_kind.get("local-government"), answered, problem)
            made += 1
    return made


def _tell(
    story: Story, zone: Place, organisation: Organisation, payer: Organisation | None, statement: Statement | None,
    problem: Problem | None,
) -> None:  # fmt: skip
    today = timezone.localdate()
    problem = problem if story.kind == "police" and statement is None else None
    task = ask_task(
        zone=zone, organisation=organisation, title=story.title, where=story.where, due=today + timedelta(days=400),
        words=story.words if story.end != "back" else "", effort=story.effort, statement=statement, problem=problem,
        estimate=story.cost, payer=payer if story.cost else None, lon=zone.lon, lat=zone.lat, by=BY, sample=True,
        before=_photo(zone, lit=False) if story.photos else None,
    )  # fmt: skip
    who = f"link:{organisation.pk}"
    if story.end not in {"asked", "back"}:
        accept_task(task=task, by=who, side=SIDE)
    if story.end in {"kept", "late"}:
        report_done(task=task, by=who, side=SIDE, cost=story.cost, photo=_drawn(lit=True) if story.photos else None)
        check_task(task=task, by=BY, show_pictures=story.photos)
    if story.end == "back":
        hand_back(task=task, reason=story.words, by=who, side=SIDE)
    if story.end == "moved":
        move_due(task=task, to=today + timedelta(days=story.done), reason="ขออุปกรณ์เพิ่ม", by=who, side=SIDE)
    _date(task, story, today)


def _date(task: Task, story: Story, today: date) -> None:
    """Put what has just been written where the story says it happened."""
    asked, due, done = (_at(today, days) for days in (story.asked, story.due, min(story.done, 0)))
    promised = _at(today, story.asked + 4)
    times = {
        "asked": asked, "accepted": promised, "done": done, "checked": done + timedelta(days=2),
        "handed_back": done, "moved": _at(today, -3),
    }  # fmt: skip
    fields: dict[str, object] = {"asked_at": asked, "due": due.date(), "promised": None}
    task.refresh_from_db()
    if task.accepted_at:
        fields |= {"accepted_at": promised, "promised": due.date()}
    if task.done_at:
        fields |= {"done_at": done, "done_on": done.date(), "checked_at": times["checked"]}
    if task.handed_back_at:
        fields |= {"handed_back_at": done}
    if story.end == "moved":
        fields |= {"due": today + timedelta(days=story.done)}
    Task.objects.filter(pk=task.pk).update(**fields, link_until=max(due.date(), today) + timedelta(days=60))
    for step in task.steps.all():
        day = {"asked": due.date(), "accepted": due.date(), "done": done.date()}.get(step.kind, step.day)
        task.steps.filter(pk=step.pk).update(at=times[step.kind], day=day)
    record(action="tasks.sample_dated", subject=f"task:{task.pk}", by=BY)


def _at(today: date, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(today + timedelta(days=days), time(10, 30)))


def _photo(zone: Place, *, lit: bool) -> Picture:
    return keep_picture(place=zone, raw=_drawn(lit=lit), purpose="task", by=BY)


def _drawn(*, lit: bool) -> bytes:
    """A drawing of a lane at night, without and with its lamp: no photo of a real place."""
    picture = Image.new("RGB", (800, 600), (24, 28, 44) if not lit else (58, 60, 74))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(300, 600), (380, 260), (430, 260), (620, 600)], fill=(44, 46, 54) if not lit else (128, 122, 106))
    pen.rectangle([60, 120, 250, 560], fill=(34, 36, 50) if not lit else (104, 96, 88))
    pen.rectangle([620, 160, 760, 560], fill=(32, 34, 48) if not lit else (98, 92, 86))
    pen.rectangle([520, 150, 528, 520], fill=(90, 94, 104))
    if lit:
        light = Image.new("RGB", picture.size)
        ImageDraw.Draw(light).ellipse([330, 60, 690, 470], fill=(150, 130, 70))
        picture = Image.blend(picture, light.filter(ImageFilter.GaussianBlur(70)), 0.45)
        ImageDraw.Draw(picture).ellipse([494, 120, 554, 160], fill=(255, 236, 170))
    else:
        pen.ellipse([494, 120, 554, 160], fill=(60, 64, 76))
    ImageDraw.Draw(picture).text((16, 570), "SAMPLE", fill=(200, 200, 200))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
