"""The moments of a mapping in a file: settle the order of each column, then read batch by batch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from safetyzone.listen.incidents.dates.moments import Moments, to_utc
from safetyzone.listen.incidents.dates.order import Evidence, placed
from safetyzone.listen.incidents.dates.shapes import (
    ABSENT,
    Parts,
    blank,
    month_number,
    read_column,
    read_times,
    whole,
)  # fmt: skip
from safetyzone.listen.incidents.dates.words import plain
from safetyzone.listen.incidents.mapping import Mapping, Moment


@dataclass(frozen=True)
class Settled:
    """What holds for the whole file: the order of each date column, the columns whose plain digits are HHMM."""

    order: dict[str, str]
    packed: frozenset[str]
    midnight: frozenset[str]  # date columns that a program wrote with 00:00 behind every date
    notes: tuple[str, ...]


@dataclass
class Hours:
    """How often a column of dates says a time, and how often that is midnight."""

    timed: int = 0
    midnight: int = 0

    def add(self, parts: Parts) -> None:
        timed = parts.hour != ABSENT
        self.timed += int(timed.sum())
        self.midnight += int((timed & (parts.hour == 0) & (parts.minute <= 0) & (parts.second <= 0)).sum())

    @property
    def only_midnight(self) -> bool:
        return self.timed >= _ENOUGH and self.midnight == self.timed


_ENOUGH: Final = 2


def settle(batches: Iterator[Any], mapping: Mapping) -> Settled:
    """Read as much of the date columns as it takes; refuses where the values do not say."""
    moments = mapping.moments().values()
    evidence = {moment.date: Evidence(moment.date) for moment in moments if moment.date}
    times = {moment.time for moment in moments if moment.time}
    packed: set[str] = set()
    hours = {moment.date: Hours() for moment in moments if moment.date and not moment.time and not moment.hour}
    for batch in batches:
        for column, seen in evidence.items():
            parts = read_column(batch.frame[column])
            seen.add(parts)
            if column in hours:
                hours[column].add(parts)
        packed |= {column for column in times if plain(batch.frame[column]).str.contains(r"^\d{3,6}$").any()}
        if mapping.date_order or all(seen.settled or not seen.rows for seen in evidence.values()):
            break
    order = {column: mapping.date_order or seen.verdict() for column, seen in evidence.items()}
    notes = [seen.note(order[column]) for column, seen in evidence.items() if seen.rows and order[column]]
    notes += [f"times in “{column}” are hours and minutes without a colon" for column in sorted(packed)]
    midnight = frozenset(column for column, seen in hours.items() if seen.only_midnight)
    notes += [f"every time in “{column}” is 00:00: read as dates without a time" for column in sorted(midnight)]
    return Settled(order, frozenset(packed), midnight, tuple(notes))


def read(
    frame: pl.DataFrame, moment: Moment, settled: Settled, *, time_zone: str, calendar: str, this_year: int
) -> Moments:
    """One moment of every row of a batch."""
    parts = _parts(frame, moment, settled)
    if moment.date in settled.midnight:
        at_midnight = (parts.hour == 0) & (parts.minute <= 0) & (parts.second <= 0)
        parts.hour = np.where(at_midnight, ABSENT, parts.hour)
    return to_utc(parts, time_zone=time_zone, calendar=calendar, this_year=this_year)


def _parts(frame: pl.DataFrame, moment: Moment, settled: Settled) -> Parts:
    if moment.year:
        parts = _from_pieces(frame, moment)
    else:
        parts = read_column(frame[moment.date])
        # A column without a single open date in what was settled by has none of its own order: day first would be a guess.
        placed(parts, settled.order.get(moment.date, ""))
        parts.known &= (parts.a == ABSENT) | (parts.year != ABSENT)
    if moment.time:
        _with_time(parts, read_times(plain(frame[moment.time]), packed=moment.time in settled.packed))
    elif moment.hour:
        parts.hour = _number(frame, moment.hour)
        parts.minute = _number(frame, moment.minute) if moment.minute else np.where(parts.hour >= 0, 0, ABSENT)
    return parts


def _number(frame: pl.DataFrame, column: str) -> Any:
    return whole(plain(frame[column]).str.replace(r"\.0+$", ""))


def _from_pieces(frame: pl.DataFrame, moment: Moment) -> Parts:
    year, month = plain(frame[moment.year]), plain(frame[moment.month])
    parts = blank(year)
    parts.year = whole(year.str.replace(r"\.0+$", ""))
    parts.year_digits = year.str.len_bytes().fill_null(0).to_numpy().astype(np.int64)
    named = month_number(month)
    parts.month = np.where(named.is_not_null().to_numpy(), named.fill_null(0).to_numpy(), _number(frame, moment.month))
    if moment.day:
        parts.day = _number(frame, moment.day)
    parts.known = ~parts.empty & (parts.year >= 0)
    return parts


def _with_time(parts: Parts, times: Parts) -> None:
    """A time column replaces whatever time stood in the date column, which is a format's midnight."""
    parts.hour, parts.minute, parts.second = times.hour, times.minute, times.second
    stated = times.offset != parts.offset
    parts.offset = np.where(stated & times.known, times.offset, parts.offset)
    parts.known &= times.known | times.empty
