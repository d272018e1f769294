"""Contract cases of trend."""

from typing import Any

import numpy as np

from zonestats import trend
from zonestats.tests.contract import Arrays, Case


def _counts(n: int, seed: int) -> Arrays:
    return {"counts": np.random.default_rng(seed).poisson(8, n).astype(float)}


def _values(n: int, seed: int) -> Arrays:
    return {"values": np.random.default_rng(seed).normal(0, 1, n)}


def _exposed(n: int, seed: int) -> Arrays:
    return _counts(n, seed) | {"exposure": np.random.default_rng(seed).uniform(28, 31, n)}


def _itself(found: Any) -> Any:
    return found


CASES = [
    Case("trend.garwood", trend.garwood, _counts, aligned=_itself),
    Case("trend.change_points", trend.change_points, _counts, huge=20_000),
    Case("trend.mann_kendall", trend.mann_kendall, _values, huge=3_000),
    Case("trend.year_on_year", trend.year_on_year, _exposed),
]

EXEMPT = {
    "trend.ratio": "takes two counts, no rows",
    "trend.e_test": "takes two counts, no rows",
}
