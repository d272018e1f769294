"""Indicators of many zones from one file: all lines or none, each wrong line named."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.places.models import Place
from safetyzone.measure.index.actions import enter_sheet
from safetyzone.measure.index.models import EnteredIndicator
from safetyzone.measure.index.reading import COLUMNS, MOST_BYTES, WrongFile, read_indicators
from safetyzone.measure.index.tests.conftest import Enter, Visitor, neighbours

HEADING = ",".join(COLUMNS)
DAY = "2026-03-31"


def line(zone: str, indicator: str = "cameras-working", value: str = "80", unit: str = "percent", **more: str) -> str:
    given = {"day": DAY, "n": "188", "se": "", "source": "register", "below_one": "", **more}
    return ",".join([zone, indicator, value, unit, *(given[name] for name in COLUMNS[4:])])


def file_of(*lines: str, heading: str = HEADING) -> bytes:
    return "\r\n".join([heading, *lines, ""]).encode("utf-8-sig")


def bring_in(place: Place, *lines: str) -> int:
    return enter_sheet(place=place, sheet=read_indicators(file_of(*lines)), by="user:1")


@pytest.fixture
def station(zone: Place) -> Place:
    assert zone.parent is not None
    return zone.parent


def test_every_line_is_kept_with_one_event_that_names_the_file(zone: Place, station: Place, enter: Enter) -> None:
    other = neighbours(zone, 1)[0]
    enter(zone, "cameras-working", 10.0, n=5)  # the same day: corrected
    many = bring_in(
        station,
        line(zone.slug),
        line(other.slug, value="70.5", se="2.5"),
        line(zone.slug, "response-time", "8", "minutes"),
    )
    assert many == 3
    kept = {
        (row.zone.slug, row.indicator): (row.value, row.se, row.n, row.source) for row in EnteredIndicator.objects.all()
    }
    assert kept == {
        (zone.slug, "cameras-working"): (80.0, None, 188, "register"), (other.slug, "cameras-working"): (70.5, 2.5, 188, "register"),
        (zone.slug, "response-time"): (8.0, None, 188, "register"),
    }  # fmt: skip
    event = Event.objects.get(action="index.sheet_entered")
    assert (event.payload["values"], event.payload["zones"], len(event.payload["file"])) == (3, 2, 64)


def test_each_wrong_line_is_named_and_nothing_is_changed(zone: Place, station: Place) -> None:
    slug = zone.slug
    wrong = [
        (line(slug, value="180"), "Line 3: 180 cannot be right"), (line("nowhere"), "Line 4: there is no zone nowhere here"),
        (line(slug, "joy"), "Line 5: This area's index has no indicator joy"),
        (line(slug, "response-time", "0.5", "hours"), "Line 6: .* is counted in minutes, not in hours"),
        (line(slug, value="0.35", day="2026-02-01"), "Line 7: .* do you mean 35 %"),
        (line(slug, day="2999-01-01"), "Line 8: The day lies in the future"),
        (line(slug, source=" ", day="2026-01-02"), "Line 9: Say where"),
        (line(slug), "Line 10: the same zone, indicator and day stand in line 2 already"),
    ]  # fmt: skip
    with pytest.raises(WrongFile) as refused:
        bring_in(station, line(slug), *(text for text, _says in wrong))
    assert len(refused.value.lines) == len(wrong)
    for (_text, says), found in zip(wrong, refused.value.lines, strict=True):
        assert re.match(says, found), (says, found)
    assert not EnteredIndicator.objects.exists()
    assert not Event.objects.filter(action="index.sheet_entered").exists()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\xff\xfe", "not in UTF-8"), (b"", "column zone is missing"), (file_of(heading="zone,indicator,value"), "column unit is missing"),
        (file_of(heading=f"{HEADING},colour"), "no column colour"), (file_of(), "holds no value"),
        (file_of("a,b,c"), "Line 2 has more or fewer fields"), (file_of(line("z", value="1,5")), "more or fewer fields"),
        (file_of(line("z", value="80 %")), "Line 2: value: “80 %” is not a number"), (file_of(line("z", value="1e3")), "not a number"),
        (file_of(line("z", n="-4")), "Line 2: n: “-4” is not a whole number"), (file_of(line("z", day="31/3/2569")), "not a day like"),
        (file_of(line("z", source="x" * 301)), "source is longer than 300"), (file_of('"open'), "cannot be read as CSV"),
        (b"x" * (MOST_BYTES + 1), "larger than five megabytes"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where(raw: bytes, says: str) -> None:
    with pytest.raises(WrongFile, match=says):
        read_indicators(raw)


def test_a_zone_of_another_station_is_no_zone_here(zone: Place, station: Place) -> None:
    elsewhere = Place.objects.create(
        level=station.level, slug="far", path="/far/", names={"en": "Far"}, pack=station.pack
    )
    with pytest.raises(WrongFile, match="there is no zone"):
        bring_in(elsewhere, line(zone.slug))
    assert not EnteredIndicator.objects.exists()


def test_the_page_takes_a_file_or_names_what_is_wrong(zone: Place, station: Place, visitor: Visitor) -> None:
    clerk: Client = visitor("chief", station)
    where = reverse("index:upload", args=[station.slug])
    bad = clerk.post(where, {"file": SimpleUploadedFile("i.csv", file_of(line(zone.slug, value="180")))})
    assert bad.status_code == 422
    assert "Line 2: 180 cannot be right" in bad.content.decode()
    assert clerk.post(where).status_code == 422
    assert not EnteredIndicator.objects.exists()
    good = clerk.post(where, {"file": SimpleUploadedFile("i.csv", file_of(line(zone.slug)))}, follow=True)
    assert "1 value was entered." in good.content.decode()
    assert EnteredIndicator.objects.get().value == 80.0


def test_the_empty_file_holds_every_zone_and_indicator_and_is_no_value(
    zone: Place, station: Place, visitor: Visitor
) -> None:
    clerk = visitor("chief", station)
    raw = clerk.get(reverse("index:sheet", args=[station.slug])).content
    rows = raw.decode("utf-8-sig").splitlines()
    assert rows[0] == HEADING
    assert f"{zone.slug},cameras-working,,percent,,,,," in rows
    with pytest.raises(WrongFile, match="holds no value"):
        read_indicators(raw)
    filled = raw.decode("utf-8-sig").replace(f"{zone.slug},cameras-working,,percent,,,,,", line(zone.slug))
    assert enter_sheet(place=station, sheet=read_indicators(filled.encode()), by="user:1") == 1


def test_a_stranger_and_a_resident_bring_nothing_in(zone: Place, station: Place, visitor: Visitor) -> None:
    where = reverse("index:upload", args=[station.slug])
    assert Client(HTTP_HOST="localhost").get(where).status_code == 302
    assert visitor("resident", station).get(where).status_code == 404
