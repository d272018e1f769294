"""What every analysis reads: only visible rows, whichever database holds them and in whatever order."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.incidents.columns import (
    PRECISIONS,
    SOLVED,
    UNKNOWN,
    UNSOLVED,
    Columns,
    done_imports,
    imports_digest,
    incident_columns,
)
from safetyzone.listen.incidents.models import Import, ImportState, Incident

pytestmark = pytest.mark.django_db
TZ = "Asia/Bangkok"


@pytest.fixture
def station() -> Place:
    return Place.objects.create(level=Level.STATION, slug="s", path="/s/", names={"en": "S"}, pack="p")


def brought(station: Place, *, state: str = ImportState.DONE, digest: str = "a", **counts: int) -> Import:
    return Import.objects.create(
        station=station, source="r", file_name="f.csv", file_digest=digest, mapping={}, mapping_digest="m", state=state,
        finished_at=datetime(2025, 1, 1, tzinfo=UTC), **counts,
    )  # fmt: skip


def incident(run: Import, **given: Any) -> Incident:
    usual = {
        "category": "theft", "origin": "reported", "occurred_from": datetime(2024, 5, 5, 22, 30, tzinfo=UTC),
        "time_precision": "exact", "lon": 100.5, "lat": 13.7, "cell": 5, "place_precision": "exact",
    }  # fmt: skip
    return Incident.objects.create(
        station=run.station, identity=b"i", digest=b"d", import_run=run, **{**usual, **given}
    )


def read(station: Place) -> tuple[Columns, tuple[str, ...]]:
    return incident_columns(station, done_imports(station), tz=TZ)


def test_a_station_without_records_has_empty_columns(station: Place) -> None:
    rows, categories = read(station)
    assert rows.n == 0
    assert categories == ()


def test_every_column_is_read(station: Place) -> None:
    run = brought(station)
    until = datetime(2024, 5, 6, 1, 0, tzinfo=UTC)
    incident(run, occurred_to=until, default_time=True, solved=True, place_precision="street", origin="discovered")
    rows, categories = read(station)
    assert categories == ("theft",)
    assert rows.since[0] == np.datetime64("2024-05-05T22:30")
    assert rows.until[0] == np.datetime64("2024-05-06T01:00")
    # 05:30 on the next morning in Bangkok
    assert rows.local[0] == np.datetime64("2024-05-06T05:30", "ms").astype(np.int64)
    assert (rows.lon[0], rows.lat[0], rows.cell[0]) == (100.5, 13.7, 5)
    assert PRECISIONS[rows.precision[0]] == "street"
    assert rows.mapped.tolist() == [True]
    assert rows.timed.tolist() == rows.dated.tolist() == rows.default_time.tolist() == [True]
    assert rows.reported.tolist() == [False]
    assert rows.solved.tolist() == [SOLVED]


def test_what_is_unknown_stays_unknown(station: Place) -> None:
    run = brought(station)
    incident(
        run, occurred_from=None, time_precision="unknown", lon=None, lat=None, cell=None, place_precision="unknown"
    )
    incident(run, time_precision="date", solved=False, place_precision="area")
    rows, _ = read(station)
    dated, undated = (0, 1)  # unknown moments come last
    assert rows.dated.tolist() == [True, False]
    assert rows.timed.tolist() == [False, False]
    assert np.isnat(rows.until).all()
    assert np.isnan(rows.lon[undated])
    assert rows.cell[undated] == 0
    assert rows.placed.tolist() == [True, False]
    assert not rows.mapped.any(), "an area's middle is no place on a map"
    assert rows.solved.tolist() == [UNSOLVED, UNKNOWN]
    assert rows.local[undated] == 0
    assert rows.local[dated] > 0


def test_only_finished_imports_are_seen(station: Place) -> None:
    for state in (ImportState.STAGING, ImportState.REFUSED, ImportState.ABANDONED):
        incident(brought(station, state=state))
    assert read(station)[0].n == 0
    incident(brought(station))
    assert read(station)[0].n == 1


def test_a_correction_replaces_its_row_only_when_its_import_is_done(station: Place) -> None:
    first, second = brought(station), brought(station, state=ImportState.STAGING)
    incident(first, category="theft", superseded_by=second)
    incident(second, category="robbery")
    assert read(station)[1] == ("theft",)
    second.state = ImportState.DONE
    second.save()
    assert read(station)[1] == ("robbery",)


def test_another_station_is_not_read(station: Place) -> None:
    other = Place.objects.create(level=Level.STATION, slug="o", path="/o/", names={"en": "O"}, pack="p")
    incident(brought(other))
    assert read(station)[0].n == 0


def test_the_order_of_insertion_does_not_matter(station: Place) -> None:
    other = Place.objects.create(level=Level.STATION, slug="o", path="/o/", names={"en": "O"}, pack="p")
    given = [{"lon": 100.0 + k % 7, "lat": 13.0 + k % 5, "category": "ab"[k % 2], "cell": k} for k in range(40)]
    for place, order in ((station, given), (other, given[::-1])):
        run = brought(place)
        for values in order:
            incident(run, **values)
    assert read(station)[0].digest() == read(other)[0].digest()


def test_the_digest_of_imports_says_when_something_changed(station: Place) -> None:
    brought(station, digest="a")
    before = imports_digest(done_imports(station))
    assert imports_digest(done_imports(station)) == before
    brought(station, digest="b", state=ImportState.STAGING)
    assert imports_digest(done_imports(station)) == before, "what is only staged changes nothing"
    brought(station, digest="a", rows_read=9, unchanged=8, rejected=1)
    assert imports_digest(done_imports(station)) == before, "the same file again changes nothing"
    brought(station, digest="b")
    assert imports_digest(done_imports(station)) != before


def test_choosing_everything_copies_nothing(station: Place) -> None:
    incident(brought(station))
    rows, _ = read(station)
    assert rows.where(np.ones(1, np.bool_)) is rows
    assert rows.where(np.zeros(1, np.bool_)).n == 0
    assert rows.where(np.array([0, 0])).n == 2
