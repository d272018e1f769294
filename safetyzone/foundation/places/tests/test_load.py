"""Loading is idempotent, deletes nothing, and says what changed."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.places import queries
from safetyzone.foundation.places.actions import add_zone, load_folder, make_local_zone
from safetyzone.foundation.places.commands import command
from safetyzone.foundation.places.geometry import area_km2
from safetyzone.foundation.places.models import Category, Place, ZoneCell
from safetyzone.foundation.places.packs.files import pack_folder
from safetyzone.foundation.places.packs.mistakes import PackRefused
from safetyzone.foundation.places.packs.pack import check
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.foundation.places.tests.test_check import change


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(pack_folder("thailand"), tmp_path / "pack"))


@pytest.mark.django_db
def test_thailand_loads_once_with_its_cells_and_one_event() -> None:
    first = load_folder(folder=pack_folder("thailand"), by="test")
    assert (len(first.created), len(first.categories_created)) == (118, Category.objects.count())
    cells = set(ZoneCell.objects.values_list("pk", flat=True))
    assert all(Place.objects.get(slug=slug).cells.count() >= 150 for slug in ("jomtien", "hat-yai-santisuk"))
    assert load_folder(folder=pack_folder("thailand"), by="test").nothing
    assert set(ZoneCell.objects.values_list("pk", flat=True)) == cells
    told = Event.objects.filter(action__startswith="places.")  # later steps tell what they took from the pack
    assert list(told.values_list("action", "actor")) == [("places.pack_loaded", "test")]


@pytest.mark.django_db
def test_what_the_pack_says_can_be_asked() -> None:
    load_folder(folder=pack_folder("thailand"), by="test")
    assert [group["code"] for group in queries.groups_of("thailand")] == ["life", "property", "special", "state"]
    assert queries.emergency_of("thailand")[0]["number"] == "191"
    assert queries.languages_of("thailand") == ["th", "en"]
    assert queries.buddhist_years("thailand")
    assert len(queries.usual_default_points("thailand")) == 77 + 50
    assert {target["code"] for target in queries.targets_of("thailand")} == {"fear", "confidence", "wispi-rank"}
    zone = queries.by_slug("jomtien", level="zone")
    assert zone is not None
    assert [place.slug for place in queries.ancestors(zone)] == ["thailand", "region-2", "chon-buri", "mueang-pattaya"]


@pytest.mark.django_db
def test_what_left_the_pack_is_withdrawn_and_comes_back(folder: Path) -> None:
    (folder / "rollout.yaml").unlink()  # it names the zone that leaves
    load_folder(folder=folder, by="test")
    places, crime = folder / "places.csv", folder / "crime.yaml"
    before = places.read_text(), crime.read_text(), (folder / "boundaries.geojson").read_text()
    places.write_text("\n".join(line for line in before[0].splitlines() if ",jomtien," not in line) + "\n")
    crime.write_text("\n".join(line for line in before[1].splitlines() if "code: arson" not in line) + "\n")
    lines = [line.rstrip(",") for line in before[2].splitlines() if '"jomtien"' not in line]
    (folder / "boundaries.geojson").write_text("\n".join([lines[0], ",\n".join(lines[1:-1]), lines[-1]]))
    changes = load_folder(folder=folder, by="test")
    assert (changes.withdrawn, changes.categories_withdrawn) == (["jomtien"], ["arson"])
    assert Place.objects.get(slug="jomtien").withdrawn
    assert "arson" not in {kind.code for kind in queries.categories_of("thailand")}
    assert queries.categories_by_code("thailand")["arson"].withdrawn
    assert load_folder(folder=folder, by="test").nothing
    for name, text in zip(("places.csv", "crime.yaml", "boundaries.geojson"), before, strict=True):
        (folder / name).write_text(text)
    back = load_folder(folder=folder, by="test")
    assert back.changed == {"jomtien": ["withdrawn"]}
    assert back.categories_changed["arson"] == ["withdrawn"]


@pytest.mark.django_db
def test_a_new_boundary_makes_new_cells_and_only_for_its_zone(folder: Path) -> None:
    load_folder(folder=folder, by="test")
    other = set(ZoneCell.objects.exclude(zone__slug="udon-safety-zone").values_list("pk", flat=True))
    path = folder / "boundaries.geojson"
    data = json.loads(path.read_text())
    feature = next(item for item in data["features"] if item["properties"]["slug"] == "udon-safety-zone")
    feature["geometry"] = sample_boundary("another", lon=102.79, lat=17.408)
    path.write_text(json.dumps(data))
    changes = load_folder(folder=folder, by="test")
    assert changes.changed == {"udon-safety-zone": ["boundary"]}
    zone = Place.objects.get(slug="udon-safety-zone")
    assert changes.cells == zone.cells.count() >= 150
    assert set(ZoneCell.objects.exclude(zone=zone).values_list("pk", flat=True)) == other


@pytest.mark.django_db
def test_a_station_that_moves_takes_its_zones_along(folder: Path) -> None:
    load_folder(folder=folder, by="test")
    change(folder, "places.csv", "province,nonthaburi,region-1", "province,nonthaburi,metropolitan")
    load_folder(folder=folder, by="test")
    zone = Place.objects.get(slug="muang-thong-thani")
    assert zone.path == "/thailand/metropolitan/nonthaburi/pak-kret/muang-thong-thani/"


@pytest.mark.django_db
def test_a_pack_with_a_mistake_changes_nothing(folder: Path) -> None:
    change(folder, "pack.yaml", "Asia/Bangkok", "Nowhere")
    with pytest.raises(PackRefused, match=r"pack.yaml: time_zone: .*Nowhere.* \[time-zone\]"):
        load_folder(folder=folder, by="test")
    assert (Place.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_slug_of_another_pack_is_refused(folder: Path) -> None:
    load_folder(folder=folder, by="test")
    change(folder, "pack.yaml", "slug: thailand", "slug: siam")
    with pytest.raises(PackRefused, match="belongs to the pack 'thailand'"):
        load_folder(folder=folder, by="test")
    assert not Place.objects.filter(pack="siam").exists()


@pytest.mark.django_db
def test_a_place_keeps_its_level(folder: Path) -> None:
    (folder / "rollout.yaml").unlink()  # it names the zone
    load_folder(folder=folder, by="test")
    change(folder, "places.csv", "zone,jomtien,mueang-pattaya", "station,jomtien,chon-buri")
    with pytest.raises(PackRefused, match="'jomtien' is a zone in the database"):
        load_folder(folder=folder, by="test")


@pytest.mark.django_db
def test_a_local_zone_stands_in_a_whole_hierarchy() -> None:
    shape = sample_boundary("anywhere", lon=-74.08, lat=4.6, km2=3)
    zone = make_local_zone(name="Bogotá, crimes.csv", boundary=shape, time_zone="America/Bogota", by="try")
    assert [place.level for place in queries.ancestors(zone)] == ["country", "bureau", "province", "station"]
    assert (zone.name, zone.time_zone, zone.area_km2) == ("Bogotá, crimes.csv", "America/Bogota", None)
    assert zone.cells.count() >= 150
    station = queries.station_of(zone)
    assert station is not None
    assert station.level == "station"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(arguments))
    return result.exit_code, result.output


NEW = [
    (),
    ("--name", "Bogotá", "--language", "es", "--time-zone", "America/Bogota", "--centre", "4.6,-74.08"),
    ("--name", "東京", "--language", "ja", "--time-zone", "Asia/Tokyo", "--emergency", "110"),
    ("--name", 'He said "no", twice', "--language", "no"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("options", NEW)
def test_a_new_pack_is_valid_and_loads_as_made(tmp_path: Path, options: tuple[str, ...]) -> None:
    folder = tmp_path / "our-town"
    assert run("new", str(folder), *options)[0] == 0
    assert run("check", str(folder)) == (0, f"{folder}: valid\nLoad it: safetyzone area load {folder}\n")
    code, printed = run("load", str(folder), "--json")
    assert code == 0
    assert len(json.loads(printed)["created"]) == 5
    assert run("load", str(folder))[1].endswith("nothing changed\n")


def test_new_never_writes_into_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    code, printed = run("new", str(tmp_path))
    assert code == 1
    assert "not empty; nothing was written" in printed
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("options", [("--time-zone", "Mars"), ("--language", "English")])
def test_new_leaves_nothing_behind_when_an_option_is_wrong(tmp_path: Path, options: tuple[str, str]) -> None:
    folder = tmp_path / "pack"
    code, printed = run("new", str(folder), *options)
    assert code == 1
    assert options[1] in printed
    assert not any(folder.iterdir())


def test_check_prints_each_mistake_and_fails(folder: Path) -> None:
    change(folder, "pack.yaml", "Asia/Bangkok", "Nowhere")
    code, printed = run("check", str(folder), "--json")
    assert code == 1
    assert [found["rule"] for found in json.loads(printed)["mistakes"]] == ["time-zone"]
    assert run("check", str(folder))[1].endswith("1 mistake\n")


@given(lon=st.floats(-179, 179), lat=st.floats(-70, 70), km2=st.floats(0.2, 50), name=st.text(max_size=8))
@settings(max_examples=40, deadline=None)
def test_a_sample_boundary_has_exactly_the_area_asked_for(lon: float, lat: float, km2: float, name: str) -> None:
    made = sample_boundary(name, lon=lon, lat=lat, km2=km2)
    assert area_km2(made) == pytest.approx(km2, rel=0.01)
    assert made == sample_boundary(name, lon=lon, lat=lat, km2=km2)


def test_every_new_pack_stays_valid_whatever_its_name(tmp_path: Path) -> None:
    for position, name in enumerate(["- : {}", "yes", "1.0", "# no", "ชื่อ", "x" * 200]):
        folder = tmp_path / str(position)
        assert run("new", str(folder), "--name", name)[0] == 0, name
        assert check(folder) == []


@pytest.mark.django_db
def test_a_zone_that_the_programme_added_outlives_the_packs_loading(folder: Path) -> None:
    load_folder(folder=folder, by="test")
    station = Place.objects.get(slug="hat-yai")
    zone, other = (add_zone(station=station, name=name, by="test") for name in ("ตลาดกิมหยง", "ตลาดสันติสุข"))
    assert (zone.slug, other.slug) == ("hat-yai-zone", "hat-yai-zone-2")
    assert (zone.path, zone.boundary, zone.pack) == (f"{station.path}hat-yai-zone/", None, "thailand")
    assert load_folder(folder=folder, by="test").nothing
    assert not Place.objects.get(pk=zone.pk).withdrawn
    change(
        folder,
        "places.csv",
        "zone,hat-yai-santisuk,hat-yai",
        "zone,hat-yai-zone,hat-yai,กิมหยง,,,,,,,,,,,,\nzone,hat-yai-santisuk,hat-yai",
    )
    changes = load_folder(folder=folder, by="test")
    assert "added" in changes.changed["hat-yai-zone"], "from now on it is the pack's"
