"""The map drawn by the server, and the data with which the browser draws a better one."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import numpy as np

from safetyzone.foundation.places.cells import outlines_of
from safetyzone.foundation.places.geometry import Boundary, shape_of

WIDTH: Final = 1000
MARGIN: Final = 20
# Counts above these are one shade darker; the area's busiest cells share the last.
SHADES: Final = 5


def map_of(cells: dict[str, Any], boundary: Boundary | None, *, lost: bool) -> dict[str, Any] | None:
    """Everything the map's template needs; None where there is no boundary to draw."""
    if not boundary:
        return None
    rings = outlines_of([int(name, 16) for name in cells["columns"]["cell"]])
    lines = list(rings_of(boundary))
    sheet = Sheet([point for ring in [*rings, *lines] for point in ring])
    steps = shade_steps(cells["columns"]["n"])
    drawn = zip(rings, _facts(cells, steps), strict=True)
    return {
        "height": sheet.height,
        "cells": [{**fact, "path": sheet.path(ring)} for ring, fact in drawn],
        "boundary": "".join(sheet.path(ring) for ring in lines),
        "legend": shade_words(steps),
        "data": {
            "cells": cells["columns"]["cell"], "n": cells["columns"]["n"],
            "state": [fact["state"] for fact in _facts(cells, steps)],
            "shade": [fact["shade"] for fact in _facts(cells, steps)], "boundary": dict(boundary),
            "box": shape_of(boundary).bounds,
        },
        "lost": lost,
        "scale": sheet.scale_bar(),
    }  # fmt: skip


def shade_steps(counts: list[int]) -> list[int]:
    """Lower ends of the shades above zero: quantiles of the cells that hold any, whole numbers, rising."""
    held = np.asarray([n for n in counts if n > 0])
    if not held.size:
        return []
    ends = np.quantile(held, [0, 0.5, 0.75, 0.9, 0.97], method="lower")
    return sorted({int(end) for end in ends})


def _facts(cells: dict[str, Any], steps: list[int]) -> Iterator[dict[str, Any]]:
    columns = cells["columns"]
    names = ("cell", "n", "hot", "cold", "leaning")
    for cell, n, hot, cold, leaning in zip(*(columns[name] for name in names), strict=True):
        state = "hot" if hot else "cold" if cold else "leaning" if leaning else "even"
        yield {"cell": cell, "n": n, "state": state, "shade": sum(n >= step for step in steps) if n else 0}


def shade_words(steps: list[int]) -> list[dict[str, Any]]:
    """The legend: each shade with the counts it stands for."""
    ends = [step - 1 for step in steps[1:]]
    words = [f"{low}–{high}" if high > low else f"{low}" for low, high in zip(steps, ends, strict=False)]
    return [{"shade": k, "words": text} for k, text in enumerate([*words, f"{steps[-1]}+"], 1)] if steps else []


def rings_of(boundary: Boundary) -> Iterator[list[tuple[float, float]]]:
    """Every ring of a polygon or multipolygon as (longitude, latitude) pairs."""
    kind, coordinates = boundary["type"], boundary["coordinates"]
    for polygon in coordinates if kind == "MultiPolygon" else [coordinates]:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]


class Sheet:
    """Degrees to whole units of the drawing: one factor for both directions, so that shapes keep their form."""

    def __init__(self, points: list[tuple[float, float]]) -> None:
        lon, lat = np.array(points).T
        self.west, self.north = float(lon.min()), float(lat.max())
        self.shrink = math.cos(math.radians((float(lat.min()) + self.north) / 2))
        span = max((float(lon.max()) - self.west) * self.shrink, 1e-9)
        self.unit = (WIDTH - 2 * MARGIN) / span
        self.height = math.ceil((self.north - float(lat.min())) * self.unit) + 2 * MARGIN

    def path(self, ring: list[tuple[float, float]]) -> str:
        """Relative steps in whole units: a hexagon takes forty characters."""
        at = [
            (
                round((lon - self.west) * self.shrink * self.unit) + MARGIN,
                round((self.north - lat) * self.unit) + MARGIN,
            )
            for lon, lat in ring
        ]
        steps = [f"{x - ox} {y - oy}" for (ox, oy), (x, y) in pairwise(at[:-1])]
        return f"M{at[0][0]} {at[0][1]}l{' '.join(steps)}z"

    def scale_bar(self) -> dict[str, Any]:
        """A round number of metres, about a fifth of the width."""
        metre = self.unit / 111_195  # units per metre: a degree of latitude on the mean sphere
        wanted = WIDTH / 5 / metre
        power = 10 ** math.floor(math.log10(wanted))
        metres = max(step * power for step in (1, 2, 5) if step * power <= wanted)
        words = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
        return {"metres": metres, "words": words, "length": round(metres * metre)}
