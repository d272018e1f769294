"""The board's funnels as a run: one for each survey target, one for promises kept."""

import hashlib
from typing import Any, Final

import numpy as np

from safetyzone.act.tasks.promises import FEWEST as FEWEST_PROMISES
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.targets.definitions import SURVEY, targets
from safetyzone.programme.board.funnel import FEWEST, funnel
from safetyzone.programme.board.models import BoardRow

METHOD: Final = "funnel"
PROMISES: Final = "promises"
ESTIMATE: Final = "estimate"  # from a random sample; volunteers' shares have no limits


def draw_funnels(country: Place, *, by: str) -> Run:
    """The stored run for the rows as they are, or a new one."""
    codes = [target.code for target in targets(country.pack) if target.kind == SURVEY] + [PROMISES]
    rows = BoardRow.objects.filter(zone__path__startswith=country.path, zone__withdrawn=False).order_by("zone__path")
    found = list(rows.values_list("zone__slug", "targets", "promises", "sample"))
    points = {code: [point for row in found if (point := _point(code, *row))] for code in codes}
    return computed(
        method=METHOD, place=country, inputs=hashlib.sha256(canonical(points)).hexdigest(), seed=0, by=by,
        parameters={"schema": "funnel/1"},
        compute=lambda: {"schema": "funnel/1", "sample": any(row[3] for row in found),
                         "funnels": [drawn(code, points[code]) for code in codes]},
    )  # fmt: skip


def _point(
    code: str, slug: str, judged: list[dict[str, Any]], promises: dict[str, int], _sample: bool
) -> dict[str, Any] | None:
    """One zone's share and what it rests on; None where there is not enough."""
    if code == PROMISES:
        come = sum(promises.get(name, 0) for name in ("kept", "late", "handed_back", "overdue"))
        return {"zone": slug, "share": promises["kept"] / come, "n": come} if come >= FEWEST_PROMISES else None
    found = next((row for row in judged if row["code"] == code), None)
    if found is None or found["kind"] != ESTIMATE or found.get("share") is None:
        return None
    return {"zone": slug, "share": found["share"], "n": found.get("n_eff") or found["n"]}


def drawn(code: str, points: list[dict[str, Any]]) -> dict[str, Any]:
    """JSON-ready: the funnel, and each zone's place in it."""
    stated: dict[str, Any] = {"code": code, "have": len(points), "need": FEWEST, "points": points}
    if len(points) < FEWEST:
        return stated | {"common": None}
    share, n = (np.array([point[name] for point in points], dtype=float) for name in ("share", "n"))
    made = funnel(share, n)
    states = made.state.tolist()
    return stated | {
        "common": made.common, "dispersion": made.dispersion, "overdispersed": made.overdispersed, "factor": made.factor,
        "points": [point | {"state": state} for point, state in zip(points, states, strict=True)],
    }  # fmt: skip
