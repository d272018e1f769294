"""Which column of a file is what: the mapping a person writes in YAML or confirms on a page.

The same mapping on the same file gives the same incidents, so its digest is stored with every import. ``read_mapping`` in
``mapping_file.py`` reads the YAML form; ``docs/reference/mapping.md`` describes it.
"""

import hashlib
from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, Literal

from safetyzone.foundation.privacy.canonical import canonical

Calendar = Literal["auto", "buddhist", "gregorian"]
DateOrder = Literal["", "dmy", "mdy", "ymd"]
PointOrder = Literal["", "lonlat", "latlon"]

DATE_ORDERS: Final = ("dmy", "mdy", "ymd")
CALENDARS: Final = ("auto", "buddhist", "gregorian")
POINT_ORDERS: Final = ("lonlat", "latlon")
ORIGINS: Final = ("reported", "discovered")
PRECISIONS: Final = ("exact", "street", "area", "unknown")
WGS84: Final = "EPSG:4326"


class MappingError(ValueError):
    """A mapping that cannot be used: the sentence says which entry is wrong and what to write instead."""


@dataclass(frozen=True)
class Moment:
    """Where a moment stands: in one column (``date`` alone), in a date and a time column, or in its parts.

    ``month`` may hold numbers or names; ``time`` may hold 23:30, 11.30 PM or 2330. Without a time the row is date-only,
    without a day it is month-only.
    """

    date: str = ""
    time: str = ""
    year: str = ""
    month: str = ""
    day: str = ""
    hour: str = ""
    minute: str = ""

    def __bool__(self) -> bool:
        return bool(self.date or self.year)

    def columns(self) -> tuple[str, ...]:
        """The columns it is put together from, in the order of the fields."""
        return tuple(value for value in asdict(self).values() if value)


@dataclass(frozen=True)
class Mapping:
    """Columns of a file → fields of an incident. An empty string means: the file has no such column.

    ``occurred_from`` or ``reported_at`` is needed, everything else may be left out. Columns that are not named here are
    never stored.
    """

    source: str  # which register the file comes from; ids are unique within it
    occurred_from: Moment = Moment()
    occurred_to: Moment = Moment()
    reported_at: Moment = Moment()
    source_id: str = ""
    category: str = ""
    lon: str = ""  # or easting, with ``crs``
    lat: str = ""  # or northing
    point: str = ""  # one column that holds both: "(13.7, 100.5)" or "POINT (100.5 13.7)"
    point_order: PointOrder = ""  # of a plain pair; WKT is always lon lat. Empty: settled by the values or asked
    address: str = ""
    solved: str = ""
    origin: str = ""
    precision: str = ""
    # What the values mean.
    categories: Table[str, str] = field(default_factory=dict)  # the file's words → category codes of the area pack
    default_origin: str = "reported"
    origin_by_category: Table[str, str] = field(default_factory=dict)  # pack code → origin, before the pack's own
    discovered_values: tuple[str, ...] = ()  # of the ``origin`` column; every other value means reported
    solved_values: tuple[str, ...] = ()  # of the ``solved`` column; without both lists the usual words are understood
    unsolved_values: tuple[str, ...] = ()
    default_precision: str = "exact"
    precision_values: Table[str, str] = field(
        default_factory=dict
    )  # of the ``precision`` column → exact, street, area …
    personal: tuple[str, ...] = ()  # columns whose values are masked in reject lists; the address always is
    # How the file is written.
    date_order: DateOrder = ""
    calendar: Calendar = "auto"
    time_zone: str = ""  # of times without an offset; empty: the station's
    crs: str = WGS84  # "EPSG:32647" …
    encoding: str = ""  # empty: guessed and stated
    separator: str = ""
    sheet: str = ""
    header: int = 1  # the line (of a sheet: the row) that holds the column names

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise MappingError(problem)

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, however it was written."""
        return hashlib.sha256(canonical(self.as_json())).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """JSON-ready, only what differs from the defaults; ``from_json`` reads it back."""
        blank = Mapping.__dataclass_fields__
        stated = {}
        for name, value in asdict(self).items():
            plain = {key: part for key, part in value.items() if part} if isinstance(value, dict) else value
            plain = list(plain) if isinstance(plain, tuple) else plain
            if plain not in ("", [], {}) and plain != blank[name].default:
                stated[name] = plain
        return stated

    @classmethod
    def from_json(cls, stated: Table[str, Any]) -> "Mapping":
        """The mapping that ``as_json`` wrote."""
        values = dict(stated)
        for name in MOMENTS:
            if name in values:
                values[name] = Moment(**values[name])
        for part in fields(cls):
            if isinstance(values.get(part.name), list):
                values[part.name] = tuple(values[part.name])
        return cls(**values)

    def moments(self) -> dict[str, Moment]:
        """The moments the file has, by field."""
        found = {name: getattr(self, name) for name in MOMENTS}
        return {name: moment for name, moment in found.items() if moment}

    def columns(self) -> dict[str, str]:
        """Every column it reads → the field it is read for."""
        used = {column: name for name, moment in self.moments().items() for column in moment.columns()}
        used.update({getattr(self, name): name for name in SINGLE if getattr(self, name)})
        return used


MOMENTS: Final = ("occurred_from", "occurred_to", "reported_at")
SINGLE: Final = ("source_id", "category", "lon", "lat", "point", "address", "solved", "origin", "precision")
_ONE_OF: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("default_origin", ORIGINS),
    ("default_precision", PRECISIONS),
    ("date_order", ("", *DATE_ORDERS)),
    ("calendar", CALENDARS),
    ("point_order", ("", *POINT_ORDERS)),
)
_VALUES_OF: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("origin_by_category", ORIGINS),
    ("precision_values", PRECISIONS),
)


def _problems(mapping: Mapping) -> Iterator[str]:
    if not mapping.source.strip():
        yield "source: name the register the file comes from; ids are unique within it"
    if len(mapping.source) > 80:
        yield "source: at most 80 characters"
    if not mapping.occurred_from and not mapping.reported_at:
        yield "columns: name the column of occurred_from or of reported_at; without a date nothing can be counted"
    if bool(mapping.lon) != bool(mapping.lat):
        missing, there = ("lat", "lon") if mapping.lon else ("lon", "lat")
        yield f"columns: {there} has a column and {missing} has none; a place needs both"
    if mapping.point and mapping.lon:
        yield "columns: name either point or lon and lat, not both"
    if mapping.header < 1:
        yield "file.header: the number of the line that holds the column names, 1 for the first"
    for name, moment in mapping.moments().items():
        yield from _moment_problems(name, moment)
    yield from _choice_problems(mapping)


def _moment_problems(name: str, moment: Moment) -> Iterator[str]:
    if moment.date and moment.year:
        yield f"columns.{name}: name either date or year, month and day, not both"
    if moment.year and not moment.month:
        yield f"columns.{name}: year needs month beside it"
    if moment.time and moment.hour:
        yield f"columns.{name}: name either time or hour and minute, not both"
    if moment.minute and not moment.hour:
        yield f"columns.{name}: minute needs hour beside it"


def _choice_problems(mapping: Mapping) -> Iterator[str]:
    for name, allowed in _ONE_OF:
        if getattr(mapping, name) not in allowed:
            words = ", ".join(word for word in allowed if word)
            yield f"{name}: {getattr(mapping, name)!r} is not one of {words}"
    for name, allowed in _VALUES_OF:
        for value, meaning in getattr(mapping, name).items():
            if meaning not in allowed:
                yield f"{name}: {value!r} means {meaning!r}, which is not one of {', '.join(allowed)}"
