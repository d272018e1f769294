"""The shapes a date or a time may have, read in columns.

Numbers come out as integers with −1 for "not there". Nothing is decided here: which of the three numbers of 03/04/2565 is
the day is settled for the whole column in ``order.py``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from safetyzone.listen.incidents.dates.words import MONTHS, plain

Ints = NDArray[np.int64]

ABSENT: Final = -1
NO_OFFSET: Final = 10_000  # minutes; no place on Earth has it

_CLOCK: Final = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,:]\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<offset>z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?"
)
_TIME: Final = rf"(?:(?:[t, ]|\s-\s)\s*{_CLOCK})?"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[., ]+)?"
_FORMS: Final = (
    # 2022-04-03, 03/04/2565, 3.4.65, each with or without a time
    ("numbers", rf"^{_WEEKDAY}(?P<a>\d{{1,4}})[-/.](?P<b>\d{{1,2}})[-/.](?P<c>\d{{1,4}}){_TIME}$"),
    # 3 apr 2022, 03-apr-65, 3rd april 2022
    ("named", rf"^{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/., ]*(?P<name>[a-z]{{3,9}})[-/., ]*(?P<year>\d{{2,4}}){_TIME}$"),
    # april 3, 2022
    ("named", rf"^{_WEEKDAY}(?P<name>[a-z]{{3,9}})[-/., ]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(?P<year>\d{{4}}){_TIME}$"),
    # 20220403, 202204032130, 20220403t213000
    ("packed", r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:[t ]?(?P<hour>\d{2}):?(?P<minute>\d{2}):?(?P<second>\d{2})?)?$"),
    # 2022-04, 04/2022, april 2022
    ("month", r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})$"),
    ("month", r"^(?P<month>\d{1,2})[-/.](?P<year>\d{4})$"),
    ("named", r"^(?P<name>[a-z]{3,9})[-/., ]*(?P<year>\d{4})$"),
)  # fmt: skip
_EPOCH: Final = r"^\d{10}(?:\d{3})?(?:\.\d+)?$"


@dataclass(eq=False)
class Parts:
    """A column of moments in pieces. ``a b c`` are a numeric date whose order is open; ``wide`` the digits of a and c."""

    text: pl.Series
    a: Ints
    b: Ints
    c: Ints
    wide_a: Ints
    wide_c: Ints
    year: Ints
    year_digits: Ints
    month: Ints
    day: Ints
    hour: Ints
    minute: Ints
    second: Ints
    offset: Ints  # minutes east of Greenwich, or NO_OFFSET
    epoch: Ints  # seconds since 1970 UTC; ABSENT where the value is not an epoch
    known: NDArray[np.bool_]  # some shape fits
    empty: NDArray[np.bool_]


def blank(text: pl.Series) -> Parts:
    """A column of which nothing is known yet."""
    n = len(text)
    numbers = {name: np.full(n, ABSENT, np.int64) for name in _NUMBERS}
    empty = text.is_null().to_numpy()
    return Parts(text=text, **numbers, offset=np.full(n, NO_OFFSET, np.int64), known=np.zeros(n, bool), empty=empty)


_NUMBERS: Final = (
    *("a", "b", "c", "wide_a", "wide_c", "year", "year_digits", "month", "day"),
    *("hour", "minute", "second", "epoch"),
)  # fmt: skip


# What most programs write, by length: read at once where the whole column has this shape.
_ISO: Final = {
    10: "%Y-%m-%d", 16: "%Y-%m-%d %H:%M", 19: "%Y-%m-%d %H:%M:%S", 23: "%Y-%m-%d %H:%M:%S%.3f",
}  # fmt: skip


def read_column(values: pl.Series) -> Parts:
    """Every value of a column of dates as the file has it."""
    found = _read_iso(values)
    return read_dates(plain(values)) if found is None else found


def _read_iso(values: pl.Series) -> Parts | None:
    first = values.drop_nulls().head(1)
    if first.is_empty() or (form := _ISO.get(len(first[0]))) is None:
        return None
    if first[0][10:11] == "T":
        form = form.replace(" ", "T")
    try:
        read = values.str.to_datetime(form, strict=False, time_unit="ms")
    except pl.exceptions.PolarsError:
        return None
    if read.null_count() != values.null_count():
        return None
    parts = blank(values)
    parts.known = ~parts.empty
    pieces = [
        "year",
        "month",
        "day",
        *(["hour", "minute"] if "%H" in form else []),
        *(["second"] if "%S" in form else []),
    ]
    for name in pieces:
        piece = getattr(read.dt, name)().cast(pl.Int64).fill_null(ABSENT)
        setattr(parts, name, np.array(piece.to_numpy(), np.int64))
    parts.year_digits = np.where(parts.empty, ABSENT, 4)
    return parts


def read_dates(text: pl.Series) -> Parts:
    """Every value of a column of dates in plain words, with or without times, as far as a shape fits."""
    parts = blank(text)
    open_rows = np.flatnonzero(~parts.empty)
    for kind, pattern in _FORMS:
        if not open_rows.size:
            return parts
        open_rows = _fill(parts, open_rows, kind, pattern)
    if open_rows.size:
        _fill_epochs(parts, open_rows)
    return parts


def _fill(parts: Parts, rows: Ints, kind: str, pattern: str) -> Ints:
    """Read the rows that have this shape; returns those that do not."""
    found = parts.text.gather(rows).str.extract_groups(pattern).struct.unnest()
    key = {"numbers": "a", "named": "name", "packed": "year", "month": "year"}[kind]
    fits = found[key].is_not_null()
    if "name" in found.columns:
        month = month_number(found["name"])
        fits &= month.is_not_null()
        found = found.with_columns(month.alias("month"))
    taken = fits.to_numpy()
    here, found = rows[taken], found.filter(fits)
    for name in ("a", "b", "c", "year", "month", "day", "hour", "minute", "second"):
        if name in found.columns:
            getattr(parts, name)[here] = whole(found[name])
    _fill_widths(parts, here, found)
    if "half" in found.columns:
        parts.hour[here] = twelve_hours(parts.hour[here], found["half"])
        parts.offset[here] = offsets(found["offset"])
    parts.known[here] = True
    if "half" in found.columns:
        # An hour without minutes and without am or pm is no time: 2022-04-03 7
        bare = found["hour"].is_not_null() & found["minute"].is_null() & found["half"].is_null()
        parts.known[here[bare.to_numpy()]] = False
    return np.asarray(rows[~taken], np.int64)


def _fill_widths(parts: Parts, here: Ints, found: pl.DataFrame) -> None:
    if "a" in found.columns:
        parts.wide_a[here] = found["a"].str.len_bytes().to_numpy()
        parts.wide_c[here] = found["c"].str.len_bytes().to_numpy()
    if "year" in found.columns:
        parts.year_digits[here] = found["year"].str.len_bytes().to_numpy()


def _fill_epochs(parts: Parts, rows: Ints) -> None:
    text = parts.text.gather(rows)
    fits = text.str.contains(_EPOCH).to_numpy()
    here = rows[fits]
    if here.size:
        value = text.filter(fits).cast(pl.Float64).to_numpy()
        parts.epoch[here] = np.where(value >= 1e11, value / 1000, value).astype(np.int64)
        parts.known[here] = True


def whole(text: pl.Series) -> Ints:
    """Numbers of a column of digits; ABSENT for null and for what is no number."""
    return np.asarray(text.cast(pl.Int64, strict=False).fill_null(ABSENT).to_numpy(), np.int64)


def month_number(name: pl.Series) -> pl.Series:
    """1–12 for an English month or its abbreviation; null for any other word."""
    full = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december", "sept")  # fmt: skip
    numbers = {word: number for number, word in enumerate(MONTHS, start=1)}
    numbers |= {word: numbers[word[:3]] for word in full}
    return name.replace_strict(numbers, default=None, return_dtype=pl.Int64)


def twelve_hours(hour: Ints, half: pl.Series) -> Ints:
    """12-hour clock to 24 hours; 13 PM becomes an hour that no day has."""
    first = half.str.head(1)
    before, after = (first == "a").fill_null(False).to_numpy(), (first == "p").fill_null(False).to_numpy()
    wrong = (before | after) & ((hour > 12) | (hour < 1))
    turned = np.where(before & (hour == 12), 0, np.where(after & (hour != 12), hour + 12, hour))
    return np.asarray(np.where(wrong, 99, turned), np.int64)


def offsets(text: pl.Series) -> Ints:
    """Minutes east of Greenwich of z, +07:00, -0530; NO_OFFSET where there is none."""
    if text.null_count() == len(text):
        return np.full(len(text), NO_OFFSET, np.int64)
    digits = text.str.extract_groups(r"^([+-])(\d{2}):?(\d{2})?$").struct.unnest()
    hours, minutes = whole(digits["2"]), np.maximum(whole(digits["3"]), 0)
    sign = np.where((digits["1"] == "-").fill_null(False).to_numpy(), -1, 1)
    stated = np.where(hours >= 0, sign * (hours * 60 + minutes), 0)
    return np.asarray(np.where(text.is_null().to_numpy(), NO_OFFSET, stated), np.int64)


def read_times(text: pl.Series, *, packed: bool) -> Parts:
    """A column of times only: 23:30, 11.30 pm, 2330. ``packed``: plain digits are HHMM, otherwise they are hours."""
    parts = blank(text)
    found = text.str.extract_groups(rf"^{_CLOCK}$").struct.unnest()
    plain_digits = text.str.contains(r"^\d{1,6}$").fill_null(False).to_numpy()
    clock = found["hour"].is_not_null().to_numpy() & ~plain_digits
    parts.hour[clock] = twelve_hours(whole(found["hour"]), found["half"])[clock]
    parts.minute[clock] = whole(found["minute"])[clock]
    parts.second[clock] = whole(found["second"])[clock]
    parts.offset[clock] = offsets(found["offset"])[clock]
    number = whole(text)
    long = np.asarray(text.str.len_bytes().fill_null(0).to_numpy() > 4)
    number, second = np.where(long, number // 100, number), np.where(long, number % 100, ABSENT)
    parts.hour[plain_digits] = (number // 100 if packed else number)[plain_digits]
    parts.minute[plain_digits] = (number % 100 if packed else np.zeros_like(number))[plain_digits]
    parts.second[plain_digits] = second[plain_digits]
    parts.known = clock | plain_digits
    return parts
