"""Zones side by side: rank intervals instead of ranks, and what the ranks depend on.

Computed from the zones' stored indices, under the weights and goalposts of the place that compares.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.index.compose import rows_again
from safetyzone.measure.index.compute import newest_indices
from safetyzone.measure.index.definitions import Hierarchy
from safetyzone.measure.index.weighting import InForce, in_force
from zonestats import index, minimums

COMPARED: Final = "index-compared"
SENSITIVITY: Final = "index-sensitivity"
SCHEMA: Final = 1
SEED: Final = 17
DRAWS: Final = 500
POINTS: Final = 256
ROOT: Final = "index"
Zones = Sequence[tuple[str, list[dict[str, Any]]]]  # slug and the cards of its stored index


def compared(place: Place, *, by: str) -> Run | None:
    """The zones at or below a place from their newest stored indices; None where the area states no index."""
    held = in_force(place)
    if held is None:
        return None
    zones, keys = _material(place)
    return computed(
        method=COMPARED, place=place, inputs=keys, parameters=_parameters(held, draws=DRAWS), seed=SEED,
        compute=lambda: side_by_side(held.hierarchy, zones, seed=SEED), by=by,
    )  # fmt: skip


def sensitivity(place: Place, *, by: str) -> Run | None:
    """What the ranks at a place depend on, by Sobol's method. Takes a while for many zones: for a job or the command line."""
    held = in_force(place)
    if held is None:
        return None
    zones, keys = _material(place)
    return computed(
        method=SENSITIVITY, place=place, inputs=keys, parameters=_parameters(held, points=POINTS), seed=SEED,
        compute=lambda: shares(held.hierarchy, zones, seed=SEED), by=by,
    )  # fmt: skip


def newest(place: Place, method: str) -> Run | None:
    """The newest stored comparison or sensitivity of a place."""
    return Run.objects.filter(method=method, place=place).order_by("-computed_at", "-pk").first()


def _material(place: Place) -> tuple[Zones, str]:
    runs = sorted(newest_indices(place).values(), key=lambda run: run.place.path)
    digest = hashlib.sha256(canonical([run.key for run in runs])).hexdigest()
    return [(run.place.slug, run.result["cards"]) for run in runs], digest


def _parameters(held: InForce, **numbers: int) -> dict[str, Any]:
    return {"schema": SCHEMA, **numbers, "marks": held.stated()}


def side_by_side(hierarchy: Hierarchy, zones: Zones, *, seed: int) -> dict[str, Any]:
    """JSON-ready. Zones with a missing domain stand apart, with what is missing; under ten whole ones there are no ranks."""
    whole, apart = _whole(hierarchy, zones)
    stated: dict[str, Any] = {"draws": DRAWS, "have": len(whole), "need": minimums.INDEX_ZONES, "apart": apart}
    if not whole:
        return {**stated, "ranked": False, "zones": []}
    built = _built(hierarchy, whole)
    spread = built.uncertainty(DRAWS, seed, choices=choices_for(built))
    ranked = built.refusal is None
    rows = [
        {
            "slug": slug, "score": _round(built.scores[position]),
            "domains": {domain.code: _round(built.score_of(domain.code)[position]) for domain in hierarchy.domains},
            "low": _round(spread.sampling.score_low[position]), "high": _round(spread.sampling.score_high[position]),
            "ranks": _ranks(built, spread, position) if ranked else None,
        }
        for position, (slug, _) in enumerate(whole)
    ]  # fmt: skip
    return {**stated, "ranked": ranked, "zones": rows}


def _whole(hierarchy: Hierarchy, zones: Zones) -> tuple[Zones, list[dict[str, Any]]]:
    if not zones:
        return [], []
    built = _built(hierarchy, zones)
    wanted = [domain.code for domain in hierarchy.domains if domain.weight > 0]
    missing = {code: ~np.isfinite(built.score_of(code)) for code in wanted}
    lacking = [[code for code in wanted if missing[code][position]] for position in range(len(zones))]
    apart = [{"slug": zone[0], "missing": codes} for zone, codes in zip(zones, lacking, strict=True) if codes]
    return [zone for zone, codes in zip(zones, lacking, strict=True) if not codes], apart


def _built(hierarchy: Hierarchy, zones: Zones) -> index.Index:
    """Cards of a former version of the pack may lack an indicator, which is then missing, or have one too many."""
    wanted = [each.code for each in hierarchy.indicators]
    rows: list[Mapping[str, Any]] = []
    for slug, cards in zones:
        held = {row["indicator"]: row for row in rows_again(slug, cards)}
        rows += [held.get(code, {"zone": slug, "indicator": code, "value": None}) for code in wanted]
    return index.build(hierarchy.spec(), rows)


def choices_for(built: index.Index) -> index.Choices:
    """The library's alternatives; without min–max where an indicator is the same everywhere, which min–max cannot place."""
    values = built.model.data.value
    known = np.isfinite(values)
    low, high = np.where(known, values, np.inf).min(axis=0), np.where(known, values, -np.inf).max(axis=0)
    flat = bool((known.any(axis=0) & (low == high)).any())
    return index.Choices(normalise=("own", "percentile")) if flat else index.Choices()


def _ranks(built: index.Index, spread: index.Uncertainty, position: int) -> dict[str, list[int]]:
    parts = {"sampling": spread.sampling, "choices": spread.choices, "both": spread.joint}
    return {name: [int(part.rank_low[position]), int(part.rank_high[position])] for name, part in parts.items()}


def shares(hierarchy: Hierarchy, zones: Zones, *, seed: int) -> dict[str, Any]:
    """JSON-ready: by source of uncertainty, its first-order and total share of the changes of rank, with intervals."""
    whole, _apart = _whole(hierarchy, zones)
    stated: dict[str, Any] = {"have": len(whole), "need": minimums.INDEX_ZONES, "factors": [], "evaluations": 0}
    if len(whole) < minimums.INDEX_ZONES:
        return stated
    built = _built(hierarchy, whole)
    found = built.sensitivity(POINTS, seed, choices=choices_for(built))
    stated["factors"] = [
        {
            "code": code, "first": _round(found.first[k]), "first_interval": [_round(v) for v in found.first_ci[k]],
            "total": _round(found.total[k]), "total_interval": [_round(v) for v in found.total_ci[k]],
        }
        for k, code in enumerate(found.factors)
    ]  # fmt: skip
    return {**stated, "evaluations": found.evaluations}


def _round(value: Any) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
