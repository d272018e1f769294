"""The board's lines, map and funnels as pages show them."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from safetyzone.foundation.pages.templatetags.figures import number, percent
from safetyzone.measure.targets.definitions import Target
from safetyzone.measure.targets.shown import goal, verdict_of
from safetyzone.programme.board.funnel import INNER, OUTER, limits
from safetyzone.programme.board.queries import Line
from safetyzone.programme.rollout.definitions import Definitions
from safetyzone.programme.rollout.models import StageCode

WIDTH: Final = 640
HEIGHT: Final = 300
LEFT: Final = 52
BELOW: Final = 40
MAP_WIDTH: Final = 420
CURVE_POINTS: Final = 60


@dataclass(frozen=True)
class Shown:
    """A line with what its template needs in words."""

    line: Line
    stage: str
    phase: str
    targets: list[dict[str, Any]]


def lines_shown(lines: list[Line], known: Definitions, asked: list[Target]) -> list[Shown]:
    """Stage and verdicts in words."""
    return [
        Shown(
            line, known.stage(line.row.stage).name if line.row and line.row.stage else "",
            known.phase_name(line.row.phase) if line.row and line.row.phase else "", _verdicts(line, asked),
        )
        for line in lines
    ]  # fmt: skip


def _verdicts(line: Line, asked: list[Target]) -> list[dict[str, Any]]:
    """One entry for each survey target: the verdict, and the share with its interval and n."""
    held = {judged["code"]: judged for judged in line.row.targets} if line.row else {}
    found = []
    for target in asked:
        judged = held.get(target.code)
        shown: dict[str, Any] = {"name": target.name, "goal": goal(target)}
        if judged:
            shown |= verdict_of(judged) | {
                "n": judged["n"],
                "kind": judged["kind"],
                "share": percent(judged.get("share")),
            }
            if judged.get("low") is not None:
                shown["range"] = f"{judged['low'] * 100:.0f}–{judged['high'] * 100:.0f} %"
        found.append(shown)
    return found


def map_of(
    points: list[dict[str, Any]], provinces: list[tuple[float, float]], known: Definitions
) -> dict[str, Any] | None:
    """The country in SVG units, north up; None where no zone has a place yet."""
    placed = [(point, *_place(point)) for point in points]
    located = [(point, lon, lat) for point, lon, lat in placed if lon is not None and lat is not None]
    if not located:
        return None
    every = [(lon, lat) for _point, lon, lat in located] + provinces
    west, east = min(lon for lon, _lat in every), max(lon for lon, _lat in every)
    south, north = min(lat for _lon, lat in every), max(lat for _lon, lat in every)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (MAP_WIDTH - 40) / max((east - west) * squeeze, 0.02)

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round(20 + (lon - west) * squeeze * scale, 1), round(20 + (north - lat) * scale, 1)

    return {
        "width": MAP_WIDTH, "height": round(40 + (north - south) * scale), "lost": len(points) - len(located),
        "middles": [at(lon, lat) for lon, lat in provinces],
        "dots": _dots([(point["board_row__stage"] or "none", *at(lon, lat)) for point, lon, lat in located]),
        "legend": [(rule.code, rule.name, sum(point["board_row__stage"] == rule.code for point, _x, _y in located))
                   for rule in known.stages],
        "none": sum(not point["board_row__stage"] for point, _x, _y in located),
    }  # fmt: skip


def _dots(points: list[tuple[str, float, float]]) -> list[tuple[str, str]]:
    """One path for each stage: a nation is eight elements of a page, not fifteen hundred."""
    drawn: dict[str, list[str]] = {}
    for stage, x, y in points:
        drawn.setdefault(stage, []).append(f"M{x - 5:.1f} {y:.1f}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z")
    return [(stage, "".join(parts)) for stage, parts in drawn.items()]


def _place(point: dict[str, Any]) -> tuple[float | None, float | None]:
    """The zone's own middle, else its station's."""
    if point["lon"] is not None:
        return point["lon"], point["lat"]
    return point["parent__lon"], point["parent__lat"]


def funnel_of(drawn: dict[str, Any], seen: set[str], names: dict[str, str]) -> dict[str, Any]:
    """One funnel in SVG units with a table of the zones beyond it, in the order of the hierarchy."""
    shown: dict[str, Any] = {"code": drawn["code"], "have": drawn["have"], "need": drawn["need"], "enough": False}
    mine = [point for point in drawn["points"] if point["zone"] in seen]
    if drawn["common"] is None or not mine:
        return shown
    largest = max(point["n"] for point in drawn["points"])
    smallest = min(point["n"] for point in drawn["points"])
    # The root of n spreads small zones out, where the funnel is wide.
    span = math.sqrt(largest) - math.sqrt(smallest) or 1.0

    def x(n: float) -> float:
        return round(LEFT + (math.sqrt(n) - math.sqrt(smallest)) / span * (WIDTH - LEFT - 20), 1)

    def y(share: float) -> float:
        return round(10 + (1 - share) * (HEIGHT - BELOW - 10), 1)

    beyond = [point for point in mine if point["state"]]
    inside = "".join(f"M{x(point['n'])} {y(point['share'])}h0" for point in mine if not point["state"])
    return shown | {
        "enough": True, "width": WIDTH, "height": HEIGHT, "left": LEFT, "floor": HEIGHT - BELOW, "right": WIDTH - 20,
        "common": percent(drawn["common"], 1), "common_y": y(drawn["common"]), "overdispersed": drawn["overdispersed"],
        "dispersion": drawn["dispersion"], "n": len(mine),
        "curves": _curves(drawn, smallest, largest, x, y), "inside": inside,
        "points": [{"x": x(point["n"]), "y": y(point["share"]), "state": abs(point["state"]), "zone": point["zone"],
                    "name": names.get(point["zone"], point["zone"]), "share": percent(point["share"]),
                    "n": round(point["n"])} for point in beyond],
        "ticks": [(y(share), percent(share)) for share in (0, 0.25, 0.5, 0.75, 1)],
        "sizes": [(x(n), number(round(n))) for n in _sizes(smallest, largest)],
        "beyond": [{"zone": point["zone"], "name": names.get(point["zone"], point["zone"]), "share": percent(point["share"]),
                    "n": round(point["n"]), "high": point["state"] > 0, "far": abs(point["state"]) == 2} for point in beyond],
    }  # fmt: skip


def _sizes(smallest: float, largest: float) -> list[float]:
    return (
        [smallest, ((math.sqrt(smallest) + math.sqrt(largest)) / 2) ** 2, largest] if largest > smallest else [largest]
    )


def _curves(drawn: dict[str, Any], smallest: float, largest: float, x: Any, y: Any) -> list[tuple[str, str]]:
    """Lower and upper limit of both levels as SVG paths, with a class each."""
    n = np.linspace(math.sqrt(smallest), math.sqrt(largest), CURVE_POINTS) ** 2
    found = []
    for level, style in ((INNER, "inner"), (OUTER, "outer")):
        for bound in limits(drawn["common"], n, level=level, factor=drawn["factor"]):
            steps = (f"{x(size)} {y(share)}" for size, share in zip(n.tolist(), bound.tolist(), strict=True))
            found.append((style, "M" + "L".join(steps)))
    return found


def stage_codes() -> list[str]:
    return [str(code) for code in StageCode.values]
