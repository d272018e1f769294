"""Aoristic weights: an incident between two moments counts in every hour it may have happened in."""

import numpy as np
from numpy.typing import ArrayLike

from zonestats.checks import FloatArray, IntArray, same_length
from zonestats.clock.daylight import offsets
from zonestats.clock.times import HOUR, MINUTE, MISSING, WEEK, milliseconds
from zonestats.errors import InvalidInput

HOURS = 168
# 1970-01-01 was a Thursday; weeks here begin on Sunday.
_THURSDAY = 4 * 24


def aoristic(start: ArrayLike, end: ArrayLike | None = None, *, tz: str | None = None) -> FloatArray:
    """Weights of all incidents by hour of day and day of week: shape (24, 7), Sunday first, adding up to n.

    An incident that happened between ``start`` and ``end`` gives each hour the share of its elapsed time that lies in
    it. No end (NaN, NaT, or ``end=None`` for all) or a span of at most one minute: the whole weight to the hour of the
    start. A span of a week (10,080 minutes) or more: 1/168 to each hour.

    ``start``, ``end``: (n,) datetime64 or datetimes; or integers = seconds, or floats = days, since 1970-01-01. Without
    ``tz`` they are local times. With ``tz`` (an IANA name) they are UTC and weights go to local hours: in the night the
    clocks go back the repeated hour holds two elapsed hours, when they go forward the skipped hour holds none.

    Source: Ratcliffe 2002, Journal of Quantitative Criminology 18, 23–43; conventions in docs/methods/aoristic.md.

    Errors: InvalidInput for an end before its start, missing starts, unknown time zones.

    >>> from zonestats import clock
    >>> weights = clock.aoristic(["2024-05-05T22:30"], ["2024-05-06T00:30"])  # Sunday night
    >>> weights[[22, 23, 0], [0, 0, 1]].tolist()
    [0.25, 0.5, 0.25]
    """
    since, until = spans(start, end)
    long = until - since >= WEEK
    whole = _spread_evenly(int(long.sum()))
    since, until = since[~long], until[~long]
    if tz is None or since.size == 0:
        share = np.ones(since.size)
    else:
        since, until, share = _local_pieces(since, until, tz)
    return np.asarray(whole + _weigh(since, until, share).reshape(7, 24).T)


def spans(start: ArrayLike, end: ArrayLike | None) -> tuple[IntArray, IntArray]:
    """From and to in milliseconds; one instant (to = from) where the end is missing or at most a minute later."""
    since = milliseconds("start", start, missing=False)
    if end is None:
        return since, since.copy()
    until = milliseconds("end", end, missing=True)
    same_length(start=since, end=until)
    until = np.where(until == MISSING, since, until)
    backward = until < since
    if backward.any():
        raise InvalidInput(
            "end", f"lies before its start in {int(backward.sum())} rows, the first is row {int(backward.argmax())}"
        )
    return since, np.where(until - since <= MINUTE, since, until)


def _spread_evenly(incidents: int) -> FloatArray:
    return np.full((24, 7), incidents / HOURS)


def _local_pieces(since: IntArray, until: IntArray, tz: str) -> tuple[IntArray, IntArray, FloatArray]:
    """Spans in local time, cut where the clocks change; each piece carries its share of the elapsed time."""
    table = offsets(tz, int(since.min()), int(until.max()))
    first, last = table.regime(since), table.regime(np.maximum(until - 1, since))
    pieces = last - first + 1
    owner = np.repeat(np.arange(since.size), pieces)
    regime = first[owner] + (np.arange(owner.size) - np.repeat(np.cumsum(pieces) - pieces, pieces))
    begin = np.where(regime == first[owner], since[owner], table.since[regime])
    following = table.since[np.minimum(regime + 1, table.since.size - 1)]
    finish = np.where(regime == last[owner], until[owner], following)
    length = (until - since)[owner]
    share = np.where(length > 0, (finish - begin) / np.maximum(length, 1), 1.0)
    return begin + table.offset[regime], finish + table.offset[regime], share


def _weigh(since: IntArray, until: IntArray, share: FloatArray) -> FloatArray:
    """Weights by hour of the week of local spans shorter than a week, each with total weight ``share``."""
    first_hour = since // HOUR
    whole_hours = np.maximum(-(-until // HOUR), first_hour + 1) - first_hour  # hours touched
    length = np.maximum(until - since, 1)
    head = np.where(whole_hours == 1, share, share * ((first_hour + 1) * HOUR - since) / length)
    tail = share * (until - (first_hour + whole_hours - 1) * HOUR) / length
    begin = (first_hour + _THURSDAY) % HOURS
    final = begin + whole_hours - 1
    weights = np.bincount(begin, head, minlength=2 * HOURS + 1).astype(np.float64)  # integers where there are none
    several = whole_hours > 1
    first_full, last = begin[several] + 1, final[several]
    weights += np.bincount(last, tail[several], minlength=2 * HOURS + 1)
    rate = (share * HOUR / length)[several]
    change = np.bincount(first_full, rate, minlength=2 * HOURS + 1) - np.bincount(last, rate, minlength=2 * HOURS + 1)
    open_spans = np.bincount(first_full, minlength=2 * HOURS + 1) - np.bincount(last, minlength=2 * HOURS + 1)
    # An hour inside no span gets exactly nothing, not what rounding leaves of the running sum.
    weights += np.where(np.cumsum(open_spans) > 0, np.cumsum(change), 0.0)
    return np.asarray(weights[:HOURS] + weights[HOURS : 2 * HOURS])
