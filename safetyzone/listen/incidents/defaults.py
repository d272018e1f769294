"""Defaults that only a whole file shows: too many incidents at midnight, at noon, or at one point."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

HOURS: Final = (0, 12)
_RATIO: Final = 3  # above three times the full hours beside it
_FEWEST: Final = 10
_RARE: Final = 500
_SHARE: Final = 0.05
_FEWEST_PLACES: Final = 20


class DefaultTimes:
    """Counts full hours while the file is read; a verdict may change until the end."""

    def __init__(self) -> None:
        self.full = np.zeros(24, np.int64)
        self._given: dict[tuple[int, bool], list[bytes]] = {}

    def count(self, minute: NDArray[np.int64]) -> None:
        on_the_hour = minute[(minute >= 0) & (minute % 60 == 0)] // 60
        self.full += np.bincount(on_the_hour, minlength=24)

    def suspected(self, hour: int) -> bool:
        beside = max(int(self.full[hour - 1]), int(self.full[(hour + 1) % 24]), 1)
        return bool(self.full[hour] > _RATIO * beside and self.full[hour] >= _FEWEST)

    def flags(self, minute: NDArray[np.int64], identity: list[bytes]) -> list[bool]:
        """The flag of each row as far as is known now; which rows got which is remembered."""
        found = np.zeros(minute.size, np.bool_)
        for hour in HOURS:
            at_hour = minute == hour * 60
            if at_hour.any():
                verdict = self.suspected(hour)
                found |= at_hour & verdict
                rows = [identity[row] for row in np.flatnonzero(at_hour).tolist()]
                self._given.setdefault((hour, verdict), []).append(_packed(rows))
        return found.tolist()

    def late(self) -> list[tuple[bool, list[bytes]]]:
        """Rows whose flag turned out wrong, with the right one."""
        wrong = []
        for (hour, given), blocks in self._given.items():
            if given != self.suspected(hour):
                wrong.append((not given, [identity for block in blocks for identity in _unpacked(block)]))
        return wrong

    def total(self) -> int:
        return int(sum(self.full[hour] for hour in HOURS if self.suspected(hour)))


def _packed(identities: list[bytes]) -> bytes:
    """A byte of length and the bytes of each: a tenth of what a list of them holds."""
    return b"".join(bytes([len(identity)]) + identity for identity in identities)


def _unpacked(block: bytes) -> Iterator[bytes]:
    first = 0
    while first < len(block):
        size = block[first]
        yield block[first + 1 : first + 1 + size]
        first += 1 + size


class DefaultPlaces:
    """Counts exact points, the frequent ones at least."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[float, float]] = Counter()
        self._located = 0

    def count(self, frame: pl.DataFrame) -> None:
        points = frame.filter(pl.col("lon").is_not_null() & (pl.col("place_precision") != "area"))
        self._located += points.height
        # What is rare in a batch cannot be what is far too frequent in the file.
        often = points.group_by("lon", "lat").len().filter(pl.col("len") >= max(1, points.height // _RARE))
        self._counts.update({(lon, lat): n for lon, lat, n in often.iter_rows()})

    def suspected(self) -> tuple[tuple[float, float], int] | None:
        """The one point that holds far more than any other, with its number of incidents."""
        first, second = ([*self._counts.most_common(2), ((0.0, 0.0), 0)] * 2)[:2]
        enough = first[1] >= max(_FEWEST_PLACES, _SHARE * self._located)
        return first if enough and len(self._counts) > 1 and first[1] > _RATIO * second[1] else None
