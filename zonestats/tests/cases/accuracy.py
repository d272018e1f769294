"""Contract cases of accuracy."""

from typing import Any

import numpy as np

from zonestats import accuracy
from zonestats.tests.contract import Arrays, Case


def _cells(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    predicted = rng.gamma(1, 2, n)
    return {"observed": rng.poisson(predicted).astype(float), "predicted": predicted, "area": rng.uniform(1, 2, n)}


def _outcomes(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    said = rng.uniform(0, 1, n)
    return {"observed": (rng.uniform(0, 1, n) < said).astype(float), "probability": said}


def _calibrated(n: int, seed: int) -> Arrays:
    found = _outcomes(n, seed)
    return {"observed": found["observed"], "predicted": found["probability"]}


def _itself(found: Any) -> Any:
    return found


CASES = [
    Case("accuracy.pai", accuracy.pai, _cells, unordered=_itself),
    Case("accuracy.pei", accuracy.pei, _cells, unordered=_itself),
    Case("accuracy.rri", accuracy.rri, _cells, unordered=_itself),
    Case("accuracy.hit_rate", accuracy.hit_rate, _cells, unordered=lambda found: found.event_share),
    Case("accuracy.brier", accuracy.brier, _outcomes, unordered=lambda found: found.score),
    Case("accuracy.calibration", accuracy.calibration, _calibrated, unordered=lambda found: found.observed),
    Case("accuracy.calibration (counts)", accuracy.calibration, lambda n, seed: {k: v for k, v in
         _cells(n, seed).items() if k != "area"}, {"kind": "count"}, unordered=lambda found: found.ci),
]  # fmt: skip
