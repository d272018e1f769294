"""Local time of UTC instants, with every change of the clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from zonestats.checks import IntArray
from zonestats.clock.times import DAY
from zonestats.errors import InvalidInput

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Offsets:
    """Local time = UTC + ``offset[k]`` from ``since[k]`` on (milliseconds, ascending; before the first, offset[0])."""

    since: IntArray
    offset: IntArray

    def regime(self, moments: IntArray) -> IntArray:
        """Which offset holds at each moment."""
        return np.maximum(np.searchsorted(self.since, moments, side="right") - 1, 0).astype(np.int64)


def offsets(tz: str, first: int, last: int) -> Offsets:
    """The offsets of zone ``tz`` between two moments. No zone has changed its clocks twice within one day."""
    zone = _zone(tz)
    since, offset = [first], [_offset(zone, first)]
    for day in range(first, last + DAY, DAY):
        until = min(day + DAY, last)
        while _offset(zone, until) != offset[-1]:
            change = _first_after_change(zone, max(since[-1], day), until)
            since.append(change)
            offset.append(_offset(zone, change))
    return Offsets(np.array(since, dtype=np.int64), np.array(offset, dtype=np.int64))


def _first_after_change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first whole second at which the offset differs from the one at ``before``."""
    old = _offset(zone, before)
    low, high = before // 1000, -(-after // 1000)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle * 1000) == old else (low, middle)
    return high * 1000


def _offset(zone: ZoneInfo, moment: int) -> int:
    shift = (_EPOCH + timedelta(milliseconds=moment)).astimezone(zone).utcoffset()
    return 0 if shift is None else shift // timedelta(milliseconds=1)


def _zone(tz: str) -> ZoneInfo:
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise InvalidInput(
            "tz", f"must be a time zone of the IANA database like 'Asia/Bangkok', not {tz!r} ({error})"
        ) from None
