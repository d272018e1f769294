"""Sample committees, a choice of areas before one of them, and every zone moved as far as its records carry it."""

from typing import Final

import numpy as np
from django.db import transaction

from safetyzone.config.demo.people import BY
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.partners.actions import add_organisation
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import at_level
from safetyzone.programme.board.actions import sum_up
from safetyzone.programme.committee.actions import give_seat, set_up, speak
from safetyzone.programme.committee.models import Committee
from safetyzone.programme.committee.queries import seats_of
from safetyzone.programme.rollout.actions import move_stage
from safetyzone.programme.rollout.queries import stage_of
from safetyzone.programme.selection.actions import add_candidates, compare, force, prepare_selection, propose, set_rules
from safetyzone.programme.selection.models import Candidate, Selection
from safetyzone.programme.selection.reading import Row
from safetyzone.programme.selection.rules import Quota, Rules

COUNTRY: Final = "thailand"
BUREAU: Final = "region-1"
SEED: Final = 2024
# Kind of partner, Thai and English name, office, the post that holds the seat.
SEATS: Final = (
    ("police", "สำนักงานตำรวจแห่งชาติ", "Royal Thai Police", "chair", "รองผู้บัญชาการตำรวจแห่งชาติ"),
    ("local-government", "สมาคมเทศบาล (ตัวอย่าง)", "Association of municipalities (sample)", "deputy", "นายกสมาคม"),
    ("business", "หอการค้า (ตัวอย่าง)", "Chamber of commerce (sample)", "member", "ประธานหอการค้า"),
    ("residents", "เครือข่ายชุมชน (ตัวอย่าง)", "Network of communities (sample)", "member", "ประธานเครือข่าย"),
    ("agencies", "สำนักงานสถิติ (ตัวอย่าง)", "Statistical office (sample)", "secretary", "ผู้อำนวยการ"),
)  # fmt: skip
MANDATE: Final = (
    "คัดเลือกพื้นที่และอนุมัติการเริ่มแต่ละระยะของโครงการ ตามคำสั่งตัวอย่าง (ข้อมูลสมมติ)\n"
    "Chooses areas and agrees to each phase of the programme, by a sample order (made up)."
)
AREAS: Final = ("ตลาดกลาง", "หน้าสถานีรถไฟ", "ย่านมหาวิทยาลัย")
WHY: Final = {
    "risk": ("แจ้งเหตุลักทรัพย์มากหลังมืด และคนไม่กล้าเดิน", "ตัวเลขสมมติของสถานี"),
    "landmark": ("มีวัดและศาลากลางที่คนทั้งจังหวัดรู้จัก", "ข้อมูลสมมติ"),
    "economic": ("ร้านค้ากว่า 200 ร้านและนักท่องเที่ยวตอนเย็น", "ข้อมูลสมมติของหอการค้า"),
}


def make_programme() -> None:
    """What is missing of the programme's own part; what a former run made is left as it is."""
    if not Committee.objects.exists():
        with transaction.atomic():
            _committee(Place.objects.get(slug=COUNTRY), "คณะขับเคลื่อนสมาร์ทเซฟตี้โซน", "Driving committee", quorum=3)
            _committee(Place.objects.get(slug=BUREAU), "คณะขับเคลื่อน ภาค 1", "Driving committee of Region 1", quorum=3)
    if not Selection.objects.exists():
        _selection(Committee.objects.get(place__slug=BUREAU))
    for zone in at_level(Level.ZONE):
        carry_on(zone)
    sum_up(by=BY)


def _committee(place: Place, name: str, english: str, *, quorum: int) -> None:
    made = set_up(place=place, name=name, name_en=english, mandate=MANDATE, quorum=quorum, by=BY, sample=True)
    for kind, thai, name_en, office, post in SEATS:
        organisation = add_organisation(place=place, kind=kind, name=thai, name_en=name_en, by=BY, sample=True)
        give_seat(committee=made, organisation=organisation, office=office, held_by=post, by=BY)


def _selection(committee: Committee) -> None:
    """Three sample stations in each province of the bureau; weights, a budget, one area in whatever its score."""
    rng = np.random.default_rng(SEED)
    with transaction.atomic():
        stations = _stations(committee.place)
        held = prepare_selection(
            committee=committee, title="ภาค 1: จังหวัดละหนึ่งพื้นที่ (ตัวอย่าง)", phase=2, by=BY, sample=True
        )
        add_candidates(selection=held, rows=[_row(station, rng) for station in stations], by=BY)
        rules = Rules(
            {"risk": 5.0, "landmark": 2.0, "economic": 3.0}, budget=12_000_000, floor=30, kinds={"landmark": Quota(1)}
        )
        set_rules(selection=held, rules=rules, by=BY)
        wanted = Candidate.objects.filter(selection=held, readiness__gte=50).order_by("pk")[3]
        force(candidate=wanted, forced="in", reason="คณะลงพื้นที่แล้วเมื่อเดือนก่อน (สมมติ)", by=BY)
    compare(selection=held, by=BY)
    decision = propose(selection=held, by=BY)
    first, second = seats_of(committee)[:2]
    speak(seat=first, decision=decision, stance="agree", by=BY)
    speak(seat=second, decision=decision, stance="stand_aside", words="ขอดูงบประมาณของเทศบาลก่อน", by=BY)


def _stations(bureau: Place) -> list[Place]:
    """Sample stations without a zone: nobody's real station is proposed for anything."""
    made = [
        Place(
            level=Level.STATION, slug=f"{province.slug}-sample-{number}", parent=province, pack=province.pack, sample=True,
            path=f"{province.path}{province.slug}-sample-{number}/", added=True, time_zone=province.time_zone,
            names={"th": f"สภ.ตัวอย่าง {number} {province.name_in('th')}", "en": f"Sample station {number}, {province.name_in('en')}"},
        )
        for province in at_level(Level.PROVINCE, below=bureau)
        for number in range(1, len(AREAS) + 1)
    ]  # fmt: skip
    Place.objects.bulk_create(made)
    record(action="demo.stations_added", subject=f"place:{bureau.slug}", by=BY, n=len(made))
    return made


def _row(station: Place, rng: np.random.Generator) -> Row:
    scores = {code: float(rng.integers(20, 96)) for code in WHY}
    grounds = {code: {"score": scores[code], "words": words, "source": source} for code, (words, source) in WHY.items()}
    number = int(station.slug.rsplit("-", 1)[1]) - 1
    return Row(
        station=station.slug, area=f"{AREAS[number]} {station.parent.name_in('th') if station.parent else ''}".strip(),
        kind=max(scores, key=lambda code: scores[code]), grounds=grounds, readiness=int(rng.integers(20, 100)),
        cost=int(rng.integers(4, 18)) * 100_000,
    )  # fmt: skip


def carry_on(zone: Place) -> None:
    """Move the zone for as long as everything the next stage needs is on record."""
    while (stage := stage_of(zone)) is not None and stage.ready and stage.next is not None:
        move_stage(zone=zone, to=stage.next.code, seen=stage.code, by=BY)
