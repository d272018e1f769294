"""H3 cells: 64-bit integers that turn questions of place into group-bys, and the cells of a zone's picture."""

from typing import Final

import h3.api.numpy_int as h3
import numpy as np
from django.db import transaction
from numpy.typing import ArrayLike, NDArray

from safetyzone.foundation.places.geometry import Boundary, FloatArray, area_km2, shape_of
from safetyzone.foundation.places.models import Place, ZoneCell

IntArray = NDArray[np.int64]
ZoneCells = tuple[int, list[int]]  # a resolution and its cells, ascending

INCIDENT_RESOLUTION: Final = 12  # of every located row
FINEST: Final = 15
MOST_CELLS: Final = 5_000_000  # more than this is a mistake in the resolution, and would fill the memory
_RESOLUTION_BITS: Final = 52
_BASE_RESOLUTION: Final = 15


def cells_of(boundary: Boundary, resolution: int) -> IntArray:
    """Cells of ``resolution`` whose centre lies inside the boundary, ascending."""
    expected = area_km2(boundary) / h3.average_hexagon_area(resolution)
    if expected > MOST_CELLS:
        raise ValueError(f"about {expected:,.0f} cells of resolution {resolution}; choose a coarser resolution")
    found = h3.geo_to_cells(shape_of(boundary), resolution)
    return np.unique(np.asarray(found, np.uint64).astype(np.int64))


def picture_resolution(boundary: Boundary, minimum: int = 150) -> int:
    """The coarsest resolution that gives the boundary at least ``minimum`` cells; the finest if none does."""
    area = area_km2(boundary)
    for resolution in range(FINEST):
        # Counting cells is only worth it where the average size says that there may be enough.
        if area / h3.average_hexagon_area(resolution) * 2 >= minimum and len(cells_of(boundary, resolution)) >= minimum:
            return resolution
    return FINEST


def cells_at(lon: ArrayLike, lat: ArrayLike, resolution: int = INCIDENT_RESOLUTION) -> IntArray:
    """The cell of each point; 0 where longitude or latitude is unknown."""
    longitudes, latitudes = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    known = np.isfinite(longitudes) & np.isfinite(latitudes)
    cells = np.zeros(longitudes.shape, np.int64)
    pairs = zip(latitudes[known].tolist(), longitudes[known].tolist(), strict=True)
    cells[known] = [h3.latlng_to_cell(north, east, resolution) for north, east in pairs]
    return cells


def parents_of(cells: ArrayLike, resolution: int) -> IntArray:
    """The cell of a coarser ``resolution`` that each cell belongs to in H3's tree, all at once."""
    own = np.asarray(cells, np.int64)
    # An H3 index holds the resolution in bits 52–55 and three bits a level; unused levels are all ones.
    unused = np.int64((1 << (3 * (_BASE_RESOLUTION - resolution))) - 1)
    cleared = own & ~np.int64(0xF << _RESOLUTION_BITS)
    return np.where(own == 0, 0, cleared | np.int64(resolution << _RESOLUTION_BITS) | unused)


def centres_of(cells: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Longitude and latitude of each cell's centre."""
    points = [h3.cell_to_latlng(cell) for cell in np.asarray(cells, np.int64).tolist()]
    table = np.array(points, np.float64).reshape(-1, 2)
    return table[:, 1], table[:, 0]


def outlines_of(cells: ArrayLike) -> list[list[tuple[float, float]]]:
    """The closed ring of each cell as (longitude, latitude) pairs, ready for GeoJSON."""
    rings = []
    for cell in np.asarray(cells, np.int64).tolist():
        corners = [(float(lon), float(lat)) for lat, lon in h3.cell_to_boundary(cell)]
        rings.append([*corners, corners[0]])
    return rings


def neighbour_pairs(cells: ArrayLike) -> tuple[IntArray, IntArray]:
    """Positions (i, j), i < j, of the cells that touch each other within the set; each pair once."""
    own = np.asarray(cells, np.int64)
    place = {cell: position for position, cell in enumerate(own.tolist())}
    pairs = [
        (i, j)
        for cell, i in place.items()
        for other in h3.grid_disk(cell, 1).tolist()
        if (j := place.get(other, -1)) > i
    ]
    table = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def cells_of_picture(boundary: Boundary | None) -> ZoneCells:
    """The resolution a zone's picture uses and its cells; none without a boundary."""
    if not boundary:
        return 0, []
    resolution = picture_resolution(boundary)
    return resolution, cells_of(boundary, resolution).tolist()


def store_zone_cells(zone: Place) -> int:
    """Compute and keep the zone's cells. Call it when, and only when, the boundary changed; returns how many."""
    resolution, cells = cells_of_picture(zone.boundary)
    rows = [ZoneCell(zone=zone, resolution=resolution, cell=cell) for cell in cells]
    with transaction.atomic():
        ZoneCell.objects.filter(zone=zone).delete()
        ZoneCell.objects.bulk_create(rows, batch_size=5000)
    return len(rows)


def stored_cells(zone: Place) -> tuple[int | None, IntArray]:
    """The resolution of the zone's picture and its cells, ascending, as stored; (None, empty) without a boundary."""
    rows = ZoneCell.objects.filter(zone=zone).order_by("cell").values_list("resolution", "cell")
    found = list(rows)
    return (found[0][0] if found else None), np.array([cell for _, cell in found], np.int64)
