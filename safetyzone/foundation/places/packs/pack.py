"""A pack that has passed every rule, in the shape the database takes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetyzone.foundation.places.packs.decision_rules import decision_mistakes
from safetyzone.foundation.places.packs.files import Documents, read
from safetyzone.foundation.places.packs.index_rules import index_mistakes
from safetyzone.foundation.places.packs.measure_rules import measure_mistakes
from safetyzone.foundation.places.packs.mistakes import Mistake, PackRefused
from safetyzone.foundation.places.packs.parts import part_mistakes
from safetyzone.foundation.places.packs.rollout_rules import rollout_mistakes
from safetyzone.foundation.places.packs.rules import LEVELS, Sound, rule_mistakes
from safetyzone.foundation.places.packs.schemas import shape_errors
from safetyzone.foundation.privacy.canonical import canonical


@dataclass(frozen=True)
class Pack:
    """Places in order of level, each with its path and boundary; categories with their origin settled."""

    slug: str
    version: str
    digest: str
    places: tuple[dict[str, Any], ...]
    categories: tuple[dict[str, Any], ...]
    content: dict[str, Any]  # everything else


def check(folder: Path) -> list[Mistake]:
    """Every mistake of the pack in ``folder``, in order of file; empty when it is valid."""
    return [*_mistakes(read(folder)), *part_mistakes(folder)]


def open_pack(folder: Path) -> Pack:
    """The pack in ``folder``; raises ``PackRefused`` with every mistake."""
    documents = read(folder)
    if mistakes := _mistakes(documents):
        raise PackRefused(mistakes)
    return _assembled(documents.data)


def assemble(data: Mapping[str, Any]) -> Pack:
    """A pack made in memory, under the same rules as one read from files."""
    documents = Documents(data=dict(data))
    if mistakes := _mistakes(documents):
        raise PackRefused(mistakes)
    return _assembled(documents.data)


def _mistakes(documents: Documents) -> list[Mistake]:
    shape = list(shape_errors(documents))
    sound = Sound(documents, {(name, path) for _, name, path in shape})
    found = [
        *documents.mistakes,
        *(mistake for mistake, _, _ in shape),
        *rule_mistakes(sound),
        *decision_mistakes(sound),
        *index_mistakes(sound),
        *rollout_mistakes(sound),
        *measure_mistakes(sound),
    ]
    return sorted(set(found), key=lambda mistake: mistake.file)


def _assembled(data: Mapping[str, Any]) -> Pack:
    header = data["pack.yaml"]
    content = {
        **header,
        "groups": data["crime.yaml"]["groups"],
        "partner_kinds": data.get("partners.yaml", {}).get("kinds", []),
        "partner_networks": data.get("partners.yaml", {}).get("networks", []),
        "targets": data.get("targets.yaml", {}).get("targets", []),
        "localities": data.get("localities.csv", []),
        "decision_rules": data.get("decisions.yaml", {}).get("rules", []),
        "index": data.get("index.yaml", {}),
        "rollout": data.get("rollout.yaml", {}),
        "measures": data.get("measures.yaml", {}).get("measures", []),
    }
    return Pack(
        slug=header["slug"],
        version=header["version"],
        digest=hashlib.sha256(canonical(dict(data))).hexdigest(),
        places=tuple(_places(data, header["time_zone"])),
        categories=tuple(_categories(data["crime.yaml"])),
        content=content,
    )


def _places(data: Mapping[str, Any], time_zone: str) -> list[dict[str, Any]]:
    features = data.get("boundaries.geojson", {}).get("features", [])
    boundary = {feature["properties"]["slug"]: feature["geometry"] for feature in features}
    paths: dict[str, str] = {}
    found = []
    for place in sorted(data["places.csv"], key=lambda place: LEVELS.index(place["level"])):
        slug = place["slug"]
        paths[slug] = paths.get(place.get("parent", ""), "/") + slug + "/"
        found.append({"time_zone": time_zone, **place, "path": paths[slug], "boundary": boundary.get(slug)})
    return found


def _categories(crime: Mapping[str, Any]) -> list[dict[str, Any]]:
    origin = {group["code"]: group["origin"] for group in crime["groups"]}
    return [{"origin": origin[kind["group"]], "order": order, **kind} for order, kind in enumerate(crime["categories"])]
