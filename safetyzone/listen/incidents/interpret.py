"""A batch of text columns → incidents as they will be stored, and the rows that cannot be taken."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from safetyzone.foundation.places.cells import cells_at
from safetyzone.listen.incidents.area import Area
from safetyzone.listen.incidents.coordinates import Points, read_points
from safetyzone.listen.incidents.dates.columns import Settled, read
from safetyzone.listen.incidents.dates.moments import NOT_KNOWN, Moments
from safetyzone.listen.incidents.faults import Faults
from safetyzone.listen.incidents.mapping import Mapping
from safetyzone.listen.incidents.readers import Batch
from safetyzone.listen.incidents.refusals import RejectRow
from safetyzone.listen.incidents.values import Meanings, looked_up, solved_of

_DAY: Final = 86_400
_AT: Final = 1.1e-5  # degrees: a metre
LONGEST_ID, LONGEST_WORD, LONGEST_ADDRESS = 80, 120, 160
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Setting:
    """Everything that is the same for every row of the file."""

    mapping: Mapping
    settled: Settled
    means: Meanings
    area: Area
    middles: frozenset[tuple[float, float]]  # points that forms put in when nobody knows where it was
    time_zone: str
    crs: str
    point_order: str
    this_year: int
    tomorrow: int  # seconds since 1970


@dataclass(eq=False)
class Interpreted:
    """Good rows in the file's order; moments are seconds since 1970 UTC, null where unknown."""

    frame: pl.DataFrame
    minute: NDArray[np.int64]  # of the local day for timed rows, −1 for others
    line: NDArray[np.int64]
    rejects: list[RejectRow]
    quality: Counter[str]


def interpret(batch: Batch, setting: Setting) -> Interpreted:
    """Read every mapped column of a batch; a row's first fault is the one it is rejected for."""
    mapping, frame = setting.mapping, _stripped(batch.frame)
    faults = Faults(frame.height)
    moments = {name: _moments(frame, name, setting, faults) for name in mapping.moments()}
    if "occurred_from" in moments and "occurred_to" in moments:
        _check_span(moments["occurred_from"], moments["occurred_to"], faults, mapping.occurred_to.columns())
    _check_dated(moments, faults, mapping)
    points = _points(frame, setting, faults)
    made = pl.DataFrame(
        {**_words(frame, setting, faults), **_times(moments, frame.height), **_place(frame, points, setting)}
    )
    good = faults.good
    masked = {*mapping.personal, mapping.address}
    rejects = faults.rows(frame, batch.line, masked)
    started = moments.get("occurred_from")
    minute = started.minute if started is not None else np.full(frame.height, -1)
    kept = made.filter(good)
    quality = _quality(kept, moments, points, good, mapping)
    return Interpreted(kept, minute[good], batch.line[good], [*batch.problems, *rejects], quality)


def _stripped(frame: pl.DataFrame) -> pl.DataFrame:
    """Outer spaces say nothing, and an empty text is nothing."""
    stripped = frame.lazy().with_columns(pl.all().str.strip_chars())
    return stripped.with_columns(pl.when(pl.all().str.len_bytes() > 0).then(pl.all())).collect()


def _moments(frame: pl.DataFrame, name: str, setting: Setting, faults: Faults) -> Moments:
    moment = getattr(setting.mapping, name)
    found = read(
        frame, moment, setting.settled,
        time_zone=setting.time_zone, calendar=setting.mapping.calendar, this_year=setting.this_year,
    )  # fmt: skip
    where = " + ".join(moment.columns())
    faults.add_codes(found.fault, where)
    faults.add(found.known & (found.utc > setting.tomorrow), "future", where)
    return found


def _check_span(start: Moments, end: Moments, faults: Faults, columns: tuple[str, ...]) -> None:
    """An end that is only a date means the end of that day."""
    end.utc[end.known & ~end.timed] += _DAY
    both = start.known & end.known
    faults.add(both & (end.utc < start.utc), "end_before_start", " + ".join(columns))


def _check_dated(moments: dict[str, Moments], faults: Faults, mapping: Mapping) -> None:
    dated = np.zeros(faults.code.size, np.bool_)
    for name, found in moments.items():
        if name != "occurred_to":
            dated |= found.known
    first = next(name for name in ("occurred_from", "reported_at") if name in moments)
    faults.add(~dated, "no_date", " + ".join(getattr(mapping, first).columns()))


def _points(frame: pl.DataFrame, setting: Setting, faults: Faults) -> Points | None:
    mapping = setting.mapping
    if not (mapping.lon or mapping.point):
        return None
    points = read_points(frame, mapping, setting.area, setting.crs, setting.point_order)
    faults.add_codes(points.fault, mapping.point or f"{mapping.lon} + {mapping.lat}")
    return points


def _words(frame: pl.DataFrame, setting: Setting, faults: Faults) -> dict[str, Any]:
    mapping, means, n = setting.mapping, setting.means, frame.height
    source_id = _text(frame, mapping.source_id)
    faults.add((source_id.str.len_chars() > LONGEST_ID).to_numpy(), "id_too_long", mapping.source_id)
    written = _text(frame, mapping.category)
    category = looked_up(written, means.category, "")
    origin = category.replace_strict(
        dict(means.origin_of) or {"": ""}, default=mapping.default_origin, return_dtype=pl.String
    )
    if mapping.origin:
        word = frame[mapping.origin].str.to_lowercase()
        stated = pl.select(
            pl.when(word.is_in(means.discovered)).then(pl.lit("discovered")).otherwise(pl.lit("reported"))
        )
        origin = stated.to_series().zip_with(word.is_not_null(), origin)
    solved = (
        solved_of(frame[mapping.solved], means)
        if mapping.solved
        else pl.Series([None], dtype=pl.Boolean).new_from_index(0, n)
    )
    return {
        "source_id": source_id,
        "category": category,
        "category_text": written.str.slice(0, LONGEST_WORD),
        "origin": origin,
        "solved": solved,
        "address": _text(frame, mapping.address).str.slice(0, LONGEST_ADDRESS),
    }


def _text(frame: pl.DataFrame, column: str) -> pl.Series:
    if column:
        return frame[column].fill_null("")
    return pl.Series([""], dtype=pl.String).new_from_index(0, frame.height)


def _times(moments: dict[str, Moments], n: int) -> dict[str, pl.Series]:
    columns = {name: _nullable(moments[name].utc if name in moments else None, n) for name in
               ("occurred_from", "occurred_to", "reported_at")}  # fmt: skip
    precision = np.full(n, "unknown", "<U7")
    if (start := moments.get("occurred_from")) is not None:
        precision[start.known] = "month"
        precision[start.known & start.dayed] = "date"
        precision[start.known & start.timed] = "exact"
    return {**columns, "time_precision": pl.Series(precision)}


def _nullable(utc: NDArray[np.int64] | None, n: int) -> pl.Series:
    if utc is None:
        return pl.Series([None], dtype=pl.Int64).new_from_index(0, n)
    seconds = pl.Series(utc)
    return seconds.set(seconds == int(NOT_KNOWN), None)


def _place(frame: pl.DataFrame, points: Points | None, setting: Setting) -> dict[str, pl.Series]:
    mapping, n = setting.mapping, frame.height
    if points is None:
        nowhere = np.full(n, np.nan)
        points = Points(nowhere, nowhere, np.full(n, ""), *(np.zeros(n, np.bool_) for _ in range(3)))
    lon = np.where(points.fault == "", points.lon, np.nan)
    lat = np.where(points.fault == "", points.lat, np.nan)
    located = np.isfinite(lon) & np.isfinite(lat)
    if mapping.precision:
        stated = looked_up(
            _text(frame, mapping.precision), setting.means.precision, mapping.default_precision
        ).to_numpy()
    else:
        stated = np.full(n, mapping.default_precision)
    precision = np.where(located, stated.astype("<U7"), "unknown")
    precision[located & _at_a_middle(lon, lat, setting)] = "area"
    return {
        "lon": pl.Series(lon).fill_nan(None),
        "lat": pl.Series(lat).fill_nan(None),
        "cell": pl.Series(cells_at(lon, lat)),
        "place_precision": pl.Series(precision),
    }


def _at_a_middle(lon: NDArray[np.float64], lat: NDArray[np.float64], setting: Setting) -> Bools:
    found = np.zeros(lon.shape, np.bool_)
    for east, north in setting.middles:
        found |= (np.abs(lon - east) < _AT) & (np.abs(lat - north) < _AT)
    return found


def _quality(
    kept: pl.DataFrame, moments: dict[str, Moments], points: Points | None, good: Bools, mapping: Mapping
) -> Counter[str]:
    counts: Counter[str] = Counter()
    precision = kept["time_precision"]
    counts["date_only"] = int((precision == "date").sum())
    counts["month_only"] = int((precision == "month").sum())
    counts["no_time"] = int((precision == "unknown").sum())
    counts["no_place"] = kept["lon"].null_count()
    counts["default_place"] = (
        int(((kept["place_precision"] == "area") & kept["lon"].is_not_null()).sum()) if points else 0
    )
    if points is not None:
        counts["zero_coordinates"] = int((points.zero & good).sum())
        counts["half_a_place"] = int((points.half & good).sum())
    if mapping.category:
        counts["category_unmapped"] = int((kept["category"] == "").sum())
    if mapping.source_id:
        counts["source_id_missing"] = int((kept["source_id"] == "").sum())
    counts["buddhist_years"] = sum(found.buddhist for found in moments.values())
    counts["two_digit_years"] = sum(found.short_years for found in moments.values())
    return +counts
