"""Columns of coordinates to longitude and latitude: what cannot be a place is named, nothing is silently mended."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from safetyzone.listen.incidents.area import Area
from safetyzone.listen.incidents.dates.words import plain
from safetyzone.listen.incidents.mapping import WGS84, Mapping
from safetyzone.listen.incidents.refusals import Refused

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_NEAR_ZERO: Final = 0.01  # degrees round (0, 0), where nobody lives
_PAIR: Final = r"^\s*(?P<wkt>point\s*z?\s*)?[(\[]?\s*(?P<one>-?\d+(?:\.\d+)?)[\s,;]+(?P<two>-?\d+(?:\.\d+)?)"


@dataclass(eq=False)
class Points:
    """Places of a batch. NaN where unknown; ``fault`` is the code of what is wrong with a row's place."""

    lon: FloatArray
    lat: FloatArray
    fault: NDArray[np.str_]
    zero: BoolArray  # (0, 0): the place is unknown
    half: BoolArray  # one of the two is missing: the place is unknown
    given: BoolArray  # the file says something about the place


@lru_cache(maxsize=16)
def transformer(crs: str) -> Transformer | None:
    """From a coordinate system to longitude and latitude; None where they are that already."""
    try:
        found = CRS.from_user_input(crs)
    except CRSError:
        message = f"{crs!r} is no coordinate system; write its number, such as --crs EPSG:32647"
        raise Refused("unknown_crs", message) from None
    return None if found == CRS.from_epsg(4326) else Transformer.from_crs(found, WGS84, always_xy=True)


def read_points(frame: pl.DataFrame, mapping: Mapping, area: Area, crs: str, order: str = "") -> Points:
    """The place of every row of a batch."""
    x, y, bad, given = _numbers(frame, mapping, order)
    half = np.isnan(x) ^ np.isnan(y)
    half &= ~bad
    zero = (np.abs(x) < _NEAR_ZERO) & (np.abs(y) < _NEAR_ZERO)
    unknown = half | zero | bad
    x[unknown], y[unknown] = np.nan, np.nan
    lon, lat = _on_earth(x, y, crs)
    fault = np.full(x.size, "", "<U16")
    located = np.isfinite(x)
    fault[located & ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))] = "not_on_earth"
    strays = located & ~area.holds(lon, lat)
    fault[strays & (fault == "")] = "outside"
    if strays.any():
        fault[strays & _fits_exchanged(x, y, area, crs)] = "swapped"
    fault[bad] = "bad_coordinate"
    return Points(lon, lat, fault, zero, half, given)


def _numbers(
    frame: pl.DataFrame, mapping: Mapping, order: str = ""
) -> tuple[FloatArray, FloatArray, BoolArray, BoolArray]:
    if mapping.point:
        return _pairs(plain(frame[mapping.point]), order or mapping.point_order)
    east, north = _words_or_nothing(frame[mapping.lon]), _words_or_nothing(frame[mapping.lat])
    x, y = number(east), number(north)
    said = east.is_not_null().to_numpy(), north.is_not_null().to_numpy()
    given = said[0] | said[1]
    bad = (np.isnan(x) & said[0]) | (np.isnan(y) & said[1])
    return x, y, bad, given


def _words_or_nothing(values: pl.Series) -> pl.Series:
    """The column as it is where all of it is numbers, else with every word for "nothing" taken out."""
    unread = values.cast(pl.Float64, strict=False).null_count() - values.null_count()
    return plain(values) if unread else values


def number(text: pl.Series) -> FloatArray:
    """Decimal numbers, also with a decimal comma; NaN for anything else."""
    values = text.cast(pl.Float64, strict=False)
    missed = values.is_null() & text.is_not_null()
    if missed.any():
        comma = text.str.replace(r"^(-?\d+),(\d+)$", "$1.$2").cast(pl.Float64, strict=False)
        values = values.fill_null(comma)
    found = np.array(values.fill_null(np.nan).to_numpy(), np.float64)
    found[~np.isfinite(found)] = np.nan
    return found


def _pairs(text: pl.Series, order: str) -> tuple[FloatArray, FloatArray, BoolArray, BoolArray]:
    found = text.str.extract_groups(_PAIR).struct.unnest()
    one, two = number(found["one"]), number(found["two"])
    wkt = found["wkt"].is_not_null().to_numpy()
    first_is_lon = wkt | (order == "lonlat")
    x, y = np.where(first_is_lon, one, two), np.where(first_is_lon, two, one)
    given = text.is_not_null().to_numpy()
    return x, y, given & np.isnan(one), given


def _on_earth(x: FloatArray, y: FloatArray, crs: str) -> tuple[FloatArray, FloatArray]:
    turn = transformer(crs)
    if turn is None:
        return x, y
    lon, lat = turn.transform(x, y)
    lost = ~(np.isfinite(lon) & np.isfinite(lat))
    # A projected point that is nowhere is no unknown place: keep it visible as not on the Earth.
    beyond = np.where(np.isfinite(x), 999.0, np.nan)
    return np.where(lost, beyond, lon), np.where(lost, beyond, lat)


def _fits_exchanged(x: FloatArray, y: FloatArray, area: Area, crs: str) -> BoolArray:
    """Points that would lie in the area if the two columns were exchanged."""
    lon, lat = _on_earth(y, x, crs)
    return area.holds(lon, lat)


def must_have_crs(frame: pl.DataFrame, mapping: Mapping, crs: str) -> None:
    """Refuses metres that come without their coordinate system."""
    if not (mapping.lon or mapping.point) or transformer(crs) is not None:
        return
    x, y, _, _ = _numbers(frame, mapping)
    known = np.isfinite(x) & np.isfinite(y)
    metres = known & ((np.abs(x) > 180) | (np.abs(y) > 180))
    if known.any() and metres.sum() > known.sum() / 2:
        row = int(np.flatnonzero(metres)[0])
        raise Refused(
            "no_crs",
            f"{x[row]:g}, {y[row]:g} are not degrees; say which coordinate system they are in, such as "
            f"--crs EPSG:32647 (in the mapping: places: {{crs: EPSG:32647}})",
        )


def must_have_order(frame: pl.DataFrame, mapping: Mapping, area: Area) -> str:
    """Which of a pair comes first: as mapped, else the order in which most pairs lie in the area; refuses to guess."""
    if not mapping.point or mapping.point_order:
        return mapping.point_order
    text = plain(frame[mapping.point]).drop_nulls()
    if text.is_empty() or bool(text.str.contains(r"^point").all()):
        return "lonlat"
    x, y, bad, _ = _pairs(text, "lonlat")
    as_lonlat, as_latlon = int(area.holds(x, y).sum()), int(area.holds(y, x).sum())
    if as_lonlat == as_latlon or (not area.known and not _only_one_fits(as_lonlat, as_latlon)):
        example = text[int(np.flatnonzero(~bad)[0])] if not bad.all() else text[0]
        raise Refused(
            "ambiguous_point",
            f"column “{mapping.point}”: “{example}” may be latitude, longitude or longitude, latitude; "
            f"write point_order: latlon or lonlat under places in the mapping",
        )
    return "lonlat" if as_lonlat > as_latlon else "latlon"


def _only_one_fits(one: int, other: int) -> bool:
    return min(one, other) == 0


def crs_name(given: str) -> str:
    """``32647`` and ``epsg:32647`` as people type them."""
    text = given.strip()
    return f"EPSG:{text}" if re.fullmatch(r"\d{4,6}", text) else text
