"""The months before and after, and the event study: Vega-Lite specifications from the run's own numbers."""

from typing import Any, Final

from django.utils.translation import gettext as _

Spec = dict[str, Any]
TICKS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.7, 1, 1.5, 2, 5, 10, 20, 50, 100)


def months(result: dict[str, Any], zone: str) -> Spec | None:
    """Counts a month here, and the comparison brought to this zone's level before; a line where the plan stands between."""
    before, after = result["months"]["before"], result["months"]["after"]
    total = result["control"]["before"]
    if not before or not after or not total:
        return None
    here, there = zone, _("comparison, at this zone's level before")
    scale = result["treated"]["before"] / total
    names = [*before, *after]
    values = [
        {"month": f"{name}-01", "n": n, "which": here}
        for name, n in zip(names, result["series"]["treated"], strict=True)
    ]
    values += [
        {"month": f"{name}-01", "n": round(n * scale, 2), "which": there}
        for name, n in zip(names, result["series"]["control"], strict=True)
    ]
    x = {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "title": None,
         "axis": {"format": "%m/%y", "labelOverlap": True, "tickCount": 8}}  # fmt: skip
    colour = {
        "field": "which",
        "title": None,
        "scale": {"domain": [here, there]},
        "legend": {"orient": "top", "direction": "vertical", "labelLimit": 0},
    }
    tooltip = [{"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "format": "%m/%Y", "title": _("month")},
               {"field": "n", "title": _("incidents"), "format": ",.1f"}, {"field": "which", "title": " "}]  # fmt: skip
    y = {"field": "n", "type": "quantitative", "title": _("incidents a month"), "scale": {"zero": True}}
    return {
        "width": "container", "height": 230,
        "layer": [
            {"data": {"values": values}, "mark": {"type": "line", "point": True},
             "encoding": {"x": x, "y": y, "color": colour, "tooltip": tooltip}},
            {"data": {"values": [{"month": f"{after[0]}-01"}]}, "mark": {"type": "rule", "strokeDash": [5, 4]},
             "encoding": {"x": x}},
        ],
    }  # fmt: skip


def quarters(study: dict[str, Any] | None) -> Spec | None:
    """The ratio to the comparison with its interval, quarter by quarter; 1 is as the comparison, the plan starts at 0."""
    shown = [row for row in study["quarters"] if row["ratio"] is not None] if study else []
    if not study or not shown:
        return None
    lags = [row["lag"] for row in study["quarters"]]
    values = [{"lag": row["lag"], "ratio": row["ratio"], "low": row["low"], "high": row["high"]} for row in shown]
    scale = {"domain": [lags[0] - 0.5, lags[-1] + 0.5], "nice": False}
    axis = {"format": "d", "values": lags, "grid": False}
    x = {"field": "lag", "type": "quantitative", "title": _("quarters since the start"), "scale": scale, "axis": axis}
    low, high = min(0.5, *(row["low"] for row in shown)), max(2.0, *(row["high"] for row in shown))
    span = {"type": "log", "domain": [low * 0.95, high * 1.05], "nice": False}
    ticks = [each for each in TICKS if low * 0.95 <= each <= high * 1.05]
    y = {
        "type": "quantitative",
        "scale": span,
        "axis": {"values": ticks, "format": "~g"},
        "title": _("times as many as expected"),
    }
    tooltip = [{"field": "lag", "title": _("quarter")}, {"field": "ratio", "title": _("ratio"), "format": ".2f"},
               {"field": "low", "title": _("from"), "format": ".2f"}, {"field": "high", "title": _("to"), "format": ".2f"}]  # fmt: skip
    return {
        "width": "container", "height": 230, "data": {"values": values},
        "layer": [
            {"data": {"values": [{"ratio": 1}]}, "mark": {"type": "rule"}, "encoding": {"y": {**y, "field": "ratio"}}},
            {"data": {"values": [{"lag": -0.5}]}, "mark": {"type": "rule", "strokeDash": [5, 4]}, "encoding": {"x": x}},
            {"mark": {"type": "rule", "strokeWidth": 2}, "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
             "encoding": {"x": x, "y": {**y, "field": "ratio"}, "tooltip": tooltip}},
        ],
    }  # fmt: skip
