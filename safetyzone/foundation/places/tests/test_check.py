"""Every mistake is explained with file, path and rule, and all of them at once."""

import shutil
from pathlib import Path

import pytest

from safetyzone.foundation.places.packs.files import pack_folder
from safetyzone.foundation.places.packs.pack import check

Found = set[tuple[str, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(pack_folder("thailand"), tmp_path / "pack"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(folder: Path) -> Found:
    return {(mistake.file, mistake.path, mistake.rule) for mistake in check(folder)}


CASES = [
    ("pack.yaml", "time_zone: Asia/Bangkok", "time_zone: Asia/Bankok", "time_zone", "time-zone", "Asia/Bangkok"),
    ("pack.yaml", 'number: "191"', "number: 191", "emergency[0].number", "type", "quotation marks"),
    ("pack.yaml", "emergency:", "emergancy:", "", "additionalProperties", "did you mean emergency"),
    ("pack.yaml", "languages: [th, en]", "languages: [th]", "names.en", "language-unknown", "'en'"),
    ("pack.yaml", "schema: 1.0.0", "schema: 2.0.0", "schema", "const", "1.0.0"),
    ("pack.yaml", "slug: thailand", "slug: thailand\nslug: siam", "line 5, column 1", "syntax", "stands twice"),
    ("crime.yaml", "group: life, iccs", "group: live, iccs", "categories[0].group", "group-unknown", "'life'"),
    ("crime.yaml", 'iccs: "0101"', 'iccs: "12"', "categories[0].iccs", "pattern", "ICCS"),
    ("crime.yaml", "{code: theft,", "{code: fraud,", "categories[21].code", "unique", "twice"),
    ("crime.yaml", "origin: reported}", "origin: seen}", "groups[0].origin", "enum", "'reported'"),
    ("targets.yaml", "[very-safe, fairly-safe, a-bit-unsafe, very-unsafe]", "[very-safe, very-unsafe]",
     "targets[0].counted", "counted", "a-bit-unsafe"),
    ("partners.yaml", "agencies, media]", "agencies, press]", "networks[0].kinds[5]", "kind-unknown", "'press'"),
    ("places.csv", "station,pak-kret,nonthaburi", "station,pak-kret,nontaburi", "line 93, column parent", "parent", "nonthaburi"),
    ("places.csv", "station,pak-kret,nonthaburi", "station,pak-kret,region-1", "line 93, column parent", "parent", "lies in a province"),
    ("places.csv", "24993", "24,993", "line 106", "fields", "more fields"),
    ("places.csv", "24993", "about 25000", "line 106, column population", "type", "whole number"),
    ("places.csv", ",population,", ",popullation,", "column popullation", "column-unknown", "population"),
    ("places.csv", "98.388,7.885", "7.885,98.388", "line 118, column lat", "maximum", "98.388"),
    ("boundaries.geojson", '"slug": "jomtien"', '"slug": "jomtein"', "features[5].properties.slug", "place-unknown", "'jomtien'"),
    ("boundaries.geojson", '{"type": "Feature",', '{"type" "Feature",', "line 2, column 9", "syntax", "JSON"),
    ("index.yaml", "goalposts: {low: 1, high: 5}", "goalposts: {low: 5, high: 5}",
     "domains[0].indicators[0].goalposts", "goalposts", "5 and 5"),
    ("index.yaml", "goalposts: {low: 50, high: 100}", "goalposts: {low: 50, high: 1000}",
     "domains[0].indicators[1].goalposts", "unit", "percent"),
    ("index.yaml", "code: patrol-hours", "code: officers", "domains[0].indicators[1].code", "unique", "twice"),
    ("index.yaml", "unit: minutes", "unit: days", "domains[1].indicators[0].unit", "enum", "'minutes'"),
    ("index.yaml", "groups: [life]", "groups: [live]", "domains[3].indicators[2].from.groups", "group-unknown", "'live'"),
    ("index.yaml", 'counted: ["yes"]', 'counted: ["perhaps"]', "domains[1].indicators[3].from.counted", "counted", "perhaps"),
    ("decisions.yaml", "blocks_allowed: 0\n  - code: zone", "blocks_allowed: -1\n  - code: zone", "rules[0].blocks_allowed",
     "minimum", "-1"),
    ("decisions.yaml", "[police]\n    min_kinds: 2\n    max_stand_aside_share: 0.34\n    blocks_allowed: 0\n  - code: phase",
     "[polise]\n    min_kinds: 2\n    max_stand_aside_share: 0.34\n    blocks_allowed: 0\n  - code: phase",
     "rules[3].required_kinds[0]", "kind-unknown", "did you mean 'police'"),
    ("measures.yaml", "code: camera-turn", "code: street-lighting", "measures[1].code", "unique", "twice"),
    ("measures.yaml", "    strength: reviews", "    strength: strong", "measures[0].strength", "enum", "'strong'"),
    ("decisions.yaml", "code: default", "code: usual", "rules", "default-missing", "default"),
    ("decisions.yaml", "code: plan", "code: zone", "rules[2].code", "unique", "twice"),
    ("decisions.yaml", "min_kinds: 4", "min_kinds: 5", "rules[1].min_kinds", "kinds-and-organisations", "5 kinds"),
    ("localities.csv", "district,bangkok", "district,bankok", "line 2, column place", "place-unknown", "'bangkok'"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "path", "rule", "word"), CASES)
def test_a_mistake_is_explained(folder: Path, name: str, old: str, new: str, path: str, rule: str, word: str) -> None:
    change(folder, name, old, new)
    mistakes = [mistake for mistake in check(folder) if mistake.file == name]
    assert (path, rule) in {(mistake.path, mistake.rule) for mistake in mistakes}
    assert any(word in mistake.message for mistake in mistakes if (mistake.path, mistake.rule) == (path, rule))


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    change(folder, "pack.yaml", "Asia/Bangkok", "Nowhere")
    change(folder, "crime.yaml", "group: life, iccs", "group: live, iccs")
    change(folder, "places.csv", "station,pak-kret,nonthaburi", "station,pak-kret,nontaburi")
    (folder / "targets.yaml").rename(folder / "target.yaml")
    assert found(folder) == {
        ("pack.yaml", "time_zone", "time-zone"),
        ("crime.yaml", "categories[0].group", "group-unknown"),
        ("places.csv", "line 93, column parent", "parent"),
        ("target.yaml", "", "file-unknown"),
    }


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "crime.yaml").unlink()
    assert ("crime.yaml", "", "file-missing") in found(folder)


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    text = (folder / "places.csv").read_text(encoding="utf-8")
    (folder / "places.csv").write_bytes(text.encode("cp874", "replace"))
    assert ("places.csv", "", "encoding") in found(folder)


def test_a_boundary_that_does_not_agree_with_the_published_area_is_a_mistake(folder: Path) -> None:
    change(folder, "places.csv", "98.388,7.885,1.02", "98.388,7.885,1.1")
    assert found(folder) == {("boundaries.geojson", "features[13]", "area")}


def test_a_boundary_in_metres_is_a_mistake(folder: Path) -> None:
    change(folder, "boundaries.geojson", "[[[", "[[[500000.0, 1520000.0], [")
    assert ("boundaries.geojson", "features[0].geometry", "boundary") in found(folder)


def test_an_unknown_pack_names_those_there_are() -> None:
    with pytest.raises(FileNotFoundError, match="shipped packs: thailand"):
        pack_folder("atlantis")


@pytest.mark.parametrize("text", ["", "[]", "text", "null", "{a: [}"])
@pytest.mark.parametrize("name", ["pack.yaml", "crime.yaml", "targets.yaml", "partners.yaml"])
def test_a_file_of_any_other_shape_is_a_mistake_and_no_crash(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    assert name in {mistake.file for mistake in check(folder)}
