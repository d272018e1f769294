"""A small drawing of where in the zone: its outline, a mark, a length to compare with. No street tiles, nothing fetched."""

from dataclasses import dataclass
from math import cos, radians
from typing import Any, Final

from safetyzone.foundation.places.models import Place

SIDE: Final = 320.0
EDGE: Final = 16.0
_METRES: Final = 111_320.0  # of a degree of latitude
_LENGTHS: Final = (50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True)
class Drawing:
    """SVG units; ``bar`` is as long as ``bar_metres`` on the ground. ``mark`` is None where only the zone is known."""

    width: float
    height: float
    path: str
    mark: tuple[float, float] | None
    bar: float
    bar_metres: int

    @property
    def foot(self) -> float:
        """Where the bar stands."""
        return round(self.height - 14, 1)

    @property
    def bar_end(self) -> float:
        """Where its words begin."""
        return round(self.bar + 8, 1)


def drawing(zone: Place, lon: float | None, lat: float | None) -> Drawing | None:
    """None where the zone has no boundary."""
    rings = _rings(zone.boundary) if zone.boundary else []
    if not rings:
        return None
    here = [(lon, lat)] if lon is not None and lat is not None else []
    points = [point for ring in rings for point in ring] + here
    west, north = min(x for x, _y in points), max(y for _x, y in points)
    east, south = max(x for x, _y in points), min(y for _x, y in points)
    narrow = cos(radians((north + south) / 2))
    metres = max((east - west) * narrow, north - south) * _METRES
    scale = (SIDE - 2 * EDGE) / metres if metres else 1.0

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            round(EDGE + (x - west) * narrow * _METRES * scale, 1),
            round(EDGE + (north - y) * _METRES * scale, 1),
        )

    width, height = at(east, south)
    path = " ".join("M" + " L".join(f"{x} {y}" for x, y in (at(*point) for point in ring)) + " Z" for ring in rings)
    length = max((each for each in _LENGTHS if each <= metres / 3), default=_LENGTHS[0])
    return Drawing(
        width + EDGE, height + EDGE + 28, path, at(*here[0]) if here else None, round(length * scale, 1), length
    )


def _rings(boundary: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Every ring of a GeoJSON Polygon or MultiPolygon."""
    held = boundary["coordinates"]
    polygons = [held] if boundary["type"] == "Polygon" else held
    return [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]
