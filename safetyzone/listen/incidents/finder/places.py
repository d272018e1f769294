"""Where the place of an incident stands: two columns of degrees, one column with both, or two of metres."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

import numpy as np

from safetyzone.listen.incidents.finder.missing import ColumnNotFound
from safetyzone.listen.incidents.finder.profile import Column
from safetyzone.listen.incidents.finder.words import EAST, LAT, LON, NORTH, POINT, Weighted, score

_ENOUGH: Final = 0.8  # of the values must be what they are taken for
_SPREAD: Final = 20.0  # degrees; a city's file, even a country's, spans less
_SEEN: Final = 10  # withheld places leave few values in some files


@dataclass(frozen=True)
class Placing:
    """The columns of the place. ``metres``: they are not degrees."""

    lon: str = ""
    lat: str = ""
    point: str = ""
    point_order: Literal["", "lonlat", "latlon"] = ""
    metres: bool = False
    note: str = ""


def find_place(columns: Sequence[Column], given: dict[str, str], *, crs: str) -> Placing:
    """The best answer the columns give; raises ``ColumnNotFound``."""
    if given.get("point"):
        return _point_of(next(column for column in columns if column.name == given["point"]))
    if given.get("lat") and given.get("lon"):
        return _as_given(columns, given)
    degrees = _named(columns, given, LAT, LON)
    metres = _named(columns, given, NORTH, EAST)
    # Whoever names a coordinate system means the columns that need one.
    order = (_metres(metres), _degrees(degrees)) if crs else (_degrees(degrees), _metres_unless_degrees(metres))
    for found in (*order, _point(columns), _by_values(columns)):
        if found is not None:
            return found
    _refuse_exchanged(degrees)
    raise _missing(columns)


Pair = tuple[Column, Column]  # latitude or northing, then longitude or easting


def _as_given(columns: Sequence[Column], given: dict[str, str]) -> Placing:
    by_name = {column.name: column for column in columns}
    lat, lon = by_name[given["lat"]], by_name[given["lon"]]
    return _placing((lat, lon), "as you named them", metres=not _is_degrees((lat, lon)))


def _named(columns: Sequence[Column], given: dict[str, str], north: Weighted, east: Weighted) -> list[Pair]:
    """Pairs of columns by name, the best first."""
    ys = [column for column in columns if column.name == given.get("lat") or score(north, column.words)]
    xs = [column for column in columns if column.name == given.get("lon") or score(east, column.words)]
    pairs = [(y, x) for y, x in product(ys, xs) if y.position != x.position and y.numeric > 0.5 and x.numeric > 0.5]

    def rank(pair: Pair) -> tuple[float, ...]:
        y, x = pair
        # Names of one pair are alike but for the one word: GEO_LAT belongs to GEO_LON, not to X_LON.
        apart = len(set(y.words.split()) ^ set(x.words.split()))
        return (-(score(north, y.words) + score(east, x.words)), apart, abs(y.position - x.position), y.position)

    return sorted(pairs, key=rank)


def _is_degrees(pair: Pair) -> bool:
    y, x = pair
    if min(y.placed.size, x.placed.size) == 0:
        return False
    lat_fits = float((np.abs(y.placed) <= 90).mean())
    lon_fits = float((np.abs(x.placed) <= 180).mean())
    return lat_fits >= _ENOUGH and lon_fits >= _ENOUGH


def _degrees(pairs: Iterable[Pair]) -> Placing | None:
    for pair in pairs:
        if _is_degrees(pair) and max(column.precise for column in pair) > 0.3:
            return _placing(pair, "degrees, by name and range", metres=False)
    return None


def _metres(pairs: Iterable[Pair]) -> Placing | None:
    for pair in pairs:
        y, x = pair
        beyond = [float((np.abs(column.placed) > 180).mean()) if column.placed.size else 0.0 for column in (y, x)]
        if min(beyond) >= _ENOUGH:
            return _placing(pair, "metres, not degrees", metres=True)
    return None


def _metres_unless_degrees(pairs: list[Pair]) -> Placing | None:
    """X and Y hold degrees in many files: Vancouver's are metres, San Francisco's are not."""
    for pair in pairs:
        if found := (_degrees([pair]) or _metres([pair])):
            return found
    return None


def _placing(pair: Pair, how: str, *, metres: bool) -> Placing:
    y, x = pair
    note = f"place: “{x.name}” (such as {x.example()}) and “{y.name}” (such as {y.example()}) — {how}"
    return Placing(lon=x.name, lat=y.name, metres=metres, note=note)


def _point(columns: Sequence[Column]) -> Placing | None:
    candidates = [column for column in columns if column.share(column.pairs[0].size) >= _ENOUGH and column.filled]
    named = sorted(candidates, key=lambda column: (-score(POINT, column.words), column.position))
    return _point_of(named[0]) if named and score(POINT, named[0].words) else None


def _point_of(column: Column) -> Placing:
    one, two = column.pairs
    wkt = bool(column.text.str.starts_with("point").any())
    if not one.size:
        raise ColumnNotFound(("lat", "lon"), f"“{column.name}” holds no pairs of numbers.", [column.name])
    order: Literal["lonlat", "latlon"] = "lonlat" if wkt or float(np.abs(one).max()) > 90 else "latlon"
    settled = wkt or max(float(np.abs(one).max()), float(np.abs(two).max())) > 90
    why = "which its values settle" if settled else "the usual order of such pairs; its values do not settle it"
    said = "longitude, latitude" if order == "lonlat" else "latitude, longitude"
    note = f"place: “{column.name}” (such as {column.example()}), read as {said}, {why}"
    return Placing(point=column.name, point_order=order, note=note)


def _by_values(columns: Sequence[Column]) -> Placing | None:
    """Two columns whatever they are called, if their values leave no doubt which is the longitude."""
    fine = [c for c in columns if c.precise > _ENOUGH and c.filled >= _SEEN and float(np.ptp(c.placed)) < _SPREAD]
    east = [c for c in fine if float((np.abs(c.placed) > 90).mean()) > _ENOUGH and float(np.abs(c.placed).max()) <= 180]
    north = [c for c in fine if float(np.abs(c.placed).max()) <= 90]
    if len(east) == 1 and len(north) == 1:
        return _placing((north[0], east[0]), "by their values; their names say nothing", metres=False)
    return None


def _refuse_exchanged(pairs: Iterable[Pair]) -> None:
    """Reported, not mended: only its owner knows whether the names or the values are wrong."""
    for y, x in pairs:
        if _is_degrees((x, y)) and not _is_degrees((y, x)):
            message = (
                f"“{y.name}” holds {y.example()}, which is no latitude, and “{x.name}” holds {x.example()}: "
                f"the two look exchanged."
            )
            raise ColumnNotFound(("lat", "lon"), message, [y.name, x.name], {"lat": x.name, "lon": y.name})


def _missing(columns: Sequence[Column]) -> ColumnNotFound:
    header = [column.name for column in columns]
    lat = [c.name for c in columns if score(LAT, c.words) or score(NORTH, c.words)]
    lon = [c.name for c in columns if score(LON, c.words) or score(EAST, c.words)]
    if lat and not lon:
        looked = (
            f"No column for the longitude: “{lat[0]}” could be the latitude, "
            "but nothing is named like longitude, lon, lng, x or easting."
        )
        return ColumnNotFound(("lon",), looked, header)
    if lon and not lat:
        looked = (
            f"No column for the latitude: “{lon[0]}” could be the longitude, "
            "but nothing is named like latitude, lat, y or northing."
        )
        return ColumnNotFound(("lat",), looked, header)
    if lat and lon:
        looked = f"No place: “{lat[0]}” and “{lon[0]}” are named like one, but their values are no coordinates."
        return ColumnNotFound(("lat", "lon"), looked, header)
    looked = (
        "No column for the place: no name like latitude and longitude, x and y, or point, "
        "and no two columns with values in their ranges."
    )
    return ColumnNotFound(("lat", "lon"), looked, header)
