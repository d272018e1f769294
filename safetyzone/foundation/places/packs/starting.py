"""A pack to start from: valid as made, with everything in its place and nothing claimed."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from safetyzone.foundation.places.packs.schemas import VERSION
from safetyzone.foundation.places.sample_boundary import sample_boundary

_LEVELS: Final = {
    "country": "country",
    "bureau": "region",
    "province": "division",
    "station": "station",
    "zone": "zone",
}
_GROUPS: Final = (
    ("person", "Persons", "reported"),
    ("property", "Property", "reported"),
    ("order", "Order and drugs", "discovered"),
)
_CATEGORIES: Final = (
    ("assault", "person", "02011", "Assault"),
    ("sexual-violence", "person", "0301", "Sexual violence"),
    ("robbery", "person", "0401", "Robbery"),
    ("burglary", "property", "0501", "Burglary"),
    ("theft", "property", "0502", "Theft"),
    ("theft-of-vehicle", "property", "05021", "Theft of a vehicle"),
    ("damage", "property", "0504", "Damage to property"),
    ("drugs", "order", "0601", "Drugs"),
)
_KINDS: Final = ("police", "residents", "local-government", "business", "agencies", "media")
_HEADINGS: Final = {
    "pack.yaml": "How a pack is written: areas/schema. Check it: safetyzone area check DIR",
    "crime.yaml": "Your crime groups and categories, mapped to the ICCS. origin: reported or discovered (by police work).",
    "partners.yaml": "Kinds of partners, and the networks they may form.",
    "targets.yaml": "What the programme promised, as data. An empty list promises nothing.",
}


def slug_of(text: str) -> str:
    """Lower-case letters, digits and single hyphens; "area" where nothing of the name can be written so."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:24].strip("-") or "area"


def starting_pack(
    *,
    name: str,
    language: str = "en",
    time_zone: str = "UTC",
    centre: tuple[float, float] | None = None,
    boundary: Mapping[str, Any] | None = None,
    slug: str | None = None,
    groups: Sequence[Mapping[str, Any]] | None = None,
    categories: Sequence[Mapping[str, Any]] | None = None,
    emergency: str = "112",
) -> dict[str, Any]:
    """The documents of a pack with one zone. ``centre`` (lon, lat) without a boundary gives a sample of 2 km²."""
    own = slug or slug_of(name)

    def named(text: str) -> dict[str, str]:
        return {language: text}

    places = _chain(own, name, language, centre, sample=boundary is None and centre is not None)
    shape = boundary or (sample_boundary(own, lon=centre[0], lat=centre[1]) if centre else None)
    feature = {"type": "Feature", "properties": {"slug": places[-1]["slug"]}, "geometry": shape}
    own_groups = [{"code": code, "names": named(text), "origin": origin} for code, text, origin in _GROUPS]
    kinds = [
        {"code": code, "group": group, "iccs": iccs, "names": named(text)} for code, group, iccs, text in _CATEGORIES
    ]
    return {
        "pack.yaml": {
            "schema": VERSION,
            "slug": own,
            "version": "1.0.0",
            "names": named(name),
            "languages": [language],
            "time_zone": time_zone,
            "calendar": {"years": "gregorian"},
            "programme": {"names": named("Safety zones")},
            "levels": {level: named(text) for level, text in _LEVELS.items()},
            "emergency": [{"number": emergency, "names": named("Emergency")}],
        },
        "places.csv": places,
        "boundaries.geojson": {"type": "FeatureCollection", "features": [feature] if shape else []},
        "crime.yaml": {
            "groups": [dict(group) for group in groups or own_groups],
            "categories": [dict(category) for category in categories or kinds],
        },
        "partners.yaml": {"kinds": [{"code": code, "names": named(code.replace("-", " "))} for code in _KINDS]},
        "targets.yaml": {"targets": []},
    }


def _chain(
    own: str, name: str, language: str, centre: tuple[float, float] | None, *, sample: bool
) -> list[dict[str, Any]]:
    """One place of each level, each in the one before."""
    found: list[dict[str, Any]] = []
    for level, word in _LEVELS.items():
        slug = own if level == "country" else f"{own}-{word}"
        place: dict[str, Any] = {"level": level, "slug": slug, "names": {language: name}}
        if found:
            place["parent"] = found[-1]["slug"]
        found.append(place)
    if centre:
        found[-1] |= {"lon": centre[0], "lat": centre[1]}
    if sample:
        found[-1] |= {
            "sample": True,
            "unverified": True,
            "notes": "boundary drawn as a sample; replace it in boundaries.geojson",
        }
    return found


def write_pack(documents: Mapping[str, Any], folder: Path) -> list[Path]:
    """The documents as files in a new or empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in documents.items():
        path = folder / name
        path.write_text(_text(name, data), encoding="utf-8")
        written.append(path)
    return written


def _text(name: str, data: Any) -> str:
    if name.endswith(".yaml"):
        return f"# {_HEADINGS[name]}\n" + yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    if name.endswith(".geojson"):
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return _csv(data)


def _csv(places: Sequence[Mapping[str, Any]]) -> str:
    languages = [f"name_{language}" for language in places[0]["names"]]
    columns = ["level", "slug", "parent", *languages, "code", "lon", "lat", "area_km2", "area_source", "population",
               "population_source", "households", "sample", "unverified", "notes"]  # fmt: skip
    lines = [",".join(columns)]
    for place in places:
        cells = {**place, **{f"name_{language}": text for language, text in place["names"].items()}}
        lines.append(",".join(_cell(cells.get(column, "")) for column in columns))
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text
