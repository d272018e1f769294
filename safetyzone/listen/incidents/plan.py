"""Before a row is stored: everything about a file that has to be known, or is a reason to refuse it."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.incidents.area import Area, area_of, known_points
from safetyzone.listen.incidents.coordinates import crs_name, must_have_crs, must_have_order, transformer
from safetyzone.listen.incidents.dates.columns import settle
from safetyzone.listen.incidents.interpret import Setting
from safetyzone.listen.incidents.mapping import WGS84, Mapping
from safetyzone.listen.incidents.readers import Source, open_source
from safetyzone.listen.incidents.refusals import Refused
from safetyzone.listen.incidents.values import meanings

_DAY: Final = 86_400


@dataclass(frozen=True)
class Plan:
    """An opened file and what is settled about it."""

    source: Source
    setting: Setting
    columns: tuple[str, ...]
    notes: tuple[str, ...]


def plan_import(path: Path, station: Place, mapping: Mapping) -> Plan:
    """Open the file and settle its columns, dates, coordinates and words; raises ``Refused`` where that cannot be done."""
    if station.level != Level.STATION:
        raise Refused("not_a_station", f"{station.slug} is a {station.level}; incidents are imported for a station")
    source = open_source(
        path, encoding=mapping.encoding, separator=mapping.separator, sheet=mapping.sheet, header=mapping.header
    )
    columns = _present(source, mapping)
    zone = _time_zone(mapping, station)
    means = meanings(mapping, station.pack)
    crs = _crs(source, mapping)
    transformer(crs)
    settled = settle(source.batches(columns), mapping)
    area = area_of(station)
    order = _look(source, columns, mapping, area, crs)
    now = int(time.time())
    setting = Setting(
        mapping=mapping, settled=settled, means=means, area=area, middles=frozenset(known_points(station, area)),
        time_zone=zone, crs=crs, point_order=order, this_year=time.gmtime(now).tm_year, tomorrow=now + _DAY,
    )  # fmt: skip
    return Plan(source, setting, columns, _notes(source, setting))


def _present(source: Source, mapping: Mapping) -> tuple[str, ...]:
    """The mapped columns in the file's order; refuses when the file lacks one."""
    used = mapping.columns()
    missing = [name for name in used if name not in source.columns]
    if missing:
        there = ", ".join(f"“{name}”" for name in source.columns[:40])
        raise Refused(
            "no_such_column",
            f"the file has no column “{missing[0]}” (mapped to {used[missing[0]]}); its columns are {there}",
        )
    return tuple(name for name in source.columns if name in used)


def _time_zone(mapping: Mapping, station: Place) -> str:
    name = mapping.time_zone or station.time_zone
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refused("unknown_time_zone", f"there is no time zone {name!r}; write one such as Asia/Bangkok") from None
    return name


def _crs(source: Source, mapping: Mapping) -> str:
    stated = crs_name(mapping.crs)
    return source.crs or WGS84 if stated == WGS84 else stated


def _look(source: Source, columns: tuple[str, ...], mapping: Mapping, area: Area, crs: str) -> str:
    """What the first rows show: whether there are any, whether metres lack their system, which of a pair is first."""
    for batch in source.batches(columns, rows=1000):
        if batch.frame.height:
            must_have_crs(batch.frame, mapping, crs)
            return must_have_order(batch.frame, mapping, area)
        if batch.problems:
            return mapping.point_order
    raise Refused("empty", f"{source.path.name} names its columns and has no rows")


def _notes(source: Source, setting: Setting) -> tuple[str, ...]:
    notes = [*source.notes, *setting.settled.notes, f"times without an offset are {setting.time_zone}"]
    if setting.crs != WGS84:
        notes.append(f"coordinates are {setting.crs}")
    if setting.mapping.point and not setting.mapping.point_order:
        first = {"lonlat": "longitude", "latlon": "latitude"}[setting.point_order]
        notes.append(f"“{setting.mapping.point}” holds {first} first")
    if setting.mapping.lon or setting.mapping.point:
        says = setting.area.says
        notes.append(f"places were checked against {says}" if setting.area.known else says)
    return tuple(notes)
