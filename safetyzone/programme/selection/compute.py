"""The choice as a run: the best plans, how steady they are, or why there is none."""

import hashlib
from typing import Any, Final

import numpy as np

from safetyzone.foundation.places.queries import pack_content
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import computed, run_key
from safetyzone.foundation.runs.models import Run
from safetyzone.programme.selection.models import Selection
from safetyzone.programme.selection.rules import Rules, checked, rules_from
from safetyzone.programme.selection.setting import Setting, setting_of
from safetyzone.programme.selection.solver import Floats, Indices, NoPlan, best, conflict, least, next_best
from safetyzone.programme.selection.sweep import Sweep

METHOD: Final = "selection"
SCHEMA: Final = "selection/1"
DRAWS: Final = 1000
NEXT: Final = 4  # plans after the best one
SEED: Final = 20210921
# Scores are rounded so that two machines see the same ties.
DIGITS: Final = 6


def criteria_of(pack: str) -> list[dict[str, Any]]:
    """What an area can be chosen for: code and names, as the area pack states them."""
    found: list[dict[str, Any]] = pack_content(pack).get("programme", {}).get("selection", [])
    return found


def codes_of(pack: str) -> list[str]:
    return [criterion["code"] for criterion in criteria_of(pack)]


def choice_of(selection: Selection, *, by: str, draws: int = DRAWS) -> Run:
    """The stored run for the selection as it stands now, or a new one."""
    rules, setting, stated = _stated(selection, draws)
    codes = codes_of(selection.place.pack)
    return computed(
        **stated, by=by, compute=lambda: chosen(setting, rules, codes, draws=draws, sample=selection.sample)
    )


def key_of(selection: Selection, *, draws: int = DRAWS) -> str:
    """The key of that run, computed or not: another key means that candidates or rules have changed."""
    return run_key(**_stated(selection, draws)[2])


def _stated(selection: Selection, draws: int) -> tuple[Rules, Setting, dict[str, Any]]:
    codes = codes_of(selection.place.pack)
    selection.refresh_from_db(fields=["rules"])  # the caller's row may be older than the last change
    rules = checked(rules_from(selection.rules), criteria=codes)
    setting = setting_of(selection, rules, codes)
    parameters = {"schema": SCHEMA, "rules": rules.stated(), "draws": draws, "selection": selection.pk}
    return rules, setting, {
        "method": METHOD, "place": selection.place, "inputs": inputs_of(setting), "seed": SEED, "parameters": parameters,
    }  # fmt: skip


def inputs_of(setting: Setting) -> str:
    """Digest of every candidate as it entered."""
    rows = [
        [area.candidate.station.slug, area.candidate.area, area.candidate.kind, area.candidate.grounds,
         area.candidate.readiness, area.candidate.cost, area.candidate.forced, area.candidate.forced_reason, area.left_out]
        for area in setting.areas
    ]  # fmt: skip
    return hashlib.sha256(canonical([rows, setting.provinces])).hexdigest()


def chosen(setting: Setting, rules: Rules, codes: list[str], *, draws: int, sample: bool) -> dict[str, Any]:
    """JSON-ready. Areas are named by their station's slug."""
    weights = np.array([rules.shares[code] for code in codes])
    scores = scored(setting.grounds, weights)
    result: dict[str, Any] = {
        "schema": SCHEMA, "sample": sample, "weights": dict(zip(codes, weights.tolist(), strict=True)),
        "provinces": len(setting.provinces), "candidates": len(setting.areas), "able": len(setting.able),
        "conflict": [], "plans": [], "draws": None,
    }  # fmt: skip
    try:
        first, _simple = best(setting.problem, scores)
    except NoPlan:
        return result | {"conflict": _conflict(setting), "rows": _rows(setting, scores, None)}
    plans = [first, *next_best(setting.problem, scores, first, how_many=NEXT)]
    result["plans"] = [_plan(setting, plan, scores) for plan in plans]
    times, result["draws"] = drawn(setting, weights, rules.concentration, draws=draws)
    return result | {"rows": _rows(setting, scores, times)}


def scored(grounds: Floats, weights: Floats) -> Floats:
    """Weighted mean of the criteria, 0–100."""
    made: Floats = np.round(grounds @ weights, DIGITS)
    return made


def drawn(setting: Setting, weights: Floats, concentration: int, *, draws: int) -> tuple[Indices, dict[str, Any]]:
    """How often each area is in the best plan when the weights are drawn around the committee's.

    A criterion of weight zero stays at zero. ``by_province`` draws needed no solver.
    """
    rng = np.random.default_rng(SEED)
    alive = weights > 0
    made = np.zeros((draws, len(weights)))
    made[:, alive] = rng.dirichlet(weights[alive] * concentration, size=draws)
    times = np.zeros(setting.problem.n, dtype=np.int64)
    sweep = Sweep(setting.problem)
    for row in made:
        times[sweep.best(scored(setting.grounds, row))] += 1
    return times, {"n": draws, "concentration": concentration, "by_province": sweep.simple}


def _plan(setting: Setting, plan: Indices, scores: Floats) -> dict[str, Any]:
    areas = [setting.areas[setting.able[position]] for position in plan]
    return {
        "score": round(float(scores[plan].sum()), DIGITS), "cost": int(setting.problem.cost[plan].sum()),
        "chosen": [area.candidate.station.slug for area in areas],
    }  # fmt: skip


def _rows(setting: Setting, scores: Floats, times: Indices | None) -> list[dict[str, Any]]:
    position = {place: number for number, place in enumerate(setting.able)}
    rows = []
    for place, area in enumerate(setting.areas):
        own = position.get(place)
        rows.append({
            "station": area.candidate.station.slug, "province": area.province, "bureau": area.bureau,
            "area": area.candidate.area, "kind": area.candidate.kind, "cost": area.candidate.cost,
            "readiness": area.candidate.readiness, "forced": area.candidate.forced, "left_out": area.left_out,
            "score": None if own is None else float(scores[own]),
            "times": None if own is None or times is None else int(times[own]),
        })  # fmt: skip
    return rows


def _conflict(setting: Setting) -> list[dict[str, Any]]:
    """Rules that cannot be kept together, each with what is needed to say it."""
    problem = setting.problem
    found = []
    for limit in conflict(problem):
        said: dict[str, Any] = {
            "name": limit.name, "low": limit.low, "high": None if np.isinf(limit.high) else limit.high,
            "have": int(np.count_nonzero(limit.amounts)),
            "forced": int(np.count_nonzero(limit.amounts[problem.forced])),
        }  # fmt: skip
        if limit.name == "budget":
            said["least"] = least(problem, limit.amounts, without="budget")
        found.append(said)
    return found
