"""The board shows the zones its reader follows, from stored pictures, and says what is not enough."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.programme.board.actions import sum_up

pytestmark = pytest.mark.django_db
YEAR = {"months": 12, "n": 120, "last_year": 80, "ratio": 1.5, "low": 1.1, "high": 2.0, "p": 0.01, "refusal": None}


def place(level: str, slug: str, parent: Place | None) -> Place:
    path = f"{parent.path if parent else '/'}{slug}/"
    names = {"en": f"{slug} in English", "th": f"{slug} ไทย"}
    return Place.objects.create(level=level, slug=slug, path=path, parent=parent, names=names, pack="test")


@pytest.fixture
def country() -> Place:
    """Two bureaus with a station of two zones each."""
    land = place("country", "land", None)
    for bureau in ("north", "south"):
        parent = land
        for level in ("bureau", "province", "station"):
            parent = place(level, bureau if level == "bureau" else f"{bureau}-{level}", parent)
        for number in (1, 2):
            place("zone", f"{bureau}-zone-{number}", parent)
    return land


def reader(role: str, slug: str) -> Client:
    user = User.objects.create_user(f"{role}-{slug}@example.org", None)
    Membership.objects.create(user=user, place=Place.objects.get(slug=slug), role=role)
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def picture(zone: str, *, year: Any = None, refusal: Any = None, key: str = "", **parameters: Any) -> Run:
    usual = {"schema": "picture/1", "group": "", "origin": "reported", "from": None, "to": None}
    result = {"sample": False, "basis": {"to": "2026-01-31"}, "trend": {"year": year, "refusal": refusal}}
    return Run.objects.create(
        method="picture", place=Place.objects.get(slug=zone), key=(key or zone).ljust(64, "0"), inputs="i" * 64, seed=1,
        parameters=usual | parameters, code_version="test", duration_ms=1, result=result, result_digest="d" * 64,
    )  # fmt: skip


def shown(client: Client, name: str = "board:board", **query: str) -> list[Any]:
    sum_up(by="test")
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    lines: list[Any] = answer.context["lines"]
    return lines


def test_a_bureau_sees_its_own_zones_and_the_programme_all(country: Place) -> None:
    assert [line.zone.slug for line in shown(reader("bureau", "north"))] == ["north-zone-1", "north-zone-2"]
    assert len(shown(reader("programme", "land"))) == 4


def test_who_may_not_compare_finds_no_board_but_their_list_of_zones(country: Place) -> None:
    patrol = reader("patrol", "north-station")
    assert patrol.get(reverse("board:board")).status_code == 404
    assert [line.zone.slug for line in shown(patrol, "board:zones")] == ["north-zone-1", "north-zone-2"]


def test_the_order_is_the_hierarchys_not_a_ranking(country: Place) -> None:
    picture("south-zone-2", year=YEAR | {"n": 900})
    picture("north-zone-1", year=YEAR | {"n": 5})
    slugs = [line.zone.slug for line in shown(reader("programme", "land"))]
    assert slugs == ["north-zone-1", "north-zone-2", "south-zone-1", "south-zone-2"]


def test_a_line_has_count_interval_age_and_a_word(country: Place) -> None:
    picture("north-zone-1", year=YEAR)
    picture("north-zone-2", year=YEAR | {"ratio": 1.05, "low": 0.8, "high": 1.3})
    client = reader("bureau", "north")
    first, second = shown(client)
    assert (first.clear, second.clear) == ("more", "unclear")
    assert first.age_days > 0
    page = client.get(reverse("board:board")).content.decode()
    assert "× 1.50" in page
    assert "1.10 to 2.00" in page
    assert "31 January 2026" in page


def test_too_few_and_no_records_are_said_in_words(country: Place) -> None:
    picture("north-zone-1", year=YEAR | {"n": 3, "last_year": 2, "ratio": None, "low": None, "high": None,
                                         "refusal": {"code": "not_enough", "have": 5, "need": 10, "reason": "…"}})  # fmt: skip
    sum_up(by="test")
    page = reader("bureau", "north").get(reverse("board:board")).content.decode()
    assert "5 of 10" in page
    assert "no records yet" in page


def test_only_the_newest_picture_with_the_usual_filters_counts(country: Place) -> None:
    picture("north-zone-1", year=YEAR | {"n": 1}, key="older")
    picture("north-zone-1", year=YEAR | {"n": 2}, key="newer")
    picture("north-zone-1", year=YEAR | {"n": 3}, key="property", group="property")
    picture("north-zone-1", year=YEAR | {"n": 4}, key="period", **{"from": "2025-01-01"})
    first, _ = shown(reader("bureau", "north"))
    assert first.year["n"] == 2


def test_bureau_and_name_narrow_the_list_and_foreign_ones_are_ignored(country: Place) -> None:
    client = reader("programme", "land")
    assert {line.zone.slug for line in shown(client, bureau="south")} == {"south-zone-1", "south-zone-2"}
    assert [line.zone.slug for line in shown(client, q="north-zone-2 ไทย")] == ["north-zone-2"]
    assert shown(client, q="nothing like it") == []
    assert len(shown(reader("bureau", "north"), bureau="south")) == 2


def test_sample_zones_are_marked(country: Place) -> None:
    Place.objects.filter(slug="north-zone-1").update(sample=True)
    page = reader("bureau", "north").get(reverse("board:board")).content.decode()
    assert "SAMPLE" in page


def test_a_nation_costs_no_more_queries_than_a_bureau(country: Place) -> None:
    client = reader("programme", "land")
    client.get(reverse("board:board"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("board:board"))
    station = Place.objects.get(slug="north-station")
    zones = [
        Place(
            level="zone",
            slug=f"z{number}",
            path=f"{station.path}z{number}/",
            parent=station,
            names={"en": f"z{number}"},
            pack="test",
        )
        for number in range(1484)
    ]
    Place.objects.bulk_create(zones)
    sum_up(by="test")
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(reverse("board:board")).context["lines"]) == 25
    assert len(many) == len(few)
