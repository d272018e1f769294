"""Contract cases of near_repeat."""

from typing import Any

import numpy as np

from zonestats.near_repeat import (
    Chains,
    Knox,
    LocalKnox,
    ModifiedKnox,
    chains,
    knox,
    local_knox,
    modified_knox,
    population_knox,
)
from zonestats.tests.contract import Arrays, Case

BANDS = {"space_bands": [0, 100, 200], "time_bands": [0, 7, 14], "permutations": 19, "seed": 1}


def _events(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    side = 40 * np.sqrt(max(n, 1))
    return {"x": rng.uniform(0, side, n), "y": rng.uniform(0, side, n), "t": rng.uniform(0, 365, n)}


def _placed(n: int, seed: int) -> Arrays:
    events = _events(n, seed)
    return events | {"place": (events["t"] > 100).astype(np.int64)}


def _observed(found: Knox | LocalKnox) -> Any:
    return found.observed


def _statistic(found: ModifiedKnox) -> Any:
    return found.statistic


def _sizes(found: Chains) -> Any:
    return found.sizes


def _local(found: LocalKnox) -> Any:
    return np.column_stack([found.observed, found.in_space, found.in_time])


def _membership(found: Chains) -> Any:
    return np.column_stack([found.before, found.after, found.role])


PLANE = ("x", "y")
NEAR = {"distance": 100, "days": 7}
POPULATION = {"population": [[1.0, 2.0], [2.0, 1.0]], "periods": [0, 180, 366], "sweeps": 1}

# Permutations follow the order of rows, so only the observed tables are compared after reordering.
CASES = [
    Case("near_repeat.knox", knox, _events, BANDS, coordinates=PLANE, unordered=_observed),
    Case("near_repeat.modified_knox", modified_knox, _events, BANDS, coordinates=PLANE, unordered=_statistic),
    Case(
        "near_repeat.population_knox",
        population_knox,
        _placed,
        BANDS | POPULATION,
        coordinates=PLANE,
        unordered=_observed,
    ),
    Case("near_repeat.chains", chains, _events, NEAR, coordinates=PLANE, unordered=_sizes, aligned=_membership),
    Case("near_repeat.local_knox", local_knox, _events, NEAR, coordinates=PLANE, aligned=_local, translated=_local),
]
