"""A file in, every row accounted for; the same file again changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.actions import import_file
from safetyzone.listen.incidents.mapping import Mapping, Moment
from safetyzone.listen.incidents.models import Import, Incident, Reject
from safetyzone.listen.incidents.queries import visible

pytestmark = pytest.mark.django_db

MAPPING = Mapping(
    source="register", source_id="no", category="kind", occurred_from=Moment("when"), lon="lon", lat="lat",
    address="street", solved="solved", categories={"stolen": "theft"},
)  # fmt: skip
HEADER = "no,kind,when,lon,lat,street,solved,officer"
GOOD = (
    "1,stolen,2022-04-03 21:30,100.541,13.744,1 Rama I,yes,Somchai",
    "2,Drugs,2022-04-04 10:15,100.542,13.745,,no,Somchai",
    "3,ลักทรัพย์,2022-04-05,100.543,13.746,,,Somchai",
)
Table = Callable[..., Path]


def test_rows_are_stored_and_counted(station: Place, table: Table) -> None:
    report = import_file(path=table(HEADER, *GOOD), station=station, mapping=MAPPING, by="test")
    assert (report.rows_read, report.accepted, report.corrected, report.unchanged, report.rejected) == (3, 3, 0, 0, 0)
    first, second, third = visible(station).order_by("source_id")
    assert first.occurred_from == datetime(2022, 4, 3, 14, 30, tzinfo=UTC)
    assert (first.category, first.category_text, first.origin, first.solved) == ("theft", "stolen", "reported", True)
    assert (first.lon, first.lat, first.address, first.time_precision) == (100.541, 13.744, "1 Rama I", "exact")
    assert first.cell
    assert first.place_precision == "exact"
    assert (second.category, second.origin, second.solved) == ("drugs", "discovered", False)
    assert (third.category, third.time_precision, third.solved) == ("theft", "date", None)
    assert third.occurred_from == datetime(2022, 4, 4, 17, 0, tzinfo=UTC)
    assert report.quality == {"date_only": 1}
    event = Event.objects.get(action="incidents.imported")
    assert event.payload["accepted"] == 3
    assert event.payload["file"] == report.file_digest


def test_the_same_file_again_changes_nothing(station: Place, table: Table) -> None:
    path = table(HEADER, *GOOD)
    import_file(path=path, station=station, mapping=MAPPING, by="test")
    before = list(Incident.objects.order_by("pk").values())
    again = import_file(path=path, station=station, mapping=MAPPING, by="test")
    assert (again.rows_read, again.accepted, again.corrected, again.unchanged, again.rejected) == (3, 0, 0, 3, 0)
    assert list(Incident.objects.order_by("pk").values()) == before


def test_a_changed_row_becomes_a_correction_with_history(station: Place, table: Table) -> None:
    import_file(path=table(HEADER, *GOOD), station=station, mapping=MAPPING, by="test")
    changed = (GOOD[0].replace("stolen", "Drugs"), *GOOD[1:])
    report = import_file(path=table(HEADER, *changed), station=station, mapping=MAPPING, by="test")
    assert (report.accepted, report.corrected, report.unchanged) == (0, 1, 2)
    assert visible(station).count() == 3
    assert visible(station).get(source_id="1").category == "drugs"
    old = Incident.objects.get(source_id="1", category="theft")
    assert old.superseded_by_id == report.run_id


def test_an_older_file_does_not_bring_old_values_back(station: Place, table: Table) -> None:
    older = table(HEADER, *GOOD, name="older.csv")
    import_file(path=older, station=station, mapping=MAPPING, by="test")
    newer = table(HEADER, GOOD[0].replace("yes", "no"), name="newer.csv")
    import_file(path=newer, station=station, mapping=MAPPING, by="test")
    report = import_file(path=older, station=station, mapping=MAPPING, by="test")
    assert (report.corrected, report.unchanged) == (0, 3)
    assert visible(station).get(source_id="1").solved is False


def test_without_ids_two_equal_incidents_stay_two(station: Place, table: Table) -> None:
    mapping = replace(MAPPING, source_id="")
    path = table(HEADER, GOOD[0], GOOD[1], GOOD[0], GOOD[0])
    assert import_file(path=path, station=station, mapping=mapping, by="test").accepted == 4
    assert import_file(path=path, station=station, mapping=mapping, by="test").unchanged == 4
    more = table(HEADER, GOOD[0], GOOD[0], GOOD[0], GOOD[0], name="more.csv")
    report = import_file(path=more, station=station, mapping=mapping, by="test")
    assert (report.accepted, report.unchanged) == (1, 3)
    assert visible(station).count() == 5


def test_a_repeated_id_is_one_incident_and_a_clash_is_rejected(station: Place, table: Table) -> None:
    path = table(HEADER, GOOD[0], GOOD[0], GOOD[0].replace("stolen", "Drugs"), GOOD[1])
    report = import_file(path=path, station=station, mapping=MAPPING, by="test")
    assert (report.accepted, report.unchanged, report.rejected) == (2, 1, 1)
    (reject,) = report.rejects
    assert (reject.line, reject.column, reject.value, reject.code) == (4, "no", "1", "repeated_id")


def test_unmapped_columns_are_not_stored(station: Place, table: Table) -> None:
    import_file(path=table(HEADER, *GOOD), station=station, mapping=MAPPING, by="test")
    stored = str([*Incident.objects.values(), *Import.objects.values(), *Reject.objects.values()])
    assert "Somchai" not in stored


def test_a_dry_run_checks_everything_and_stores_nothing(station: Place, table: Table) -> None:
    path = table(HEADER, *GOOD, "4,stolen,2022-13-45,100.5,13.7,,,")
    report = import_file(path=path, station=station, mapping=MAPPING, by="test", dry_run=True)
    assert (report.accepted, report.rejected, report.run_id) == (3, 1, None)
    assert not Import.objects.exists()
    assert not Incident.objects.exists()
    assert not Event.objects.exists()
