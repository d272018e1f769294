"""Contract cases of forecast."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from zonestats.forecast import Hawkes, PriorCounts, Trial, hawkes, prior_counts, rolling_origin
from zonestats.tests.contract import Arrays, Case

_GRID = np.arange(50.0, 2000.0, 100.0)
CENTRES = np.column_stack([part.ravel() for part in np.meshgrid(_GRID, _GRID)])


def _counted(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {"cell_ids": rng.integers(0, 50, n) * rng.integers(0, 2, n), "t": rng.uniform(0, 700, n),
            "reported": rng.random(n) < 0.8}  # fmt: skip


def _placed(n: int, seed: int) -> Arrays:
    """More events mean more years, not more of them at once."""
    rng = np.random.default_rng(seed)
    return {"x": rng.uniform(0, 2000, n), "y": rng.uniform(0, 2000, n), "t": rng.uniform(0, n / 2, n),
            "reported": rng.random(n) < 0.9}  # fmt: skip


def _with_cells(x: ArrayLike, y: ArrayLike, t: ArrayLike, reported: ArrayLike, shift: float = 0.0) -> Hawkes:
    span = (0.0, float(np.max(np.asarray(t, dtype=float), initial=1.0)) + 1.0) if _numeric(t) else (0.0, 1.0)
    return hawkes(x, y, t, reported=reported, cells=CENTRES + shift, train=span, seed=4, iterations=4)


def _numeric(t: ArrayLike) -> bool:
    values = np.asarray(t)
    return values.dtype.kind in "fiu" and bool(np.isfinite(values).all())


def _against_itself(cell_ids: ArrayLike, t: ArrayLike, reported: ArrayLike) -> Trial:
    def fit(origin: float) -> PriorCounts:
        return prior_counts(cell_ids, t, reported=reported, train=origin, cells=range(50))

    return rolling_origin(cell_ids, t, reported=reported, fit=fit, origins=range(600, 690, 14), cells=range(50), seed=2)


def _own(found: Hawkes) -> Any:
    return found.own


def _risk(found: Hawkes) -> Any:
    return found.predict(1e4)


def _counts(found: PriorCounts) -> Any:
    return found.counts


def _hits(found: Trial) -> Any:
    return found.hits, found.brier


CASES = [
    Case("forecast.prior_counts", prior_counts, _counted, {"train": (0, 700)}, n=400, unordered=_counts),
    Case("forecast.hawkes", _with_cells, _placed, n=700, huge=20_000, unordered=_risk, aligned=_own),
    Case("forecast.rolling_origin", _against_itself, _counted, n=600, unordered=_hits),
]
