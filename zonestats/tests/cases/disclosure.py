"""Contract cases of disclosure."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from zonestats import disclosure
from zonestats.tests.contract import Arrays, Case

SQUARE = [[-1.0, -1.0], [1001.0, -1.0], [1001.0, 1001.0], [-1.0, 1001.0]]


def _table(n: int, seed: int) -> Arrays:
    return {"table": np.random.default_rng(seed).poisson(7, (n, 4))}


def _released(n: int, seed: int) -> Arrays:
    table = np.random.default_rng(seed).poisson(7, (n, 4))
    full = np.vstack([table, table.sum(axis=0)])
    full = np.hstack([full, full.sum(axis=1, keepdims=True)]).astype(float)
    full[:2, :2] = np.nan
    return {"published": full}


def _counts(n: int, seed: int) -> Arrays:
    return {"counts": np.random.default_rng(seed).poisson(20, n)}


def _cells(n: int, seed: int) -> Arrays:
    counts = np.random.default_rng(seed).poisson(6, n)
    return {"counts": counts, "parents": np.column_stack([np.arange(n) // 7, np.arange(n) // 49])}


def _points(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {"x": rng.uniform(0, 1000, n), "y": rng.uniform(0, 1000, n)}


def _noisy(counts: ArrayLike) -> disclosure.NoisyCounts:
    return disclosure.noisy_counts(counts, epsilon="0.5", ledger=disclosure.Ledger(1), seed=3)


def _hidden(found: disclosure.Suppressed) -> Any:
    return [found.primary.sum(), found.differencing.sum()]


def _areas(found: disclosure.AnonymousCells) -> Any:
    return np.column_stack([found.level, found.counts])


def _moved(found: disclosure.Masked) -> Any:
    return np.column_stack([found.x, found.y])


MASK = {"boundary": SQUARE, "inner": 20, "outer": 80, "seed": 5}
CASES = [
    Case("disclosure.suppress", disclosure.suppress, _table, {"k": 5}, n=24, huge=300, any_shape=("table",),
         unordered=_hidden),
    Case("disclosure.attack", disclosure.attack, _released, n=12, huge=400, nan_allowed=("published",),
         any_shape=("published",)),
    Case("disclosure.noisy_counts", _noisy, _counts, any_shape=("counts",)),
    Case("disclosure.k_anonymous", disclosure.k_anonymous, _cells, {"k": 8}, aligned=_areas),
    Case("disclosure.geomask", disclosure.geomask, _points, MASK, aligned=_moved),
]  # fmt: skip
