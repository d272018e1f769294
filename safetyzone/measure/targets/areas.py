"""Small areas across a bureau: each zone's figure, made steadier by the others where that helps.

METHODS §3: only across at least 20 zones with direct estimates from random samples; the smoothed figure is used only where
its mean squared error is below the direct variance; a zero area variance is said.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.db.models import Count

from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.jobs.models import JobState
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import zones_of
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Answer
from safetyzone.measure.targets.compute import METHOD as TARGETS
from safetyzone.measure.targets.compute import targets_of_wave
from safetyzone.measure.targets.definitions import SURVEY, Target, targets
from safetyzone.measure.targets.queries import deciding_waves
from zonestats import minimums, survey

METHOD: Final = "small-areas"
TASK: Final = "safetyzone.measure.targets.areas.refresh"


@dataclass(frozen=True)
class Direct:
    """A zone's own estimate."""

    zone: Place
    share: float
    low: float
    high: float
    variance: float
    n: int


def areas_of(place: Place, *, by: str) -> tuple[Run, list[Target]] | None:
    """The stored run for the zones below ``place``, or a new one; None where the area has no survey target."""
    asked = [target for target in targets(place.pack) if target.kind == SURVEY]
    if not asked:
        return None
    newest = newest_runs(place)
    inputs = hashlib.sha256(canonical(sorted(run.key for run in newest))).hexdigest()
    run = computed(
        method=METHOD, place=place, inputs=inputs, parameters={"targets": [target.code for target in asked]}, seed=0,
        compute=lambda: {"targets": [smoothed(target.code, direct(newest, target.code)) for target in asked]}, by=by,
    )  # fmt: skip
    return run, asked


def refreshed(place: Place, *, by: str) -> bool:
    """Whether every zone's verdicts are those of its answers of now; otherwise they are being computed in the background.

    One job a state of the answers: looking again asks for nothing twice.
    """
    waves = deciding_waves(list(zones_of(place)))
    if not waves:
        return True
    counts = dict(
        Answer.objects.filter(wave__in=waves.values(), counted=True).values_list("wave").annotate(n=Count("pk"))
    )
    state = sorted((wave.pk, wave.state, counts.get(wave.pk, 0)) for wave in waves.values())
    digest = hashlib.sha256(canonical([list(row) for row in state])).hexdigest()
    with transaction.atomic():
        job = enqueue(TASK, key=f"areas:{place.slug}:{digest}", place=place.pk, by=by)
    return job.state == JobState.DONE


def refresh(*, place: int, by: str) -> None:
    """The job: the verdicts of each zone's deciding wave; those that are stored already cost nothing."""
    found = Place.objects.filter(pk=place).first()
    for wave in deciding_waves(list(zones_of(found))).values() if found else ():
        targets_of_wave(wave, by=by)


def newest_runs(place: Place) -> list[Run]:
    """The newest stored verdicts of each zone below a place, in order of the zones' paths."""
    found: dict[int, Run] = {}
    runs = (
        Run.objects.filter(method=TARGETS, place__in=zones_of(place))
        .select_related("place")
        .order_by("computed_at", "pk")
    )
    for run in runs:
        found[run.place_id] = run
    return sorted(found.values(), key=lambda run: run.place.path)


def direct(runs: list[Run], code: str) -> list[Direct]:
    """Estimates with an interval; refused figures and volunteers' are left out."""
    found = []
    for run in runs:
        figure = next((row["figure"] for row in run.result["targets"] if row["code"] == code), None)
        if figure and figure["kind"] == "estimate" and not figure["refusal"] and figure["se"] > 0:
            found.append(
                Direct(run.place, figure["share"], figure["low"], figure["high"], figure["se"] ** 2, figure["n"])
            )
    return found


def smoothed(code: str, own: list[Direct]) -> dict[str, Any]:
    """JSON-ready: each zone's direct estimate, and the smoothed one where it is more exact."""
    stated: dict[str, Any] = {"code": code, "have": len(own), "need": minimums.SMALL_AREAS, "area_variance": None}
    rows: list[dict[str, Any]] = [
        {"zone": each.zone.slug, "share": each.share, "low": each.low, "high": each.high, "n": each.n,
         "variance": each.variance, "smoothed": None, "mse": None}
        for each in own
    ]  # fmt: skip
    if len(own) < minimums.SMALL_AREAS:
        return {**stated, "rows": rows}
    made = survey.small_areas([each.share for each in own], [each.variance for each in own], np.ones((len(own), 1)))
    for row, better, estimate, mse in zip(rows, made.better, made.estimate, made.mse, strict=True):
        if better:
            row["smoothed"], row["mse"] = float(estimate), float(mse)
    return {**stated, "area_variance": made.area_variance, "rows": rows}
