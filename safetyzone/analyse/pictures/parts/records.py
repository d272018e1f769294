"""What a picture is computed from: columns of incidents and the frame of cells they are counted in."""

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from zonestats.hotspots import Neighbours

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Solved is known to be true, known to be false, or not said.
SOLVED, UNSOLVED, UNKNOWN = 1, 0, -1


@dataclass(frozen=True, eq=False)
class Columns:
    """Incidents as columns of equal length. Local times are milliseconds since 1970 on the area's own clocks."""

    lon: FloatArray  # NaN where the place is unknown
    lat: FloatArray
    cell: IntArray  # H3 resolution 12; 0 where the place is unknown
    mapped: BoolArray  # the place is known to the street or better
    since: NDArray[np.datetime64]  # UTC; NaT where not even the date is known
    until: NDArray[np.datetime64]  # UTC; NaT where there is no end
    local: IntArray  # ``since`` on local clocks, in ms; meaningless where ``dated`` is false
    dated: BoolArray
    timed: BoolArray  # the time of day is known
    default_time: BoolArray  # 00:00 or 12:00 in a file that has too many of them
    group: IntArray  # position in the picture's list of groups
    reported: BoolArray  # reported by somebody, not discovered by police work
    solved: IntArray
    address: IntArray  # position in the list of addresses; -1 without one
    sensitive: BoolArray

    @property
    def n(self) -> int:
        return int(self.group.size)

    def where(self, chosen: NDArray[Any]) -> Self:
        """The chosen rows, by mask or by position."""
        return type(self)(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


@dataclass(frozen=True, eq=False)
class Frame:
    """The cells a zone's incidents are counted in, in ascending order of their index."""

    resolution: int
    cell: IntArray
    lon: FloatArray
    lat: FloatArray
    x: FloatArray  # metres east of the zone's middle
    y: FloatArray  # metres north of it
    neighbours: Neighbours
    area_km2: float  # of the boundary, computed

    @property
    def n(self) -> int:
        return int(self.cell.size)


@dataclass(frozen=True)
class Labels:
    """Names for the codes in :class:`Columns`."""

    groups: tuple[str, ...]
    addresses: tuple[str, ...]


def significant(value: float, digits: int = 4) -> float | None:
    """Rounded to significant digits; None for what is not a number, which JSON cannot hold."""
    return float(f"{value:.{digits}g}") if np.isfinite(value) else None


def listed(values: FloatArray, digits: int = 4) -> list[float | None]:
    """The same for a column."""
    return [significant(value, digits) for value in values.tolist()]


def refusal(have: float, need: float, reason: str) -> dict[str, Any]:
    """Why there is no number, in the shape every part uses."""
    return {"code": "not_enough", "have": have, "need": need, "reason": reason}
