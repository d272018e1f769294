"""The finder on layouts as cities publish them."""

import pytest

from safetyzone.listen.incidents.finder import find
from safetyzone.listen.incidents.finder.tests.layouts import LAYOUTS
from safetyzone.listen.incidents.mapping import Moment


@pytest.mark.parametrize("city", LAYOUTS)
def test_when_and_where_are_found(city: str) -> None:
    layout = LAYOUTS[city]
    found = find(layout.names, layout.table)
    mapping = found.mapping
    assert mapping.occurred_from == Moment(**layout.occurred_from)
    assert mapping.occurred_to == Moment(**layout.occurred_to)
    assert mapping.reported_at == Moment(**layout.reported_at)
    assert (mapping.lon, mapping.lat) == (layout.lon, layout.lat)
    assert (mapping.point, mapping.point_order) == (layout.point, layout.point_order)
    assert (found.metres, found.offset) == (layout.metres, layout.offset)


@pytest.mark.parametrize("city", LAYOUTS)
def test_what_and_which_are_found(city: str) -> None:
    layout = LAYOUTS[city]
    mapping = find(layout.names, layout.table).mapping
    assert {name: getattr(mapping, name) for name in layout.also} == layout.also


@pytest.mark.parametrize("city", LAYOUTS)
def test_every_choice_is_told_with_its_column(city: str) -> None:
    layout = LAYOUTS[city]
    found = find(layout.names, layout.table)
    told = " ".join(found.notes)
    assert all(f"“{column}”" in told for column in found.mapping.columns())


@pytest.mark.parametrize(
    ("date", "time", "kind"),
    [
        ("วันเกิดเหตุ", "เวลาเกิดเหตุ", "ประเภทเหตุ"),
        ("วันเดือนปีที่เกิดเหตุ", "เวลา", "ประเภทคดี"),
        ("ว/ด/ป เกิดเหตุ", "เวลาที่เกิดเหตุ", "ข้อหา"),
        ("เหตุเกิดวันที่", "เวลา", "ประเภท"),
    ],
)
def test_the_ways_a_thai_station_heads_its_columns(date: str, time: str, kind: str) -> None:
    header = ["เลขคดี", "วันเกิดผู้แจ้ง", date, time, kind, "Lat", "Long"]
    rows = [
        [f"{n}/2567", f"0{n}/02/2533", f"1{n}/04/2567", f"2{n % 4}:15", "ลักทรัพย์", f"13.77{n}", f"100.56{n}"]
        for n in range(1, 10)
    ]
    mapping = find(header, rows).mapping
    assert mapping.occurred_from == Moment(date=date, time=time)
    assert mapping.category == kind
    assert (mapping.lat, mapping.lon, mapping.source_id) == ("Lat", "Long", "เลขคดี")
