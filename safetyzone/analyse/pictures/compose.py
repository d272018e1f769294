"""A whole picture from columns: no database, no clock, the same bytes for the same input on any number of threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.parts.hot import cell_positions, cells, density
from safetyzone.analyse.pictures.parts.hours import crime_clock
from safetyzone.analyse.pictures.parts.months import DAY_MS, covered_months, monthly, shown_months
from safetyzone.analyse.pictures.parts.near import near_repeats
from safetyzone.analyse.pictures.parts.quality import quality
from safetyzone.analyse.pictures.parts.records import (
    BoolArray,
    Columns,
    FloatArray,
    Frame,
    IntArray,
    Selection,
    not_mixed,
    refusal,
)  # fmt: skip
from safetyzone.analyse.pictures.parts.table import places

SCHEMA: Final = "picture/1"
RULE: Final = "each recorded incident once, as last corrected, inside the zone's boundary"


@dataclass(frozen=True, eq=False)
class Material:
    """Everything a picture is computed from: the station's incidents, and which of them lie in the zone."""

    zone: str
    station: str
    sample: bool
    tz: str
    rows: Columns
    group: IntArray  # of each row, position in ``groups``
    groups: tuple[str, ...]
    inside: BoolArray
    x: FloatArray  # metres from the zone's middle
    y: FloatArray
    parents: IntArray  # each row's cell at the frame's resolution
    frame: Frame
    sources: tuple[str, ...]
    files: Mapping[str, int]


def picture(material: Material, filters: Filters, *, seed: int) -> dict[str, Any]:
    """The picture as JSON-ready data; see docs/reference for each field."""
    rows = material.rows
    kind = _of_group(material, filters) & _of_origin(rows, filters)
    whole = _selection(material, kind & material.inside, mixed=filters.origin == "all")
    chosen = whole.where(_in_period(whole.rows, filters))
    found = cells(chosen, material.frame, seed=seed)
    covered = covered_months(rows.days)
    return {
        "schema": SCHEMA, "zone": material.zone, "station": material.station, "sample": material.sample,
        "rows_digest": rows.digest(), "filters": filters.stated(), "basis": _basis(material, chosen.rows),
        "counts": _counts(chosen), "cells": found, "density": density(chosen, material.frame),
        "places": places(found, material.frame), "clock": crime_clock(chosen, tz=material.tz),
        "trend": monthly(whole.rows, covered, shown_months(filters.since, filters.until), mixed=chosen.mixed),
        "share": _share(chosen, int((kind & _in_period(rows, filters)).sum())),
        "near_repeat": near_repeats(chosen, seed=seed),
        "quality": quality(rows, material.inside, material.files),
    }  # fmt: skip


def _selection(material: Material, kept: BoolArray, *, mixed: bool) -> Selection:
    rows = material.rows.where(kept)
    place = cell_positions(rows, material.frame, material.parents[kept], np.ones(rows.n, np.bool_))
    return Selection(rows, material.group[kept], material.groups, material.x[kept], material.y[kept], place, mixed)


def _of_group(material: Material, filters: Filters) -> BoolArray:
    if not filters.group:
        return np.ones(material.rows.n, np.bool_)
    if filters.group not in material.groups:
        return np.zeros(material.rows.n, np.bool_)
    return np.asarray(material.group == material.groups.index(filters.group))


def _of_origin(rows: Columns, filters: Filters) -> BoolArray:
    if filters.origin == "all":
        return np.ones(rows.n, np.bool_)
    return rows.reported if filters.origin == "reported" else ~rows.reported


def _in_period(rows: Columns, filters: Filters) -> BoolArray:
    """Incidents without a date belong to no period, so any period leaves them out."""
    kept = np.ones(rows.n, np.bool_)
    day = rows.local // DAY_MS
    if filters.since is not None:
        kept &= rows.dated & (day >= np.datetime64(filters.since, "D").astype(np.int64))
    if filters.until is not None:
        kept &= rows.dated & (day <= np.datetime64(filters.until, "D").astype(np.int64))
    return kept


def _basis(material: Material, rows: Columns) -> dict[str, Any]:
    """What stands under every figure: n, period, source and the rule of counting."""
    days = rows.local[rows.dated] // DAY_MS
    first, last = (str(np.datetime64(int(day), "D")) for day in (days.min(), days.max())) if days.size else (None, None)
    return {"n": rows.n, "from": first, "to": last, "sources": list(material.sources), "rule": RULE}


def _counts(chosen: Selection) -> dict[str, Any]:
    reported = chosen.rows.reported
    by_group = []
    for position, name in enumerate(chosen.groups):
        mine = chosen.group == position
        if n := int(mine.sum()):
            known = int((mine & reported).sum())
            by_group.append({"group": name, "n": n, "reported": known, "discovered": n - known})
    n, known = chosen.rows.n, int(reported.sum())
    return {"n": n, "reported": known, "discovered": n - known, "by_group": by_group}


def _share(chosen: Selection, of: int) -> dict[str, Any]:
    """The zone's part of its station's incidents; a count of records, not a sample, so without an interval."""
    n = chosen.rows.n
    refused = not_mixed(of) if chosen.mixed else None if of else refusal(0, 1, "the station has no such incidents")
    return {"n": n, "of": of, "share": None if refused else round(n / of, 4), "refusal": refused}
