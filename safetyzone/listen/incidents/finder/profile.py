"""What a column holds, judged from a sample of its rows."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from safetyzone.listen.incidents.coordinates import number
from safetyzone.listen.incidents.dates.shapes import ABSENT, NO_OFFSET, Parts, read_dates, read_times
from safetyzone.listen.incidents.dates.words import plain

FloatArray = NDArray[np.float64]

_PAIR: Final = r"^(?:point\s*z?\s*)?[(\[]?\s*(-?\d+(?:\.\d+)?)[\s,;]+(-?\d+(?:\.\d+)?)\s*[)\]]?$"
_DECIMALS: Final = r"^-?\d+[.,]\d{3,}$"


@dataclass(frozen=True, eq=False)
class Column:
    """One column of the sample; ``text`` has nulls where the file says nothing."""

    name: str
    position: int
    raw: pl.Series
    text: pl.Series

    @cached_property
    def words(self) -> str:
        """Its name in lower case, without accents, words apart: OCC_DateTime → "occ date time"."""
        return words_of(self.name)

    @cached_property
    def filled(self) -> int:
        return len(self.text) - self.text.null_count()

    def share(self, count: float) -> float:
        """Of the rows that say something."""
        return float(count) / self.filled if self.filled else 0.0

    def _matching(self, pattern: str) -> int:
        return int(self.text.str.contains(pattern).fill_null(False).to_numpy().sum())

    @cached_property
    def numbers(self) -> FloatArray:
        """As numbers; NaN for what is none, and for the 0 that stands for nothing."""
        return number(self.text)

    @cached_property
    def placed(self) -> FloatArray:
        """Numbers that could be a coordinate: the zeros of withheld places left out."""
        known = self.numbers[np.isfinite(self.numbers)]
        return known[np.abs(known) > 1e-9]

    @cached_property
    def numeric(self) -> float:
        return self.share(int(np.isfinite(self.numbers).sum()))

    @cached_property
    def precise(self) -> float:
        """Share of values with three decimals or more."""
        return self.share(self._matching(_DECIMALS))

    @cached_property
    def pairs(self) -> tuple[FloatArray, FloatArray]:
        """The two numbers of values like "(41.8, -87.6)" or "POINT (-87.6 41.8)"; empty arrays where there are none."""
        found = self.text.str.extract_groups(_PAIR).struct.unnest()
        one, two = number(found.to_series(0)), number(found.to_series(1))
        known = np.isfinite(one) & np.isfinite(two)
        return one[known], two[known]

    @cached_property
    def dates(self) -> Parts:
        return read_dates(self.text)

    @cached_property
    def dated(self) -> float:
        """Share of values that some form of date fits."""
        return self.share(int((self.dates.known & ~self.dates.empty).sum()))

    @cached_property
    def epochs(self) -> float:
        return self.share(int((self.dates.epoch != ABSENT).sum()))

    @cached_property
    def bare(self) -> float:
        """Share of values that are digits only: 20220403 is a date, an id, or a number of something."""
        return self.share(self._matching(r"^[\d.]+$"))

    @cached_property
    def clocked(self) -> float:
        """Share of values that say a time of day other than midnight."""
        hour, minute = self.dates.hour, self.dates.minute
        return self.share(int(((hour != ABSENT) & ((hour > 0) | (minute > 0))).sum()) + int(self.epochs * self.filled))

    @cached_property
    def one_time(self) -> bool:
        """Every time is one and the same: a program's way to write a date."""
        said = self.dates.hour != ABSENT
        stamps = {(int(h), int(m)) for h, m in zip(self.dates.hour[said], self.dates.minute[said], strict=True)}
        # Local midnight in UTC has two spellings, one in summer and one in winter.
        return 0 < len(stamps) <= 2 and all(minute == 0 for _, minute in stamps)

    @cached_property
    def offset(self) -> bool:
        """Values state their distance from Greenwich, or count seconds since 1970."""
        return bool((self.dates.offset != NO_OFFSET).any()) or self.epochs > 0.5

    @cached_property
    def monthly(self) -> float:
        """Share of values that are a month and no day."""
        parts = self.dates
        return self.share(
            int((parts.known & (parts.month != ABSENT) & (parts.day == ABSENT) & (parts.a == ABSENT)).sum())
        )

    @cached_property
    def timelike(self) -> float:
        """Share of values that are a time of day and nothing else."""
        parts = read_times(self.text, packed=self.packed)
        good = parts.known & (parts.hour >= 0) & (parts.hour <= 24) & (parts.minute < 60)
        return self.share(int(good.sum()))

    @cached_property
    def packed(self) -> bool:
        """Plain digits mean HHMM: some value is above 24."""
        known = self.numbers[np.isfinite(self.numbers)]
        return bool(known.size and known.max() > 24)

    @cached_property
    def distinct(self) -> int:
        return int(self.text.drop_nulls().n_unique())

    @cached_property
    def longest(self) -> int:
        return int(self.raw.str.len_chars().fill_null(0).to_numpy().max(initial=0))

    def within(self, low: float, high: float) -> bool:
        """Nearly all its numbers are whole and lie between."""
        known = self.numbers[np.isfinite(self.numbers)]
        if not known.size or self.numeric < 0.9:
            return False
        fits = (known >= low) & (known <= high) & (known == np.round(known))
        return bool(fits.mean() >= 0.98)

    def example(self) -> str:
        first = self.raw.drop_nulls().head(1).to_list()
        return str(first[0]) if first else ""


def words_of(name: str) -> str:
    """A name as words: without accents (of Latin letters), case, camel humps and punctuation."""
    humped = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    apart = unicodedata.normalize("NFD", humped.lower())
    bare = "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f")
    return " ".join(
        re.findall(r"[^\W_]+(?:[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+[^\W_]*)*", unicodedata.normalize("NFC", bare))
    )


def profiles(header: Sequence[str], rows: Sequence[Sequence[str | None]]) -> list[Column]:
    """A profile of each column; rows that are too short count as saying nothing."""
    found = []
    for position, name in enumerate(header):
        values = [row[position] if position < len(row) else None for row in rows]
        raw = pl.Series(name, values, pl.String)
        found.append(Column(name, position, raw, plain(raw)))
    return found
