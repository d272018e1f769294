"""The public page for strangers, the team's page for those who may publish."""

import json
from calendar import monthrange
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import AreaPack, Category, Level, Place
from safetyzone.listen.incidents.columns import incident_columns
from safetyzone.listen.incidents.models import Import, ImportState, Incident
from safetyzone.publish.site.actions import NotPublished, publish_month, set_page
from safetyzone.publish.site.models import PublicPage, Release
from safetyzone.publish.site.page import months_to_publish

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[100.5, 13.7], [100.52, 13.7], [100.52, 13.72], [100.5, 13.72], [100.5, 13.7]]],
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def zone() -> Place:
    station = Place.objects.create(level=Level.STATION, slug="st", path="/st/", names={"en": "Station"}, pack="p")
    return Place.objects.create(
        level=Level.ZONE,
        slug="z",
        path="/st/z/",
        parent=station,
        names={"en": "The <b>Zone</b>"},
        pack="p",
        boundary=SQUARE,
    )


@pytest.fixture
def commander(zone: Place) -> User:
    user = User.objects.create_user("c@example.org", None)
    Membership.objects.create(user=user, place=zone.parent, role="commander")
    return user


def record(zone: Place, months: dict[str, int], *, category: str = "theft", origin: str = "reported") -> None:
    """So many incidents in the middle of the zone, spread over each month's days."""
    Category.objects.get_or_create(
        pack="p", code=category, defaults={"group": "property", "names": {"en": category}, "origin": origin,
                                           "sensitive": category == "rape"},
    )  # fmt: skip
    done = Import.objects.create(
        station=zone.parent, source=f"s{Import.objects.count()}", file_name="f.csv", file_digest="d" * 64, mapping={},
        mapping_digest="e" * 64, state=ImportState.DONE, rows_read=1, accepted=sum(months.values()),
    )  # fmt: skip
    rows = []
    for name, many in months.items():
        year, month = (int(part) for part in name.split("-"))
        for k in range(many):
            at = datetime(year, month, 1 + k * (monthrange(year, month)[1] - 1) // max(many - 1, 1), 5, tzinfo=UTC)
            rows.append(Incident(
                station=zone.parent, import_run=done, identity=f"{done.pk}-{name}-{k}".encode(), digest=b"d", category=category,
                origin=origin, occurred_from=at, time_precision="exact", lon=100.51, lat=13.71, cell=0x8C64A4C51B1B5FF,
                place_precision="exact",
            ))  # fmt: skip
    Incident.objects.bulk_create(rows)


@pytest.fixture(autouse=True)
def area_pack(zone: Place) -> None:
    cache.clear()
    content = {"groups": [{"code": "property", "names": {"en": "Property"}}], "languages": ["en"]}
    AreaPack.objects.create(slug="p", version="1", digest="0" * 64, content=content)


YEAR = {f"2025-{month:02d}": 30 for month in range(1, 13)}


def test_a_closed_page_is_not_there(client: Client, zone: Place) -> None:
    for name in ("page", "feed", "figures", "share"):
        assert client.get(reverse(f"site:{name}", args=["z"])).status_code == 404
    set_page(zone=zone, open=True, contact="", by="test")
    assert client.get("/z/z/").status_code == 200
    set_page(zone=zone, open=False, contact="", by="test")
    assert client.get("/z/z/").status_code == 404


def test_the_page_needs_no_account_no_script_and_little_data(client: Client, zone: Place) -> None:
    record(zone, YEAR)
    publish_month(zone=zone, month="2025-12", by="test")
    set_page(zone=zone, open=True, contact="Counter 3", by="test")
    response = client.get("/z/z/")
    html = response.content.decode()
    assert "360" in html
    assert "Counter 3" in html
    assert "<script" not in html
    assert "<b>Zone" not in html
    assert len(response.content) < 60_000
    assert client.get("/z/").status_code == 200


def test_sensitive_and_discovered_incidents_are_not_counted(zone: Place) -> None:
    record(zone, YEAR)
    record(zone, {"2025-03": 40}, category="rape")
    record(zone, {"2025-03": 40}, category="drugs", origin="discovered")
    made = publish_month(zone=zone, month="2025-12", by="test")
    assert sum(block["n"] for block in made.crime.result["blocks"]) == 360


def test_a_late_record_changes_no_published_number(client: Client, zone: Place) -> None:
    record(zone, YEAR)
    first = publish_month(zone=zone, month="2025-11", by="test")
    record(zone, {"2025-02": 1})
    second = publish_month(zone=zone, month="2025-12", by="test")
    kept = len(first.crime.result["blocks"])
    assert second.crime.result["blocks"][:kept] == first.crime.result["blocks"]
    assert second.crime.result["periods"][: len(first.crime.result["periods"])] == first.crime.result["periods"]


@pytest.mark.parametrize(("month", "words"), [("2026-01", "not a complete month"), ("2020-01", "not a complete month")])
def test_a_month_without_records_is_refused(zone: Place, month: str, words: str) -> None:
    record(zone, YEAR)
    with pytest.raises(NotPublished, match=words):
        publish_month(zone=zone, month=month, by="test")
    assert not Release.objects.exists()


def test_a_month_before_the_last_is_refused(zone: Place) -> None:
    record(zone, YEAR)
    publish_month(zone=zone, month="2025-10", by="test")
    with pytest.raises(NotPublished, match="published already"):
        publish_month(zone=zone, month="2025-09", by="test")
    assert months_to_publish(zone) == ["2025-10", "2025-11", "2025-12"]


def test_a_commander_publishes_and_opens(client: Client, zone: Place, commander: User) -> None:
    record(zone, YEAR)
    client.force_login(commander)
    assert client.get("/z/team/z/").status_code == 200
    assert client.post("/z/team/z/publish/", {"month": "2025-12"}).status_code == 302
    assert client.post("/z/team/z/publish/", {"month": "2031-01"}).status_code == 422
    assert client.post("/z/team/z/page/", {"open": "on", "contact": "Counter 3"}).status_code == 302
    assert PublicPage.objects.get().open
    assert Release.objects.count() == 1
    assert list(Event.objects.values_list("action", flat=True)).count("site.released") == 1


def test_figures_are_those_of_the_run(client: Client, zone: Place) -> None:
    record(zone, YEAR)
    made = publish_month(zone=zone, month="2025-12", by="test")
    set_page(zone=zone, open=True, contact="", by="test")
    found = json.loads(client.get("/z/z/figures.json").content)
    assert found["crime"] == made.crime.result
    assert found["run"] == made.crime.key


def test_the_feed_is_atom_and_the_picture_a_picture(client: Client, zone: Place, tmp_path: Path) -> None:
    record(zone, YEAR)
    publish_month(zone=zone, month="2025-12", by="test")
    set_page(zone=zone, open=True, contact="", by="test")
    feed = client.get("/z/z/feed/", headers={"accept-language": "en"})
    assert b"http://www.w3.org/2005/Atom" in feed.content
    assert b"December 2025" in feed.content
    picture = client.get("/z/z/share.png")
    assert picture.content.startswith(b"\x89PNG")


def test_publishing_reads_the_records_once_and_the_teams_page_not_again(
    client: Client, zone: Place, commander: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(zone, YEAR)
    read = []

    def reading(*args: Any, **kwargs: Any) -> Any:
        read.append(1)
        return incident_columns(*args, **kwargs)

    monkeypatch.setattr("safetyzone.publish.site.counted.incident_columns", reading)
    client.force_login(commander)
    assert client.post("/z/team/z/publish/", {"month": "2025-11"}).status_code == 302
    assert len(read) == 1
    assert "2025-12" in client.get("/z/team/z/").content.decode()
    assert len(read) == 1
    record(zone, {"2026-01": 30, "2026-02": 30})  # another file: the months are looked at anew
    assert "2026-01" in client.get("/z/team/z/").content.decode()
    assert len(read) == 2
