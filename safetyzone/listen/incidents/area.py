"""The area a station's incidents may lie in, as well as it is known."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safetyzone.foundation.places import queries as places
from safetyzone.foundation.places.geometry import Boundary, bounds, contains
from safetyzone.foundation.places.models import Place

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Box = tuple[float, float, float, float]  # west, south, east, north

MARGIN_KM: Final = 30.0
_KM_PER_DEGREE: Final = 111.2


@dataclass(frozen=True)
class Area:
    """A boundary, or a box round what is known of the station, or nothing to check against."""

    says: str  # for the reader of the report
    boundary: Boundary | None = None
    box: Box | None = None

    @property
    def known(self) -> bool:
        return self.boundary is not None or self.box is not None

    def holds(self, lon: FloatArray, lat: FloatArray) -> BoolArray:
        """For each point whether it may belong to the station; NaN never does."""
        if self.boundary is not None:
            return contains(self.boundary, lon, lat)
        if self.box is not None:
            west, south, east, north = self.box
            return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north), np.bool_)
        return np.asarray((np.abs(lon) <= 180) & (np.abs(lat) <= 90), np.bool_)


def area_of(station: Place) -> Area:
    """The station's boundary; without one 30 km round its zones or its point; else anywhere, which the report says."""
    name = station.name_in("en")  # as the report is written
    if station.boundary:
        return Area(f"the boundary of {name}", boundary=station.boundary)
    boxes = [bounds(zone.boundary) for zone in places.zones_of(station) if zone.boundary]
    if boxes:
        west, south, east, north = np.array(boxes).T
        box = (float(west.min()), float(south.min()), float(east.max()), float(north.max()))
        return Area(f"{MARGIN_KM:.0f} km round the zones of {name}", box=widened(box))
    if station.lon is not None and station.lat is not None:
        box = (station.lon, station.lat, station.lon, station.lat)
        return Area(f"{MARGIN_KM:.0f} km round {name}", box=widened(box))
    return Area(f"no area is known for {name}: places were not checked against it")


def widened(box: Box, km: float = MARGIN_KM) -> Box:
    """The box with a margin on every side."""
    west, south, east, north = box
    up = km / _KM_PER_DEGREE
    aside = up / max(float(np.cos(np.radians((south + north) / 2))), 0.05)
    return west - aside, south - up, east + aside, north + up


def known_points(station: Place, area: Area) -> set[tuple[float, float]]:
    """Middles of places that forms put in when nobody knows where it was: of the province, the district, the station."""
    near = [*places.ancestors(station), station]
    points = {(place.lon, place.lat) for place in near if place.lon is not None and place.lat is not None}
    points |= set(places.usual_default_points(station.pack))
    return {(lon, lat) for lon, lat in points if bool(area.holds(np.array([lon]), np.array([lat]))[0])}
