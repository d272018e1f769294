"""Months against the same months a year earlier."""

from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from safetyzone.analyse.pictures.parts.records import Columns, IntArray, not_mixed, refusal, significant
from zonestats import trend

DAY_MS: Final = 86_400_000
YEAR: Final = 12
# A month counts as complete if the records reach this close to its end, in usual gaps between two records.
USUAL_GAPS: Final = 3
GAP: Final = 14
_EARLIEST, _LATEST = -(10**6), 10**6  # months that no calendar reaches


def month_of(days: NDArray[Any]) -> IntArray:
    """Months since January 1970 of days since 1 January 1970."""
    return np.asarray(days, "datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_name(month: int) -> str:
    """2024-03 for a number of months since January 1970."""
    return str(np.datetime64(int(month), "M"))


def first_day(month: int) -> int:
    """Days since 1970 at which a month begins."""
    return int(np.datetime64(int(month), "M").astype("datetime64[D]").astype(np.int64))


def covered_months(days: IntArray) -> tuple[int, int] | None:
    """First and last month that the records cover completely; None if there is none.

    A register is cut out on some day: a month whose end the records do not reach is no complete month.
    """
    if days.size < 2:
        return None
    first, last = int(days.min()), int(days.max())
    usual = USUAL_GAPS * (last - first + 1) / days.size
    begin, end = (int(month) for month in month_of(np.array([first, last])))
    if first - first_day(begin) > usual:
        begin += 1
    if first_day(end + 1) - 1 - last > usual:
        end -= 1
    return (begin, end) if begin <= end else None


def shown_months(since: date | None, until: date | None) -> tuple[int, int]:
    """The months that lie wholly inside a period that may be open at either end."""
    first, last = _EARLIEST, _LATEST
    if since is not None:
        first = int(month_of(np.array([since], "datetime64[D]") - np.timedelta64(1, "D"))[0]) + 1
    if until is not None:
        last = int(month_of(np.array([until], "datetime64[D]") + np.timedelta64(1, "D"))[0]) - 1
    return first, last


def monthly(
    rows: Columns, covered: tuple[int, int] | None, shown: tuple[int, int], *, mixed: bool = False
) -> dict[str, Any]:
    """Counts per complete month with Garwood's interval, and each month's ratio to the same month a year earlier.

    ``rows`` may reach back before the months ``shown``: last year's months are needed for comparison. ``mixed``:
    reported and discovered together, whose counts may be shown and whose ratio may not.
    """
    empty: dict[str, Any] = {
        "method": "Garwood interval; exact conditional binomial ratio",
        "level": 0.95,
        "months": [],
    }
    if covered is None or max(covered[0], shown[0]) > min(covered[1], shown[1]):
        return {**empty, "n": 0, "year": None, "refusal": refusal(0, 1, "no complete month in the records")}
    begin, end = covered[0], min(covered[1], shown[1])
    counts = _counts(rows, begin, end)
    gaps = without_records(counts) + begin
    first = max(begin, shown[0])
    months = [_month(counts, begin, month, gaps) for month in range(first, end + 1) if month not in gaps]
    year, refused = _year(counts, begin, first, end, gaps)
    if mixed:
        year, refused = None, not_mixed(int(counts.sum()))
        months = [{key: value for key, value in month.items() if key != "ratio"} for month in months]
    return {
        **empty,
        "n": sum(month["n"] for month in months),
        "months": months,
        "gaps": [month_name(month) for month in gaps if month >= first],
        "year": year,
        "refusal": refused,
    }


def _counts(rows: Columns, begin: int, end: int) -> IntArray:
    month = month_of(rows.local[rows.dated] // DAY_MS)
    inside = month[(month >= begin) & (month <= end)]
    return np.bincount(inside - begin, minlength=end - begin + 1).astype(np.int64)


def without_records(counts: IntArray) -> IntArray:
    """Positions of months that hold nothing although a usual month holds so much that chance cannot explain it.

    They are missing from the files, not quiet: a zero where the median month holds ``GAP`` has a chance below one in a
    million.
    """
    filled = counts[counts > 0]
    if not filled.size or np.median(filled) < GAP:
        return np.empty(0, np.int64)
    return np.flatnonzero(counts == 0)


def _length(month: int) -> int:
    return first_day(month + 1) - first_day(month)


def _month(counts: IntArray, begin: int, month: int, gaps: IntArray) -> dict[str, Any]:
    n = int(counts[month - begin])
    low, high = trend.garwood([n])[0].tolist()
    before = int(counts[month - begin - YEAR]) if month - begin >= YEAR and month - YEAR not in gaps else None
    found = {
        "month": month_name(month),
        "n": n,
        "low": significant(low),
        "high": significant(high),
        "last_year": before,
    }
    if before is not None:
        found["ratio"] = _ratio(before, n, (_length(month - YEAR), _length(month)))
    return found


def _ratio(before: int, after: int, days: tuple[int, int]) -> dict[str, Any]:
    found = trend.ratio(before, after, exposure=days)
    if found.refusal is not None:
        return {"refusal": refusal(before + after, found.refusal.need or 0, found.refusal.reason)}
    low, high = found.ci
    return {"ratio": significant(found.ratio), "low": significant(low), "high": significant(high),
            "p": significant(found.p), "refusal": None}  # fmt: skip


def _year(
    counts: IntArray, begin: int, first: int, end: int, gaps: IntArray
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Up to twelve last months together against the same months a year earlier."""
    length = min(YEAR, end - begin + 1 - YEAR, end - first + 1)
    if length < 1:
        reason = "the same months of last year are not in the records: at least 13 complete months are needed"
        return None, refusal(end - begin + 1, YEAR + 1, reason)
    since = end - length + 1
    missing = [month for month in gaps.tolist() if month >= since or since - YEAR <= month <= end - YEAR]
    if missing:
        reason = f"{len(missing)} of the months compared have no records at all: missing from the files, not quiet"
        return None, {**refusal(2 * length - len(missing), 2 * length, reason), "code": "missing_months"}
    now = int(counts[since - begin :].sum())
    before = int(counts[since - begin - YEAR : since - begin - YEAR + length].sum())
    days = (first_day(end + 1 - YEAR) - first_day(since - YEAR), first_day(end + 1) - first_day(since))
    compared = _ratio(before, now, days)
    year = {
        "months": length,
        "from": month_name(since),
        "to": month_name(end),
        "n": now,
        "last_year": before,
        **compared,
    }
    return year, compared["refusal"]
