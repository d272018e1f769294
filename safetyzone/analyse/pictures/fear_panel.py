"""Fear against recorded crime on the page of a poll."""

from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.analyse.pictures.drawing import map_of
from safetyzone.analyse.pictures.fear import CRIME, FEAR, fear_of
from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.page import picture_or_job
from safetyzone.analyse.pictures.parts.table import distance_and_bearing
from safetyzone.analyse.pictures.queries import position_name, source_of
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.cells import centres_of
from safetyzone.foundation.places.geometry import Plane
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results.shown import share

MOST_ROWS: Final = 12
FEBRUARY: Final = 2


def on_poll(request: HttpRequest, page: Any) -> str | None:
    """The map of avoided places, and the cells where fear and records disagree."""
    if page.run is None or page.only is not None:
        return None
    by = f"user:{request.user.pk}" if isinstance(request.user, User) else "page"
    run = fear_of(page.wave, inputs=page.run.inputs, picture=_picture(page.wave, by), by=by)
    if run is None or not run.result["n"]:
        return None
    result = run.result
    asked = year_before(page.wave)
    context = {
        "page": page, "wave": page.wave, "zone": page.zone, "run": run, "result": result, "map": _drawn(page.zone, result),
        "rows": _rows(page.zone, result), "zone_fear": share(result["zone"]["fear"]),
        "period": f"{day(asked.since)} – {day(asked.until)}",
    }  # fmt: skip
    return render_to_string("pictures/fear.html", context)


def year_before(wave: Wave) -> Filters:
    """The twelve months up to the wave's last day: what people remember when they are asked, and not ten years of records."""
    until = wave.closes
    ago = date(until.year - 1, until.month, min(until.day, 28) if until.month == FEBRUARY else until.day)
    return Filters(since=ago + timedelta(days=1), until=until)


def _picture(wave: Wave, by: str) -> Run | None:
    """The zone's picture of those months; None where there are no records, or while a large one is computed."""
    source = source_of(wave.zone)
    return picture_or_job(source, year_before(wave), by=by) if source.imports else None


def _drawn(zone: Place, result: dict[str, Any]) -> dict[str, Any] | None:
    cells = result["cells"]
    columns = {
        "cell": [cell["cell"] for cell in cells], "n": [cell["n"] or 0 for cell in cells],
        "hot": [cell["verdict"] == FEAR for cell in cells], "cold": [cell["verdict"] == CRIME for cell in cells],
        "leaning": [False] * len(cells),
    }  # fmt: skip
    return map_of({"columns": columns}, zone.boundary, lost=False) if cells else None


def _rows(zone: Place, result: dict[str, Any]) -> list[dict[str, Any]]:
    """Cells that disagree, then the most avoided ones, told by distance and direction."""
    chosen = [cell for cell in result["cells"] if cell["verdict"] or cell["n"]]
    chosen.sort(key=lambda cell: (not cell["verdict"], -(cell["n"] or 0), cell["cell"]))
    chosen = chosen[:MOST_ROWS]
    lon, lat = centres_of([int(cell["cell"], 16) for cell in chosen])
    x, y = Plane.of(zone.boundary or {}).to_metres(lon, lat)
    return [
        {**cell, "place": position_name(*distance_and_bearing(float(x[i]), float(y[i]))), "share": _interval(cell["fear"])}
        for i, cell in enumerate(chosen)
    ]  # fmt: skip


def _interval(fear: list[float] | None) -> str:
    return f"{share(fear[0])} ({share(fear[1])} – {share(fear[2])})" if fear else ""


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("poll", "main", 20, "fear", _("Fear against recorded crime"), Permission.VIEW_ZONE, on_poll))
