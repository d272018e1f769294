"""Sample partners of six kinds in every zone, agreements of which one has expired, and consensus on the zones: some of it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone, translation

from safetyzone.config.demo.people import BY, ZONE
from safetyzone.config.local.cards import demo_user
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.decisions.actions import Blocked, close_decision, take_position
from safetyzone.foundation.decisions.models import Decision, Stance
from safetyzone.foundation.decisions.zones import ask_about_zone, zone_content
from safetyzone.foundation.partners.actions import (
    add_contribution,
    add_organisation,
    ensure_police,
    link_person,
    sign_agreement,
)
from safetyzone.foundation.partners.models import POLICE, Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import station_of


@dataclass(frozen=True)
class Sort:
    """A sample organisation of a kind, what it brings, and an agreement: signed and expiring so many days from today."""

    kind: str
    thai: str
    english: str
    brings: tuple[tuple[str, int, int | None, str], ...] = ()
    agreement: tuple[str, int, int | None] | None = None


SORTS: Final = (
    Sort("residents", "คณะกรรมการชุมชน{zone}", "Community committee of {zone}", (("volunteers", 18, None, "เดินตรวจซอยตอนค่ำ"),)),
    Sort("local-government", "{city}ตัวอย่าง {zone}", "Sample municipality of {zone}",
         (("light", 40, None, "โคมแอลอีดี"), ("money", 1, 250_000, "งบประมาณไฟส่องสว่าง")),
         ("บันทึกความร่วมมือเรื่องไฟส่องสว่าง", -500, 230)),
    Sort("business", "ชมรมร้านค้า{zone}", "Shopkeepers of {zone}", (("camera", 12, None, "กล้องหน้าร้าน"),),
         ("ข้อตกลงเชื่อมกล้องหน้าร้านกับห้องควบคุม", -385, -20)),
    Sort("agencies", "โรงเรียนตัวอย่าง {zone}", "Sample school of {zone}", (("place", 1, None, "หอประชุม"),),
         ("ข้อตกลงใช้หอประชุมของโรงเรียน", -340, 25)),
    Sort("media", "เพจข่าวชุมชน{zone}", "Community news of {zone}"),
)  # fmt: skip
IN_BANGKOK: Final = "metropolitan"


@dataclass(frozen=True)
class Consensus:
    """How the partners of a zone answer whether it is theirs; kinds that are left out have not spoken."""

    says: dict[str, tuple[Stance, str]]
    closed: bool = True


_AGREE: Final = (Stance.AGREE, "")
EVERYBODY: Final = Consensus(dict.fromkeys((POLICE, "residents", "local-government", "business", "agencies"), _AGREE))
CONSENSUS: Final = {
    "jomtien": Consensus({
        **EVERYBODY.says,
        "business": (Stance.BLOCK, "เส้นเขตตัดตลาดของเราเป็นสองส่วน ร้านครึ่งหนึ่งจะอยู่นอกพื้นที่ ขอให้ขยายไปถึงถนนเลียบหาด"),
    }),
    "udon-safety-zone": Consensus({POLICE: _AGREE, "residents": (Stance.AGREE, "ขอให้รวมสวนสาธารณะด้วยในปีหน้า")}, closed=False),
    "phuket-old-town": Consensus({
        **EVERYBODY.says, "media": (Stance.STAND_ASIDE, "สื่อขอทำหน้าที่รายงาน ไม่ขอร่วมลงมติ"),
    }),
}  # fmt: skip
NOT_ASKED: Final = frozenset({"prachin-narom-park"})


def without_partners(zones: list[Place]) -> list[Place]:
    """The zones that a former run has given no partners."""
    return [zone for zone in zones if not organisations_of(zone).filter(place=zone).exists()]


def make_partners(zone: Place) -> None:
    """Its organisations, what they bring and have signed, and what they say about the zone itself."""
    with transaction.atomic():  # a zone has all of them or none
        station = station_of(zone)
        assert station is not None
        found = {POLICE: ensure_police(station=station, by=BY, sample=True)}
        for sort in SORTS:
            found[sort.kind] = _organisation(zone, sort)
        partner = demo_user("partner")
        if zone.slug == ZONE and partner is not None:
            link_person(organisation=found["residents"], user=partner, by=BY)
    if zone.slug not in NOT_ASKED:
        _agree(zone, CONSENSUS.get(zone.slug, EVERYBODY), found)


def _organisation(zone: Place, sort: Sort) -> Organisation:
    city = "สำนักงานเขต" if f"/{IN_BANGKOK}/" in zone.path else "เทศบาล"
    made = add_organisation(
        place=zone, kind=sort.kind, name=sort.thai.format(zone=zone.name_in("th"), city=city),
        name_en=sort.english.format(zone=zone.name_in("en")), email=f"{sort.kind}@{zone.slug}.example", by=BY, sample=True,
    )  # fmt: skip
    for kind, quantity, amount, words in sort.brings:
        add_contribution(organisation=made, kind=kind, quantity=quantity, amount=amount, words=words, by=BY)
    if sort.agreement:
        title, signed, expires = sort.agreement
        today = timezone.localdate()
        sign_agreement(
            organisation=made, title=title, signed_on=today + timedelta(days=signed),
            expires_on=None if expires is None else today + timedelta(days=expires), by=BY, sample=True,
        )  # fmt: skip
    return made


def _agree(zone: Place, consensus: Consensus, organisations: dict[str, Organisation]) -> None:
    with translation.override("th"):
        decision = ask_about_zone(zone=zone, by=BY, sample=True)
    for kind, (stance, words) in consensus.says.items():
        take_position(decision=decision, organisation=organisations[kind], stance=stance, words=words, by=BY)
    if not consensus.closed:
        _date(decision, 12)
        return
    with suppress(Blocked):  # that is the story of some
        close_decision(decision=decision, content=zone_content(zone), by=BY)
    _date(decision, 320)


def _date(decision: Decision, age: int) -> None:
    """So many days ago, with the outcome ten days later."""
    opened = timezone.now() - timedelta(days=age)
    decision.refresh_from_db()
    closed = opened + timedelta(days=10) if decision.closed_at else None
    with transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(opened_at=opened, closed_at=closed)
        decision.positions.update(entered_at=opened + timedelta(days=3))
        record(action="decisions.sample_dated", subject=f"decision:{decision.pk}", by=BY)
