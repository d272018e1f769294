"""When: the columns of occurrence, its end and the report, whole, as date and time, or in pieces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from safetyzone.listen.incidents.finder.missing import ColumnNotFound
from safetyzone.listen.incidents.finder.profile import Column
from safetyzone.listen.incidents.finder.words import (
    DATE,
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    NEVER,
    OCCURRED,
    REPORTED,
    TIME,
    UNTIL,
    WEEKDAY,
    YEAR,
    fits,
    score,
)  # fmt: skip
from safetyzone.listen.incidents.mapping import Moment

_ENOUGH: Final = 0.85
_NOTHING: Final = Moment()
_KIND_WORDS: Final = re.compile(
    r"date time|datetime|date|time|\bdttm\b|\bdt\b|\btm\b|\bdat\b|fecha|\bhora\b|\bdata\b|\bhour\b|hour$|\bhr\b|"
    r"วันที่|เวลา|\bday\b|\bof\b|\bde\b|\bfranja\b"
)


@dataclass(frozen=True)
class Timing:
    """The moments found. ``offset``: values of the occurrence state their distance from Greenwich."""

    occurred_from: Moment = _NOTHING
    occurred_to: Moment = _NOTHING
    reported_at: Moment = _NOTHING
    offset: bool = False
    notes: tuple[str, ...] = field(default=())


def find_moments(columns: Sequence[Column], given: dict[str, str], taken: set[str]) -> Timing:
    """The best answer the columns give; raises ``ColumnNotFound`` when nothing says when."""
    free = [column for column in columns if column.name not in taken and column.filled]
    dates = _dates(free, given)
    occurred = next((c for c in free if c.name == given.get("occurred_from")), None) or _occurred(dates)
    if occurred is not None and "occurred_from" not in given:
        occurred = _on_local_clocks(occurred, dates, free)
    pieces = _pieces(free)
    whole = occurred is not None and (score(OCCURRED, occurred.words) > 3 or not pieces)
    if (
        pieces
        and not (whole and (occurred is not None and _says_when(occurred, free)))
        and "occurred_from" not in given
    ):
        return _with_reported(Timing(pieces, notes=(_pieces_note(pieces),)), dates, free)
    reported = _best(dates, REPORTED, {occurred.name} if occurred else set())
    if occurred is None and reported is None:
        raise _missing(columns)
    if occurred is None and reported is not None:
        moment, note = _moment(reported, free, "when it was reported (nothing says when it happened)")
        return Timing(reported_at=moment, offset=reported.offset and not _separate(moment), notes=(note,))
    assert occurred is not None
    moment, note = _moment(occurred, free, "when it happened")
    timing = Timing(moment, offset=occurred.offset and not _separate(moment), notes=(note,))
    return _with_reported(_with_end(timing, occurred, dates, free), dates, free)


def _separate(moment: Moment) -> bool:
    return bool(moment.time or moment.hour)


def _dates(columns: Sequence[Column], given: dict[str, str]) -> list[Column]:
    """Columns whose values are dates and whose names do not say that they are about something else."""
    found = []
    for column in columns:
        named = fits(DATE, column.words) or score(OCCURRED, column.words) >= 8 or score(REPORTED, column.words) >= 10
        shape = column.dated >= _ENOUGH and (column.bare < 0.5 or _named_digits(column))
        if column.name in given.values() or (shape and not fits(NEVER, column.words) and (named or column.bare < 0.1)):
            found.append(column)
    return found


def _named_digits(column: Column) -> bool:
    """Digits alone are a date only where the name says so: 20220403 in DATE, 1648944000000 in occ_date."""
    return (
        fits(DATE, column.words) and not column.within(0, 9999) and not fits(r"\b(?:id|no|num|number)\b", column.words)
    )


def _occurred(dates: Sequence[Column]) -> Column | None:
    """By name first, then by what it says: a column with times before one without."""
    fitting = [
        c
        for c in dates
        if not score(REPORTED, c.words) and not (score(UNTIL, c.words) and not fits(r"\bfrom\b", c.words))
    ]

    def rank(column: Column) -> tuple[float, ...]:
        names = score(OCCURRED, column.words)
        return (-(names >= 8), -(column.clocked > 0.2), -names, column.monthly > 0.5, column.position)

    return min(fitting, key=rank, default=None)


def _on_local_clocks(chosen: Column, dates: Sequence[Column], free: Sequence[Column]) -> Column:
    """Where a stamp with its distance from Greenwich has a local date and time beside it, these say what the clock showed."""
    if not chosen.offset:
        return chosen
    stem = _stem(chosen.words)
    for date in dates:
        time = _time_for(date, free)
        if not date.offset and _stem(date.words) == stem and time is not None and _stem(time.words) == stem:
            return date
    return chosen


def _best(dates: Sequence[Column], words: tuple[tuple[int, str], ...], without: set[str]) -> Column | None:
    fitting = [c for c in dates if score(words, c.words) and c.name not in without]
    return min(fitting, key=lambda c: (-score(words, c.words), -(c.clocked > 0.2), c.position), default=None)


def _says_when(occurred: Column, free: Sequence[Column]) -> bool:
    """A whole date beats pieces, unless the pieces say the hour and it does not."""
    return occurred.clocked > 0.2 or bool(_time_for(occurred, free)) or not any(_piece(free, HOUR, 0, 24))


def _stem(words: str) -> str:
    """What is left of a name without the words for date and time: "occ" of both DATE OCC and TIME OCC."""
    return re.sub(r"[\s\d]+", "", _KIND_WORDS.sub("", words))


def _time_for(date: Column, free: Sequence[Column]) -> Column | None:
    """The column of times that belongs to a column of dates: the same name but for the one word, or the only one."""
    times = [
        c for c in free
        if c.name != date.name and fits(TIME, c.words) and c.timelike >= _ENOUGH and not fits(NEVER, c.words)
        and (c.dated < 0.5 or c.bare > 0.5) and not fits(WEEKDAY, c.words)
    ]  # fmt: skip
    stem = _stem(date.words)
    alike = [c for c in times if _stem(c.words) == stem]
    free_stem = [c for c in times if _stem(c.words) == ""]
    fitting = alike or free_stem or (times if len(times) == 1 and not score(REPORTED, times[0].words) else [])
    return min(fitting, key=lambda c: (c.within(0, 24), c.position), default=None)


def _moment(date: Column, free: Sequence[Column], what: str) -> tuple[Moment, str]:
    shown = f"{what}: “{date.name}” (such as {date.example()})"
    time = _time_for(date, free)
    if date.clocked > 0.2 and not (date.one_time and time):
        return Moment(date=date.name), shown
    if time is None:
        less = "the month only; counted, but not in the clock" if date.monthly > 0.5 else "dates without a time of day"
        return Moment(date=date.name), f"{shown}, {less}" if date.clocked <= 0.2 else shown
    note = f"{shown} with the time in “{time.name}” (such as {time.example()}{', read as HHMM' if time.packed else ''})"
    if time.within(0, 24) and not time.text.str.contains(":").any():
        return Moment(date=date.name, hour=time.name), note
    return Moment(date=date.name, time=time.name), note


def _piece(columns: Sequence[Column], pattern: str, low: float, high: float) -> list[Column]:
    fitting = [c for c in columns if fits(pattern, c.words) and not fits(WEEKDAY, c.words) and c.within(low, high)]
    return sorted(
        fitting, key=lambda c: (score(REPORTED, c.words), -score(OCCURRED, c.words), len(c.words), c.position)
    )


def _pieces(columns: Sequence[Column]) -> Moment:
    """Year, month, day, hour and minute in columns of their own."""
    years = _piece(columns, YEAR, 1850, 2700)
    months = _piece(columns, MONTH, 1, 12) or [
        c for c in columns if fits(MONTH, c.words) and c.distinct <= 12 and c.numeric < 0.1
    ]
    if not years or not months:
        return Moment()
    day, hour, minute = (_piece(columns, *what) for what in ((DAY, 1, 31), (HOUR, 0, 24), (MINUTE, 0, 59)))

    def first(found: list[Column]) -> str:
        return found[0].name if found else ""

    return Moment(
        year=years[0].name, month=months[0].name, day=first(day), hour=first(hour), minute=first(minute) if hour else ""
    )


def _pieces_note(moment: Moment) -> str:
    said = ", ".join(f"“{name}”" for name in moment.columns())
    less = (
        "" if moment.hour else ("; no time of day" if moment.day else "; the month only, counted but not in the clock")
    )
    return f"when it happened: put together from {said}{less}"


def _with_end(timing: Timing, occurred: Column, dates: Sequence[Column], free: Sequence[Column]) -> Timing:
    end = _best([c for c in dates if not score(REPORTED, c.words)], UNTIL, {occurred.name})
    used = set(timing.occurred_from.columns())
    if end is None or end.name in used or score(UNTIL, occurred.words) or not score(OCCURRED, occurred.words):
        return timing
    moment, note = _moment(end, [c for c in free if c.name not in used], "until when")
    return Timing(timing.occurred_from, moment, timing.reported_at, timing.offset, (*timing.notes, note))


def _with_reported(timing: Timing, dates: Sequence[Column], free: Sequence[Column]) -> Timing:
    used = {*timing.occurred_from.columns(), *timing.occurred_to.columns()}
    reported = _best(dates, REPORTED, used)
    if reported is None:
        return timing
    moment, note = _moment(reported, [c for c in free if c.name not in used], "when it was reported")
    return Timing(timing.occurred_from, timing.occurred_to, moment, timing.offset, (*timing.notes, note))


def _missing(columns: Sequence[Column]) -> ColumnNotFound:
    named = [c.name for c in columns if fits(DATE, c.words) and not fits(NEVER, c.words)]
    if named:
        sample = next(c for c in columns if c.name == named[0])
        looked = (
            f"No column for when it happened: “{named[0]}” is named like a date, "
            f"but its values (such as “{sample.example()}”) are none."
        )
    else:
        looked = (
            "No column for when it happened: no name like date, occurred, incident, fecha or วันที่ whose values are dates, "
            "and no year with a month."
        )
    return ColumnNotFound(("occurred_from",), looked, [c.name for c in columns])
