"""Put the findings together into a mapping."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from safetyzone.listen.incidents.finder.describing import Described, find_descriptions
from safetyzone.listen.incidents.finder.missing import ColumnNotFound
from safetyzone.listen.incidents.finder.moments import Timing, find_moments
from safetyzone.listen.incidents.finder.places import Placing, find_place
from safetyzone.listen.incidents.finder.profile import profiles
from safetyzone.listen.incidents.mapping import WGS84, DateOrder, Mapping
from safetyzone.listen.incidents.refusals import Refused

FIELDS: Final = ("lat", "lon", "point", "occurred_from", "category", "source_id", "address")


@dataclass(frozen=True)
class Found:
    """A mapping and, in plain sentences, what was taken for what and why."""

    mapping: Mapping
    notes: tuple[str, ...]
    metres: bool = False  # the place is in metres and no coordinate system was given
    offset: bool = False  # times state their distance from Greenwich


def find(
    header: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    *,
    date_order: str | None = None,
    crs: str | None = None,
    source: str = "file",
    given: Table[str, str] | None = None,
    place_needed: bool = True,
) -> Found:
    """The mapping of a file from its column names and some of its rows (a thousand are plenty).

    ``given`` names columns by field (see ``FIELDS``) for whoever knows better. Without ``place_needed`` no place is looked
    for. Raises ``ColumnNotFound``, or ``Refused`` for an empty sample or a ``given`` column that is not there.
    """
    known = dict(given or {})
    _check_given(known, header)
    if not rows:
        raise Refused("empty", "the file names its columns but has no rows")
    columns = profiles(header, rows)
    place = find_place(columns, known, crs=crs or "") if place_needed else Placing()
    used = {name for name in (place.lon, place.lat, place.point) if name}
    timing = find_moments(columns, known, used)
    for moment in (timing.occurred_from, timing.occurred_to, timing.reported_at):
        used |= set(moment.columns())
    described = find_descriptions(columns, known, used)
    mapping = _mapping(place, timing, described, source=source, date_order=date_order or "", crs=crs or WGS84)
    notes = tuple(note for note in (place.note, *timing.notes, *described.notes) if note)
    return Found(mapping, notes, metres=place.metres and not crs, offset=timing.offset)


def _check_given(given: Table[str, str], header: Sequence[str]) -> None:
    for field, name in given.items():
        if field not in FIELDS:
            raise Refused("unknown_field", f"there is no field {field!r}; the fields are {', '.join(FIELDS)}")
        if name not in header:
            raise ColumnNotFound((field,), f"The file has no column “{name}”.", header)


def _mapping(
    place: Placing, timing: Timing, described: Described, *, source: str, date_order: str, crs: str
) -> Mapping:
    return Mapping(
        source=source,
        occurred_from=timing.occurred_from,
        occurred_to=timing.occurred_to,
        reported_at=timing.reported_at,
        source_id=described.source_id,
        category=described.category,
        lon=place.lon,
        lat=place.lat,
        point=place.point,
        point_order=place.point_order,
        address=described.address,
        solved=described.solved,
        solved_values=described.solved_values,
        date_order=cast(DateOrder, date_order),
        crs=crs,
    )
