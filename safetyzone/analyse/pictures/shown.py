"""A run's numbers as the page's tables and captions show them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safetyzone.analyse.pictures.findings import not_enough
from safetyzone.foundation.pages.templatetags.figures import day, number


def caption(basis: dict[str, Any], *, n: int | None = None) -> dict[str, Any]:
    """What stands under every figure."""
    period = f"{day(basis['from'])} – {day(basis['to'])}" if basis["from"] else _("no dates")
    return {
        "n": basis["n"] if n is None else n,
        "period": period,
        "source": ", ".join(basis["sources"]),
        "rule": _("each recorded incident once, as last corrected, inside the zone's boundary"),
    }


def refusal_of(part: dict[str, Any]) -> dict[str, Any] | None:
    """A method's refusal for ``pages/not_enough.html``."""
    refused = part["refusal"]
    if refused is None:
        return None
    if refused["code"] != "not_enough":
        return {"have": None, "need": None, "reason": f"{not_enough(refused).capitalize()}."}
    return {"have": _whole(refused["have"]), "need": _whole(refused["need"]), "reason": _reason(refused)}


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _reason(refused: dict[str, Any]) -> str:
    if "month" in refused["reason"]:
        return _("Complete months, to compare with the same months a year before.")
    return ""


def ungrouped() -> str:
    """The name of what no crime group holds."""
    return _("not grouped")


def clock_rows(clock: dict[str, Any]) -> list[tuple[str, list[float], float]]:
    """One row an hour: its name, seven days, their sum."""
    if not clock["weights"]:
        return []
    return [(f"{hour:02d}:00", row, round(sum(row), 1)) for hour, row in enumerate(clock["weights"])]


MONTHS = 36


def latest_months(trend: dict[str, Any]) -> dict[str, Any]:
    """The last three years: what a chart can show; the run holds every month."""
    months = trend["months"][-MONTHS:]
    return {**trend, "months": months, "n": sum(month["n"] for month in months)}


def quality_items(result: dict[str, Any]) -> list[tuple[str, str]]:
    """The data-quality box, from the file's rows to the zone's incidents."""
    box, clock = result["quality"], result["clock"]
    precision = box["place_precision"]
    return [
        (_("Rows read"), number(box["read"])),
        (_("Accepted"), number(box["accepted"])),
        (_("Corrections"), number(box["corrected"])),
        (_("Unchanged"), number(box["unchanged"])),
        (_("Rejected"), number(box["rejected"])),
        (_("In the zone, before any filter"), number(box["in_zone"])),
        (_("Of the station, outside the zone"), number(box["outside"])),
        (_("Of the station, without a place"), number(box["no_place"])),
        (_("Place exact"), number(precision["exact"])),
        (_("Place to the street or block"), number(precision["street"])),
        (_("Place only to an area"), number(precision["area"] + precision["unknown"])),
        (_("Time of day known"), number(box["timed"])),
        (_("Known only as from–to"), number(box["span"])),
        (_("Date only"), number(box["date_only"])),
        (_("No date"), number(box["undated"])),
        (_("Probably default times"), number(max(box["default_times"], clock["probably_default_times"]))),
    ]


def quality_notes(result: dict[str, Any]) -> list[str]:
    """What a reader must know before trusting the picture."""
    cells, clock = result["cells"], result["clock"]
    notes = []
    if cells["not_mapped"]:
        text = ngettext(
            "%(k)s incident is located no better than an area: counted, but not on the map.",
            "%(k)s incidents are located no better than an area: counted, but not on the map.",
            cells["not_mapped"],
        )
        notes.append(text % {"k": number(cells["not_mapped"])})
    if left_out := clock["date_only"] + clock["undated"]:
        text = ngettext(
            "%(k)s incident without a time of day is left out of the clock.",
            "%(k)s incidents without a time of day are left out of the clock.",
            left_out,
        )
        notes.append(text % {"k": number(left_out)})
    for hour in clock["default_hours"]:
        notes.append(_("%(hour)s is probably a form's default time.") % {"hour": f"{hour:02d}:00"})
    if result["filters"]["origin"] != "reported":
        notes.append(_("Discovered incidents show where the police looked as much as where crime was."))
    return notes


def map_words() -> dict[str, str]:
    """The map library's own words, by its names for them."""
    return {
        "Map.Title": _("Map of the zone"),
        "NavigationControl.ZoomIn": _("Zoom in"),
        "NavigationControl.ZoomOut": _("Zoom out"),
        "AttributionControl.ToggleAttribution": _("Source of the map"),
        "CooperativeGesturesHandler.WindowsHelpText": _("Hold Ctrl and scroll to zoom"),
        "CooperativeGesturesHandler.MacHelpText": _("Hold ⌘ and scroll to zoom"),
        "CooperativeGesturesHandler.MobileHelpText": _("Move the map with two fingers"),
    }
