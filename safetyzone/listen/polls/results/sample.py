"""The counted answers of a wave as columns, and the weights they carry."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from safetyzone.listen.polls.models import Answer, Wave, WaveMode
from zonestats import survey
from zonestats.errors import InvalidInput
from zonestats.survey import Calibrated, Design

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
# Stated rule: after the adjustment for non-response no weight is more than this many times the median.
TRIM: Final = 5.0


@dataclass(frozen=True, eq=False)
class Sample:
    """``data``: the answers; the arrays have one entry an answer, in order of the answers' ids."""

    data: list[dict[str, Any]]
    weight: FloatArray  # base weight × non-response adjustment, trimmed; 1 without a probability sample
    design: Design
    margins: list[tuple[IntArray, FloatArray]]
    calibration: Calibrated | None
    notes: dict[str, Any]  # how the weights were made, for everybody to read

    @property
    def n(self) -> int:
        return len(self.data)

    def chosen(self, name: str, values: list[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(values × answers) who chose each value of a question, and who answered it at all."""
        place = {value: position for position, value in enumerate(values)}
        table = np.zeros((len(values), self.n), np.bool_)
        answered = np.zeros(self.n, np.bool_)
        for row, given in enumerate(answers.get(name) for answers in self.data):
            if given is not None:
                answered[row] = True
                for value in given if isinstance(given, list) else (given,):
                    if value in place:
                        table[place[value], row] = True
        return table, answered


def sample_of(wave: Wave) -> Sample:
    """Counted answers of the wave with weights; margins that cannot be met are said in ``notes["raking"]``."""
    rows = list(
        Answer.objects.filter(wave=wave, counted=True)
        .order_by("pk")
        .values_list("stratum", "cluster", "base_weight", "data")
    )
    strata, clusters = [row[0] for row in rows], [(row[0], row[1]) for row in rows]
    data = [row[3] for row in rows]
    probability = wave.mode == WaveMode.PROBABILITY
    base = np.array([row[2] for row in rows], np.float64) if probability else np.ones(len(rows))
    notes: dict[str, Any] = {}
    weight = _adjusted(wave, base, clusters, notes) if probability and rows else base
    by_cluster = wave.design.get("psu") == "cluster"
    unit = _codes(clusters) if by_cluster else np.arange(len(rows), dtype=np.int64)
    drawn = survey.design(len(rows), strata=_codes(strata), clusters=unit, singleton="adjust")
    margins = _margins(wave, data, weight, notes) if rows else []
    calibration = _raked(weight, margins, notes)
    return Sample(data, weight, drawn, margins, calibration, notes)


def _codes(labels: list[Any]) -> IntArray:
    known = {label: code for code, label in enumerate(sorted(set(labels)))}
    return np.array([known[label] for label in labels], np.int64)


def _adjusted(wave: Wave, base: FloatArray, clusters: list[tuple[str, str]], notes: dict[str, Any]) -> FloatArray:
    """Households that answered stand for those of their cluster that did not; then the stated trimming."""
    invited: Counter[tuple[str, str]] = Counter()
    for sheet in wave.sheets.all():
        invited[sheet.stratum, sheet.cluster] += len(sheet.used) + len(sheet.unused)
    answered = Counter(clusters)
    factor = np.array([max(invited[key], answered[key]) / answered[key] for key in clusters])
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
    wave: Wave, data: list[dict[str, Any]], weight: FloatArray, notes: dict[str, Any]
) -> list[tuple[IntArray, FloatArray]]:
    """Codes and targets of each margin. Who did not say is a category of its own that keeps its weighted share."""
    found = []
    notes["margins"] = []
    for margin in wave.margins:
        answers = [answer for answer, people in margin["targets"].items() if people > 0]
        place = {answer: code for code, answer in enumerate(answers)}
        codes = np.array([place.get(row.get(margin["question"], ""), len(answers)) for row in data], np.int64)
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
