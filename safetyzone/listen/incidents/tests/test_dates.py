"""Dates in many forms come out as the moments they mean."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyzone.listen.incidents.dates.columns import read, settle
from safetyzone.listen.incidents.dates.moments import NOT_KNOWN, Moments
from safetyzone.listen.incidents.mapping import Mapping, Moment
from safetyzone.listen.incidents.refusals import Refused

BANGKOK = ZoneInfo("Asia/Bangkok")
THAI = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")  # fmt: skip


def moments(
    columns: dict[str, list[str | None]], moment: Moment, zone: str = "Asia/Bangkok", **mapping: Any
) -> Moments:
    frame = pl.DataFrame(columns, dict.fromkeys(columns, pl.String))
    stated = Mapping(source="x", occurred_from=moment, **mapping)
    settled = settle(iter([SimpleNamespace(frame=frame)]), stated)
    return read(frame, moment, settled, time_zone=zone, calendar=stated.calendar, this_year=2026)


def one(text: str, **mapping: Any) -> datetime | None:
    """The moment on Bangkok's clocks."""
    found = moments({"D": [text]}, Moment("D"), **mapping)
    return None if found.utc[0] == NOT_KNOWN else datetime.fromtimestamp(int(found.utc[0]), BANGKOK)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BANGKOK)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2022-04-03T21:30:00+07:00", at(2022, 4, 3, 21, 30)),
        ("2022-04-03T21:30:00Z", at(2022, 4, 4, 4, 30)),
        ("2022-04-03 21:30:15.123", at(2022, 4, 3, 21, 30, 15)),
        ("2022/04/03", at(2022, 4, 3)),
        ("2565-04-03", at(2022, 4, 3)),
        ("29/02/2567", at(2024, 2, 29)),
        ("25-12-2565 23.59", at(2022, 12, 25, 23, 59)),
        ("25.12.65", at(2022, 12, 25)),
        ("3 เม.ย. 2565", at(2022, 4, 3)),
        ("3 เมย 65", at(2022, 4, 3)),
        ("๓ เมษายน พ.ศ. ๒๕๖๕ เวลา ๒๑.๓๐ น.", at(2022, 4, 3, 21, 30)),
        ("วันอาทิตย์ที่ 3 เมษายน 2565", at(2022, 4, 3)),
        ("April 3, 2022 9:30 PM", at(2022, 4, 3, 21, 30)),
        ("3rd April 2022", at(2022, 4, 3)),
        ("03-Apr-22 11.30.00.000000 PM", at(2022, 4, 3, 23, 30)),
        ("Sun, 3 Apr 2022 10:00:00 +0700", at(2022, 4, 3, 10)),
        ("12/25/2022 12:00:00 AM", at(2022, 12, 25)),
        ("12/25/2022 12:15 p.m.", at(2022, 12, 25, 12, 15)),
        ("20220403", at(2022, 4, 3)),
        ("20220403T213000", at(2022, 4, 3, 21, 30)),
        ("2022-04", at(2022, 4, 1)),
        ("เม.ย. 2565", at(2022, 4, 1)),
        ("1649000000", at(2022, 4, 3, 22, 33, 20)),
        ("1649000000000", at(2022, 4, 3, 22, 33, 20)),
        ("2022-04-03 24:00", at(2022, 4, 4)),
    ],
)
def test_forms(text: str, meant: datetime) -> None:
    assert one(text) == meant


@pytest.mark.parametrize(
    "text", ["soon", "2022-13-01", "32/12/2022", "31 feb 2022", "13/25/2022 13:00 PM", "2022-04-03 7", "12345"]
)
def test_what_is_no_date(text: str) -> None:
    found = moments({"D": [text]}, Moment("D"), date_order="dmy")
    assert found.utc[0] == NOT_KNOWN
    assert found.fault[0]


@pytest.mark.parametrize("text", ["", "-", "NULL", "n/a", "ไม่ทราบ"])
def test_nothing_is_not_a_fault(text: str) -> None:
    found = moments({"D": [text]}, Moment("D"))
    assert found.utc[0] == NOT_KNOWN
    assert not found.fault[0]


def test_what_is_known_of_a_moment() -> None:
    found = moments({"D": ["2022-04-03 10:05", "2022-04-03", "2022-04"]}, Moment("D"))
    assert found.timed.tolist() == [True, False, False]
    assert found.dayed.tolist() == [True, True, False]
    assert found.minute.tolist() == [605, -1, -1]


def test_a_column_whose_every_time_is_midnight_holds_dates_only() -> None:
    found = moments({"D": ["2022-04-03T00:00:00.000", "2022-04-04T00:00:00.000"]}, Moment("D"))
    assert not found.timed.any()
    mixed = moments({"D": ["2022-04-03T00:00:00.000", "2022-04-04T10:00:00.000"]}, Moment("D"))
    assert mixed.timed.all()


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        (["21:30", "08:05"], [1290, 485]),
        (["9:30 PM", "8:05 am"], [1290, 485]),
        (["2130", "805"], [1290, 485]),
        (["2130", "5"], [1290, 5]),
        (["21", "8"], [1260, 480]),
        (["21.30 น.", "๐๘.๐๕"], [1290, 485]),
    ],
)
def test_a_time_of_its_own(column: list[str | None], meant: list[int]) -> None:
    found = moments({"D": ["2022-04-03", "2022-04-03"], "T": column}, Moment("D", "T"))
    assert found.minute.tolist() == meant
    assert not found.fault.any()


def test_a_time_column_replaces_a_formats_midnight_and_may_be_empty() -> None:
    found = moments({"D": ["01/13/2020 12:00:00 AM"] * 2, "T": ["2230", None]}, Moment("D", "T"))
    assert found.minute.tolist() == [1350, -1]
    assert found.timed.tolist() == [True, False]


def test_split_columns() -> None:
    columns: dict[str, list[str | None]] = {
        "y": ["2565", "2022"], "m": ["เม.ย.", "4"], "d": ["3", "3.0"], "h": ["21", "21"], "n": ["30", "30"],
    }  # fmt: skip
    found = moments(columns, Moment(year="y", month="m", day="d", hour="h", minute="n"))
    assert [datetime.fromtimestamp(int(value), BANGKOK) for value in found.utc] == [at(2022, 4, 3, 21, 30)] * 2


def test_the_calendar_can_be_said() -> None:
    assert one("3 apr 2565", calendar="buddhist") == at(2022, 4, 3)
    assert one("3 apr 65", calendar="gregorian") == at(1965, 4, 3)
    assert one("3 apr 2565", calendar="gregorian") is None


def test_summer_time() -> None:
    found = moments(
        {"D": ["2022-07-01 12:00", "2022-12-01 12:00", "2022-03-27 02:30", "2022-10-30 02:30"]},
        Moment("D"),
        "Europe/Berlin",
    )
    assert [datetime.fromtimestamp(int(value), UTC).isoformat(timespec="minutes")[:16] for value in found.utc] == [
        "2022-07-01T10:00", "2022-12-01T11:00", "2022-03-27T01:30", "2022-10-30T00:30",
    ]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.datetimes(datetime(1950, 1, 1), datetime(2026, 1, 1)), st.booleans())  # noqa: DTZ001 - local clocks
def test_every_way_of_writing_gives_the_same_moment(moment: datetime, buddhist: bool) -> None:
    moment = moment.replace(second=0, microsecond=0)
    year = moment.year + 543 if buddhist else moment.year
    d, m, clock = moment.day, moment.month, f"{moment:%H:%M}"
    written = [
        f"{year}-{m:02d}-{d:02d} {clock}",
        f"{d}/{m}/{year} {clock}",
        f"{d} {THAI[m - 1]} {year} {clock}",
        f"{d:02d} {SHORT[m - 1]} {year} เวลา {moment:%H.%M} น.",
        f"{d} {moment:%b} {year} {moment:%I:%M %p}",
    ]
    meant = int(moment.replace(tzinfo=BANGKOK).timestamp())
    found = moments({"D": list(written)}, Moment("D"), date_order="dmy")
    assert found.utc.tolist() == [meant] * len(written)
    assert found.buddhist == (len(written) if buddhist else 0)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.dates(date(2000, 1, 1), date(2025, 12, 31)), min_size=1, max_size=30), st.sampled_from(["dmy", "mdy"])
)
def test_the_order_is_settled_by_the_column_or_asked_for(days: list[date], order: str) -> None:
    form = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    columns: dict[str, list[str | None]] = {"D": [f"{day:{form}}" for day in days]}
    if all(day.day <= 12 for day in days):
        with pytest.raises(Refused, match="--date-order"):
            moments(columns, Moment("D"))
    else:
        found = moments(columns, Moment("D"))
        local = [(datetime.fromtimestamp(int(value), UTC) + timedelta(hours=7)).date() for value in found.utc]
        assert local == days


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_date_a_fault_or_nothing(text: str) -> None:
    found = moments({"D": [text]}, Moment("D"), date_order="dmy")
    assert bool(found.fault[0]) + bool(found.known[0]) <= 1
