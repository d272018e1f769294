"""This year's months against the same months of last year."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.trend.counts import CountRatio, garwood, ratio


@dataclass(frozen=True, eq=False)
class YearOnYear:
    """Each of the last ``period`` counts, its exact interval, and the same month a year earlier."""

    current: IntArray  # (period,) oldest first
    previous: IntArray
    interval: FloatArray  # (period, 2) Garwood's interval of the current counts
    months: tuple[CountRatio, ...]  # each month against the same month last year
    total: CountRatio  # all of them together

    def summary(self) -> str:
        """Plain text: the total comparison and how many months stand out."""
        out = sum(month.refusal is None and month.p <= 1 - month.level for month in self.months)
        return f"Last {len(self.months)} against the same a year earlier: {self.total.summary()}; {out} stand out alone"


def year_on_year(
    counts: ArrayLike, *, period: int = 12, exposure: ArrayLike | None = None, level: float = 0.95
) -> YearOnYear:
    """Compare the last ``period`` counts with the ``period`` before them, one by one and together.

    ``counts``: (n,) incidents per month (or week, …), oldest first, n ≥ 2 · period; ``exposure``: (n,) lengths of the
    months, default all equal. Every comparison is :func:`zonestats.trend.ratio`, refused below 10 incidents; comparing
    the same months makes the season cancel. Single months are many tests: read the total first.

    >>> year_on_year([5, 9, 4, 30, 3, 4, 5, 20], period=4).total.ratio.__round__(2)
    0.67
    """
    series = checks.integers("counts", counts)
    if int(period) < 1 or series.size < 2 * int(period):
        raise InvalidInput("counts", f"has {series.size} values; two periods of {period} are needed")
    if (series < 0).any():
        raise InvalidInput("counts", "must not be negative")
    lengths = np.ones(series.size) if exposure is None else checks.floats("exposure", exposure)
    checks.same_length(counts=series, exposure=lengths)
    if (lengths <= 0).any():
        raise InvalidInput("exposure", "must be above 0")
    k = int(period)
    current, previous = series[-k:], series[-2 * k : -k]
    time = list(zip(lengths[-2 * k : -k].tolist(), lengths[-k:].tolist(), strict=True))
    pairs = zip(previous.tolist(), current.tolist(), time, strict=True)
    months = tuple(ratio(old, new, exposure=span, level=level) for old, new, span in pairs)
    both = float(lengths[-2 * k : -k].sum()), float(lengths[-k:].sum())
    total = ratio(int(previous.sum()), int(current.sum()), exposure=both, level=level)
    return YearOnYear(current, previous, garwood(current, level=level), months, total)
