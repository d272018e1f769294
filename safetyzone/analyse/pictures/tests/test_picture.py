"""A picture of made-up incidents finds what was planted in them, and says "not enough" where it must."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.compose import picture
from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.queries import (
    SEED,
    material_of,
    place_names,
    position_name,
    source_of,
    stored_picture,
)
from safetyzone.analyse.pictures.tests.made import make_incidents, make_zone
from safetyzone.analyse.pictures.tests.plain import plain_material
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.incidents.models import Incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone() -> Place:
    return make_zone()


def result_of(zone: Place, **filters: Any) -> dict[str, Any]:
    return picture(material_of(source_of(zone)), Filters(**filters), seed=SEED)


def test_the_planted_things_are_found(zone: Place) -> None:
    make_incidents(zone, 1200)
    found = picture_of(zone=zone, by="test").result
    assert found["cells"]["hot"] > 0
    assert found["places"][0]["hot"]
    assert found["places"][0]["bearing"] in {"NE", "E"}
    assert found["clock"]["peak"]["from"] == 20
    assert found["trend"]["year"]["low"] > 1
    assert found["near_repeat"]["p"] <= 0.05
    assert found["near_repeat"]["ratio"] > 1
    assert found["sample"] is True


def test_totals_agree_everywhere(zone: Place) -> None:
    make_incidents(zone, 800)
    found = result_of(zone, origin="reported")
    n, box = found["counts"]["n"], found["quality"]
    assert found["basis"]["n"] == n == found["share"]["n"]
    assert sum(group["n"] for group in found["counts"]["by_group"]) == n
    assert found["cells"]["n"] + found["cells"]["not_mapped"] == n
    assert sum(found["cells"]["columns"]["n"]) == found["cells"]["n"]
    clock = found["clock"]
    assert clock["n"] + clock["date_only"] + clock["undated"] + clock["end_before_start"] == n
    assert sum(map(sum, clock["weights"])) == pytest.approx(clock["n"], abs=0.02)
    assert sum(part["n"] for part in clock["split"]) == clock["n"]
    assert box["in_zone"] + box["outside"] + box["no_place"] == box["in_station"] == 800
    assert box["accepted"] + box["corrected"] + box["unchanged"] + box["rejected"] == box["read"]
    assert sum(box["place_precision"].values()) == box["in_zone"]


def test_discovered_incidents_are_not_counted_unless_asked_for(zone: Place) -> None:
    make_incidents(zone, 600)
    reported, discovered, both = (result_of(zone, origin=origin) for origin in ("reported", "discovered", "all"))
    assert reported["counts"]["discovered"] == 0
    assert discovered["counts"]["reported"] == 0
    assert discovered["counts"]["n"] > 0
    assert both["counts"]["n"] == reported["counts"]["n"] + discovered["counts"]["n"]


def test_reported_and_discovered_never_share_a_rate(zone: Place) -> None:
    make_incidents(zone, 600)
    both = result_of(zone, origin="all")
    for part in ("share", "trend", "density"):
        assert both[part]["refusal"]["code"] == "mixed_origin"
    assert both["share"]["share"] is None
    assert both["trend"]["year"] is None
    assert all("ratio" not in month for month in both["trend"]["months"])
    assert "peak_per_km2" not in both["density"]


def test_filters_choose_group_and_period(zone: Place) -> None:
    make_incidents(zone, 900)
    groups = {group["group"]: group["n"] for group in result_of(zone)["counts"]["by_group"]}
    assert set(groups) == {"1", "2"}
    assert result_of(zone, group="1")["counts"]["n"] == groups["1"]
    assert result_of(zone, group="nothing")["counts"]["n"] == 0
    halves = [
        result_of(zone, until=date(2024, 1, 31))["counts"]["n"],
        result_of(zone, since=date(2024, 2, 1))["counts"]["n"],
    ]
    assert sum(halves) == sum(groups.values())
    march = result_of(zone, since=date(2024, 3, 1), until=date(2024, 3, 31))
    assert march["basis"]["from"] >= "2024-03-01"
    assert march["basis"]["to"] <= "2024-03-31"
    assert [month["month"] for month in march["trend"]["months"]] == ["2024-03"]
    assert march["trend"]["months"][0]["last_year"] is not None, "last year's month lies outside the period"


def test_below_the_minimums_there_is_no_number(zone: Place) -> None:
    make_incidents(zone, 20)
    found = result_of(zone)
    assert found["cells"]["refusal"]["need"] == 50
    assert found["cells"]["hot"] == 0
    assert set(found["cells"]["columns"]["z"]) == {None}
    assert found["density"]["refusal"]["need"] == 50
    assert found["clock"]["refusal"]["need"] == 30
    assert found["clock"]["weights"] is None
    assert found["near_repeat"]["refusal"]["need"] == 100
    assert found["near_repeat"]["observed"] is None
    assert found["trend"]["refusal"] is not None


def test_an_empty_zone_refuses_everything(zone: Place) -> None:
    found = result_of(zone)
    assert found["counts"]["n"] == 0
    assert found["basis"]["from"] is None
    assert found["places"] == []
    for part in ("cells", "density", "clock", "trend", "share", "near_repeat"):
        assert found[part]["refusal"], part


def test_a_zone_without_boundary_has_no_map(zone: Place) -> None:
    make_incidents(zone, 100)
    zone.cells.all().delete()
    Place.objects.filter(pk=zone.pk).update(boundary=None)
    zone.refresh_from_db()
    found = result_of(zone)
    assert found["cells"]["refusal"]["code"] == "no_cells"
    assert found["quality"]["outside"] == 100


def test_a_zone_of_a_few_houses_is_counted_in_cells_finer_than_the_records(zone: Place) -> None:
    tiny = make_zone("tiny", side_m=60)
    make_incidents(tiny, 2000, digest="t" * 64)
    found = result_of(tiny)
    assert found["cells"]["resolution"] > 12
    assert found["cells"]["n"] + found["cells"]["not_mapped"] == found["counts"]["n"] > 0


def test_the_same_picture_is_computed_once(zone: Place) -> None:
    make_incidents(zone, 120)
    first = picture_of(zone=zone, by="test")
    assert picture_of(zone=zone, by="other").pk == first.pk
    assert stored_picture(zone, Filters()) == first
    assert Event.objects.filter(action="run.computed").count() == 1
    assert picture_of(zone=zone, filters=Filters(group="1"), by="test").pk != first.pk


def test_new_records_make_a_new_picture(zone: Place) -> None:
    make_incidents(zone, 120)
    first = picture_of(zone=zone, by="test")
    make_incidents(zone, 30, seed=2, digest="n" * 64)
    assert stored_picture(zone, Filters()) is None
    second = picture_of(zone=zone, by="test")
    assert second.inputs != first.inputs
    assert second.result["quality"]["in_station"] == 150
    assert Run.objects.get(pk=first.pk).result == first.result, "an older run stays what it was"


def test_the_same_records_in_another_order_give_the_same_bytes(zone: Place) -> None:
    make_incidents(zone, 300)
    before = canonical(result_of(zone))
    rows = list(Incident.objects.order_by("-pk"))
    Incident.objects.all().delete()
    for row in rows:
        row.pk = None
    Incident.objects.bulk_create(rows)
    assert canonical(result_of(zone)) == before


_CHILD = """
import hashlib
import django
django.setup()
from safetyzone.analyse.pictures.tests.plain import plain_material
from safetyzone.analyse.pictures.compose import picture
from safetyzone.analyse.pictures.filters import Filters
from safetyzone.foundation.privacy.canonical import canonical
print(hashlib.sha256(canonical(picture(plain_material(4000), Filters(), seed=4))).hexdigest())
"""


@pytest.mark.once
def test_the_number_of_threads_changes_no_byte() -> None:
    here = hashlib.sha256(canonical(picture(plain_material(4000), Filters(), seed=4))).hexdigest()
    for threads in ("1", "3"):
        environment = {
            **os.environ,
            "ZONESTATS_THREADS": threads,
            "NUMBA_NUM_THREADS": threads,
            "DJANGO_SETTINGS_MODULE": "safetyzone.config.settings",
        }
        ran = subprocess.run(
            [sys.executable, "-c", _CHILD], env=environment, capture_output=True, text=True, check=True, timeout=120
        )
        assert ran.stdout.split() == [here], threads


def test_a_run_can_be_written_as_json(zone: Place) -> None:
    make_incidents(zone, 60)
    run = picture_of(zone=zone, by="test")
    assert json.loads(canonical(run.result)) == run.result
    assert hashlib.sha256(canonical(run.result)).hexdigest() == run.result_digest


def test_no_address_is_kept_in_a_run(zone: Place) -> None:
    make_incidents(zone, 300)
    run = picture_of(zone=zone, by="test")
    assert "Made Road" not in json.dumps(run.result)
    assert all("of the centre" in name or name == "the centre" for name in place_names(run))


def test_places_are_named_by_the_address_most_often_written_there(zone: Place) -> None:
    make_incidents(zone, 300)
    run = picture_of(zone=zone, by="test")
    names = place_names(run, addresses=True)
    assert len(names) == len(set(names)) == len(run.result["places"]), "places with one address are told apart"
    assert all("Made Road" in name for name in names)


@pytest.mark.parametrize(("metres", "bearing", "name"), [(450, "NE", "450 m NE of the centre"), (0, "", "the centre")])
def test_position_names(metres: int, bearing: str, name: str) -> None:
    assert position_name(metres, bearing) == name
