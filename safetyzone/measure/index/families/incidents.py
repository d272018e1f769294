"""Recorded incidents per 1,000 residents over the last twelve complete months."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from safetyzone.analyse.pictures.parts.months import DAY_MS, YEAR, covered_months, first_day, month_of
from safetyzone.foundation.places.geometry import contains
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import categories_by_code, station_of
from safetyzone.listen.incidents.columns import Columns, done_imports, imports_digest, incident_columns
from safetyzone.listen.incidents.models import Import, ImportState
from safetyzone.measure.index.definitions import Indicator
from safetyzone.measure.index.measured import NO_INCIDENTS, NO_RESIDENTS, NO_YEAR, Family, Measured, missing
from zonestats import trend

PER: Final = 1000.0
# Jeffreys: after no event at all the rate is about that of half an event; zonestats draws a rate of 0 from its error.
NONE_SEEN: Final = 0.5


def stamps(zones: Sequence[Place]) -> Mapping[int, Any]:
    """The files the records came from, the zone's boundary and its residents."""
    stations = {zone.pk: zone.parent_id for zone in zones}
    found = Import.objects.filter(station__in=set(stations.values()), state=ImportState.DONE)
    of_station: dict[int, list[Import]] = {}
    for each in found.defer("mapping").order_by("finished_at", "pk"):
        of_station.setdefault(each.station_id, []).append(each)
    digests = {station: imports_digest(imports) for station, imports in of_station.items()}
    return {
        zone.pk: [digests[station], zone.boundary, zone.population, zone.time_zone]
        for zone in zones
        if (station := stations[zone.pk]) in digests
    }


def measured(zone: Place, asked: Sequence[Indicator]) -> dict[str, Measured]:
    """Counts of reported incidents inside the zone as rates with Garwood's interval."""
    station = station_of(zone) or zone
    imports = done_imports(station)
    if not imports:
        return {each.code: missing(NO_INCIDENTS) for each in asked}
    if not zone.population:
        return {each.code: missing(NO_RESIDENTS) for each in asked}
    rows, categories = incident_columns(station, imports, tz=zone.time_zone)
    covered = covered_months(rows.days)
    if covered is None or covered[1] - covered[0] + 1 < YEAR:
        have = 0 if covered is None else covered[1] - covered[0] + 1
        return {each.code: missing(NO_YEAR, have=have, need=YEAR) for each in asked}
    kept = _inside(zone, rows, covered[1])
    group = {code: category.group for code, category in categories_by_code(zone.pack).items()}
    of_row = [group.get(categories[position], "") for position in rows.category[kept].tolist()]
    sample = zone.sample or any(each.sample for each in imports)
    return {each.code: _rate(zone, each, of_row, covered[1], sample=sample) for each in asked}


def _inside(zone: Place, rows: Columns, last: int) -> np.ndarray:
    month = month_of(rows.local // DAY_MS)
    recent = rows.reported & rows.dated & (month > last - YEAR) & (month <= last)
    if not zone.boundary:
        return np.zeros(rows.n, np.bool_)
    return np.asarray(recent & contains(zone.boundary, rows.lon, rows.lat))


def _rate(zone: Place, asked: Indicator, groups: list[str], last: int, *, sample: bool) -> Measured:
    wanted = set(asked.records["groups"])
    count = sum(group in wanted for group in groups)
    factor = PER / float(zone.population or 1)
    low, high = (float(value) for value in trend.garwood([count])[0])
    end = np.datetime64(first_day(last + 1) - 1, "D").astype(object)
    begin = np.datetime64(last - YEAR + 1, "M")
    about = {"groups": sorted(wanted), "from": str(begin), "to": str(np.datetime64(last, "M")), "residents": zone.population,
             "residents_source": zone.population_source}  # fmt: skip
    return Measured(
        factor * count, se=factor * (math.sqrt(count) if count else NONE_SEEN), low=factor * low, high=factor * high,
        n=count, day=end, about=about, sample=sample,
    )  # fmt: skip


INCIDENTS = Family(stamps, measured)
