"""From pieces to moments in UTC: years of either calendar, time zones, what is known and what is wrong."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from safetyzone.listen.incidents.dates.shapes import ABSENT, NO_OFFSET, Ints, Parts

Bools = NDArray[np.bool_]
Seconds = NDArray[np.int64]  # since 1970

NOT_KNOWN: Final = np.int64(-(2**62))
BUDDHIST: Final = 543
_BUDDHIST_FROM: Final = 2400
_EARLIEST: Final = 1850
_DAYS: Final = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass(eq=False)
class Moments:
    """A column of moments. ``fault`` is the code of what is wrong with a value, empty where nothing is."""

    utc: Seconds  # NOT_KNOWN where nothing is said or something is wrong
    timed: Bools  # the time of day is said
    dayed: Bools  # the day is said, not only the month
    minute: Ints  # of the day on local clocks; ABSENT without a time
    fault: NDArray[np.str_]
    buddhist: int  # how many years were Buddhist
    short_years: int  # how many years had two digits

    @property
    def known(self) -> Bools:
        return np.asarray(self.utc != NOT_KNOWN, np.bool_)


def to_utc(parts: Parts, *, time_zone: str, calendar: str, this_year: int) -> Moments:
    """The moments of a column whose order is settled."""
    year, buddhist, short = _years(parts, calendar, this_year)
    fault = np.full(len(year), "", "<U16")
    dated = parts.known & (parts.epoch == ABSENT)
    day = np.where(parts.day == ABSENT, 1, parts.day)
    fault[dated & ~_is_date(year, parts.month, day)] = "no_such_date"
    hour, minute, second = (np.maximum(part, 0) for part in (parts.hour, parts.minute, parts.second))
    midnight_after = (hour == 24) & (minute == 0) & (second == 0)
    fault[dated & ~(((hour < 24) & (minute < 60) & (second < 60)) | midnight_after)] = "no_such_time"
    fault[dated & ((year < _EARLIEST) | (year > this_year + 1))] = "unlikely_year"
    fault[~parts.known & ~parts.empty] = "bad_date"
    good = dated & (fault == "")
    local = np.zeros(len(year), np.int64)
    local[good] = days_from_civil(year[good], parts.month[good], day[good]) * 86_400
    local[good] += (hour * 3600 + minute * 60 + np.minimum(second, 59))[good]
    utc = np.full(len(year), NOT_KNOWN)
    utc[good] = _shifted(local[good], parts.offset[good], time_zone)
    timed = good & (parts.hour != ABSENT)
    foreign = good & (parts.offset != NO_OFFSET)
    if foreign.any():
        local[foreign] = to_local(utc[foreign], time_zone)
    epoch = parts.known & (parts.epoch != ABSENT)
    if epoch.any():
        utc[epoch], timed[epoch] = parts.epoch[epoch], True
        local[epoch] = to_local(parts.epoch[epoch], time_zone)
        good = good | epoch
    dayed = good & ((parts.day != ABSENT) | epoch)
    clock = np.where(timed, local % 86_400 // 60, ABSENT)
    return Moments(utc, timed, dayed, clock, fault, int((buddhist & good).sum()), int((short & good).sum()))


def _years(parts: Parts, calendar: str, this_year: int) -> tuple[Ints, Bools, Bools]:
    """Years of our era; which were Buddhist; which had two digits.

    Two digits are the latest year that is not in the future among 20yy, Buddhist 25yy and 19yy, in this order.
    """
    year = parts.year.copy()
    short = (parts.year_digits <= 2) & (year >= 0)
    buddhist = (year >= _BUDDHIST_FROM) if calendar != "gregorian" else np.zeros(year.shape, bool)
    if calendar == "buddhist":
        buddhist = buddhist | ((year >= 0) & ~short)
    year[buddhist] -= BUDDHIST
    if short.any():
        value = year[short]
        ours, theirs = 2000 + value, 2500 - BUDDHIST + value
        if calendar == "buddhist":
            chosen, thai = theirs, np.ones(value.shape, bool)
        else:
            thai = (ours > this_year) & (theirs <= this_year) & (calendar == "auto")
            chosen = np.where(ours <= this_year, ours, np.where(thai, theirs, 1900 + value))
        year[short] = chosen
        buddhist[short] = thai
    return year, buddhist, short


def _is_date(year: Ints, month: Ints, day: Ints) -> Bools:
    real_month = (month >= 1) & (month <= 12)
    length = _DAYS[np.clip(month, 1, 12) - 1]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    length = np.where((month == 2) & leap, 29, length)
    return np.asarray(real_month & (day >= 1) & (day <= length), np.bool_)


def days_from_civil(year: Ints, month: Ints, day: Ints) -> Ints:
    """Days since 1 January 1970 in the Gregorian calendar."""
    months = (year - 1970) * 12 + month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return np.asarray(first + day - 1, np.int64)


def _shifted(local: Seconds, offset: Ints, time_zone: str) -> Seconds:
    """Local seconds to UTC: by the value's own offset, else by the time zone's rules."""
    own = offset != NO_OFFSET
    utc: Seconds = local - np.where(own, offset, 0) * 60
    if not own.all():
        utc[~own] = from_local(local[~own], time_zone)
    return np.asarray(utc, np.int64)


def from_local(local: Seconds, time_zone: str) -> Seconds:
    """Wall-clock seconds of a time zone to UTC. An hour that daylight saving repeats is its first; one it skips moves on."""
    clock = pl.Series(local * 1_000_000).cast(pl.Datetime("us"))
    zoned = clock.dt.replace_time_zone(time_zone, ambiguous="earliest", non_existent="null")
    if zoned.null_count():
        later = pl.Series((local + 3600) * 1_000_000).cast(pl.Datetime("us"))
        moved = later.dt.replace_time_zone(time_zone, ambiguous="earliest", non_existent="null")
        zoned = zoned.fill_null(moved)
    return np.asarray(zoned.dt.epoch("s").fill_null(int(NOT_KNOWN)).to_numpy(), np.int64)


def to_local(utc: Seconds, time_zone: str) -> Seconds:
    """UTC seconds to wall-clock seconds of a time zone."""
    zoned = pl.Series(utc * 1_000_000).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return np.asarray(
        zoned.dt.convert_time_zone(time_zone).dt.replace_time_zone(None).dt.epoch("s").to_numpy(), np.int64
    )
