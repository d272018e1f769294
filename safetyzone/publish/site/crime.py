"""A release's recorded crime, ready to be shown: sentences, a bar for each block, a map of the last period, tables."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from safetyzone.analyse.pictures.drawing import Sheet, rings_of, shade_steps, shade_words
from safetyzone.analyse.pictures.parts.months import month_name
from safetyzone.analyse.pictures.queries import position_name
from safetyzone.foundation.places.cells import centres_of, outlines_of
from safetyzone.foundation.places.geometry import Boundary, Plane
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import groups_of, named
from safetyzone.publish.site.release import month_number
from zonestats import trend

YEAR: Final = 12
SHOWN_BLOCKS: Final = 24
TALL: Final = 50
COMPASS: Final = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True)
class Year:
    """The last twelve months against the twelve before; the ratio is missing where nothing can be said."""

    first: str
    last: str
    n: int
    before: int | None
    low: float | None  # of the ratio now ÷ before, 95 %
    high: float | None

    @property
    def direction(self) -> str:
        """ "fewer", "more", "cannot tell" or "" where there is nothing to compare with."""
        if self.low is None or self.high is None:
            return ""
        return "fewer" if self.high < 1 else "more" if self.low > 1 else "cannot tell"


def year_of(result: dict[str, Any]) -> Year | None:
    """None where no twelve months can be put together from whole blocks."""
    blocks = [(month_number(each["from"]), month_number(each["to"]), each["n"]) for each in result["blocks"]]
    if not blocks:
        return None
    last = blocks[-1][1]
    now = _sum(blocks, last - YEAR + 1, last)
    if now is None:
        return None
    before = _sum(blocks, last - 2 * YEAR + 1, last - YEAR)
    low, high = _ratio(before, now)
    return Year(month_name(last - YEAR + 1), month_name(last), now, before, low, high)


def _sum(blocks: list[tuple[int, int, int]], first: int, last: int) -> int | None:
    """The total of exactly these months; None where a block reaches over an end or months are missing."""
    inside = [block for block in blocks if block[1] >= first and block[0] <= last]
    months = sum(block[1] - block[0] + 1 for block in inside)
    return sum(block[2] for block in inside) if months == last - first + 1 else None


def _ratio(before: int | None, now: int) -> tuple[float | None, float | None]:
    if before is None:
        return None, None
    found = trend.ratio(before, now)
    return (None, None) if found.refusal is not None else (float(found.ci[0]), float(found.ci[1]))


def bars(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Each block with its height, in units of a drawing ``TALL`` high, by its monthly mean; the newest last."""
    shown = result["blocks"][-SHOWN_BLOCKS:]
    months = [month_number(each["to"]) - month_number(each["from"]) + 1 for each in shown]
    means = [each["n"] / many for each, many in zip(shown, months, strict=True)]
    top = max(means, default=0) or 1
    return [
        {**each, "months": many, "tall": round(TALL * mean / top, 1), "top": round(TALL - TALL * mean / top, 1)}
        for each, many, mean in zip(shown, months, means, strict=True)
    ]


def groups(zone: Place, period: dict[str, Any]) -> list[dict[str, Any]]:
    """Each crime group's total in a period; None where it is hidden."""
    names = {str(group["code"]): named(group["names"]) for group in groups_of(zone.pack)}
    return [
        {"name": names.get(code, code), "n": row[-1]}
        for code, row in zip(period["groups"], period["table"], strict=False)
    ]


def map_of(zone: Place, period: dict[str, Any]) -> dict[str, Any] | None:
    """The map of one period: every cell with its count, or hidden; None where the zone has no boundary."""
    boundary: Boundary | None = zone.boundary
    if not boundary or not period["cells"]:
        return None
    cells, totals = [int(name, 16) for name in period["cells"]], period["table"][-1]
    rings, lines = outlines_of(cells), list(rings_of(boundary))
    sheet = Sheet([point for ring in [*rings, *lines] for point in ring])
    steps = shade_steps([n for n in totals[:-2] if n is not None])
    rows = [
        {"path": sheet.path(ring), "n": n, "shade": _shade(n, steps), "where": where}
        for ring, n, where in zip(rings, totals, _where(boundary, cells), strict=False)
    ]
    return {
        "height": sheet.height, "cells": rows, "boundary": "".join(sheet.path(ring) for ring in lines),
        "legend": shade_words(steps), "scale": sheet.scale_bar(), "elsewhere": totals[-2],
        "rows": sorted(rows, key=lambda row: (row["n"] is None, -(row["n"] or 0), row["where"])),
    }  # fmt: skip


def _shade(n: int | None, steps: list[int]) -> str:
    if n is None:
        return "hidden"
    return f"s{sum(n >= step for step in steps) if n else 0}"


def _where(boundary: Boundary, cells: list[int]) -> list[str]:
    """Distance, to the hundred metres, and direction from the zone's middle: how the table names each cell."""
    x, y = Plane.of(boundary).to_metres(*centres_of(cells))
    metres = np.hypot(x, y).round(-2).astype(int)
    bearing = np.round(np.degrees(np.arctan2(x, y)) / 45).astype(int) % 8
    return [
        position_name(far, COMPASS[way] if far else "")
        for far, way in zip(metres.tolist(), bearing.tolist(), strict=True)
    ]
