"""A wave's targets as a run."""

from dataclasses import asdict
from typing import Any, Final

import numpy as np

from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave, WaveMode
from safetyzone.listen.polls.results.compute import inputs_of
from safetyzone.listen.polls.results.figures import share
from safetyzone.listen.polls.results.sample import Sample, sample_of
from safetyzone.measure.targets.definitions import SURVEY, Line, Target, targets
from safetyzone.measure.targets.evaluate import verdict
from zonestats.checks import BoolArray

METHOD: Final = "targets"


def targets_of_wave(wave: Wave, *, by: str, inputs: str = "") -> Run | None:
    """The stored run, or a new one; None where the area has no survey target. ``inputs``: the wave's digest if known."""
    asked = [target for target in targets(wave.zone.pack) if target.kind == SURVEY]
    if not asked:
        return None
    stated = {"wave": wave.pk, "gamma": wave.gamma, "targets": [asdict(target) for target in asked]}
    return computed(
        method=METHOD, place=wave.zone, inputs=inputs or inputs_of(wave), parameters=stated, seed=0,
        compute=lambda: {"targets": judged(wave, asked)}, by=by,
    )  # fmt: skip


def judged(wave: Wave, asked: list[Target]) -> list[dict[str, Any]]:
    """JSON-ready: each target with its figure, its second line, what stands apart, and the verdicts."""
    sample = sample_of(wave)
    names = {question["name"] for question in wave.questionnaire.questions}
    return [_of(wave, sample, target, asked=target.question in names) for target in asked]


def _of(wave: Wave, sample: Sample, target: Target, *, asked: bool) -> dict[str, Any]:
    figure = _figure(wave, sample, target, target.line) if asked and target.line else None
    second = _figure(wave, sample, target, target.second) if asked and target.second else None
    everybody = target.line.denominator + target.apart if target.line else ()
    apart = _figure(wave, sample, target, Line(target.apart, everybody)) if asked and target.apart else None
    return {
        "code": target.code,
        "figure": figure,
        "verdict": verdict(target, figure).stated(),
        "second": second,
        "second_verdict": verdict(target, second).stated() if target.second else None,
        "apart": apart,
        "excluded": {
            value: int(sample.columns.chose(target.question, value).sum()) for value in target.excluded if asked
        },
    }


def _figure(wave: Wave, sample: Sample, target: Target, line: Line) -> dict[str, Any]:
    return share(
        sample, _any_of(sample, target.question, line.counted), _any_of(sample, target.question, line.denominator),
        probability=wave.mode == WaveMode.PROBABILITY, gamma=wave.gamma,
    )  # fmt: skip


def _any_of(sample: Sample, question: str, values: tuple[str, ...]) -> BoolArray:
    found = np.zeros(sample.n, np.bool_)
    for value in values:
        found |= sample.columns.chose(question, value)
    return found
