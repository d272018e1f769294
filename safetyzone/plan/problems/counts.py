"""A zone's recorded incidents month by month, and which other zones go up and down as it does."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from safetyzone.analyse.pictures.parts.months import DAY_MS, covered_months, month_name, month_of, without_records
from safetyzone.analyse.pictures.queries import Source, source_of
from safetyzone.foundation.places.geometry import contains, shape_of
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import above, at_level
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.incidents.columns import IntArray, incident_columns

METHOD: Final = "months"
SCHEMA: Final = "months/1"
MOST_ZONES: Final = 40  # compared with one zone: those of its own bureau first
NEAR_M: Final = 500.0  # two zones this close count as beside each other
FEWEST_MONTHS: Final = 12
FEWEST_EVENTS: Final = 20
_DEGREE_M: Final = 111_320.0


def monthly_counts(zone: Place, group: str = "", *, by: str) -> Run:
    """Reported, dated incidents inside the zone's boundary, by month: the stored run or a new one.

    Result: {"months": ["2024-01" …], "counts": […], "gaps": [months the files lack], "n", "sources"}; only months that the
    station's records cover completely.
    """
    source = source_of(zone)
    return computed(
        method=METHOD, place=zone, inputs=source.inputs, parameters={"schema": SCHEMA, "group": group}, seed=0,
        compute=lambda: _counted(source, group), by=by,
    )  # fmt: skip


def _counted(source: Source, group: str) -> dict[str, Any]:
    names = sorted({each.source for each in source.imports})
    stated = {"schema": SCHEMA, "group": group, "sources": names}
    rows, categories = incident_columns(source.station, source.imports, tz=source.zone.time_zone)
    covered = covered_months(rows.days)
    if covered is None or not source.zone.boundary:
        return {**stated, "months": [], "counts": [], "gaps": [], "n": 0}
    whole = _by_month(month_of(rows.local[rows.dated] // DAY_MS), covered)
    wanted = np.array([not group or source.group_of.get(code, "") == group for code in categories], np.bool_)
    kept = rows.dated & rows.reported & wanted[rows.category] & contains(source.zone.boundary, rows.lon, rows.lat)
    counts = _by_month(month_of(rows.local[kept] // DAY_MS), covered)
    gaps = set(without_records(whole).tolist())
    shown = [position for position in range(counts.size) if position not in gaps]
    return {
        **stated, "months": [month_name(covered[0] + position) for position in shown],
        "counts": [int(counts[position]) for position in shown],
        "gaps": sorted(month_name(covered[0] + position) for position in gaps), "n": int(counts[shown].sum()),
    }  # fmt: skip


def _by_month(months: IntArray, covered: tuple[int, int]) -> IntArray:
    inside = months[(months >= covered[0]) & (months <= covered[1])]
    return np.bincount(inside - covered[0], minlength=covered[1] - covered[0] + 1).astype(np.int64)


def in_period(run: Run, first: date, last: date) -> dict[str, int]:
    """Month → count of a ``monthly_counts`` run, from the month of ``first`` to that of ``last``."""
    low, high = f"{first:%Y-%m}", f"{last:%Y-%m}"
    pairs = zip(run.result["months"], run.result["counts"], strict=True)
    return {month: n for month, n in pairs if low <= month <= high}


@dataclass(frozen=True)
class Alike:
    """How one other zone compares over the period before. ``likeness``: correlation of root counts month by month; None
    where there are too few months or incidents to say. ``beside``: so near that crime may move there."""

    zone: Place
    likeness: float | None
    months: int
    n: int
    beside: bool


def comparable(zone: Place, group: str, first: date, last: date, *, by: str) -> list[Alike]:
    """Zones that could serve as comparison, those that go up and down alike first, those beside the zone last."""
    own = in_period(monthly_counts(zone, group, by=by), first, last)
    found = [_alike(zone, own, other, group, first, last, by) for other in others_of(zone)]
    return sorted(found, key=lambda each: (each.beside, each.likeness is None, -(each.likeness or 0.0), each.zone.path))


def others_of(zone: Place) -> list[Place]:
    """Zones of the same area that have a boundary: at most ``MOST_ZONES``, those of the same bureau first."""
    bureau = above(zone, Level.BUREAU)
    found = at_level(Level.ZONE).filter(pack=zone.pack, boundary__isnull=False).exclude(pk=zone.pk)
    near = found.filter(path__startswith=bureau.path) if bureau else found.none()
    first = list(near.select_related("parent")[:MOST_ZONES])
    held = [place.pk for place in first]
    return first + list(found.exclude(pk__in=held).select_related("parent")[: MOST_ZONES - len(first)])


def _alike(zone: Place, own: dict[str, int], other: Place, group: str, first: date, last: date, by: str) -> Alike:
    theirs = in_period(monthly_counts(other, group, by=by), first, last)
    common = sorted(set(own) & set(theirs))
    a, b = (np.sqrt([counts[month] for month in common]) for counts in (own, theirs))
    n = sum(theirs.values())
    enough = len(common) >= FEWEST_MONTHS and min(sum(own.values()), n) >= FEWEST_EVENTS
    known = enough and float(np.std(a)) > 0 and float(np.std(b)) > 0
    likeness = float(np.corrcoef(a, b)[0, 1]) if known else None
    return Alike(other, likeness, len(common), n, beside(zone, other))


def beside(zone: Place, other: Place) -> bool:
    """Whether the boundaries lie within ``NEAR_M`` metres of each other."""
    if not zone.boundary or not other.boundary:
        return False
    one, two = shape_of(zone.boundary), shape_of(other.boundary)
    # Degrees of longitude shrink with the latitude: counted as short as they can be, near zones are never called far.
    shortest = _DEGREE_M * float(np.cos(np.radians(abs(one.bounds[3]) + 0.1)))
    return bool(one.distance(two) * shortest <= NEAR_M)
