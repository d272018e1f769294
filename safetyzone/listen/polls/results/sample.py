"""The counted answers of a wave as columns, and the weights they carry."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from safetyzone.listen.polls.models import Wave, WaveMode
from safetyzone.listen.polls.results.columns import Columns, columns_of
from zonestats import survey
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.survey import Calibrated, Design

# Stated rule: after the adjustment for non-response no weight is more than this many times the median.
TRIM: Final = 5.0


@dataclass(frozen=True, eq=False)
class Sample:
    """The arrays have one entry an answer, in the order of ``columns``."""

    columns: Columns
    weight: FloatArray  # base weight × non-response adjustment, trimmed; 1 without a probability sample
    design: Design
    margins: list[tuple[IntArray, FloatArray]]
    calibration: Calibrated | None
    notes: dict[str, Any]  # how the weights were made, for everybody to read

    @property
    def n(self) -> int:
        return self.columns.n

    @property
    def final_weight(self) -> FloatArray:
        """After raking."""
        return self.weight if self.calibration is None else self.calibration.weights


def sample_of(wave: Wave) -> Sample:
    """Counted answers of the wave with weights; margins that cannot be met are said in ``notes["raking"]``."""
    columns = columns_of(wave)
    probability = wave.mode == WaveMode.PROBABILITY
    base = columns.base_weight if probability else np.ones(columns.n)
    notes: dict[str, Any] = {}
    weight = _adjusted(wave, base, columns.places, notes) if probability and columns.n else base
    by_cluster = wave.design.get("psu") == "cluster"
    unit = _codes(columns.places) if by_cluster else np.arange(columns.n, dtype=np.int64)
    drawn = survey.design(columns.n, strata=_codes(list(columns.stratum)), clusters=unit, singleton="adjust")
    margins = _margins(wave, columns, weight, notes) if columns.n else []
    calibration = _raked(weight, margins, notes)
    return Sample(columns, weight, drawn, margins, calibration, notes)


def _codes(labels: list[Any]) -> IntArray:
    known = {label: code for code, label in enumerate(sorted(set(labels)))}
    return np.array([known[label] for label in labels], np.int64)


def _adjusted(wave: Wave, base: FloatArray, clusters: list[tuple[str, str]], notes: dict[str, Any]) -> FloatArray:
    """Households that answered stand for those of their cluster that did not; then the stated trimming."""
    invited: Counter[tuple[str, str]] = Counter()
    for sheet in wave.sheets.all():
        invited[sheet.stratum, sheet.cluster] += sheet.invited
    answered = Counter(clusters)
    rate = {key: max(invited[key], n) / n for key, n in answered.items()}
    factor = np.array([rate[key] for key in clusters])
    weight = base * factor
    limit = TRIM * float(np.median(weight))
    trimmed = int((weight > limit).sum())
    notes["non_response"] = {
        "rule": "weight × invited ÷ answered, by cluster",
        "clusters": len(answered),
        "clusters_without_answers": len([key for key in invited if key not in answered]),
        "largest_factor": round(float(factor.max()), 3),
    }
    notes["trimming"] = {"rule": f"at most {TRIM:g} times the median weight", "trimmed": trimmed}
    return np.asarray(np.minimum(weight, limit))


def _margins(
    wave: Wave, columns: Columns, weight: FloatArray, notes: dict[str, Any]
) -> list[tuple[IntArray, FloatArray]]:
    """Codes and targets of each margin. Who did not say is a category of its own that keeps its weighted share."""
    found = []
    notes["margins"] = []
    for margin in wave.margins:
        answers = [answer for answer, people in margin["targets"].items() if people > 0]
        codes = columns.codes(margin["question"], answers)
        silent = float(weight[codes == len(answers)].sum() / weight.sum())
        targets = np.array([margin["targets"][answer] for answer in answers], np.float64)
        total = float(targets.sum())
        if silent > 0:
            targets = np.append(targets * (1 - silent), silent * total)
        found.append((codes, targets))
        notes["margins"].append(
            {"question": margin["question"], "source": margin["source"], "total": total, "not_said": round(silent, 4)}
        )
    return found


def _raked(weight: FloatArray, margins: list[tuple[IntArray, FloatArray]], notes: dict[str, Any]) -> Calibrated | None:
    if not margins:
        notes["raking"] = {"done": False, "why": "no population numbers were entered"}
        return None
    try:
        made = survey.rake(weight, _one_total(margins))
    except InvalidInput as problem:
        notes["raking"] = {"done": False, "why": str(problem)}
        return None
    notes["raking"] = {"done": True, "iterations": made.iterations, "largest_error": made.max_error}
    return made


def _one_total(margins: list[tuple[IntArray, FloatArray]]) -> list[tuple[IntArray, FloatArray]]:
    """Later margins scaled to the first: they may differ by the rounding that was allowed when they were entered."""
    total = margins[0][1].sum()
    return [(codes, targets * (total / targets.sum())) for codes, targets in margins]
