"""What cannot be found is named exactly; what is doubtful is never decided in silence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyzone.listen.incidents.finder import ColumnNotFound, find
from safetyzone.listen.incidents.mapping import Moment
from safetyzone.listen.incidents.refusals import Refused

DATES = ["2024-01-05 10:00", "2024-01-17 23:10", "2024-02-03 04:45"]


def refused(header: list[str], rows: list[list[str]], **options: object) -> ColumnNotFound:
    with pytest.raises(ColumnNotFound) as caught:
        find(header, rows, **options)  # type: ignore[arg-type]
    assert all(f"“{name}”" in caught.value.message for name in header)
    return caught.value


def rows(*columns: list[str]) -> list[list[str]]:
    return [list(row) for row in zip(*columns, strict=True)]


def test_no_place_at_all() -> None:
    error = refused(["date", "offence"], rows(DATES, ["theft", "theft", "assault"]))
    assert error.missing == ("lat", "lon")
    assert "No column for the place" in error.message
    assert "--column lat=NAME --column lon=NAME" in error.message


def test_only_the_longitude_is_missing() -> None:
    error = refused(["date", "latitude"], rows(DATES, ["13.741", "13.742", "13.743"]))
    assert error.missing == ("lon",)
    assert "“latitude” could be the latitude" in error.message


def test_only_the_latitude_is_missing() -> None:
    error = refused(["date", "lng"], rows(DATES, ["100.541", "100.542", "100.543"]))
    assert error.missing == ("lat",)


def test_no_time_at_all() -> None:
    error = refused(["lat", "lon", "kind"], rows(["13.741"] * 3, ["100.541"] * 3, ["theft"] * 3))
    assert error.missing == ("occurred_from",)
    assert "No column for when it happened" in error.message


def test_a_date_column_that_holds_no_dates_is_shown_with_its_value() -> None:
    error = refused(["lat", "lon", "date"], rows(["13.741"] * 3, ["100.541"] * 3, ["monday"] * 3))
    assert "“date” is named like a date, but its values (such as “monday”) are none" in error.message


def test_exchanged_columns_are_reported_and_not_mended() -> None:
    error = refused(["latitude", "longitude"], rows(["100.541"] * 3, ["13.741"] * 3))
    assert "the two look exchanged" in error.message
    assert "--column lat=longitude --column lon=latitude" in error.message


def test_named_columns_win() -> None:
    header = ["latitude", "longitude", "date", "entered"]
    table = rows(["100.541"] * 3, ["13.741"] * 3, ["x"] * 3, DATES)
    found = find(header, table, given={"lat": "longitude", "lon": "latitude", "occurred_from": "entered"})
    assert (found.mapping.lat, found.mapping.lon) == ("longitude", "latitude")
    assert found.mapping.occurred_from == Moment(date="entered")


def test_a_named_column_that_is_not_there_and_a_field_that_is_none() -> None:
    table = rows(["13.741"] * 3, ["100.541"] * 3, DATES)
    with pytest.raises(ColumnNotFound, match="has no column “when”"):
        find(["lat", "lon", "date"], table, given={"occurred_from": "when"})
    with pytest.raises(Refused, match="no field 'colour'; the fields are lat, lon"):
        find(["lat", "lon", "date"], table, given={"colour": "lat"})


def test_no_rows() -> None:
    with pytest.raises(Refused, match="has no rows"):
        find(["lat", "lon", "date"], [])


def test_degrees_without_a_telling_name_are_known_by_their_values() -> None:
    points = [[f"13.{700000 + n}", f"100.{500000 + n}", f"2024-01-{n + 1:02d}"] for n in range(20)]
    found = find(["a", "b", "day of event"], points)
    assert (found.mapping.lat, found.mapping.lon) == ("a", "b")
    assert "by their values" in found.notes[0]


def test_unnamed_columns_that_could_be_either_are_refused() -> None:
    points = [[f"43.{700000 + n}", f"-79.{300000 + n}", f"2024-01-{n + 1:02d}"] for n in range(20)]
    assert refused(["a", "b", "date"], points).missing == ("lat", "lon")


def test_metres_are_known_as_metres_and_a_crs_chooses_them_over_degrees() -> None:
    header = ["date", "X", "Y", "Latitude", "Longitude"]
    table = [[day, "490612.9", "5457110.0", "49.265", "-123.129"] for day in DATES]
    assert find(header, table).mapping.lat == "Latitude"
    found = find(header, table, crs="EPSG:26910")
    assert (found.mapping.lon, found.mapping.lat, found.mapping.crs, found.metres) == ("X", "Y", "EPSG:26910", False)


@pytest.mark.parametrize(
    ("value", "order"),
    [
        ("(41.81, -87.66)", "latlon"),
        ("POINT (-87.66 41.81)", "lonlat"),
        ("100.5, 13.7", "lonlat"),
        ("13.7 100.5", "latlon"),
    ],
)
def test_one_column_with_both(value: str, order: str) -> None:
    found = find(["when", "geo point"], [["2024-01-05 10:00", value]] * 3)
    assert (found.mapping.point, found.mapping.point_order) == ("geo point", order)


def test_dates_of_something_else_are_not_taken() -> None:
    header = ["date of birth", "arrest date", "updated", "lat", "lon", "offence date"]
    table = [["1980-01-05", "2024-03-01", "2024-04-01", "13.741", "100.541", "2024-01-05"]] * 3
    assert find(header, table).mapping.occurred_from == Moment(date="offence date")


def test_an_id_that_repeats_is_no_id() -> None:
    header = ["case number", "date", "lat", "lon"]
    same = [["A1", day, "13.741", "100.541"] for day in DATES]
    assert find(header, same).mapping.source_id == ""


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_table_is_understood_or_refused_with_a_sentence(table: list[list[str]]) -> None:
    try:
        found = find(["date", "lat", "lon"], table)
    except Refused as refusal:
        assert refusal.message.endswith(".")  # noqa: PT017 - either outcome is right
    else:
        assert found.mapping.columns()
