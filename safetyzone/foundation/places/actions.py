"""Bring an area pack into the database. Nothing is ever deleted: what left the pack becomes withdrawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.cells import ZoneCells, cells_of_picture
from safetyzone.foundation.places.models import AreaPack, Category, Level, Place, ZoneCell
from safetyzone.foundation.places.packs.mistakes import Mistake, PackRefused
from safetyzone.foundation.places.packs.pack import Pack, assemble, open_pack
from safetyzone.foundation.places.packs.parts import load_parts
from safetyzone.foundation.places.packs.starting import starting_pack

_EMPTY: Final = {
    "code": "", "lon": None, "lat": None, "boundary": None, "area_km2": None, "area_source": "", "population": None,
    "population_source": "", "households": None, "notes": "", "sample": False, "unverified": False, "withdrawn": False, "added": False,
}  # fmt: skip
_PLACE_FIELDS: Final = ("path", "names", "time_zone", *_EMPTY)
_CATEGORY_FIELDS: Final = ("group", "names", "iccs", "origin", "sensitive", "street", "order", "withdrawn")
_CATEGORY_EMPTY: Final = {"iccs": "", "sensitive": False, "street": False, "withdrawn": False}
LOCAL: Final = "local"


@dataclass
class Changes:
    """What a load did, by slug or code."""

    pack: str
    created: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)  # slug → fields
    withdrawn: list[str] = field(default_factory=list)
    categories_created: list[str] = field(default_factory=list)
    categories_changed: dict[str, list[str]] = field(default_factory=dict)
    categories_withdrawn: list[str] = field(default_factory=list)
    content: bool = False  # programme, targets, partners, languages, emergency numbers
    cells: int = 0
    more: list[str] = field(default_factory=list)  # what later steps have taken from the pack, in words

    @property
    def nothing(self) -> bool:
        lists = (self.created, self.changed, self.withdrawn)
        kinds = (self.categories_created, self.categories_changed, self.categories_withdrawn)
        return not any((*lists, *kinds, self.content, self.more))


def load_folder(*, folder: Path, by: str) -> Changes:
    """The pack in ``folder`` and what later steps keep in it; raises ``PackRefused`` with every mistake, changing nothing."""
    pack = open_pack(folder)
    with transaction.atomic():
        changes = load_pack(pack=pack, by=by)
        changes.more = load_parts(folder, by)
    return changes


def load_pack(*, pack: Pack, by: str) -> Changes:
    """Places, categories and content of a pack; the same pack again changes nothing and leaves no event."""
    changes = Changes(pack.slug)
    cells = _new_cells(pack)
    with transaction.atomic():
        _refuse_conflicts(pack)
        _load_places(pack, changes)
        _load_categories(pack, changes)
        changes.cells = _store_cells(pack, cells)
        _load_content(pack, changes)
        if not changes.nothing:
            record(
                action="places.pack_loaded", subject=f"pack:{pack.slug}", by=by, version=pack.version, digest=pack.digest,
                created=len(changes.created), changed=len(changes.changed), withdrawn=len(changes.withdrawn),
                categories=len(changes.categories_created) + len(changes.categories_changed),
            )  # fmt: skip
    return changes


def make_local_zone(
    *,
    name: str,
    boundary: Mapping[str, Any],
    time_zone: str,
    by: str,
    groups: Sequence[Mapping[str, Any]] | None = None,
    categories: Sequence[Mapping[str, Any]] | None = None,
    position_known: bool = True,
) -> Place:
    """A throw-away zone with its chain of places above, all of pack "local", for records from anywhere.

    ``groups`` and ``categories`` as in an area pack's crime.yaml. ``position_known`` False: the boundary's degrees are
    those of some plane, and no page draws streets under them.
    """
    documents = starting_pack(
        name=name, slug=LOCAL, boundary=boundary, time_zone=time_zone, groups=groups, categories=categories
    )
    pack = assemble(documents)
    if not position_known:
        pack = replace(pack, content={**pack.content, "position": "unknown"})
    load_pack(pack=pack, by=by)
    return Place.objects.get(pack=LOCAL, level=Level.ZONE, withdrawn=False)


def add_zone(*, station: Place, name: str, by: str) -> Place:
    """A zone that the programme has chosen and no pack names yet: no boundary, no centre, nothing claimed."""
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=station.pk)  # so that two zones get two numbers
        taken = set(Place.objects.filter(slug__startswith=f"{station.slug}-zone").values_list("slug", flat=True))
        numbers = (f"{station.slug}-zone" + (f"-{number}" if number > 1 else "") for number in count(1))
        slug = next(wanted for wanted in numbers if wanted not in taken)
        languages = list(station.names)[:1] or ["en"]
        zone = Place.objects.create(
            level=Level.ZONE, slug=slug, path=f"{station.path}{slug}/", parent=station, pack=station.pack, added=True,
            names=dict.fromkeys(languages, name), time_zone=station.time_zone, sample=station.sample,
        )  # fmt: skip
        record(action="places.zone_added", subject=f"place:{slug}", by=by, station=station.slug)
    return zone


def _refuse_conflicts(pack: Pack) -> None:
    """Slugs are one for the whole database, and a place that records hang on keeps its level."""
    wanted = {place["slug"]: place for place in pack.places}
    mistakes = []
    for slug, owner, level in Place.objects.filter(slug__in=wanted).values_list("slug", "pack", "level"):
        if owner != pack.slug:
            message = f"the place {slug!r} belongs to the pack {owner!r} already; give it another slug"
            mistakes.append(Mistake("places.csv", f"slug {slug}", "slug-taken", message))
        elif level != wanted[slug]["level"]:
            message = f"{slug!r} is a {level} in the database and records may hang on it; use a new slug for a {wanted[slug]['level']}"
            mistakes.append(Mistake("places.csv", f"slug {slug}", "level-changed", message))
    if mistakes:
        raise PackRefused(mistakes)


def _load_places(pack: Pack, changes: Changes) -> None:
    known = {place.slug: place for place in Place.objects.filter(pack=pack.slug)}
    changed: list[Place] = []
    for level in Level.values:
        new = []
        for wanted in (place for place in pack.places if place["level"] == level):
            values: dict[str, Any] = {**_EMPTY, **{key: wanted[key] for key in _PLACE_FIELDS if key in wanted}}
            parent = known.get(wanted.get("parent", ""))
            found = known.get(wanted["slug"])
            if found is None:
                found = Place(level=level, slug=wanted["slug"], pack=pack.slug, parent=parent, **values)
                new.append(found)
            elif fields := _differences(found, {**values, "parent": parent}):
                changes.changed[found.slug] = fields
                changed.append(found)
        Place.objects.bulk_create(new)
        known |= {place.slug: place for place in new}
        changes.created += [place.slug for place in new]
    changes.withdrawn = _withdraw(known.values(), {place["slug"] for place in pack.places}, changed)
    Place.objects.bulk_update(changed, ["parent", *_PLACE_FIELDS])


def _differences(found: Place | Category, values: Mapping[str, Any]) -> list[str]:
    """Set the values that differ; returns their names."""
    fields = [name for name, value in values.items() if getattr(found, name) != value]
    for name in fields:
        setattr(found, name, values[name])
    return fields


def _withdraw(known: Iterable[Place], wanted: set[str], changed: list[Place]) -> list[str]:
    gone = [place for place in known if place.slug not in wanted and not place.withdrawn and not place.added]
    for place in gone:
        place.withdrawn = True
    changed += gone
    return [place.slug for place in gone]


def _load_categories(pack: Pack, changes: Changes) -> None:
    known = {category.code: category for category in Category.objects.filter(pack=pack.slug)}
    new, changed = [], []
    for wanted in pack.categories:
        values: dict[str, Any] = {**_CATEGORY_EMPTY, **{key: wanted[key] for key in _CATEGORY_FIELDS if key in wanted}}
        found = known.pop(wanted["code"], None)
        if found is None:
            new.append(Category(pack=pack.slug, code=wanted["code"], **values))
        elif fields := _differences(found, values):
            changes.categories_changed[found.code] = fields
            changed.append(found)
    gone = [category for category in known.values() if not category.withdrawn]
    for category in gone:
        category.withdrawn = True
    Category.objects.bulk_create(new)
    Category.objects.bulk_update([*changed, *gone], list(_CATEGORY_FIELDS))
    changes.categories_created = [category.code for category in new]
    changes.categories_withdrawn = [category.code for category in gone]


def _new_cells(pack: Pack) -> dict[str, ZoneCells]:
    """Resolution and cells of each zone whose boundary is new; computed before the database is locked for writing."""
    stored = dict(Place.objects.filter(pack=pack.slug, level=Level.ZONE).values_list("slug", "boundary"))
    zones = [place for place in pack.places if place["level"] == Level.ZONE]
    return {
        zone["slug"]: cells_of_picture(zone["boundary"])
        for zone in zones
        if zone["slug"] not in stored or stored[zone["slug"]] != zone["boundary"]
    }


def _store_cells(pack: Pack, cells: Mapping[str, ZoneCells]) -> int:
    zones = dict(Place.objects.filter(slug__in=cells).values_list("slug", "pk"))
    ZoneCell.objects.filter(zone__in=zones.values()).delete()
    rows = [
        ZoneCell(zone_id=zones[slug], resolution=resolution, cell=cell)
        for slug, (resolution, found) in cells.items()
        for cell in found
    ]
    ZoneCell.objects.bulk_create(rows, batch_size=5000)
    return len(rows)


def _load_content(pack: Pack, changes: Changes) -> None:
    stored = AreaPack.objects.filter(slug=pack.slug).first()
    if stored and (stored.digest, stored.content) == (pack.digest, pack.content):
        return
    changes.content = stored is None or stored.content != pack.content
    AreaPack.objects.update_or_create(
        slug=pack.slug, defaults={"version": pack.version, "digest": pack.digest, "content": pack.content}
    )
