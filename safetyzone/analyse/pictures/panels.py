"""What the picture puts on the zone's page."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safetyzone.analyse.pictures import charts, shown
from safetyzone.analyse.pictures.drawing import map_of
from safetyzone.analyse.pictures.findings import sentences
from safetyzone.analyse.pictures.page import ZonePage
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register

Context = Callable[[ZonePage], dict[str, Any]]


def _panel(template: str, context: Context) -> Callable[[HttpRequest, ZonePage], str | None]:
    def render(request: HttpRequest, page: ZonePage) -> str | None:
        if page.run is None:
            return None
        held = {"page": page, "zone": page.zone, "run": page.run, "result": page.run.result, **context(page)}
        # Without the request: what the frame needs is asked for once, by the page.
        return render_to_string(f"pictures/{template}.html", held)

    return render


def _result(page: ZonePage) -> dict[str, Any]:
    return page.run.result if page.run else {}


def _findings(page: ZonePage) -> dict[str, Any]:
    language = get_language() or "en"
    return {"sentences": sentences(page.run, language, page.names) if page.run else []}


def _map(page: ZonePage) -> dict[str, Any]:
    result = _result(page)
    return {
        "words": shown.map_words(),
        "refusal": shown.refusal_of(result["cells"]),
        "tiles_url": settings.TILES_URL,
        "map": map_of(result["cells"], page.zone.boundary, lost=page.words.lost),
        "caption": shown.caption(result["basis"], n=result["cells"]["n"]),
    }


def _places(page: ZonePage) -> dict[str, Any]:
    return {"rows": list(zip(page.names, _result(page)["places"], strict=True))}


def _clock(page: ZonePage) -> dict[str, Any]:
    clock = _result(page)["clock"]
    return {
        "clock": clock,
        "refusal": shown.refusal_of(clock),
        "hours_spec": charts.hours(clock, page.words.groups) if clock["weights"] else None,
        "week_spec": charts.week(clock) if clock["weights"] else None,
        "rows": shown.clock_rows(clock),
        "days": charts.days(),
        "caption": shown.caption(_result(page)["basis"], n=clock["n"]),
    }


def _trend(page: ZonePage) -> dict[str, Any]:
    whole = _result(page)["trend"]
    trend = shown.latest_months(whole)
    return {
        "trend": trend,
        "left_out": len(whole["months"]) - len(trend["months"]),
        "refusal": shown.refusal_of(trend),
        "spec": charts.trend(trend) if trend["months"] else None,
        "caption": shown.caption(_result(page)["basis"], n=whole["n"]),
    }


def _counts(page: ZonePage) -> dict[str, Any]:
    result, named = _result(page), page.words.groups
    groups = [{**row, "name": named.get(row["group"]) or shown.ungrouped()} for row in result["counts"]["by_group"]]
    return {"groups": groups, "caption": shown.caption(result["basis"]), "refusal": shown.refusal_of(result["share"])}


def _quality(page: ZonePage) -> dict[str, Any]:
    return {"items": shown.quality_items(_result(page)), "notes": shown.quality_notes(_result(page))}


PANELS: Final[tuple[tuple[str, int, str, str | Promise, Context], ...]] = (
    ("top", 5, "findings", _("What the records say"), _findings),
    ("main", 10, "map", _("Where it happens"), _map),
    ("side", 15, "places", _("Places with most incidents"), _places),
    ("main", 20, "clock", _("When it happens"), _clock),
    ("main", 30, "trend", _("Month by month"), _trend),
    ("side", 40, "counts", _("Counts"), _counts),
    ("side", 50, "quality", _("How good the records are"), _quality),
)


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    for slot, order, key, title, context in PANELS:
        register(Panel("zone", slot, order, key, title, Permission.VIEW_ZONE, _panel(key, context)))
