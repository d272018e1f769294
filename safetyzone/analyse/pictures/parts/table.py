"""The table of places: the cells that hold most, named as people name them."""

import math
from typing import Any, Final

import numpy as np

from safetyzone.analyse.pictures.parts.records import Columns, Frame, IntArray

ROWS: Final = 10
_COMPASS: Final = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def top_places(rows: Columns, place: IntArray, counts: IntArray, frame: Frame, addresses: tuple[str, ...]) -> list[int]:
    """Positions of the busiest cells, the lower index first where they tie."""
    order = np.lexsort((np.arange(counts.size), -counts))[:ROWS]
    return [int(cell) for cell in order if counts[cell] > 0]


def table(
    rows: Columns, place: IntArray, cells: dict[str, Any], frame: Frame, addresses: tuple[str, ...]
) -> list[dict[str, Any]]:
    """One line a place: its name, n, share, how far it stands out."""
    columns, total = cells["columns"], max(int(cells["n"]), 1)
    counts = np.asarray(columns["n"], np.int64)
    found = []
    for rank, cell in enumerate(top_places(rows, place, counts, frame, addresses), start=1):
        n = int(counts[cell])
        metres, bearing = distance_and_bearing(float(frame.x[cell]), float(frame.y[cell]))
        found.append({
            "rank": rank, "position": cell, "n": n, "share": round(n / total, 4), "address": _usual_address(rows, place, cell, addresses),
            "distance_m": metres, "bearing": bearing,
            **{key: columns[key][cell] for key in ("lon", "lat", "z", "p", "p_sim", "hot", "cold", "leaning")},
        })  # fmt: skip
    return found


def _usual_address(rows: Columns, place: IntArray, cell: int, addresses: tuple[str, ...]) -> str:
    """The address most often written for the cell's incidents; the alphabet decides between equals."""
    written = rows.address[(place == cell) & (rows.address >= 0)]
    if not written.size:
        return ""
    codes, counts = np.unique(written, return_counts=True)
    return min(addresses[int(code)] for code in codes[counts == counts.max()])


def distance_and_bearing(x: float, y: float) -> tuple[int, str]:
    """Metres from the zone's middle, to ten, and one of eight directions; no direction in the middle itself."""
    metres = round(math.hypot(x, y) / 10) * 10
    if metres == 0:
        return 0, ""
    return metres, _COMPASS[round(math.degrees(math.atan2(x, y)) / 45) % 8]
