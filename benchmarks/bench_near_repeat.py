"""Near repeats: Knox tables and local Knox."""

from typing import Any

import numpy as np

from benchmarks.bench_protocol import Bench, Data

_SPACE = [100.0 * k for k in range(11)]
_TIME = [7.0 * k for k in range(11)]


def _burglaries(n: int, seed: int) -> Data:
    """Events of two years around n / 300 centres; a fifth repeats within 100 m and two weeks. Density does not grow."""
    rng = np.random.default_rng(seed)
    first = n - n // 5
    side = 100 * np.sqrt(n)
    centres = rng.uniform(0, side, (max(n // 300, 3), 2))
    places = centres[rng.integers(0, len(centres), first)] + rng.normal(0, 700, (first, 2))
    days = np.floor(rng.uniform(0, 730, first))
    again = rng.integers(0, first, n - first)
    x, y = np.vstack([places, places[again] + rng.normal(0, 50, (n - first, 2))]).T
    t = np.concatenate([days, days[again] + rng.integers(1, 15, n - first)])
    return {"x": x, "y": y, "t": t}


def knox_ours(x: np.ndarray, y: np.ndarray, t: np.ndarray, permutations: int = 999) -> Any:
    from zonestats import near_repeat

    found = near_repeat.knox(x, y, t, space_bands=_SPACE, time_bands=_TIME, permutations=permutations, seed=1)
    return found.observed, found.p


def knox_ours_99(x: np.ndarray, y: np.ndarray, t: np.ndarray) -> Any:
    return knox_ours(x, y, t, permutations=99)


def one_cell_ours(x: np.ndarray, y: np.ndarray, t: np.ndarray) -> Any:
    from zonestats import near_repeat

    found = near_repeat.knox(x, y, t, space_bands=[0, 100], time_bands=[0, 7], permutations=99, seed=1)
    return found.observed[0, 0], found.p[0, 0]


def one_cell_pointpats(x: np.ndarray, y: np.ndarray, t: np.ndarray) -> Any:
    from pointpats.spacetime import Knox

    found = Knox(np.column_stack([x, y]), t[:, None], delta=100, tau=7, permutations=99)
    return found.nst, found.p_sim


def same_pairs(ours: Any, peer: Any) -> float:
    """Difference of the observed pairs."""
    return float(abs(ours[0] - peer[0]))


def local_ours(x: np.ndarray, y: np.ndarray, t: np.ndarray) -> Any:
    from zonestats import near_repeat

    return near_repeat.local_knox(x, y, t, distance=100, days=7).p_any_time


def local_pointpats(x: np.ndarray, y: np.ndarray, t: np.ndarray) -> Any:
    from pointpats.spacetime import KnoxLocal

    return KnoxLocal(np.column_stack([x, y]), t[:, None], delta=100, tau=7, permutations=0).p_hypergeom


def largest(ours: Any, peer: Any) -> float:
    """Largest difference of p."""
    return float(np.abs(np.asarray(ours) - np.asarray(peer)).max())


_KNOX = "≥ 500× the best open implementation recorded"

BENCHES = [
    Bench("Knox 10 × 10 bands, 99 permutations", _burglaries, knox_ours_99, None, None, None, (11_701,), budget=_KNOX,
          recorded="185 s (11,701 events)"),
    Bench("Knox 10 × 10 bands, 999 permutations", _burglaries, knox_ours, None, None, None, (11_701,), budget=_KNOX,
          recorded="2,168 s, 2.1 GB (11,701 events)"),
    Bench("Knox, one band, 99 permutations", _burglaries, one_cell_ours, one_cell_pointpats, "pointpats>=2.5", same_pairs,
          (2_000,), agree_unit="pairs", peer_max=2_000, recorded="pointpats 543 s (11,701 events)"),
    Bench("Local Knox, hypergeometric", _burglaries, local_ours, local_pointpats, "pointpats>=2.5", largest, (2_000,),
          agree_unit="largest difference of p", peer_max=2_000),
]  # fmt: skip
