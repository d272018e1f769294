"""Contract cases of survey."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks, survey
from zonestats.tests.contract import Arrays, Case

TARGETS = ([3000.0, 3000.0], [1500.0, 2500.0, 2000.0])


def _answers(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {
        "values": rng.normal(10, 3, n),
        "weights": rng.uniform(1, 3, n),
        "strata": np.arange(n) % 4,
        "clusters": np.arange(n) // max(n // 20, 1),
    }


def _weighted(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {"weights": rng.uniform(1, 3, n), "clusters": np.arange(n) // max(n // 20, 1)}


def _based(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {"base": rng.uniform(1, 3, n), "sex": np.arange(n) % 2, "age": np.arange(n) // 3 % 3}


def _areas(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    wealth = rng.normal(0, 1, n)
    return {
        "direct": 0.4 + 0.1 * wealth + rng.normal(0, 0.1, n),
        "variance": rng.uniform(0.005, 0.02, n),
        "covariates": np.column_stack([np.ones(n), wealth]),
    }


def _covered(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {"base": rng.uniform(1, 3, n), "covariates": np.column_stack([np.ones(n), rng.uniform(0, 2, n)])}


def _volunteers(n: int, seed: int) -> Arrays:
    return {"values": np.random.default_rng(seed).integers(0, 2, n)}


def _sexed(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {"base": rng.uniform(1, 3, n), "sex": np.arange(n) % 2}


def _estimate(values: ArrayLike, weights: ArrayLike, strata: ArrayLike, clusters: ArrayLike) -> survey.Estimate:
    """Labels may be text; the contract asks for numbers, so they are checked here."""
    labels = {"strata": checks.integers("strata", strata), "clusters": checks.integers("clusters", clusters)}
    return survey.estimate(values, weights, singleton="certainty", **labels)


def _jackknife(values: ArrayLike, weights: ArrayLike, strata: ArrayLike, clusters: ArrayLike) -> survey.Estimate:
    labels = {"strata": checks.integers("strata", strata), "clusters": checks.integers("clusters", clusters)}
    return survey.jackknife(values, weights, singleton="certainty", **labels)


def _replicates(weights: ArrayLike, clusters: ArrayLike) -> survey.Replicates:
    return survey.replicates(weights, clusters=checks.integers("clusters", clusters))


def _rake(base: ArrayLike, sex: ArrayLike, age: ArrayLike) -> survey.Calibrated:
    return survey.rake(base, [(sex, TARGETS[0]), (age, TARGETS[1])])


def _poststratify(base: ArrayLike, sex: ArrayLike) -> survey.Calibrated:
    return survey.poststratify(base, sex, TARGETS[0])


def _calibrate(base: ArrayLike, covariates: ArrayLike) -> survey.Calibrated:
    count = np.shape(base)[0] if np.ndim(base) else 0
    return survey.calibrate(base, covariates, [2.0 * count, 2.1 * count])


def _figure(found: survey.Estimate) -> Any:
    return [found.estimate, found.se, found.deff]


def _weights(found: survey.Calibrated) -> Any:
    return found.weights


def _smoothed(found: survey.SmallAreas) -> Any:
    return np.column_stack([found.estimate, found.mse])


def _share(found: survey.OptIn) -> Any:
    return [found.share, *found.sensitivity]


def _replicated(found: survey.Replicates) -> Any:
    return found.variance(lambda weights: float(weights.sum()))


CASES = [
    Case("survey.estimate", _estimate, _answers, unordered=_figure),
    Case("survey.jackknife", _jackknife, _answers, unordered=_figure),
    Case("survey.replicates", _replicates, _weighted, unordered=_replicated),
    Case("survey.rake", _rake, _based, aligned=_weights),
    Case("survey.poststratify", _poststratify, _sexed, aligned=_weights),
    Case("survey.calibrate", _calibrate, _covered, aligned=_weights),
    Case("survey.small_areas", survey.small_areas, _areas, aligned=_smoothed, huge=20_000),
    Case("survey.opt_in", survey.opt_in, _volunteers, unordered=_share),
]
EXEMPT = {
    "survey.kish": "one number from checked weights",
    "survey.sensitivity": "takes two numbers",
    "survey.answers_needed": "takes two numbers",
    "survey.design": "takes labels of any kind; tried through estimate",
}
