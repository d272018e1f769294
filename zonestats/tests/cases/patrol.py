"""Contract cases of patrol."""

from typing import Any

import numpy as np

from zonestats import patrol
from zonestats.tests.contract import Arrays, Case


def _risk(n: int, seed: int) -> Arrays:
    return {"risk": np.random.default_rng(seed).gamma(1, 5, n)}


def _places(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {"x": rng.uniform(0, 3000, n), "y": rng.uniform(0, 3000, n), "planned": rng.uniform(0, 60, n)}


def _visits(found: patrol.Allocation) -> Any:
    return found.visits


FIXES = {"unit": [1] * 6, "t": [0, 2, 4, 6, 8, 10], "x": [1500] * 6, "y": [1500] * 6}
SHIFTS = {"minutes": 300, "held_out": 0, "shifts": 2, "seed": 1}

CASES = [
    Case("patrol.allocate", patrol.allocate, _risk, SHIFTS, aligned=_visits),
    Case("patrol.dose", patrol.dose, _places, {"gps": FIXES, "radius": 500.0}),
]

EXEMPT = {"patrol.routes": "needs an optional dependency; tried in test_patrol_routes.py"}
