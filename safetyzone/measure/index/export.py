"""The numbers of an index as CSV; every row names the run it comes from."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.index.definitions import Hierarchy
from safetyzone.measure.index.reading import COLUMNS

# A spreadsheet would run a cell that begins like this as a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
ZONE: Final = (
    "zone", "domain", "code", "unit", "value", "low", "high", "se", "n", "day", "why_missing", "score", "score_low",
    "score_high", "weight", "goalpost_low", "goalpost_high", "direction", "source", "sample", "run",
)  # fmt: skip
PLACE: Final = (
    "zone", "score", "low", "high", "rank_sampling_low", "rank_sampling_high", "rank_choices_low", "rank_choices_high",
    "rank_low", "rank_high", "missing_domains", "run",
)  # fmt: skip


def zone_csv(run: Run, domain_of: dict[str, str]) -> str:
    """One row for each indicator, each domain and the whole."""
    result, zone = run.result, run.place.slug
    rows: list[list[Any]] = [
        [zone, domain_of.get(card["code"], ""), card["code"], card["unit"], card["value"], card["low"], card["high"],
         card["se"], card["n"], card["day"], card["why"], card["score"], card["score_low"], card["score_high"], card["weight"],
         *card["goalposts"], "more" if card["more"] else "less", card["about"].get("entered", ""), card["sample"], run.key]
        for card in result["cards"]
    ]  # fmt: skip
    rows += [_summary(zone, each, run.key) for each in result["domains"]]
    if result["overall"]:
        rows.append(_summary(zone, {"code": "index", "weight": "", **result["overall"]}, run.key))
    return _table(ZONE, rows)


def _summary(zone: str, stated: dict[str, Any], key: str) -> list[Any]:
    blank = [""] * 8
    scores = [stated["score"], stated["low"], stated["high"], stated["weight"]]
    return [zone, stated["code"], "", *blank, *scores, "", "", "", "", "", key]


def place_csv(run: Run) -> str:
    """One row for each zone, those with a missing domain last."""
    rows: list[list[Any]] = []
    for each in run.result["zones"]:
        ranks = each["ranks"] or {"sampling": ["", ""], "choices": ["", ""], "both": ["", ""]}
        spans = [*ranks["sampling"], *ranks["choices"], *ranks["both"]]
        rows.append([each["slug"], each["score"], each["low"], each["high"], *spans, "", run.key])
    rows += [
        [each["slug"], *[""] * 9, " ".join(each["missing"]), run.key] for each in run.result["apart"]
    ]  # fmt: skip
    return _table(PLACE, rows)


def empty_sheet(zones: Iterable[Place], hierarchy: Hierarchy) -> str:
    """A file to be filled in: a line for each zone and indicator, with its unit. Lines left empty are passed over later."""
    codes = [(each.code, each.unit) for each in hierarchy.indicators]
    filled = [[zone.slug, code, "", unit, *[""] * (len(COLUMNS) - 4)] for zone in zones for code, unit in codes]
    return _table(COLUMNS, filled)


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
