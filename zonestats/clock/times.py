"""Reading times: everything becomes whole milliseconds since 1970-01-01."""

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zonestats import checks
from zonestats.checks import IntArray
from zonestats.errors import InvalidInput

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
MISSING: Final = int(np.iinfo(np.int64).min)

# Beyond these the calendar of any time zone is guesswork, and an integer was probably not in seconds.
_EARLIEST, _LATEST = (int(np.datetime64(year, "ms").astype(np.int64)) for year in ("1800", "2200"))


def milliseconds(name: str, value: ArrayLike, *, missing: bool) -> IntArray:
    """Times as milliseconds since 1970; NaN, NaT and the smallest int64 become MISSING where ``missing`` is allowed.

    datetime64 and datetime objects are calendar times, integers seconds since 1970-01-01, floats days since 1970-01-01
    (rounded to the millisecond, so that 10/24 of a day is ten o'clock and not just before).
    """
    raw: NDArray[Any] = np.asarray(value)
    if raw.dtype.kind == "O" or raw.dtype.kind in "US":
        raw = _calendar(name, raw)
    if raw.ndim != 1:
        raise InvalidInput(name, f"must have 1 dimension(s), not shape {raw.shape}")
    found = _converted(name, raw)
    gone = found == MISSING
    if gone.any() and not missing:
        raise InvalidInput(
            name, f"has {int(gone.sum())} missing times, the first in row {int(gone.argmax())}; leave them out"
        )
    wild = ~gone & ((found < _EARLIEST) | (found > _LATEST))
    if wild.any():
        raise InvalidInput(
            name,
            f"row {int(wild.argmax())} lies outside the years 1800 to 2200; "
            "integers are seconds and floats days since 1970-01-01",
        )
    return found


def _converted(name: str, raw: NDArray[Any]) -> IntArray:
    kind = raw.dtype.kind
    if kind == "M":
        return raw.astype("datetime64[ms]").astype(np.int64)  # NaT is the smallest int64, which is MISSING
    if kind in "iu":
        seconds = raw.astype(np.int64)
        known = np.abs(seconds // 2) < MISSING // -4000  # times 1000 must fit
        return np.where(known, seconds * np.where(known, 1000, 0), np.where(seconds == MISSING, MISSING, MISSING + 1))
    days = checks.floats(name, raw, allow_nan=True)
    known = np.abs(days) < 1e9
    return np.where(
        known, np.rint(np.where(known, days, 0) * DAY), np.where(np.isnan(days), MISSING, MISSING + 1)
    ).astype(np.int64)


def _calendar(name: str, raw: NDArray[Any]) -> NDArray[Any]:
    if any(getattr(moment, "tzinfo", None) is not None for moment in raw.ravel()):
        raise InvalidInput(name, "has datetimes with a time zone; convert them to UTC without one and give tz")
    try:
        return raw.astype("datetime64[ms]")
    except (TypeError, ValueError) as error:
        raise InvalidInput(name, f"cannot be read as times ({error})") from None
