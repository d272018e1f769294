"""What changed since last time: how much of the difference comes from values, from data that came or went, from marks."""

from typing import Any, Final

import numpy as np

from safetyzone.foundation.runs.models import Run
from safetyzone.measure.index.compose import rows_again
from safetyzone.measure.index.compute import METHOD
from safetyzone.measure.index.definitions import Hierarchy
from zonestats import index

SMALLEST: Final = 1e-6
Cards = dict[str, dict[str, Any]]


def run_before(run: Run) -> Run | None:
    """The zone's index computed before this one."""
    earlier = Run.objects.filter(method=METHOD, place=run.place_id, pk__lt=run.pk)
    return earlier.order_by("-pk").first()


def changes(hierarchy: Hierarchy, before: Run, now: Run) -> dict[str, Any]:
    """Lists of what changed, and, where both have a score, its difference in three parts that add up to it.

    In this order: values that were known both times; data that came or went; weights and goalposts.
    """
    old, new = _cards(before), _cards(now)
    known = [code for code in new if code in old and None not in (old[code]["value"], new[code]["value"])]
    moved = [code for code in known if abs(old[code]["value"] - new[code]["value"]) > SMALLEST]
    return {
        "moved": [{"code": code, "before": old[code]["value"], "now": new[code]["value"]} for code in moved],
        "came": [code for code in new if _has(new, code) and not _has(old, code)],
        "went": [code for code in old if _has(old, code) and not _has(new, code)],
        "weights": _weights(before, now),
        "goalposts": _goalposts(before, now),
        "parts": _parts(hierarchy, before, now, old, new, known),
    }


def _has(cards: Cards, code: str) -> bool:
    return code in cards and cards[code]["value"] is not None


def _cards(run: Run) -> Cards:
    return {card["code"]: card for card in run.result["cards"]}


def _weights(before: Run, now: Run) -> list[dict[str, Any]]:
    old, new = (run.parameters["marks"]["weights"] for run in (before, now))
    return [{"code": code, "before": old.get(code), "now": new[code]} for code in new if new[code] != old.get(code)]


def _goalposts(before: Run, now: Run) -> list[dict[str, Any]]:
    old, new = (run.parameters["marks"]["goalposts"] for run in (before, now))
    return [{"code": code, "before": old.get(code), "now": new[code]} for code in new if new[code] != old.get(code)]


def _parts(
    hierarchy: Hierarchy, before: Run, now: Run, old: Cards, new: Cards, known: list[str]
) -> dict[str, float] | None:
    first, last = before.result["overall"], now.result["overall"]
    if first is None or last is None:
        return None
    earlier = _marked(hierarchy, before)
    half_way = _score(earlier, {**old, **{code: new[code] for code in known}})
    whole = _score(earlier, new)
    if half_way is None or whole is None:
        return None
    return {
        "whole": round(last["score"] - first["score"], 4),
        "values": round(half_way - first["score"], 4),
        "data": round(whole - half_way, 4),
        "marks": round(last["score"] - whole, 4),
    }


def _marked(hierarchy: Hierarchy, run: Run) -> Hierarchy:
    marks = run.parameters["marks"]
    return hierarchy.with_marks(marks["weights"], marks["goalposts"])


def _score(hierarchy: Hierarchy, cards: Cards) -> float | None:
    rows = rows_again("zone", list(cards.values()))
    held = {row["indicator"]: row for row in rows}
    missing = {"zone": "zone", "value": None}
    asked = [held.get(each.code, {**missing, "indicator": each.code}) for each in hierarchy.indicators]
    score = index.build(hierarchy.spec(), asked).scores[0]
    return float(score) if np.isfinite(score) else None
