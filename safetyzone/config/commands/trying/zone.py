"""A throw-away zone round the records: their middle 99 %, and a little more."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LOW, HIGH = 0.005, 0.995
MARGIN: Final = 0.02  # of the span, on each side
LEAST_KM: Final = 0.2  # on each side, so that a file of one place still has an area
_KM_PER_DEGREE: Final = 111.2
WIDEST_KM: Final = 300.0


@dataclass(frozen=True)
class Frame:
    """The box, and how many records lie outside it."""

    boundary: dict[str, Any]
    strays: int
    width_km: float
    height_km: float
    lon: float
    lat: float


def frame_of(lon: FloatArray, lat: FloatArray) -> Frame:
    """From the 0.5 % to the 99.5 % quantile of both coordinates, with a margin."""
    west, east = np.quantile(lon, [LOW, HIGH])
    south, north = np.quantile(lat, [LOW, HIGH])
    shrink = max(float(np.cos(np.radians((south + north) / 2))), 0.05)
    up = max((north - south) * MARGIN, LEAST_KM / _KM_PER_DEGREE)
    aside = max((east - west) * MARGIN, LEAST_KM / _KM_PER_DEGREE / shrink)
    west, east = max(west - aside, -180.0), min(east + aside, 180.0)
    south, north = max(south - up, -90.0), min(north + up, 90.0)
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return Frame(
        boundary=_box(float(west), float(south), float(east), float(north)),
        strays=int((~inside).sum()),
        width_km=float((east - west) * _KM_PER_DEGREE * shrink),
        height_km=float((north - south) * _KM_PER_DEGREE),
        lon=float((west + east) / 2),
        lat=float((south + north) / 2),
    )


def _box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[[round(lon, 6), round(lat, 6)] for lon, lat in corners]]}


def time_zone_at(lon: float) -> str:
    """The zone whose clocks are nearest to the sun at this longitude; without daylight saving, which must be said."""
    hours = round(lon / 15)
    # The names of these zones count westwards: Etc/GMT+5 is five hours behind Greenwich.
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"
