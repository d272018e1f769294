"""Contract cases of scan."""

from typing import Any

import numpy as np

from zonestats.scan import Scan, space_time
from zonestats.tests.contract import Arrays, Case


def _places(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    side = 100 * np.sqrt(n)
    people = rng.integers(50, 500, n).astype(float)
    counts = rng.poisson(people[:, None] / 100, (n, 6)).astype(float)
    return {"counts": counts, "x": rng.uniform(0, side, n), "y": rng.uniform(0, side, n), "population": people}


def _best(found: Scan) -> Any:
    # The simulated maps follow the order of places, so p is left out.
    return [(c.observed, c.expected, c.ratio, c.radius) for c in found.clusters]


OPTIONS = {"permutations": 19, "seed": 3, "max_radius": 300.0}

CASES = [
    Case("scan.space_time", space_time, _places, OPTIONS, huge=20_000, coordinates=("x", "y"), unordered=_best),
    Case("scan.space_time (any span)", space_time, _places, OPTIONS | {"prospective": False}, huge=5_000, unordered=_best,
         coordinates=("x", "y")),
]  # fmt: skip
