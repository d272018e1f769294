"""Reads for pictures: the material of one, the stored run of one, names for its places."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from safetyzone.analyse.pictures.compose import SCHEMA, Material
from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.parts.records import Frame, IntArray
from safetyzone.foundation.audit.memory import once
from safetyzone.foundation.places.cells import (
    INCIDENT_RESOLUTION,
    cells_at,
    centres_of,
    neighbour_pairs,
    parents_of,
    stored_cells,
)
from safetyzone.foundation.places.geometry import Plane, contains
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import categories_by_code, named, pack_content, station_of
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import run_key
from safetyzone.foundation.runs.models import Run
from safetyzone.foundation.runs.queries import run_of
from safetyzone.listen.incidents.columns import Columns, done_imports, imports_digest, incident_columns, visible_where
from safetyzone.listen.incidents.models import Import, Incident
from zonestats import hotspots

METHOD = "picture"
REMEMBERED_SECONDS = 3600
ENOUGH_ADDRESSES = 20_000
SEED = 4


@dataclass(frozen=True)
class Source:
    """What there is to look at before a row is read."""

    zone: Place
    station: Place
    imports: tuple[Import, ...]
    group_of: dict[str, str]  # category code → group code
    resolution: int | None
    cells: IntArray
    inputs: str

    @property
    def rows(self) -> int:
        """About how many incidents must be read."""
        return sum(each.accepted + each.corrected for each in self.imports)


def source_of(zone: Place) -> Source:
    """A few small queries; the digest names what the rows are made of, so no row is read to know whether any changed."""
    return once(("source", zone.pk), lambda: _source_of(zone))


def _source_of(zone: Place) -> Source:
    station = station_of(zone) or zone
    imports = tuple(done_imports(station))
    group_of = {code: category.group for code, category in categories_by_code(zone.pack).items()}
    resolution, own = stored_cells(zone)
    stated = {
        "imports": imports_digest(imports), "boundary": zone.boundary, "resolution": resolution,
        "cells": hashlib.sha256(own.tobytes()).hexdigest(), "groups": group_of,
        "time_zone": zone.time_zone, "sample": _is_sample(zone, imports), "station": station.slug,
    }  # fmt: skip
    inputs = hashlib.sha256(canonical(stated)).hexdigest()
    return Source(zone, station, imports, group_of, resolution, own, inputs)


def _is_sample(zone: Place, imports: Sequence[Import]) -> bool:
    return zone.sample or any(each.sample for each in imports)


def parameters_of(filters: Filters) -> dict[str, Any]:
    """What the run's key is made of beside its inputs."""
    return {"schema": SCHEMA, **filters.stated()}


def key_of(source: Source, filters: Filters) -> str:
    """The run's name, known before it is computed."""
    parameters = parameters_of(filters)
    return run_key(method=METHOD, place=source.zone, inputs=source.inputs, parameters=parameters, seed=SEED)


def stored_picture(zone: Place, filters: Filters, *, source: Source | None = None) -> Run | None:
    """The picture if it was computed before from the records of now; never computes."""
    return run_of(key_of(source or source_of(zone), filters))


def material_of(source: Source) -> Material:
    """Reads the station's incidents."""
    zone = source.zone
    rows, categories = incident_columns(source.station, source.imports, tz=zone.time_zone)
    groups = tuple(sorted({source.group_of.get(code, "") for code in categories}))
    of_category = np.array([groups.index(source.group_of.get(code, "")) for code in categories], np.int64)
    boundary = zone.boundary
    nowhere = np.full(rows.n, np.nan)
    x, y = Plane.of(boundary).to_metres(rows.lon, rows.lat) if boundary else (nowhere, nowhere)
    return Material(
        zone=zone.slug, station=source.station.slug, sample=_is_sample(zone, source.imports), tz=zone.time_zone,
        rows=rows, group=of_category[rows.category], groups=groups,
        inside=contains(boundary, rows.lon, rows.lat) if boundary else np.zeros(rows.n, np.bool_), x=x, y=y,
        parents=_parents(rows, source.resolution), frame=frame_of(source),
        sources=tuple(sorted({each.source for each in source.imports})), files=_files(source.imports),
    )  # fmt: skip


def _parents(rows: Columns, resolution: int | None) -> IntArray:
    if resolution is None:
        return np.zeros(rows.n, np.int64)
    if resolution > INCIDENT_RESOLUTION:  # a zone smaller than a few houses
        return cells_at(rows.lon, rows.lat, resolution)
    return parents_of(rows.cell, resolution)


def frame_of(source: Source) -> Frame:
    """The zone's cells with their centres and neighbours; none where it has no boundary."""
    cell, boundary = source.cells, source.zone.boundary
    lon, lat = centres_of(cell)
    x, y = Plane.of(boundary).to_metres(lon, lat) if boundary else (lon, lat)
    pairs = np.column_stack(neighbour_pairs(cell))
    return Frame(source.resolution or 0, cell, lon, lat, x, y, hotspots.neighbours(pairs, cell.size))


def _files(imports: Sequence[Import]) -> dict[str, int]:
    names = {"read": "rows_read", "accepted": "accepted", "corrected": "corrected", "unchanged": "unchanged",
             "rejected": "rejected"}  # fmt: skip
    counted = {name: sum(getattr(each, field) for each in imports) for name, field in names.items()}
    return {"files": len(imports), **counted}


@dataclass(frozen=True)
class AreaWords:
    """What the area says about a zone's picture: crime groups by code, and whether its metres lie nobody knows where."""

    groups: dict[str, str]
    lost: bool


def area_words(zone: Place) -> AreaWords:
    """In the reader's language; one query."""
    content = pack_content(zone.pack)
    groups = {str(group["code"]): named(group["names"]) for group in content.get("groups", [])}
    return AreaWords(groups, content.get("position") == "unknown")


def place_names(run: Run, *, addresses: bool = False, source: Source | None = None) -> list[str]:
    """One name per row of the run's table of places.

    ``addresses``: the address most often written there, for those who may see incidents; where there is none, and for
    everybody else, distance and direction from the zone's middle.
    """
    rows = run.result["places"]
    written = _remembered_addresses(run, source, rows) if addresses and rows else {}
    first = [written.get(int(row["cell"], 16), "") for row in rows]
    return [
        _told_apart(name, row) if first.count(name) > 1 else name or position_name(row["distance_m"], row["bearing"])
        for name, row in zip(first, rows, strict=True)
    ]


def _told_apart(name: str, row: dict[str, Any]) -> str:
    position = position_name(row["distance_m"], row["bearing"])
    return f"{name} ({position})" if name else position


def position_name(metres: int, bearing: str) -> str:
    """450 m NE of the centre."""
    if not bearing:
        return _("the centre")
    direction = {
        "N": pgettext("direction", "N"), "NE": pgettext("direction", "NE"), "E": pgettext("direction", "E"),
        "SE": pgettext("direction", "SE"), "S": pgettext("direction", "S"), "SW": pgettext("direction", "SW"),
        "W": pgettext("direction", "W"), "NW": pgettext("direction", "NW"),
    }[bearing]  # fmt: skip
    return _("%(metres)s m %(direction)s of the centre") % {"metres": f"{metres:,}", "direction": direction}


def _remembered_addresses(run: Run, source: Source | None, rows: list[dict[str, Any]]) -> dict[int, str]:
    """A run's records never change, so its addresses are looked up once by each process; they are never stored in it."""
    key = f"pictures.addresses.{run.key}"
    found: dict[int, str] | None = cache.get(key)
    if found is None:
        found = _usual_addresses(source or source_of(run.place), rows)
        cache.set(key, found, REMEMBERED_SECONDS)
    return found


def _usual_addresses(source: Source, rows: list[dict[str, Any]]) -> dict[int, str]:
    """The address most often written for each cell's incidents, the alphabet deciding between equals. One query.

    Of a large register every k-th incident is asked: a name, not a figure, is wanted.
    """
    condition, parameters = visible_where(source.station, source.imports)
    ranges = [(int(row["cell"], 16), *_children(int(row["cell"], 16))) for row in rows]
    within = " OR ".join(["cell BETWEEN %s AND %s"] * len(ranges))
    bounds = [bound for _, *pair in ranges for bound in pair]
    step = max(1, source.rows // ENOUGH_ADDRESSES)
    query = (
        f"SELECT cell, address, COUNT(*) FROM {Incident._meta.db_table} "  # noqa: S608 - own words only
        f"WHERE {condition} AND id %% %s = 0 AND ({within}) AND address <> '' GROUP BY cell, address"
    )
    written: dict[int, Counter[str]] = {cell: Counter() for cell, _, _ in ranges}
    with connection.cursor() as cursor:
        cursor.execute(query, [*parameters, step, *bounds])
        for found, address, n in cursor.fetchall():
            cell = next(cell for cell, low, high in ranges if low <= found <= high)
            written[cell][address] += n
    return {cell: min(held, key=lambda name: (-held[name], name)) for cell, held in written.items() if held}


def _children(cell: int) -> tuple[int, int]:
    """The lowest and highest cell of the incidents' resolution inside a cell: a cell's descendants are one range."""
    resolution = cell >> 52 & 0xF
    if resolution >= INCIDENT_RESOLUTION:
        return cell, cell
    finer = (cell & ~(0xF << 52)) | (INCIDENT_RESOLUTION << 52)
    free = (1 << 3 * (15 - resolution)) - (1 << 3 * (15 - INCIDENT_RESOLUTION))
    return finer & ~free, finer & ~free | (free // 7 * 6)
