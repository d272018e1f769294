"""GeoJSON feature by feature. Properties are columns; the point stands in ``geometry.lon`` and ``geometry.lat``."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import ijson
import numpy as np

from safetyzone.listen.incidents.faults import REASONS
from safetyzone.listen.incidents.readers.batches import ROWS, Batch, Source, from_rows
from safetyzone.listen.incidents.refusals import Refused, RejectRow

LON, LAT = "geometry.lon", "geometry.lat"
_LOOK: Final = 1000
_EPSG: Final = re.compile(r"EPSG:+(?:\d[\d.]*:)?(\d{4,6})$")
_LONG_LAT: Final = re.compile(r"CRS84$")


class GeoJson(Source):
    """A FeatureCollection of points."""

    kind = "geojson"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        names: dict[str, None] = {}
        seen = 0
        for feature in self._features():
            seen += 1
            names.update(dict.fromkeys(_properties(feature)))
            if seen == _LOOK:
                break
        if not seen:
            raise Refused("empty", f"{path.name} holds no features: a GeoJSON FeatureCollection is needed")
        self.columns = (LON, LAT, *(str(name) for name in names))
        self.crs = self._stated_crs()

    def batches(self, columns: Sequence[str] | None = None, rows: int = ROWS) -> Iterator[Batch]:
        chosen = list(columns if columns is not None else self.columns)
        held: list[Sequence[str | None]] = []
        numbers: list[int] = []
        problems: list[RejectRow] = []
        for number, feature in enumerate(self._features(), start=1):
            point, problem = _point(feature)
            if problem:
                problems.append(RejectRow(number, "geometry", problem, "geometry", REASONS["geometry"]))
            else:
                values = {**_properties(feature), **point}
                held.append([as_text(values.get(name)) for name in chosen])
                numbers.append(number)
            if len(held) + len(problems) >= rows:
                yield Batch(from_rows(held, chosen), np.array(numbers, np.int64), problems)
                held, numbers, problems = [], [], []
        if held or problems:
            yield Batch(from_rows(held, chosen), np.array(numbers, np.int64), problems, done=self.size)

    def _features(self) -> Iterator[dict[str, Any]]:
        with self.path.open("rb") as handle:
            if handle.read(3) != b"\xef\xbb\xbf":
                handle.seek(0)
            try:
                for feature in ijson.items(handle, "features.item", use_float=True):
                    yield feature if isinstance(feature, dict) else {}
            except (ijson.common.JSONError, UnicodeDecodeError) as error:
                raise Refused("unreadable", f"{self.path.name} is not complete JSON: {error}") from None

    def _stated_crs(self) -> str:
        """GeoJSON of 2008 may name another coordinate system; today's is always longitude and latitude."""
        with self.path.open("rb") as handle:
            if b'"crs"' not in handle.read(4096):
                return ""
            handle.seek(0)
            name = next(ijson.items(handle, "crs.properties.name"), None)
        if name is None or _LONG_LAT.search(str(name)):
            return ""
        found = _EPSG.search(str(name))
        return f"EPSG:{found[1]}" if found else ""


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _point(feature: dict[str, Any]) -> tuple[dict[str, Any], str]:
    geometry = feature.get("geometry")
    if not geometry:
        return {}, ""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "MultiPoint" and isinstance(coordinates, list) and len(coordinates) == 1:
        kind, coordinates = "Point", coordinates[0]
    if kind != "Point":
        return {}, str(kind)
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        return {}, "Point []"
    return {LON: coordinates[0], LAT: coordinates[1]}, ""


def as_text(value: Any) -> str | None:
    """A property as a CSV would hold it."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
