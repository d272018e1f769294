"""Exact geometry of boundaries on the Earth: GeoJSON in, NumPy arrays through, no spatial database.

A boundary is a GeoJSON Polygon or MultiPolygon (holes too) in WGS 84, longitude before latitude, the way
``Place.boundary`` stores it. Its edges are straight in longitude and latitude, as every web map draws them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod, Transformer
from shapely.geometry.base import BaseGeometry

Boundary = Mapping[str, Any]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_EARTH = Geod(ellps="WGS84")
_KINDS = {"Polygon", "MultiPolygon"}


class BoundaryError(ValueError):
    """A boundary that cannot be used; the message says what is wrong and where."""


def shape_of(boundary: Boundary) -> BaseGeometry:
    """The boundary as a shapely polygon or multipolygon, prepared for many questions.

    Raises ``BoundaryError`` for anything that is not one valid area on the Earth.
    """
    kind = boundary.get("type")
    if kind == "Feature":
        return shape_of(boundary.get("geometry") or {})
    if kind not in _KINDS:
        raise BoundaryError(f"a boundary is a GeoJSON Polygon or MultiPolygon, not {kind!r}")
    try:
        shape = shapely.geometry.shape(dict(boundary))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError) as problem:
        raise BoundaryError(f"its coordinates cannot be read: {problem}") from problem
    _must_be_an_area(shape)
    shapely.prepare(shape)
    return shape


def _must_be_an_area(shape: BaseGeometry) -> None:
    if shape.is_empty:
        raise BoundaryError("it has no coordinates")
    points = shapely.get_coordinates(shape)
    bad = ~((np.abs(points[:, 0]) <= 180) & (np.abs(points[:, 1]) <= 90))
    if bad.any():
        lon, lat = points[bad][0]
        raise BoundaryError(
            f"{lon:g}, {lat:g} is not a longitude and latitude in degrees; GeoJSON wants longitude first, in WGS 84"
        )
    if not shape.is_valid:
        raise BoundaryError(f"its lines do not make an area: {shapely.is_valid_reason(shape)}")


def contains(boundary: Boundary, lon: ArrayLike, lat: ArrayLike) -> BoolArray:
    """For each point whether it lies inside or on the boundary; holes are outside, NaN is outside."""
    shape = shape_of(boundary)
    return np.asarray(shapely.intersects_xy(shape, np.asarray(lon, np.float64), np.asarray(lat, np.float64)), np.bool_)


def area_km2(boundary: Boundary) -> float:
    """Geodesic area on the WGS 84 ellipsoid, holes taken out."""
    total = 0.0
    for polygon in shapely.get_parts(shape_of(boundary)):
        rings = [polygon.exterior, *polygon.interiors]
        sizes = [abs(_EARTH.polygon_area_perimeter(*ring.coords.xy)[0]) for ring in rings]
        total += sizes[0] - sum(sizes[1:])
    return total / 1e6


def bounds(boundary: Boundary) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees."""
    west, south, east, north = shape_of(boundary).bounds
    return float(west), float(south), float(east), float(north)


def point_inside(boundary: Boundary) -> tuple[float, float]:
    """Longitude and latitude of a point that surely lies inside: the centroid where it does."""
    shape = shape_of(boundary)
    centre = shape.centroid
    inside = centre if shape.intersects(centre) else shape.representative_point()
    return float(inside.x), float(inside.y)


@lru_cache(maxsize=256)
def _transformer(lon: float, lat: float) -> Transformer:
    # Transverse Mercator round the origin: angles exact, lengths within 8 parts in a million 25 km away.
    local = f"+proj=tmerc +lat_0={lat!r} +lon_0={lon!r} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", local, always_xy=True)


@dataclass(frozen=True)
class Plane:
    """A plane in metres round an origin: x to the east, y to the north. Good for one city at a time.

    >>> plane = Plane(lon=100.54, lat=13.745)
    >>> x, y = plane.to_metres([100.54, 100.55], [13.745, 13.745])
    >>> [round(v) for v in x.tolist()]
    [0, 1082]
    """

    lon: float
    lat: float

    @classmethod
    def of(cls, boundary: Boundary) -> "Plane":
        """The plane whose origin is the middle of the boundary's box."""
        west, south, east, north = bounds(boundary)
        return cls(lon=(west + east) / 2, lat=(south + north) / 2)

    def to_metres(self, lon: ArrayLike, lat: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Metres east and north of the origin; NaN where a point is unknown or too far away to be drawn."""
        x, y = _transformer(self.lon, self.lat).transform(np.array(lon, np.float64), np.array(lat, np.float64))
        return _finite(x), _finite(y)

    def to_degrees(self, x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Back to longitude and latitude."""
        lon, lat = _transformer(self.lon, self.lat).transform(
            np.array(x, np.float64), np.array(y, np.float64), direction="INVERSE"
        )
        return _finite(lon), _finite(lat)


def _finite(values: ArrayLike) -> FloatArray:
    found = np.asarray(values, np.float64)
    return np.where(np.isfinite(found), found, np.nan)
