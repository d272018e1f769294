"""Vega-Lite specifications: built here, drawn by the browser and, later, by the PDF, from the same numbers.

Colours are the page's own and set where a chart is drawn; a specification names only their place in the series.
"""

from typing import Any

from django.utils.translation import gettext as _

from safetyzone.foundation.pages.templatetags.figures import month, years_ahead

Spec = dict[str, Any]


def days() -> list[str]:
    """Weekdays, Sunday first, as short as a column's head."""
    return [_("Sun"), _("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat")]


def hours(clock: dict[str, Any], named: dict[str, str]) -> Spec:
    """Bars of the 24 hours, split into solved and not."""
    states = {"solved": _("solved"), "unsolved": _("not solved"), "unknown": _("not said")}
    sums: dict[str, list[float]] = {}
    for part in clock["split"]:
        held = sums.setdefault(part["solved"], [0.0] * 24)
        sums[part["solved"]] = [a + b for a, b in zip(held, part["by_hour"], strict=True)]
    shown = [state for state in states if state in sums]
    values = [
        {"hour": hour, "n": round(n, 2), "solved": states[state]}
        for state in shown
        for hour, n in enumerate(sums[state])
    ]
    colour = {"field": "solved", "title": None, "sort": None, "legend": {"orient": "top"} if len(shown) > 1 else None}
    return {
        "width": "container", "height": 180, "data": {"values": values},
        "mark": {"type": "bar", "width": {"band": 0.85}},
        "encoding": {
            "x": {"field": "hour", "type": "ordinal", "title": _("hour of day"), "axis": {
                "labelAngle": 0, "labelExpr": "datum.value % 3 == 0 ? datum.label : ''"}},
            "y": {"field": "n", "type": "quantitative", "title": _("incidents"), "axis": {"tickCount": 4}},
            "color": colour,
            "tooltip": [{"field": "hour", "title": _("hour of day")}, {"field": "n", "title": _("incidents"), "format": ",.1f"},
                        {"field": "solved", "title": _("solved")}],
        },
    }  # fmt: skip


def week(clock: dict[str, Any]) -> Spec:
    """Hours by weekdays, darker where more happens."""
    names = days()
    values = [
        {"hour": hour, "day": names[day], "n": n}
        for hour, row in enumerate(clock["weights"]) for day, n in enumerate(row)
    ]  # fmt: skip
    return {
        "width": "container", "height": 190, "data": {"values": values},
        "mark": {"type": "rect"},
        "encoding": {
            "x": {"field": "hour", "type": "ordinal", "title": _("hour of day"), "axis": {
                "labelAngle": 0, "labelExpr": "datum.value % 3 == 0 ? datum.label : ''"}},
            "y": {"field": "day", "type": "ordinal", "sort": names, "title": None},
            "color": {"field": "n", "type": "quantitative", "title": _("incidents"), "scale": {"zero": True},
                      "legend": {"orient": "top", "gradientLength": 160}},
            "tooltip": [{"field": "day", "title": _("day")}, {"field": "hour", "title": _("hour of day")},
                        {"field": "n", "title": _("incidents"), "format": ",.1f"}],
        },
    }  # fmt: skip


def short_month() -> str:
    """A label such as 03/68, in the years of the reader's calendar; its own formats know the common calendar alone."""
    return f"utcFormat(datum.value, '%m/') + format((utcyear(datum.value) + {years_ahead()}) % 100, '02d')"


def trend(trend: dict[str, Any]) -> Spec:
    """Months with their interval, and the same months a year before."""
    now, before = _("each month"), _("the same month a year before")
    months = [{"month": f"{m['month']}-01", "n": m["n"], "low": m["low"], "high": m["high"], "which": now,
               "label": month(m["month"])}
              for m in trend["months"]]  # fmt: skip
    earlier = [{"month": f"{m['month']}-01", "n": m["last_year"], "which": before, "label": month(m["month"])}
               for m in trend["months"] if m["last_year"] is not None]  # fmt: skip
    x = {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "title": None,
         "axis": {"labelExpr": short_month(), "labelOverlap": True, "tickCount": 8}}  # fmt: skip
    y = {"field": "n", "type": "quantitative", "title": _("incidents a month"), "scale": {"zero": True}}
    colour = {"field": "which", "title": None, "scale": {"domain": [now, before]}, "legend": {"orient": "top"}}
    tooltip = [{"field": "label", "title": _("month")},
               {"field": "n", "title": _("incidents")}, {"field": "which", "title": " "}]  # fmt: skip
    return {
        "width": "container", "height": 230,
        "layer": [
            {"data": {"values": months}, "mark": {"type": "area", "opacity": 0.2},
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}},
            {"data": {"values": earlier}, "mark": {"type": "line", "strokeDash": [5, 4], "point": False},
             "encoding": {"x": x, "y": y, "color": colour, "tooltip": tooltip}},
            {"data": {"values": months}, "mark": {"type": "line", "point": True},
             "encoding": {"x": x, "y": y, "color": colour, "tooltip": tooltip}},
        ],
    }  # fmt: skip
