"""What was delivered: minutes at each place, from check-ins and GPS, against what was planned."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput

STAY = 2.0  # minutes: the red-box rule


@dataclass(frozen=True, eq=False)
class Dose:
    """Per place: ``minutes`` delivered, ``visits``, and minutes by source; ``ratio`` = delivered / planned."""

    minutes: FloatArray
    visits: IntArray
    from_checkins: FloatArray
    from_gps: FloatArray  # only what no check-in of the same unit covers
    planned: FloatArray | None
    short: int  # stays under the least stay, not counted
    stay: float

    @property
    def ratio(self) -> FloatArray:
        """Delivered ÷ planned minutes; NaN where nothing was planned."""
        out: FloatArray = np.full(self.minutes.size, np.nan)
        if self.planned is not None:
            np.divide(self.minutes, self.planned, out=out, where=self.planned > 0)
        return out

    def summary(self) -> str:
        """Plain text: minutes, visits, share of the plan."""
        total = float(self.minutes.sum())
        text = f"{total:.0f} minutes in {int(self.visits.sum())} visits to {int((self.visits > 0).sum())} of {self.minutes.size} places"
        if self.planned is not None and self.planned.sum() > 0:
            text += f", {total / self.planned.sum():.0%} of the {self.planned.sum():.0f} planned"
        return text + f"; {self.short} stays under {self.stay:g} minutes not counted"


def dose(
    x: ArrayLike,
    y: ArrayLike,
    *,
    checkins: Mapping[str, ArrayLike] | None = None,
    gps: Mapping[str, ArrayLike] | None = None,
    planned: ArrayLike | None = None,
    radius: float = 50.0,
    gap: float = 5.0,
    stay: float = STAY,
) -> Dose:
    """Minutes that patrol units spent at each place; the same unit's minute counts once, whatever recorded it.

    ``x, y`` (places,) metres. ``checkins``: arrays "place" (position), "unit" (whole number), "start" and "end" (minutes).
    ``gps``: arrays "unit", "t" (minutes), "x", "y"; a stay is a run of fixes of one unit within ``radius`` metres of a
    place (the nearest, if of several), with no silence above ``gap`` minutes, from its first fix to its last. Stays
    under ``stay`` minutes do not count. Two units at one place deliver twice the minutes (officer-minutes by unit).

    Why: where 45 minutes a day were planned, 24 to 26 were delivered (Birmingham); judge an effect by the delivered
    dose. Source: Koper 1995, Justice Quarterly 12, 649–672 (minutes of presence as the dose).

    Errors: InvalidInput for a place that does not exist, an end before its start, wrong shapes.

    >>> from zonestats import patrol
    >>> found = patrol.dose([0, 500], [0, 0],
    ...     checkins={"place": [0], "unit": [1], "start": [0], "end": [12]},
    ...     gps={"unit": [1] * 5, "t": [5, 10, 15, 20, 24], "x": [3, 1, 0, 499, 501], "y": [0] * 5}, planned=[15, 15])
    >>> found.minutes.tolist(), found.ratio.round(2).tolist()
    ([15.0, 4.0], [1.0, 0.27])
    """
    px, py = checks.floats("x", x, minimum=1), checks.floats("y", y)
    places = checks.same_length(x=px, y=py)
    aims = None if planned is None else checks.floats("planned", planned)
    if aims is not None and (aims.size != places or (aims < 0).any()):
        raise InvalidInput("planned", f"give {places} numbers of minutes of 0 or more")
    checks.positive("radius", radius)
    checks.positive("gap", gap)
    scanned = _scanned(checkins, places)
    tracked = _tracked(gps, px, py, radius, gap)
    short = [rows[:, 3] - rows[:, 2] < stay - 1e-9 for rows in (scanned, tracked)]
    scanned, tracked = scanned[~short[0]], tracked[~short[1]]
    both, visits = _union(np.vstack([scanned, tracked]), places)
    alone, _ = _union(scanned, places)
    return Dose(both, visits, alone, both - alone, aims, int(short[0].sum() + short[1].sum()), stay)


def _columns(name: str, table: Mapping[str, ArrayLike], wanted: tuple[str, ...]) -> list[FloatArray]:
    missing = [key for key in wanted if key not in table]
    if missing:
        raise InvalidInput(name, f"lacks {', '.join(missing)}; give {', '.join(wanted)}")
    arrays = [checks.floats(f"{name}[{key}]", table[key]) for key in wanted]
    checks.same_length(**{f"{name}_{key}": array for key, array in zip(wanted, arrays, strict=True)})
    return arrays


def _scanned(checkins: Mapping[str, ArrayLike] | None, places: int) -> FloatArray:
    """Rows of place, unit, start, end."""
    if checkins is None:
        return np.empty((0, 4))
    place, unit, start, end = _columns("checkins", checkins, ("place", "unit", "start", "end"))
    if place.size and (place.min() < 0 or place.max() >= places or not np.array_equal(place, np.rint(place))):
        raise InvalidInput("checkins[place]", f"must be positions 0 … {places - 1} of the places")
    if (end < start).any():
        raise InvalidInput("checkins[end]", f"{int((end < start).sum())} check-ins end before they start")
    return np.column_stack([place, unit, start, end])


def _tracked(
    gps: Mapping[str, ArrayLike] | None, px: FloatArray, py: FloatArray, radius: float, gap: float
) -> FloatArray:
    if gps is None:
        return np.empty((0, 4))
    unit, t, gx, gy = _columns("gps", gps, ("unit", "t", "x", "y"))
    order = np.lexsort((t, unit))
    unit, t = unit[order], t[order]
    apart, nearest = cKDTree(np.column_stack([px, py])).query(np.column_stack([gx, gy])[order])
    place = np.where(apart <= radius, nearest, -1)
    if not place.size:
        return np.empty((0, 4))
    breaks = (np.diff(unit) != 0) | (np.diff(place) != 0) | (np.diff(t) > gap)
    first = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    last = np.concatenate([first[1:] - 1, [place.size - 1]])
    inside = place[first] >= 0
    first, last = first[inside], last[inside]
    return np.column_stack([place[first], unit[first], t[first], t[last]])


def _union(rows: FloatArray, places: int) -> tuple[FloatArray, IntArray]:
    """Minutes and visits per place; overlapping stays of one unit at one place are one visit."""
    minutes, visits = np.zeros(places), np.zeros(places, dtype=np.int64)
    covered: dict[tuple[float, float], float] = {}
    for place, unit, start, end in rows[np.lexsort((rows[:, 3], rows[:, 2]))]:
        until = covered.get((place, unit), -np.inf)
        minutes[int(place)] += max(0.0, end - max(start, until))
        visits[int(place)] += int(start > until)
        covered[place, unit] = max(until, end)
    return minutes, visits
