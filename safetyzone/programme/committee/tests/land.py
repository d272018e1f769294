"""A small country for tests of the programme: two bureaus of two provinces, three stations each, a zone in the first of each."""

from django.conf import settings
from django.test import Client
from django.utils import timezone

from safetyzone.foundation.access.tests.hierarchy import person
from safetyzone.foundation.partners.actions import add_organisation
from safetyzone.foundation.places.models import AreaPack, Level, Place
from safetyzone.programme.committee.actions import give_seat, set_up
from safetyzone.programme.committee.models import Committee

BY = "test"
CRITERIA = [{"code": code, "names": {"en": code.title(), "th": code}} for code in ("risk", "landmark", "economic")]
PHASES = [{"number": number, "names": {"en": f"Phase {number}", "th": f"ระยะที่ {number}"}} for number in (1, 2, 3)]
STAGES = [
    ("nominated", []), ("agreed", ["zone-agreed"]), ("baseline", ["baseline-poll"]), ("planned", ["plan-agreed"]),
    ("acting", ["plan-acting"]), ("evaluated", ["plan-finished", "effect-known"]), ("sustained", ["remeasured"]),
    ("closed", []),
]  # fmt: skip
KINDS = [{"code": code, "names": {"en": code, "th": code}} for code in ("police", "residents", "business")]


def make_land() -> Place:
    """The country "land"; provinces province-11 … province-22; stations station-111 …; zones zone-111, zone-121 …"""
    stages = [{"code": code, "names": {"en": code, "th": code}, "needs": needs} for code, needs in STAGES]
    AreaPack.objects.create(
        slug="test", version="1", digest="d" * 64,
        content={"programme": {"selection": CRITERIA}, "rollout": {"stages": stages, "phases": PHASES},
                 "partner_kinds": KINDS, "languages": ["th", "en"]},
    )  # fmt: skip
    country = _place("land", Level.COUNTRY, None)
    for bureau in (1, 2):
        above = _place(f"bureau-{bureau}", Level.BUREAU, country)
        for number in (1, 2):
            province = _place(f"province-{bureau}{number}", Level.PROVINCE, above)
            for last in (1, 2, 3):
                station = _place(f"station-{bureau}{number}{last}", Level.STATION, province)
                if last == 1:
                    _place(f"zone-{bureau}{number}{last}", Level.ZONE, station)
    return country


def _place(slug: str, level: Level, parent: Place | None) -> Place:
    path = f"{parent.path if parent else '/'}{slug}/"
    names = {"en": slug, "th": f"ที่ {slug}"}
    return Place.objects.create(slug=slug, level=level, parent=parent, path=path, names=names, pack="test")


def make_committee(country: Place, *, quorum: int = 2) -> Committee:
    """With seats of the police, residents and business."""
    made = set_up(place=country, name="คณะขับเคลื่อน", name_en="Committee", mandate="Test", quorum=quorum, by=BY)
    for kind, office in (("police", "chair"), ("residents", "member"), ("business", "member")):
        organisation = add_organisation(place=country, kind=kind, name=f"องค์กร {kind}", name_en=kind.title(), by=BY)
        give_seat(committee=made, organisation=organisation, office=office, by=BY)
    return made


def reader(role: str, place: Place) -> Client:
    """Somebody signed in who holds the role at the place, reading English."""
    user = person(role, place, email=f"{role}-{place.slug}-{timezone.now():%H%M%S%f}@example.org")
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
