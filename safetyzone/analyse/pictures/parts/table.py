"""The table of places: the cells that hold most, told by distance and direction from the zone's middle."""

import math
from typing import Any, Final

import numpy as np

from safetyzone.analyse.pictures.parts.records import Frame

ROWS: Final = 10
_COMPASS: Final = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_COPIED: Final = ("cell", "lon", "lat", "z", "p", "p_sim", "hot", "cold", "leaning")


def places(cells: dict[str, Any], frame: Frame) -> list[dict[str, Any]]:
    """One line a place: where, n, share, how far it stands out; the lower index first where counts tie."""
    columns, total = cells["columns"], max(int(cells["n"]), 1)
    counts = np.asarray(columns["n"], np.int64)
    order = np.lexsort((np.arange(counts.size), -counts))[:ROWS]
    found = []
    for rank, cell in enumerate((int(c) for c in order if counts[c] > 0), start=1):
        n = int(counts[cell])
        metres, bearing = distance_and_bearing(float(frame.x[cell]), float(frame.y[cell]))
        found.append({
            "rank": rank, "position": cell, "n": n, "share": round(n / total, 4),
            "distance_m": metres, "bearing": bearing, **{key: columns[key][cell] for key in _COPIED},
        })  # fmt: skip
    return found


def distance_and_bearing(x: float, y: float) -> tuple[int, str]:
    """Metres from the zone's middle, to ten, and one of eight directions; no direction in the middle itself."""
    metres = round(math.hypot(x, y) / 10) * 10
    if metres == 0:
        return 0, ""
    return metres, _COMPASS[round(math.degrees(math.atan2(x, y)) / 45) % 8]
