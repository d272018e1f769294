"""The months before and after, here and in the comparison: a Vega-Lite specification from the run's own numbers."""

from typing import Any

from django.utils.translation import gettext as _

Spec = dict[str, Any]


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
