"""Five plain sentences: where, when, whether it rises, near repeats, and how good the records are."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.template.defaultfilters import floatformat
from django.utils import translation
from django.utils.translation import gettext as _

from safetyzone.analyse.pictures.queries import place_names
from safetyzone.foundation.pages.templatetags.figures import month
from safetyzone.foundation.runs.models import Run

CHANCE: Final = 0.05


def sentences(run: Run, language: str, names: Sequence[str] | None = None) -> list[str]:
    """What the picture says, for whoever reads only five lines. ``names``: of its places; default by distance."""
    with translation.override(language):
        named = place_names(run) if names is None else list(names)
        return [_where(run.result, named), *(tell(run.result) for tell in _TOLD)]


def percent(share: float) -> str:
    """12 % or, below one, 0.4 %."""
    number = 100 * share
    # The space does not break, so that a number never stands at a line's end without its sign.
    return f"{number:.0f}\u00a0%" if number >= 1 or number == 0 else f"{number:.1f}\u00a0%"


def not_enough(refused: dict[str, Any]) -> str:
    """A method's refusal in the reader's language."""
    if refused["code"] == "mixed_origin":
        return _("reported and discovered incidents are not added up into one rate; choose one of the two")
    if refused["code"] == "no_cells":
        return _("the zone has no boundary yet")
    if refused["code"] == "missing_months":
        return _("some of the months compared have no records at all: missing from the files, not quiet")
    told = {"have": f"{refused['have']:,g}", "need": f"{refused['need']:,g}"}
    return _("not enough records: %(have)s, at least %(need)s are needed") % told


def _where(result: dict[str, Any], names: list[str]) -> str:
    cells, places = result["cells"], result["places"]
    if refused := cells["refusal"]:
        return _("Where: we cannot say (%(why)s).") % {"why": not_enough(refused)}
    hot = [name for name, row in zip(names, places, strict=True) if row["hot"]]
    if not cells["hot"]:
        return _("Where: no place stands out from chance; most incidents, %(n)s of %(of)s, are at %(place)s.") % {
            "n": f"{places[0]['n']:,}", "of": f"{cells['n']:,}", "place": names[0]}  # fmt: skip
    told = {
        "hot": f"{cells['hot']:,}", "cells": f"{cells['cells']:,}", "share": percent(cells["n_hot"] / cells["n"]),
        "of": f"{cells['n']:,}", "place": hot[0] if hot else names[0],
    }  # fmt: skip
    return _(
        "Where: %(hot)s of %(cells)s hexagons stand out as hot spots, with %(share)s of %(of)s incidents; "
        "busiest: %(place)s."
    ) % told  # fmt: skip


def _when(result: dict[str, Any]) -> str:
    clock = result["clock"]
    if refused := clock["refusal"]:
        return _("When: we cannot say (%(why)s with a known time of day).") % {"why": not_enough(refused)}
    peak = clock["peak"]
    if peak is None:
        return _("When: we cannot say, because the times look like a form's default times.")
    told = {
        "from": f"{peak['from']:02d}:00", "to": f"{peak['to']:02d}:00", "share": percent(peak["share"]),
        "n": f"{clock['n']:,}", "fair": percent(4 / 24),
    }  # fmt: skip
    if peak["p"] > CHANCE:
        return _(
            "When: no time of day stands out among %(n)s incidents with a known time; from %(from)s to %(to)s there "
            "were %(share)s, even hours would give %(fair)s."
        ) % told  # fmt: skip
    return _(
        "When: busiest from %(from)s to %(to)s, with %(share)s of the %(n)s incidents with a known time; "
        "even hours would give %(fair)s."
    ) % told  # fmt: skip


def _trend(result: dict[str, Any]) -> str:
    trend = result["trend"]
    if refused := trend["refusal"]:
        return _("Trend: we cannot say (%(why)s).") % {"why": _no_trend(refused)}
    year = trend["year"]
    told = {
        "from": month(year["from"]), "to": month(year["to"]), "n": f"{year['n']:,}",
        "before": f"{year['last_year']:,}", "low": _number(year["low"]), "high": _number(year["high"]),
        "ratio": _number(year["ratio"]),
    }  # fmt: skip
    if year["low"] is not None and year["low"] > 1:
        text = _(
            "Trend: more than a year ago. %(n)s incidents from %(from)s to %(to)s, %(before)s in the same months before"
        )
    elif year["high"] is not None and year["high"] < 1:
        text = _(
            "Trend: fewer than a year ago. %(n)s incidents from %(from)s to %(to)s, %(before)s in the same months before"
        )
    else:
        text = _(
            "Trend: no clear change. %(n)s incidents from %(from)s to %(to)s, %(before)s in the same months before"
        )
    return (text + _(": %(ratio)s times as many (95\u00a0%% interval %(low)s to %(high)s).")) % told


def _no_trend(refused: dict[str, Any]) -> str:
    if refused["code"] != "not_enough":
        return not_enough(refused)
    if "month" in refused["reason"]:
        return _("at least 13 complete months are needed, the records hold %(have)s") % {"have": refused["have"]}
    return not_enough(refused)


def _near(result: dict[str, Any]) -> str:
    near = result["near_repeat"]
    if refused := near["refusal"]:
        return _("Near repeats: we cannot say (%(why)s).") % {"why": not_enough(refused)}
    told = {
        "m": near["within_m"], "days": near["within_days"], "observed": f"{near['observed']:,}",
        "expected": f"{near['expected']:,.0f}", "ratio": _number(near["ratio"]), "n": f"{near['n']:,}",
    }  # fmt: skip
    pairs = _("%(observed)s pairs within %(m)s m and %(days)s days, %(expected)s expected by chance (%(n)s incidents)")
    if near["p"] <= CHANCE and near["ratio"] > 1:
        text = _("Near repeats: yes, %(ratio)s times what chance gives. %(pairs)s.")
    else:
        text = _("Near repeats: no sign. %(pairs)s.")
    return text % {**told, "pairs": pairs % told}


def _quality(result: dict[str, Any]) -> str:
    box = result["quality"]
    told = {"read": f"{box['read']:,}", "rejected": f"{box['rejected']:,}", "zone": f"{box['in_zone']:,}"}
    text = _("Records: %(read)s rows read, %(rejected)s rejected, %(zone)s incidents in the zone")
    flaws = [
        (_("%(k)s without a time of day"), box["date_only"] + box["undated"]),
        (_("%(k)s with what is probably a default time"), box["default_times"]),
        (_("%(k)s located no better than an area"), box["place_precision"]["area"] + box["place_precision"]["unknown"]),
        (_("%(k)s of the station outside the zone or without a place"), box["outside"] + box["no_place"]),
    ]
    told_flaws = [flaw % {"k": f"{k:,}"} for flaw, k in flaws if k]
    return _("%(sentence)s.") % {"sentence": ", ".join([text % told, *told_flaws])}  # Thai has no full stop


def _number(value: float | None) -> str:
    return "∞" if value is None else floatformat(value, 2)  # rounds as the page's own figures do


_TOLD: Final[tuple[Callable[[dict[str, Any]], str], ...]] = (_when, _trend, _near, _quality)
