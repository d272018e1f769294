"""The shipped pack says what the field says, and no more."""

import csv
from typing import Any

import pytest

from safetyzone.foundation.places.geometry import area_km2
from safetyzone.foundation.places.packs.files import areas_folder, pack_folder
from safetyzone.foundation.places.packs.pack import Pack, check, open_pack

TABLE = {  # km² as published; None: not found
    "ratchaprasong": 1.92, "ratchada-huai-khwang": 1.69, "khlong-bang-luang": 1.16, "muang-thong-thani": 3,
    "pak-nam-market": 1.84, "jomtien": 9.91, "rayong-zone": 4.4, "prachin-narom-park": 1.2, "pak-chong-zone": None,
    "udon-safety-zone": 2, "chiang-mai-old-town": 2.38, "ban-khlong-market": None, "si-mueang-market": None,
    "phuket-old-town": 1.02, "hat-yai-santisuk": 0.47,
}  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_pack(pack_folder("thailand"))


def of_level(pack: Pack, level: str) -> dict[str, dict[str, Any]]:
    return {place["slug"]: place for place in pack.places if place["level"] == level}


def test_it_has_no_mistake() -> None:
    assert check(pack_folder("thailand")) == []


def test_77_provinces_in_ten_bureaus_with_both_names_and_2019_population(pack: Pack) -> None:
    provinces = of_level(pack, "province")
    assert len(provinces) == 77
    assert len(of_level(pack, "bureau")) == 10
    assert sum(province["population"] for province in provinces.values()) == 66_558_935
    assert all({"th", "en"} <= set(province["names"]) and province["unverified"] for province in provinces.values())
    by_bureau = [sum(p["parent"] == f"region-{n}" for p in provinces.values()) for n in range(1, 10)]
    assert by_bureau == [9, 8, 8, 12, 8, 9, 8, 7, 7]


def test_a_zone_lies_below_its_station_province_and_bureau(pack: Pack) -> None:
    zones = of_level(pack, "zone")
    assert zones["muang-thong-thani"]["path"] == "/thailand/region-1/nonthaburi/pak-kret/muang-thong-thani/"
    assert zones["ratchaprasong"]["path"] == "/thailand/metropolitan/bangkok/lumphini/ratchaprasong/"


@pytest.mark.parametrize("slug", TABLE)
def test_a_sample_boundary_has_the_published_area_and_the_unknown_stays_unknown(pack: Pack, slug: str) -> None:
    zone = of_level(pack, "zone")[slug]
    published = TABLE[slug]
    assert zone.get("area_km2") == published
    assert area_km2(zone["boundary"]) == pytest.approx(published or 2, rel=0.01)
    assert zone["sample"]
    assert zone["unverified"]


def test_fifteen_zones_and_residents_only_where_the_table_has_them(pack: Pack) -> None:
    zones = of_level(pack, "zone")
    assert set(zones) == set(TABLE)
    known = {slug: zone["population"] for slug, zone in zones.items() if "population" in zone}
    assert known == {
        "ratchada-huai-khwang": 24_993, "khlong-bang-luang": 3_183, "muang-thong-thani": 40_000, "rayong-zone": 15_151,
        "chiang-mai-old-town": 14_774, "ban-khlong-market": 4_589, "phuket-old-town": 1_285, "hat-yai-santisuk": 4_453,
    }  # fmt: skip
    assert {slug: zone["households"] for slug, zone in zones.items() if "households" in zone} == {
        "ratchada-huai-khwang": 13_583, "khlong-bang-luang": 275,
    }  # fmt: skip


def test_what_police_discover_is_never_called_reported(pack: Pack) -> None:
    origins = {(kind["group"], kind["origin"]) for kind in pack.categories}
    assert ("state", "reported") not in origins
    assert ("life", "discovered") not in origins
    assert all(kind["iccs"] for kind in pack.categories)
    assert len(pack.categories) >= 30


def test_191_stands_first_and_the_targets_are_the_cabinets(pack: Pack) -> None:
    assert pack.content["emergency"][0]["number"] == "191"
    targets = {target["code"]: target for target in pack.content["targets"]}
    fear, confidence = targets["fear"], targets["confidence"]
    assert (fear["threshold"], fear["direction"]) == (40, "at-most")
    assert (confidence["threshold"], confidence["direction"]) == (80, "at-least")
    assert set(fear["counted"]) < set(fear["denominator"])
    assert "never-go-out" in fear["apart"]
    assert confidence["denominator"] == ["yes", "no"]


def test_bangkoks_fifty_districts_are_there() -> None:
    with (areas_folder() / "thailand" / "localities.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 50
    assert all(row["name_th"] and row["name_en"] for row in rows)
