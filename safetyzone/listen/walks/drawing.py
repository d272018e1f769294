"""Risk points drawn on the zone's outline by the server: no foreign map is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from safetyzone.foundation.places.geometry import Boundary, Plane
from safetyzone.foundation.places.models import Place
from safetyzone.listen.walks.models import RiskPoint

WIDTH: Final = 1000.0
MARGIN: Final = 40.0


@dataclass(frozen=True)
class Pin:
    """``number``: the point's in the list beside the map."""

    number: int
    x: int
    y: int
    state: str
    words: str


def drawn(zone: Place, points: Sequence[RiskPoint]) -> dict[str, Any] | None:
    """Outline and pins for an SVG; None where there is no boundary or nothing with a position."""
    placed = [
        (number, point, point.lon, point.lat)
        for number, point in enumerate(points, 1)
        if point.lon is not None and point.lat is not None
    ]
    if not zone.boundary or not placed:
        return None
    plane = Plane.of(zone.boundary)
    rings = [plane.to_metres(*zip(*ring, strict=True)) for ring in rings_of(zone.boundary)]
    xs, ys = plane.to_metres([lon for _, _, lon, _ in placed], [lat for _, _, _, lat in placed])
    west, east = min(x.min() for x, _ in [*rings, (xs, ys)]), max(x.max() for x, _ in [*rings, (xs, ys)])
    south, north = min(y.min() for _, y in [*rings, (xs, ys)]), max(y.max() for _, y in [*rings, (xs, ys)])
    unit = (WIDTH - 2 * MARGIN) / max(float(east - west), 1.0)

    def at(x: float, y: float) -> tuple[int, int]:
        return round((x - west) * unit + MARGIN), round((north - y) * unit + MARGIN)

    paths = ["M" + "L".join("{} {}".format(*at(x, y)) for x, y in zip(*ring, strict=True)) + "Z" for ring in rings]
    pins = [
        Pin(number, *at(x, y), point.state, str(point))
        for (number, point, _, _), x, y in zip(placed, xs.tolist(), ys.tolist(), strict=True)
    ]
    return {"height": round((north - south) * unit + 2 * MARGIN), "outline": "".join(paths), "pins": pins}


def rings_of(boundary: Boundary) -> Iterator[list[tuple[float, float]]]:
    """Every ring of a polygon or multipolygon as (longitude, latitude) pairs."""
    kind, coordinates = boundary["type"], boundary["coordinates"]
    for polygon in coordinates if kind == "MultiPolygon" else [coordinates]:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]
