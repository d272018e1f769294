"""The crime clock with what a reader needs beside it: n, peak, and hours that are probably defaults."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import minimums
from zonestats.checks import FloatArray, IntArray
from zonestats.clock.aoristic import aoristic, spans
from zonestats.clock.daylight import offsets
from zonestats.clock.times import DAY, HOUR, WEEK
from zonestats.errors import Refusal

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
# A form's default time: midnight or noon more than three times as frequent as the full hours beside it.
_DEFAULT_HOURS, _DEFAULT_RATIO = (0, 12), 3


@dataclass(frozen=True, eq=False)
class CrimeClock:
    """When incidents happen in the week."""

    weights: FloatArray  # (24, 7) aoristic weights, Sunday first, adding up to n
    counts: IntArray  # (24, 7) incidents with a known hour only (span within one clock hour)
    n: int  # timed incidents
    spread: int  # of these, known only to a week or more, spread evenly
    default_times: tuple[int, ...]  # full hours (0, 12) that are probably a form's default
    refusal: Refusal | None  # fewer than 30 timed incidents

    @property
    def by_hour(self) -> FloatArray:
        """Weights by hour of day."""
        return np.asarray(self.weights.sum(axis=1))

    @property
    def by_day(self) -> FloatArray:
        """Weights by day of week, Sunday first."""
        return np.asarray(self.weights.sum(axis=0))

    def summary(self) -> str:
        """Plain text: n, exact and spread incidents, busiest hour."""
        if self.refusal is not None:
            return f"Crime clock: {self.refusal}"
        hour, day = np.unravel_index(int(self.weights.argmax()), self.weights.shape)
        share = self.weights[hour, day] / self.n
        flagged = "".join(f"; {hour:02d}:00 is probably a default time" for hour in self.default_times)
        known = f"{int(self.counts.sum()):,} with a known hour, {self.spread:,} spread evenly"
        busiest = f"{DAYS[day]} {hour:02d}–{(hour + 1) % 24:02d} h with {share:.1%}"
        return f"Crime clock of {self.n:,} timed incidents ({known}): busiest {busiest}{flagged}"


def crime_clock(start: ArrayLike, end: ArrayLike | None = None, *, tz: str | None = None) -> CrimeClock:
    """Aoristic weights and plain counts by hour and weekday; arguments as :func:`aoristic`.

    Leave incidents out whose time of day is unknown. Below 30 timed incidents ``refusal`` is set.

    >>> from zonestats import clock
    >>> clock.crime_clock(["2024-05-05T22:30"] * 40).summary()
    'Crime clock of 40 timed incidents (40 with a known hour, 0 spread evenly): busiest Sunday 22–23 h with 100.0%'
    """
    since, until = spans(start, end)
    weights = aoristic(start, end, tz=tz)
    n, spread = since.size, int((until - since >= WEEK).sum())
    if tz is not None and n:
        table = offsets(tz, int(since.min()), int(until.max()))
        since, until = since + table.offset[table.regime(since)], until + table.offset[table.regime(until)]
    known = since // HOUR == np.maximum(until - 1, since) // HOUR
    hours = (since[known] // HOUR + 4 * 24) % 168
    counts = np.bincount(hours, minlength=168).reshape(7, 24).T
    refusal = None
    if n < minimums.CLOCK_EVENTS:
        reason = f"not enough timed incidents: {n}, at least {minimums.CLOCK_EVENTS} are needed"
        refusal = Refusal("not_enough", reason, n, minimums.CLOCK_EVENTS)
    return CrimeClock(weights, np.ascontiguousarray(counts), n, spread, _default_times(since), refusal)


def _default_times(local: IntArray) -> tuple[int, ...]:
    full = np.bincount(local[local % HOUR == 0] % DAY // HOUR, minlength=24)
    found = []
    for hour in _DEFAULT_HOURS:
        beside = max(full[hour - 1], full[(hour + 1) % 24], 1)
        if full[hour] > _DEFAULT_RATIO * beside and full[hour] >= minimums.CLOCK_EVENTS:
            found.append(hour)
    return tuple(found)
