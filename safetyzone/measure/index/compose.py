"""From values to scores: pure, the same values and marks give the same bytes."""

import math
from collections.abc import Mapping
from typing import Any, Final

from safetyzone.measure.index.definitions import Domain, Hierarchy, Indicator
from safetyzone.measure.index.measured import NOT_ENTERED, Measured, missing
from zonestats import index

SCHEMA: Final = "index/1"
DRAWS: Final = 1000
DIGITS: Final = 6


def composed(hierarchy: Hierarchy, values: Mapping[str, Measured], *, seed: int) -> dict[str, Any]:
    """One zone's index, JSON-ready: cards, domains, and the whole where no domain is missing.

    Scores run from 0 to 100; ``low`` and ``high`` hold 95 % of the scores over draws of the estimated indicators alone.
    """
    held = {each.code: values.get(each.code) or missing(NOT_ENTERED) for each in hierarchy.indicators}
    built = index.build(hierarchy.spec(), rows_of("zone", held))
    spans = built.intervals(DRAWS, seed)
    scores = {node: _number(built.score_of(node)[0]) for node in built.nodes}
    ranges = {node: [_number(value) for value in spans.of("zone", node)] for node in built.nodes}
    absent = [domain.code for domain in hierarchy.domains if domain.weight > 0 and scores[domain.code] is None]
    whole = None
    if not absent and scores["index"] is not None:
        whole = {"score": scores["index"], "low": ranges["index"][0], "high": ranges["index"][1]}
    return {
        "schema": SCHEMA,
        "cards": [_card(each, held[each.code], scores, ranges) for each in hierarchy.indicators],
        "domains": [_domain(domain, held, scores, ranges) for domain in hierarchy.domains],
        "overall": whole,
        "missing_domains": absent,
        "sample": any(each.sample for each in held.values()),
        "draws": DRAWS,
    }


def rows_of(zone: str, values: Mapping[str, Measured]) -> list[dict[str, Any]]:
    """For ``zonestats.index.build``. Full counts carry no n there, because nothing about them is drawn."""
    return [
        {"zone": zone, "indicator": code, "value": each.value, "se": each.se,
         "n": each.n_eff if each.se is not None else None}
        for code, each in values.items()
    ]  # fmt: skip


def rows_again(zone: str, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same from a stored run's cards."""
    return [
        {"zone": zone, "indicator": card["code"], "value": card["value"], "se": card["se"], "n": card["n_eff"]}
        for card in cards
    ]


def _card(
    indicator: Indicator, held: Measured, scores: Mapping[str, float | None], ranges: Mapping[str, list[float | None]]
) -> dict[str, Any]:
    low, high = ranges[indicator.code]
    stated = held.stated()
    return {
        "code": indicator.code, "unit": indicator.unit, "weight": indicator.weight,
        "goalposts": [indicator.low, indicator.high], "more": indicator.more,
        **{key: _number(stated[key]) if isinstance(stated[key], float) else stated[key] for key in stated},
        "n_eff": _number(held.n_eff) if held.n_eff is not None and held.se is not None else None,
        "score": scores[indicator.code], "score_low": low, "score_high": high,
        "beyond": held.value is not None and not indicator.low <= held.value <= indicator.high,
    }  # fmt: skip


def _domain(
    domain: Domain, held: Mapping[str, Measured], scores: Mapping[str, float | None],
    ranges: Mapping[str, list[float | None]],
) -> dict[str, Any]:  # fmt: skip
    low, high = ranges[domain.code]
    return {
        "code": domain.code, "weight": domain.weight, "score": scores[domain.code], "low": low, "high": high,
        "have": sum(held[each.code].value is not None for each in domain.indicators), "of": len(domain.indicators),
    }  # fmt: skip


def _number(value: float | None) -> float | None:
    """Six digits after the point: what lies below is the processor's, not the zone's."""
    return None if value is None or not math.isfinite(value) else round(float(value), DIGITS)
