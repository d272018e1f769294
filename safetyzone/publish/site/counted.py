"""The incidents that a release may count, as whole numbers."""

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.core.cache import cache

from safetyzone.analyse.pictures.parts.months import DAY_MS, covered_months, month_of
from safetyzone.foundation.audit.memory import once
from safetyzone.foundation.places.cells import cells_of, parents_of
from safetyzone.foundation.places.geometry import contains
from safetyzone.foundation.places.models import Category, Place
from safetyzone.foundation.places.queries import categories_by_code, groups_of, station_of
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.listen.incidents.columns import Columns, IntArray, done_imports, imports_digest, incident_columns
from safetyzone.publish.site.release import RESOLUTION, Reported

REMEMBERED_SECONDS: Final = 3600


@dataclass(frozen=True, eq=False)
class Counted:
    """``covered``: first and last complete month of the register, None where there is none; ``inputs``: the rows' digest."""

    reported: Reported
    covered: tuple[int, int] | None
    inputs: str
    sources: tuple[str, ...]


def counted(zone: Place) -> Counted:
    """Read the station's records, once in an answer, and keep what may be published about the zone."""
    return once(("site.counted", zone.pk), lambda: _counted(zone))


def covered_of(zone: Place) -> tuple[int, int] | None:
    """The complete months of the register alone: remembered as long as imports and boundary stay, so that the team's page
    need not read every record to offer a month."""
    imports = done_imports(station_of(zone) or zone)
    stated = hashlib.sha256(canonical([imports_digest(imports), zone.boundary, zone.time_zone])).hexdigest()
    key = f"site.covered.{zone.pk}.{stated}"
    found: list[tuple[int, int] | None] | None = cache.get(key)
    if found is None:
        found = [counted(zone).covered]
        cache.set(key, found, REMEMBERED_SECONDS)
    return found[0]


def _counted(zone: Place) -> Counted:
    station = station_of(zone) or zone
    imports = done_imports(station)
    rows, codes = incident_columns(station, imports, tz=zone.time_zone)
    categories = categories_by_code(zone.pack)
    groups = tuple(str(group["code"]) for group in groups_of(zone.pack))
    of_code = np.array([_group(categories.get(code), groups) for code in codes], np.int64)
    group = of_code[rows.category] if codes else np.zeros(0, np.int64)
    inside = contains(zone.boundary, rows.lon, rows.lat) if zone.boundary else np.zeros(rows.n, np.bool_)
    kept = inside & rows.reported & rows.dated & (group >= 0)
    stated = [imports_digest(imports), zone.boundary, groups, of_code.tolist(), list(codes)]
    return Counted(
        _reported(zone, rows.where(kept), group[kept], groups), covered_months(rows.where(inside).days),
        hashlib.sha256(canonical(stated)).hexdigest(), tuple(sorted({each.source for each in imports})),
    )  # fmt: skip


def _group(category: Category | None, groups: tuple[str, ...]) -> int:
    """Position of the category's group; −1 for what is sensitive or unknown and therefore never published."""
    if category is None or category.sensitive or category.group not in groups:
        return -1
    return groups.index(category.group)


def _reported(zone: Place, rows: Columns, group: IntArray, groups: tuple[str, ...]) -> Reported:
    held = np.unique(group)
    parents = parents_of(rows.cell, RESOLUTION)
    cells = np.union1d(cells_of(zone.boundary, RESOLUTION), parents[rows.mapped]) if zone.boundary else parents[:0]
    elsewhere = cells.size
    place = np.where(rows.mapped, np.searchsorted(cells, parents), elsewhere)
    return Reported(
        month=month_of(rows.local // DAY_MS), group=np.searchsorted(held, group), cell=place,
        groups=tuple(groups[position] for position in held.tolist()), cells=tuple(f"{cell:x}" for cell in cells.tolist()),
    )  # fmt: skip
