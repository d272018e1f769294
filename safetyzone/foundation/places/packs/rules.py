"""What a schema cannot say: that parents exist, that areas agree with boundaries, that codes point to something."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final
from zoneinfo import available_timezones

from safetyzone.foundation.places.geometry import BoundaryError, area_km2, bounds
from safetyzone.foundation.places.packs.files import Documents
from safetyzone.foundation.places.packs.mistakes import Mistake
from safetyzone.foundation.places.packs.schemas import place_in

LEVELS: Final = ("country", "bureau", "province", "station", "zone")
SAMPLE_TOLERANCE: Final = 0.01
PUBLISHED_TOLERANCE: Final = 0.25  # a published area is rounded and old; beyond this one of the two is wrong

Item = tuple[int, dict[str, Any]]


@dataclass
class Sound:
    """The parts of a pack whose shape is right, each with its position, so that one mistake hides no other."""

    documents: Documents
    bad: set[tuple[str, tuple[str | int, ...]]] = field(default_factory=set)

    def items(self, name: str, key: str | None = None) -> list[Item]:
        data = self.documents.data.get(name)
        listed = data.get(key) if key and isinstance(data, dict) else data
        if not isinstance(listed, list):
            return []
        head: tuple[str | int, ...] = (key,) if key else ()
        length = len(head) + 1
        broken = {
            path[length - 1]
            for file, path in self.bad
            if file == name and path[: len(head)] == head and len(path) >= length
        }
        return [(place, item) for place, item in enumerate(listed) if place not in broken and isinstance(item, dict)]

    def header(self) -> dict[str, Any]:
        data = self.documents.data.get("pack.yaml")
        broken = {path[0] for file, path in self.bad if file == "pack.yaml" and path}
        return {key: value for key, value in data.items() if key not in broken} if isinstance(data, dict) else {}

    def mistake(self, name: str, path: tuple[str | int, ...], rule: str, message: str) -> Mistake:
        return Mistake(name, place_in(self.documents, name, path), rule, message)


def rule_mistakes(sound: Sound) -> Iterator[Mistake]:
    """Every broken rule of the whole pack."""
    yield from _languages(sound)
    yield from _time_zones(sound)
    yield from _hierarchy(sound)
    yield from _boundaries(sound)
    yield from _crime(sound)
    yield from _partners(sound)
    yield from _targets(sound)
    slugs = {place["slug"] for _, place in sound.items("places.csv")}
    for position, row in sound.items("localities.csv"):
        if row["place"] not in slugs:
            yield sound.mistake("localities.csv", (position, "place"), "place-unknown", _unknown(row["place"], slugs))


def _unknown(written: str, known: set[str]) -> str:
    near = get_close_matches(written, sorted(known), 1)
    return f"there is no {written!r} in this pack" + (f"; did you mean {near[0]!r}?" if near else "")


def _named(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], dict[str, str]]]:
    """Every ``names`` in a document and where it stands."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "names" and isinstance(value, dict):
                yield (*path, key), value
            else:
                yield from _named(value, (*path, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from _named(value, (*path, position))


def _languages(sound: Sound) -> Iterator[Mistake]:
    languages = sound.header().get("languages")
    if not isinstance(languages, list) or not languages:
        return
    for name, data in sound.documents.data.items():
        for path, names in _named(data) if name != "boundaries.geojson" else ():
            if names and languages[0] not in names:
                yield sound.mistake(
                    name, path, "language-missing", f"it has no name in the area's own language, {languages[0]!r}"
                )
            for strange in sorted(set(map(str, names)) - set(languages)):
                message = f"language {strange!r} is not among the pack's languages ({', '.join(languages)})"
                yield sound.mistake(name, (*path, strange), "language-unknown", message)


def _time_zones(sound: Sound) -> Iterator[Mistake]:
    known = available_timezones()
    named: list[tuple[str, tuple[str | int, ...], Any]] = []
    named += [("pack.yaml", ("time_zone",), sound.header().get("time_zone"))]
    named += [("places.csv", (n, "time_zone"), place.get("time_zone")) for n, place in sound.items("places.csv")]
    for name, path, zone in named:
        if isinstance(zone, str) and zone not in known:
            yield sound.mistake(
                name, path, "time-zone", _unknown(zone, known).replace("in this pack", "among the time zones")
            )


def _twice(sound: Sound, name: str, items: list[Item], key: str, head: tuple[str, ...] = ()) -> Iterator[Mistake]:
    seen: Counter[str] = Counter()
    for position, item in items:
        seen[item[key]] += 1
        if seen[item[key]] == 2:
            yield sound.mistake(name, (*head, position, key), "unique", f"{item[key]!r} stands twice")


def _hierarchy(sound: Sound) -> Iterator[Mistake]:
    places = sound.items("places.csv")
    yield from _twice(sound, "places.csv", places, "slug")
    level = {place["slug"]: place["level"] for _, place in places}
    if "places.csv" in sound.documents.data and list(level.values()).count("country") != 1:
        yield Mistake("places.csv", "", "one-country", "a pack has exactly one place of level country")
    for position, place in places:
        parent, own = place.get("parent"), LEVELS.index(place["level"])
        if own == 0:
            if parent:
                yield sound.mistake("places.csv", (position, "parent"), "parent", "the country has no parent")
        elif not parent:
            yield sound.mistake(
                "places.csv", (position, "parent"), "parent", f"its parent, a {LEVELS[own - 1]}, is missing"
            )
        elif parent not in level:
            yield sound.mistake("places.csv", (position, "parent"), "parent", _unknown(parent, set(level)))
        elif level[parent] != LEVELS[own - 1]:
            message = f"a {place['level']} lies in a {LEVELS[own - 1]}, but {parent!r} is a {level[parent]}"
            yield sound.mistake("places.csv", (position, "parent"), "parent", message)


def _boundaries(sound: Sound) -> Iterator[Mistake]:
    places = {place["slug"]: place for _, place in sound.items("places.csv")}
    seen: set[str] = set()
    for position, feature in sound.items("boundaries.geojson", "features"):
        path = ("features", position)
        slug = feature["properties"]["slug"]
        if slug in seen:
            yield sound.mistake("boundaries.geojson", path, "unique", f"{slug!r} has a boundary already")
        seen.add(slug)
        try:
            area = area_km2(feature["geometry"])
            box = bounds(feature["geometry"])
        except BoundaryError as error:
            yield sound.mistake(
                "boundaries.geojson", (*path, "geometry"), "boundary", f"the boundary of {slug!r}: {error}"
            )
            continue
        if slug not in places:
            message = _unknown(slug, set(places))
            yield sound.mistake("boundaries.geojson", (*path, "properties", "slug"), "place-unknown", message)
            continue
        for rule, message in _agreement(places[slug], area, box):
            yield sound.mistake("boundaries.geojson", path, rule, message)


def _agreement(place: Mapping[str, Any], area: float, box: tuple[float, ...]) -> Iterator[tuple[str, str]]:
    published = place.get("area_km2")
    tolerance = SAMPLE_TOLERANCE if place.get("sample") else PUBLISHED_TOLERANCE
    if published and abs(area / published - 1) > tolerance:
        yield "area", f"the boundary of {place['slug']!r} holds {area:.3f} km², but places.csv says {published:g} km²"
    if "lon" in place and "lat" in place:
        west, south, east, north = box
        if not (west <= place["lon"] <= east and south <= place["lat"] <= north):
            yield (
                "centre",
                f"the centre of {place['slug']!r} in places.csv lies outside its boundary; are lon and lat swapped?",
            )


def _crime(sound: Sound) -> Iterator[Mistake]:
    groups, categories = sound.items("crime.yaml", "groups"), sound.items("crime.yaml", "categories")
    yield from _twice(sound, "crime.yaml", groups, "code", ("groups",))
    yield from _twice(sound, "crime.yaml", categories, "code", ("categories",))
    known = {group["code"] for _, group in groups}
    for position, category in categories:
        if category["group"] not in known:
            path = ("categories", position, "group")
            yield sound.mistake("crime.yaml", path, "group-unknown", _unknown(category["group"], known))


def _partners(sound: Sound) -> Iterator[Mistake]:
    kinds, networks = sound.items("partners.yaml", "kinds"), sound.items("partners.yaml", "networks")
    yield from _twice(sound, "partners.yaml", kinds, "code", ("kinds",))
    known = {kind["code"] for _, kind in kinds}
    for position, network in networks:
        for place, kind in enumerate(network["kinds"]):
            if kind not in known:
                path = ("networks", position, "kinds", place)
                yield sound.mistake("partners.yaml", path, "kind-unknown", _unknown(kind, known))
    if sum(bool(network.get("default")) for _, network in networks) > 1:
        yield Mistake("partners.yaml", "networks", "one-default", "more than one network is the default")


def _targets(sound: Sound) -> Iterator[Mistake]:
    targets = sound.items("targets.yaml", "targets")
    yield from _twice(sound, "targets.yaml", targets, "code", ("targets",))
    for position, target in targets:
        lines: list[tuple[tuple[str, ...], Any]] = [((), target), (("second_line",), target.get("second_line"))]
        for inside, line in lines:
            if not line or "counted" not in line:
                continue
            path: tuple[str | int, ...] = ("targets", position, *inside)
            for answer in sorted(set(line["counted"]) - set(line["denominator"])):
                message = f"answer {answer!r} is counted but not in the denominator"
                yield sound.mistake("targets.yaml", (*path, "counted"), "counted", message)
            for answer in sorted(set(line["denominator"]) & set(target.get("excluded", []))):
                message = f"answer {answer!r} is in the denominator and excluded"
                yield sound.mistake("targets.yaml", (*path, "denominator"), "excluded", message)
