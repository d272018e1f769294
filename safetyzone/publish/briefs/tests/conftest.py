"""A zone with a busy month."""

from calendar import monthrange
from datetime import UTC, datetime

import pytest

from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import AreaPack, Category, Level, Place
from safetyzone.listen.incidents.models import Import, ImportState, Incident

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[100.5, 13.7], [100.52, 13.7], [100.52, 13.72], [100.5, 13.72], [100.5, 13.7]]],
}
GROUPS = [
    {"code": "property", "names": {"en": "Property", "th": "ทรัพย์"}},
    {"code": "life", "names": {"en": "Life and body", "th": "ชีวิตและร่างกาย"}},
    {"code": "state", "names": {"en": "State as victim", "th": "รัฐเป็นผู้เสียหาย"}},
]
CATEGORIES = {"theft": ("property", "reported", False), "assault": ("life", "reported", False),
              "rape": ("life", "reported", True), "drugs": ("state", "discovered", False)}  # fmt: skip


@pytest.fixture
def zone(db: None) -> Place:
    AreaPack.objects.create(
        slug="p", version="1", digest="0" * 64, content={"groups": GROUPS, "languages": ["en", "th"]}
    )
    for code, (group, origin, sensitive) in CATEGORIES.items():
        Category.objects.create(
            pack="p", code=code, group=group, names={"en": code}, origin=origin, sensitive=sensitive
        )
    station = Place.objects.create(level=Level.STATION, slug="st", path="/st/", names={"en": "Station"}, pack="p")
    return Place.objects.create(
        level=Level.ZONE,
        slug="z",
        path="/st/z/",
        parent=station,
        names={"en": "Zone", "th": "โซน"},
        pack="p",
        boundary=SQUARE,
    )


@pytest.fixture
def clerk(zone: Place) -> User:
    user = User.objects.create_user("clerk@example.org", None)
    Membership.objects.create(user=user, place=zone.parent, role="clerk")
    return user


def record(zone: Place, month: str, counts: dict[str, int], *, lon: float = 100.51, dated: bool = True) -> Import:
    """So many incidents of each category, spread over the month's days."""
    year, number = (int(part) for part in month.split("-"))
    total = sum(counts.values())
    done = Import.objects.create(
        station=zone.parent, source=f"s{Import.objects.count()}", file_name="f.csv", file_digest="d" * 64, mapping={},
        mapping_digest="e" * 64, state=ImportState.DONE, rows_read=total, accepted=total,
    )  # fmt: skip
    days = monthrange(year, number)[1]
    rows = []
    for category, many in counts.items():
        for k in range(many):
            at = datetime(year, number, 1 + k * (days - 1) // max(many - 1, 1), 13, k % 60, tzinfo=UTC)
            rows.append(Incident(
                station=zone.parent, import_run=done, identity=f"{done.pk}-{category}-{k}".encode(), digest=b"d",
                category=category, origin=CATEGORIES[category][1], occurred_from=at if dated else None,
                time_precision="exact" if dated else "unknown", lon=lon, lat=13.71, cell=0x8C64A4C51B1B5FF,
                place_precision="exact",
            ))  # fmt: skip
    Incident.objects.bulk_create(rows)
    return done
