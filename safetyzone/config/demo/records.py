"""Two years of made-up incidents of one station: an even background, and what the plan plants in it.

Everything is drawn from one seeded generator in one order: the same plan, boundary and first month give the same records.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from safetyzone.config.demo.plan import Plan
from safetyzone.foundation.places.geometry import Boundary, Plane, bounds, contains

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.str_]

MONTHS: Final = 24
DAY: Final = 24 * 60  # minutes
OUTSIDE_PER_INSIDE: Final = 0.5  # the rest of the station's records, round the zone
DISCOVERED_PER_REPORTED: Final = 0.15
NIGHT: Final = (20, 24)
SERIES_LENGTH: Final = 5
SERIES_METRES: Final = 80.0
SERIES_DAYS: Final = 9
DATE_ONLY: Final = 0.06
SOLVED: Final = 0.35
# A quiet daily round: nobody is out at four in the morning, and no hour stands out.
HOURS: Final = np.array(
    [7, 6, 5, 4, 4, 5, 7, 9, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 10, 10, 9, 8], np.float64
)
REPORTED: Final = {
    "theft": 25, "theft-of-motorcycle": 12, "assault": 12, "burglary-home": 10, "fraud": 8, "snatching": 7, "damage": 7,
    "theft-from-vehicle": 6, "pickpocketing": 5, "threat": 5, "robbery": 3,
}  # fmt: skip
DISCOVERED: Final = {"drugs-use": 55, "drugs-trade": 15, "gambling": 20, "weapons": 10}


@dataclass(frozen=True, eq=False)
class Records:
    """Columns of equal length, ordered by time."""

    lon: Floats
    lat: Floats
    when: NDArray[np.datetime64]  # local minutes
    timed: NDArray[np.bool_]  # else only the date is known
    minutes: Ints  # length of the span in which it may have happened; 0 = a moment
    category: Words
    solved: NDArray[np.bool_]
    lane: Ints  # number of the made-up lane it lies in

    @property
    def n(self) -> int:
        return int(self.lon.size)


def make_records(plan: Plan, *, boundary: Boundary, first_month: str) -> Records:
    """Two years from ``first_month`` ("2024-11") on."""
    rng = np.random.default_rng(plan.seed)
    plane = Plane.of(boundary)
    months = np.arange(np.datetime64(first_month, "M"), np.datetime64(first_month, "M") + MONTHS + 1)
    days = months.astype("datetime64[D]")
    outside = round(plan.incidents * OUTSIDE_PER_INSIDE)
    found = round(plan.incidents * DISCOVERED_PER_REPORTED)
    x, y, day = _background(rng, plan, boundary, plane, days)
    far_x, far_y = _round_the_zone(rng, boundary, plane, outside)
    new_x, new_y = _inside(rng, boundary, plane, found)
    x, y = np.concatenate((x, far_x, new_x)), np.concatenate((y, far_y, new_y))
    day = np.concatenate((day, _days(rng, plan, outside, days), _days(rng, plan, found, days)))
    category = np.concatenate(
        (_words(rng, REPORTED, plan.incidents + outside), _words(rng, DISCOVERED, found))
    )  # fmt: skip
    return _finish(rng, plan, plane, x, y, day, category, days)


def _background(rng: Any, plan: Plan, boundary: Boundary, plane: Plane, days: Any) -> tuple[Floats, Floats, Ints]:
    """The reported incidents inside the zone: series first, then the hot spot, the rest anywhere."""
    sx, sy, sday = _series(rng, plan, boundary, plane, days)
    hot = round(plan.incidents * plan.hot.share) if plan.hot else 0
    hx, hy = _hot(rng, plan, boundary, plane, hot)
    rest = plan.incidents - sday.size - hot
    rx, ry = _inside(rng, boundary, plane, rest)
    day = np.concatenate((sday, _days(rng, plan, hot + rest, days)))
    return np.concatenate((sx, hx, rx)), np.concatenate((sy, hy, ry)), day


def _days(rng: Any, plan: Plan, n: int, days: Any) -> Ints:
    """Days since the first: even within each year, the second year ``rise`` times as busy as the first, until a turn."""
    middle, end = int((days[12] - days[0]).astype(int)), int((days[24] - days[0]).astype(int))
    weights = np.r_[np.full(middle, 1.0 / middle), np.full(end - middle, plan.rise / (end - middle))]
    months, times = plan.turn
    weights[int((days[MONTHS - months] - days[0]).astype(int)) :] *= times
    return np.asarray(rng.choice(end, n, p=weights / weights.sum()), np.int64)


def _inside(rng: Any, boundary: Boundary, plane: Plane, n: int) -> tuple[Floats, Floats]:
    """Anywhere in the zone, every square metre alike."""
    west, south, east, north = bounds(boundary)
    x, y = plane.to_metres([west, east], [south, north])
    kept_x, kept_y = np.empty(0), np.empty(0)
    while kept_x.size < n:
        px, py = rng.uniform(x[0], x[1], 2 * n + 20), rng.uniform(y[0], y[1], 2 * n + 20)
        inside = contains(boundary, *plane.to_degrees(px, py))
        kept_x, kept_y = np.append(kept_x, px[inside]), np.append(kept_y, py[inside])
    return kept_x[:n], kept_y[:n]


def _round_the_zone(rng: Any, boundary: Boundary, plane: Plane, n: int) -> tuple[Floats, Floats]:
    """In the station's area outside the zone: a ring up to two and a half times as wide."""
    west, south, east, north = bounds(boundary)
    x, y = plane.to_metres([west, east], [south, north])
    radius = float(max(x[1] - x[0], y[1] - y[0])) / 2
    kept_x, kept_y = np.empty(0), np.empty(0)
    while kept_x.size < n:
        px, py = rng.uniform(-2.5 * radius, 2.5 * radius, (2, 2 * n + 20))
        outside = ~contains(boundary, *plane.to_degrees(px, py))
        kept_x, kept_y = np.append(kept_x, px[outside]), np.append(kept_y, py[outside])
    return kept_x[:n], kept_y[:n]


def hot_spot_metres(plan: Plan, boundary: Boundary, plane: Plane) -> tuple[float, float]:
    """Where the plan's hot spot lies, in metres from the zone's middle."""
    assert plan.hot is not None
    angle = np.radians(plan.hot.bearing)
    steps = np.arange(1.0, 6000.0, 5.0)
    inside = contains(boundary, *plane.to_degrees(steps * np.sin(angle), steps * np.cos(angle)))
    border = float(steps[int(np.argmin(inside))])
    distance = plan.hot.reach * border
    return float(distance * np.sin(angle)), float(distance * np.cos(angle))


def _hot(rng: Any, plan: Plan, boundary: Boundary, plane: Plane, n: int) -> tuple[Floats, Floats]:
    if plan.hot is None:
        return np.empty(0), np.empty(0)
    x, y = hot_spot_metres(plan, boundary, plane)
    return rng.normal(x, plan.hot.spread_m, n), rng.normal(y, plan.hot.spread_m, n)


def _series(rng: Any, plan: Plan, boundary: Boundary, plane: Plane, days: Any) -> tuple[Floats, Floats, Ints]:
    """Each series: a first incident anywhere, four more close by within days."""
    x, y = _inside(rng, boundary, plane, plan.series)
    last = int((days[24] - days[0]).astype(int)) - SERIES_DAYS - 1
    day = np.minimum(_days(rng, plan, plan.series, days), last)
    size = (plan.series, SERIES_LENGTH)
    xs = x[:, None] + rng.normal(0, SERIES_METRES, size)
    ys = y[:, None] + rng.normal(0, SERIES_METRES, size)
    later = day[:, None] + rng.integers(0, SERIES_DAYS + 1, size)
    outside = ~contains(boundary, *plane.to_degrees(xs.ravel(), ys.ravel())).reshape(size)
    xs, ys = np.where(outside, x[:, None], xs), np.where(outside, y[:, None], ys)
    return xs.ravel(), ys.ravel(), later.ravel()


def _words(rng: Any, weights: dict[str, int], n: int) -> Words:
    shares = np.array(list(weights.values()), np.float64)
    return np.asarray(rng.choice(list(weights), n, p=shares / shares.sum()), np.str_)


def _finish(rng: Any, plan: Plan, plane: Plane, x: Floats, y: Floats, day: Ints, category: Words, days: Any) -> Records:
    """Times of day, spans, outcomes; then everything in order of time."""
    n = x.size
    hour = rng.choice(24, n, p=HOURS / HOURS.sum())
    pulled = rng.random(n) < plan.night
    hour = np.where(pulled, rng.integers(*NIGHT, n), hour)
    minute = hour * 60 + rng.integers(0, 60, n)
    minute[rng.random(n) < plan.midnights] = 0
    timed = rng.random(n) >= DATE_ONLY
    minutes = np.where((category == "burglary-home") & timed, rng.integers(30, 240, n), 0)
    solved = rng.random(n) < SOLVED
    lane = (np.floor(x / 150) * 7 + np.floor(y / 150) * 3).astype(np.int64) % 40 + 1
    lon, lat = plane.to_degrees(x, y)
    when = days[0].astype("datetime64[m]") + (day * DAY + minute).astype("timedelta64[m]")
    order = np.argsort(when, kind="stable")
    return Records(
        lon=lon[order], lat=lat[order], when=when[order], timed=timed[order], minutes=minutes[order],
        category=category[order], solved=solved[order], lane=lane[order],
    )  # fmt: skip
