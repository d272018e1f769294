"""A zone's index as a run: computed anew only when a record, an entered value, a weight or a goalpost changed."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import computed, run_key
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.index.compose import DRAWS, SCHEMA, composed
from safetyzone.measure.index.definitions import Hierarchy, Indicator
from safetyzone.measure.index.families import FAMILIES
from safetyzone.measure.index.measured import NOT_ENTERED, Measured, missing
from safetyzone.measure.index.models import EnteredIndicator
from safetyzone.measure.index.weighting import InForce, in_force_at

METHOD: Final = "index"
SEED: Final = 16
Z95: Final = 1.959963984540054


def index_of_zone(zone: Place, *, by: str) -> Run | None:
    """The zone's index from the records of now: the stored run, or a new one. None where its area states no index."""
    return next(refreshed([zone], by=by), (zone, None))[1]


def refreshed(
    zones: Sequence[Place], *, by: str, told: Callable[[int], None] = lambda _n: None
) -> Iterator[tuple[Place, Run | None]]:
    """Each zone's run of now. What has not changed is read; ``told`` hears how many zones must be computed anew."""
    found = in_force_at(zones)
    inputs = inputs_of([zone for zone in zones if zone.pk in found], found)
    keys = {pk: _key(zone, found[pk], inputs[pk]) for zone in zones if (pk := zone.pk) in found}
    stored = {run.key: run for run in Run.objects.filter(key__in=list(keys.values())).select_related("place")}
    told(sum(key not in stored for key in keys.values()))
    for zone in zones:
        if zone.pk not in found:
            yield zone, None
        else:
            yield zone, stored.get(keys[zone.pk]) or _computed(zone, found[zone.pk], inputs[zone.pk], by=by)


def _computed(zone: Place, held: InForce, inputs: str, *, by: str) -> Run:
    return computed(
        method=METHOD, place=zone, inputs=inputs, parameters=_parameters(held), seed=SEED,
        compute=lambda: composed(held.hierarchy, values_of(zone, held.hierarchy), seed=SEED), by=by,
    )  # fmt: skip


def _key(zone: Place, held: InForce, inputs: str) -> str:
    return run_key(method=METHOD, place=zone, inputs=inputs, parameters=_parameters(held), seed=SEED)


def _parameters(held: InForce) -> dict[str, Any]:
    return {"schema": SCHEMA, "draws": DRAWS, "marks": held.stated()}


def inputs_of(zones: Sequence[Place], found: dict[int, InForce]) -> dict[int, str]:
    """By zone, a digest of everything its values depend on. A constant number of queries."""
    wanted = {each.family for held in found.values() for each in held.hierarchy.indicators if each.family}
    stamps = {family: FAMILIES[family].stamps(zones) for family in sorted(wanted & set(FAMILIES))}
    entered = _newest(zones)
    digests = {id(held.hierarchy): _digest(held.hierarchy) for held in found.values()}
    return {
        zone.pk: hashlib.sha256(
            canonical([
                digests[id(found[zone.pk].hierarchy)],
                {family: of_zone.get(zone.pk) for family, of_zone in stamps.items()},
                {code: _stated(row) for code, row in entered.get(zone.pk, {}).items()},
            ])
        ).hexdigest()
        for zone in zones
    }  # fmt: skip


def _digest(hierarchy: Hierarchy) -> str:
    """Of what the values and scores are made by; weights and goalposts stand in the parameters."""
    indicators = [[each.code, each.unit, each.more, each.records] for each in hierarchy.indicators]
    domains = [[domain.code, [each.code for each in domain.indicators]] for domain in hierarchy.domains]
    stated = [hierarchy.least_share, hierarchy.aggregate, domains, indicators]
    return hashlib.sha256(canonical(stated)).hexdigest()


def _newest(zones: Sequence[Place]) -> dict[int, dict[str, EnteredIndicator]]:
    """By zone and indicator, the entered value of the latest day."""
    found: dict[int, dict[str, EnteredIndicator]] = {}
    for row in EnteredIndicator.objects.filter(zone__in=zones).order_by("-day", "-pk"):
        found.setdefault(row.zone_id, {}).setdefault(row.indicator, row)
    return found


def _stated(row: EnteredIndicator) -> list[Any]:
    return [row.value, row.se, row.n, row.day.isoformat(), row.source, row.sample]


def values_of(zone: Place, hierarchy: Hierarchy) -> dict[str, Measured]:
    """Every indicator's value: from the records where they give one, else as entered, else why it is missing."""
    entered = _newest([zone]).get(zone.pk, {})
    found: dict[str, Measured] = {}
    for family in sorted({each.family for each in hierarchy.indicators if each.family}):
        asked = [each for each in hierarchy.indicators if each.family == family]
        known = FAMILIES.get(family)
        found |= known.measured(zone, asked) if known else {each.code: missing(NOT_ENTERED) for each in asked}
    for each in hierarchy.indicators:
        computed_value = found.get(each.code)
        if (computed_value is None or computed_value.value is None) and each.code in entered:
            found[each.code] = _entered(each, entered[each.code])
    return found


def _entered(asked: Indicator, row: EnteredIndicator) -> Measured:
    """With a standard error it is an estimate, and has a normal interval inside what is possible."""
    low = high = None
    if row.se is not None:
        low, high = max(0.0, row.value - Z95 * row.se), row.value + Z95 * row.se
        high = min(high, 100.0) if asked.unit == "percent" else high
    return Measured(
        row.value, se=row.se, low=low, high=high, n=row.n, n_eff=row.n, day=row.day, about={"entered": row.source},
        sample=row.sample,
    )  # fmt: skip


def index_of(zone: Place) -> Run | None:
    """The zone's newest stored index; nothing is computed."""
    return Run.objects.filter(method=METHOD, place=zone).order_by("-computed_at", "-pk").first()


def newest_indices(place: Place) -> dict[int, Run]:
    """By zone, the newest stored index of every zone at or below a place; one query."""
    runs = Run.objects.filter(method=METHOD, place__path__startswith=place.path, place__level=Level.ZONE)
    runs = runs.filter(place__withdrawn=False).select_related("place").defer("place__boundary")
    found: dict[int, Run] = {}
    for run in runs.order_by("computed_at", "pk"):
        found[run.place_id] = run
    return found
