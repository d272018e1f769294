"""A station's visible incidents as NumPy columns: what every analysis reads, straight from a database cursor."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.listen.incidents.models import Import, ImportState, Incident
from zonestats.clock.daylight import offsets

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Solved is known to be true, known to be false, or not said.
SOLVED, UNSOLVED, UNKNOWN = 1, 0, -1
# Place precision, in ascending order of what is known.
PRECISIONS: Final = ("unknown", "area", "street", "exact")
STREET: Final = PRECISIONS.index("street")
_BLOCK: Final = 1_000  # rows that fit the processor's cache: turning rows into columns is then twice as fast
_DAY_MS: Final = 86_400_000

# One number for all short columns: a row costs seven Python objects instead of twelve.
_FLAGS: Final = """
    CASE time_precision WHEN 'month' THEN 3 WHEN 'exact' THEN 2 WHEN 'date' THEN 1 ELSE 0 END
    + CASE WHEN default_time THEN 4 ELSE 0 END
    + CASE place_precision WHEN 'exact' THEN 24 WHEN 'street' THEN 16 WHEN 'area' THEN 8 ELSE 0 END
    + CASE origin WHEN 'reported' THEN 32 ELSE 0 END
    + CASE WHEN solved IS NULL THEN 128 WHEN solved THEN 64 ELSE 0 END"""


@dataclass(frozen=True, eq=False)
class Columns:
    """Incidents as columns of equal length, in an order that depends on their content alone."""

    lon: FloatArray  # NaN where the place is unknown
    lat: FloatArray
    cell: IntArray  # H3 resolution 12; 0 where the place is unknown
    precision: IntArray  # position in PRECISIONS
    since: NDArray[np.datetime64]  # UTC, to the second; NaT where not even the date is known
    until: NDArray[np.datetime64]  # UTC; NaT where there is no end
    local: IntArray  # ``since`` on the station's own clocks, in ms since 1970; 0 where ``dated`` is false
    dated: BoolArray
    dayed: BoolArray  # the day is known, not only the month (``since`` is then its first day)
    timed: BoolArray  # the time of day is known
    default_time: BoolArray  # 00:00 or 12:00 in a file that has too many of them
    category: IntArray  # position in the list of categories
    reported: BoolArray  # reported by somebody, not discovered by police work
    solved: IntArray

    @property
    def n(self) -> int:
        return int(self.category.size)

    @property
    def placed(self) -> BoolArray:
        """Longitude and latitude are known."""
        return np.isfinite(self.lon) & np.isfinite(self.lat)

    @property
    def days(self) -> IntArray:
        """Local days since 1970 that dated rows reach: of a row that says only its month, the month's last day too."""
        day = self.local // _DAY_MS
        months = day[self.dated & ~self.dayed].astype("datetime64[D]").astype("datetime64[M]")
        ends = (months + 1).astype("datetime64[D]").astype(np.int64) - 1
        return np.concatenate([day[self.dated], ends])

    @property
    def mapped(self) -> BoolArray:
        """The place is known to the street or better."""
        return np.asarray(self.placed & (self.precision >= STREET))

    def where(self, chosen: NDArray[Any]) -> Self:
        """The chosen rows, by mask or by position."""
        if chosen.dtype == np.bool_ and chosen.all():
            return self  # columns are never changed, so nothing needs a copy
        return type(self)(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def digest(self) -> str:
        """SHA-256 of every column's bytes: equal rows, equal digest, whichever database held them."""
        whole = hashlib.sha256()
        for field in fields(self):
            whole.update(np.ascontiguousarray(getattr(self, field.name)).tobytes())
        return whole.hexdigest()


def done_imports(station: Place) -> list[Import]:
    """The station's imports that brought visible rows, in the order they were finished.

    A file that brought nothing new is not among them: whatever is computed from the rows stays what it was.
    """
    done = Import.objects.filter(station=station, state=ImportState.DONE).exclude(
        rows_read__gt=0, accepted=0, corrected=0
    )
    found = done.order_by("finished_at", "pk")
    return list(found.defer("mapping"))


def imports_digest(imports: Sequence[Import]) -> str:
    """What the visible rows are made of, without reading them: files, mappings and how many rows each gave."""
    stated = [
        [each.source, each.file_digest, each.mapping_digest, each.rows_read, each.accepted, each.corrected]
        for each in imports
    ]
    return hashlib.sha256(canonical(stated)).hexdigest()


def visible_where(station: Place, imports: Sequence[Import]) -> tuple[str, list[Any]]:
    """The condition, with its parameters, for rows that a finished import brought and none has superseded."""
    done = [each.pk for each in imports] or [0]
    marks = ", ".join(["%s"] * len(done))
    condition = f"station_id = %s AND import_run_id IN ({marks}) AND (superseded_by_id IS NULL OR superseded_by_id NOT IN ({marks}))"
    return condition, [station.pk, *done, *done]


def incident_columns(station: Place, imports: Sequence[Import], *, tz: str) -> tuple[Columns, tuple[str, ...]]:
    """All visible incidents of a station and the category codes that ``category`` points into, in alphabetical order."""
    code: dict[str, int] = {}
    numbers = _numbers(station, imports, code)
    names = sorted(code)
    place = np.array([names.index(name) for name in code], np.int64)
    return _columns(numbers, place[numbers["category"]], tz), tuple(names)


def _numbers(station: Place, imports: Sequence[Import], code: dict[str, int]) -> dict[str, Any]:
    blocks = [_block(rows, code) for rows in _rows(station, imports)] or [_block([], code)]
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def _rows(station: Place, imports: Sequence[Import]) -> Iterator[list[tuple[Any, ...]]]:
    condition, parameters = visible_where(station, imports)
    columns = f"lon, lat, cell, {_seconds('occurred_from')}, {_seconds('occurred_to')}, category, {_FLAGS}"
    with connection.cursor() as cursor:
        # Table, columns and condition are this module's own words; values travel as parameters.
        cursor.execute(f"SELECT {columns} FROM {Incident._meta.db_table} WHERE {condition}", parameters)  # noqa: S608
        while rows := cursor.fetchmany(_BLOCK):
            yield rows


def _seconds(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"CAST(FLOOR(EXTRACT(EPOCH FROM {column})) AS BIGINT)"
    version: tuple[int, ...] = connection.Database.sqlite_version_info  # type: ignore[attr-defined]
    return f"unixepoch({column})" if version >= (3, 38) else f"CAST(strftime('%%s', {column}) AS INTEGER)"


def _block(rows: list[tuple[Any, ...]], code: dict[str, int]) -> dict[str, Any]:
    lon, lat, cell, since, until, category, flags = zip(*rows, strict=True) if rows else ((),) * 7
    for name in set(category) - code.keys():
        code[name] = len(code)
    return {
        "lon": np.array(lon, np.float64), "lat": np.array(lat, np.float64), "cell": _whole(cell, 0),
        "since": _moments(since), "until": _moments(until), "flags": np.array(flags, np.int64),
        "category": np.fromiter(map(code.__getitem__, category), np.int64, len(category)),
    }  # fmt: skip


def _whole(values: Sequence[int | None], missing: int) -> IntArray:
    try:
        return np.array(values, np.int64)
    except TypeError:  # a None among them
        return np.array([missing if value is None else value for value in values], np.int64)


def _moments(seconds: Sequence[int | None]) -> NDArray[np.datetime64]:
    # Seconds since 1970 are exact in a float; None becomes NaN there, and NaT here.
    values = np.array(seconds, np.float64)
    known = np.isfinite(values)
    moments = np.where(known, values, 0).astype(np.int64).astype("datetime64[s]")
    moments[~known] = np.datetime64("NaT")
    return moments


def _columns(numbers: dict[str, Any], category: IntArray, tz: str) -> Columns:
    flags, since = numbers["flags"], numbers["since"]
    precision = flags & 3
    dated = ~np.isnat(since)
    whole = Columns(
        lon=numbers["lon"], lat=numbers["lat"], cell=numbers["cell"], precision=flags >> 3 & 3,
        since=since, until=numbers["until"], local=_local(since, dated, tz), dated=dated, dayed=dated & (precision != 3),
        timed=dated & (precision == 2),
        default_time=(flags & 4) > 0, category=category, reported=(flags & 32) > 0,
        solved=np.choose(flags >> 6, [UNSOLVED, SOLVED, UNKNOWN]).astype(np.int64),
    )  # fmt: skip
    # The database's order is an accident; sums of floats must not depend on it.
    return whole.where(np.lexsort((category, flags, whole.until, whole.lat, whole.lon, whole.since)))


def _local(since: NDArray[np.datetime64], dated: BoolArray, tz: str) -> IntArray:
    local = np.zeros(since.size, np.int64)
    if dated.any():
        moments = since[dated].astype("datetime64[ms]").astype(np.int64)
        table = offsets(tz, int(moments.min()), int(moments.max()))
        local[dated] = moments + table.offset[table.regime(moments)]
    return local
