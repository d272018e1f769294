"""Every bad input: the message says what to do, and nothing changed."""

import gzip
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.actions import import_file
from safetyzone.listen.incidents.mapping import Mapping, MappingError, Moment
from safetyzone.listen.incidents.mapping_file import read_mapping, write_mapping
from safetyzone.listen.incidents.models import Import, Incident, Reject
from safetyzone.listen.incidents.refusals import Refused
from safetyzone.listen.incidents.report import ImportReport

pytestmark = pytest.mark.django_db
MAPPING = Mapping(source="register", occurred_from=Moment("when"), lon="lon", lat="lat")
Table = Callable[..., Path]


def state() -> list[Any]:
    tables = (Import, Incident, Reject, Event)
    return [list(model.objects.order_by("pk").values()) for model in tables]  # type: ignore[attr-defined]


def refused(path: Path, station: Place, mapping: Mapping = MAPPING) -> Refused:
    """The refusal, after making sure that nothing changed."""
    before = state()
    with pytest.raises(Refused) as caught:
        import_file(path=path, station=station, mapping=mapping, by="test")
    assert state() == before
    return caught.value


def taken(path: Path, station: Place, mapping: Mapping = MAPPING) -> ImportReport:
    return import_file(path=path, station=station, mapping=mapping, by="test")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"%PDF-1.7 x", "a PDF"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "compressed (gzip); unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file (.xls); save it as .xlsx or CSV"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"PAR1 and then nothing", "damaged"),
        (b"\x00\x01\x02\x03" * 100, "not a table of text"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", ', "not complete JSON"),
        (b'{"type": "FeatureCollection", "features": []}', "holds no features"),
    ],
)
def test_what_is_no_table(station: Place, tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    assert sentence in refused(path, station).message


def test_an_archive(station: Place, tmp_path: Path) -> None:
    path = tmp_path / "file.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "x")
    assert "an archive of 1 files; unpack it" in refused(path, station).message


def test_names_of_columns_without_rows(station: Place, table: Table) -> None:
    assert "has no rows" in refused(table("when,lon,lat"), station).message


def test_a_missing_column_is_named_beside_those_that_are_there(station: Place, table: Table) -> None:
    problem = refused(table("date,lon,lat", "2022-04-03,100.5,13.7"), station)
    assert problem.code == "no_such_column"
    assert "no column “when” (mapped to occurred_from)" in problem.message
    assert "“date”, “lon”, “lat”" in problem.message


def test_day_and_month_that_could_be_exchanged(station: Place, table: Table) -> None:
    path = table("when,lon,lat", "03/04/2565,100.54,13.745", "05/06/2565,100.54,13.746")
    problem = refused(path, station)
    assert problem.code == "ambiguous_dates"
    assert "“when”: “03/04/2565”" in problem.message
    assert "--date-order" in problem.message
    assert taken(path, station, replace(MAPPING, date_order="dmy")).accepted == 2


def test_the_last_row_may_settle_the_order(station: Place, table: Table) -> None:
    rows = [f"0{n % 9 + 1}/0{n % 7 + 1}/2021,100.54,13.745" for n in range(5000)]
    report = taken(table("when,lon,lat", *rows, "02/13/2021,100.54,13.745"), station)
    assert report.accepted == 5001
    assert any("month/day/year, as “02/13/2021” shows" in note for note in report.notes)


def test_orders_that_are_mixed(station: Place, table: Table) -> None:
    path = table("when,lon,lat", *["25/12/2021,100.54,13.745"] * 3, *["12/25/2021,100.54,13.745"] * 3)
    problem = refused(path, station)
    assert problem.code == "mixed_dates"
    assert "25/12/2021" in problem.message
    assert "12/25/2021" in problem.message


def test_metres_without_a_coordinate_system(station: Place, table: Table) -> None:
    path = table("when,lon,lat", "2022-04-03,666500.1,1519800.2", "2022-04-04,666510.0,1519700.0")
    problem = refused(path, station)
    assert problem.code == "no_crs"
    assert "--crs EPSG:32647" in problem.message
    taken(path, station, replace(MAPPING, crs="EPSG:32647"))
    first = Incident.objects.order_by("occurred_from")[0]
    assert first.lon == pytest.approx(100.5397, abs=2e-3)
    assert first.lat == pytest.approx(13.7427, abs=2e-3)


def test_a_coordinate_system_that_is_none(station: Place, table: Table) -> None:
    path = table("when,lon,lat", "2022-04-03,100.54,13.745")
    assert "'EPSG:1' is no coordinate system" in refused(path, station, replace(MAPPING, crs="EPSG:1")).message


def test_latitude_and_longitude_exchanged_are_reported_and_not_mended(station: Place, table: Table) -> None:
    path = table("when,lon,lat", "2022-04-03,13.745,100.54", "2022-04-03,100.54,13.745")
    report = taken(path, station)
    assert (report.accepted, report.rejected) == (1, 1)
    assert (report.rejects[0].line, report.rejects[0].code) == (2, "swapped")
    assert report.rejects[0].value == "13.745, 100.54"
    assert Incident.objects.get().lat == 13.745


def test_a_whole_file_exchanged_is_refused(station: Place, table: Table) -> None:
    problem = refused(table("when,lon,lat", *["2022-04-03,13.745,100.54"] * 5), station)
    assert "none of the 5 rows" in problem.message
    assert "exchange lon and lat" in problem.message


def test_rows_outside_the_area_are_rejected_with_reason(station: Place, table: Table) -> None:
    report = taken(table("when,lon,lat", "2022-04-03,98.98,18.79", "2022-04-03,100.54,13.745"), station)
    assert [(row.code, row.column, row.value) for row in report.rejects] == [("outside", "lon + lat", "98.98, 18.79")]
    assert any("30 km round Town" in note for note in report.notes)


def test_a_boundary_is_exact(station: Place, table: Table) -> None:
    station.boundary = {
        "type": "Polygon",
        "coordinates": [[[100.5, 13.7], [100.6, 13.7], [100.6, 13.8], [100.5, 13.8], [100.5, 13.7]]],
    }
    station.save()
    report = taken(table("when,lon,lat", "2022-04-03,100.601,13.75", "2022-04-03,100.599,13.75"), station)
    assert (report.accepted, report.rejected) == (1, 1)


def test_zero_is_an_unknown_place_and_is_counted(station: Place, table: Table) -> None:
    report = taken(table("when,lon,lat", "2022-04-03,0,0", "2022-04-03,100.54,13.745", "2022-04-03,,"), station)
    assert report.accepted == 3
    assert (report.quality["zero_coordinates"], report.quality["no_place"]) == (1, 2)
    assert Incident.objects.filter(lon=None, place_precision="unknown").count() == 2


def test_the_middle_of_the_province_is_flagged(station: Place, table: Table) -> None:
    assert station.parent is not None
    Place.objects.filter(pk=station.parent.pk).update(lon=100.55, lat=13.75)
    report = taken(table("when,lon,lat", "2022-04-03,100.55,13.75", "2022-04-03,100.541,13.745"), station)
    assert report.quality["default_place"] == 1
    assert Incident.objects.get(lon=100.55).place_precision == "area"


def test_one_point_that_holds_far_too_many_is_stated(station: Place, table: Table) -> None:
    rows = [f"2022-04-03,{100.54 + n / 10000:.4f},13.745" for n in range(100)]
    report = taken(table("when,lon,lat", *rows, *["2022-04-03,100.52,13.74"] * 30), station)
    assert report.quality["repeated_place"] == 30
    assert any("30 rows stand at exactly 13.74000, 100.52000" in note for note in report.notes)


def test_default_times_are_flagged_when_the_whole_file_shows_them(station: Place, table: Table) -> None:
    early = [f"2022-04-{n % 28 + 1:02d} {n % 24:02d}:{n % 60:02d},100.54,13.745" for n in range(1, 60) if n % 60]
    rows = [*["2022-04-03 12:00,100.54,13.745"] * 5, *early, *["2022-04-03 00:00,100.54,13.745"] * 40]
    report = taken(table("when,lon,lat", *rows), station)
    assert report.quality["default_time"] == 40
    assert Incident.objects.filter(default_time=True).count() == 40


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("yesterday", "bad_date"),
        ("2022-02-30", "no_such_date"),
        ("2022-04-03 25:10", "no_such_time"),
        ("1066-10-14", "unlikely_year"),
        (f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}", "future"),
        ("", "no_date"),
    ],
)
def test_a_date_that_is_none_is_listed_with_line_column_and_value(
    station: Place, table: Table, value: str, code: str
) -> None:
    report = taken(table("when,lon,lat", "2022-04-03,100.54,13.745", f"{value},100.54,13.745"), station)
    assert (report.accepted, report.rejected) == (1, 1)
    row = Reject.objects.get()
    assert (row.line, row.column, row.value, row.code) == (3, "when", value, code)
    assert row.reason


def test_an_end_before_its_start(station: Place, table: Table) -> None:
    mapping = replace(MAPPING, occurred_to=Moment("until"))
    path = table(
        "when,until,lon,lat",
        "2022-04-03 20:00,2022-04-03 19:00,100.54,13.745",
        "2022-04-03 20:00,2022-04-03,100.54,13.745",
    )
    report = taken(path, station, mapping)
    assert [row.code for row in report.rejects] == ["end_before_start"]
    assert report.accepted == 1, "an end that is only a date means the end of that day"


def test_lines_that_do_not_fit_the_header(station: Place, table: Table) -> None:
    report = taken(table("when,lon,lat", "2022-04-03,100.54", "2022-04-03,100.54,13.745", "2022-04-04,1,2,3"), station)
    assert [(row.line, row.value, row.code) for row in report.rejects] == [
        (2, "2 / 3", "ragged"),
        (4, "4 / 3", "ragged"),
    ]
    assert report.rows_read == 3


def test_a_quotation_mark_that_does_not_end(station: Place, table: Table) -> None:
    rows = ["2022-04-03,100.54,13.745"] * 9000
    assert (
        "line 5002: a quotation mark"
        in refused(table("when,lon,lat", *rows[:5000], '"' + rows[0], *rows), station).message
    )


def test_values_of_personal_columns_are_masked(station: Place, table: Table) -> None:
    mapping = replace(MAPPING, personal=("when",))
    taken(table("when,lon,lat", "2022-04-03,100.54,13.745", "born 1970-01-01,100.54,13.745"), station, mapping)
    assert Reject.objects.get().value == "•••"


def test_a_category_that_the_area_does_not_have(station: Place, table: Table) -> None:
    mapping = replace(MAPPING, category="when", categories={"x": "arson"})
    problem = refused(table("when,lon,lat", "2022-04-03,100.54,13.745"), station, mapping)
    assert "no category 'arson'; it has drugs, theft" in problem.message


def test_incidents_belong_to_a_station(station: Place, table: Table) -> None:
    assert station.parent is not None
    assert "is a province" in refused(table("when,lon,lat", "2022-04-03,1,1"), station.parent).message


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("source: [", "line 1: this is not YAML"),
        ("- a", "the file should hold entries"),
        (
            "source: a\ncolumns: {occured_from: D}",
            "columns.occured_from: there is no such entry; there are occurred_from",
        ),
        ("source: a\ncolumns: {lon: X, lat: Y}", "occurred_from or of reported_at"),
        ("source: a\ncolumns: {occurred_from: D, lon: X}", "lat has none; a place needs both"),
        ("columns: {occurred_from: D}", "source: name the register"),
        ("source: a\ncolumns: {occurred_from: D, lon: [x]}", "columns.lon: one name is needed, not a list"),
        ("source: a\ncolumns: {occurred_from: D}\nfile: {header: two}", "file.header: 'two' is not a whole number"),
        (
            "source: a\ncolumns: {occurred_from: D}\ndates: {order: dym}",
            "date_order: 'dym' is not one of dmy, mdy, ymd",
        ),
        ("source: a\ncolumns: {occurred_from: {date: D, year: Y}}", "name either date or year"),
        ("mapping: 9\nsource: a\ncolumns: {occurred_from: D}", "not a version"),
        ("source: a\ncolumns: {occurred_from: D}\nplaces: {precision: roughly}", "is not one of exact, street"),
    ],
)
def test_a_mapping_that_cannot_be_used(text: str, sentence: str) -> None:
    with pytest.raises(MappingError) as caught:
        read_mapping(text)
    assert sentence in str(caught.value)


def test_a_column_called_no_is_a_name() -> None:
    mapping = read_mapping("source: a\ncolumns: {occurred_from: yes, source_id: No}\nsolved: {yes: [yes, 1], no: [no]}")
    assert (mapping.occurred_from.date, mapping.source_id) == ("yes", "No")
    assert (mapping.solved_values, mapping.unsolved_values) == (("yes", "1"), ("no",))


def test_a_mapping_survives_being_written_and_read() -> None:
    mapping = Mapping(
        source="ทะเบียน", occurred_from=Moment("วันที่", "เวลา"), occurred_to=Moment(year="y", month="m"), lon="x", lat="y",
        crs="EPSG:32647", categories={"yes": "theft"}, solved_values=("yes",), unsolved_values=("no",), personal=("name",),
        precision="p", precision_values={"1": "street"}, date_order="dmy", calendar="buddhist", header=3, separator=";",
        discovered_values=("found",), default_origin="discovered", origin="o", encoding="cp874",
    )  # fmt: skip
    again = read_mapping(write_mapping(mapping))
    assert again == mapping
    assert again.digest == mapping.digest
    assert Mapping.from_json(mapping.as_json()) == mapping
