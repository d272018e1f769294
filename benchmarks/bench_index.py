"""A composite index: scores, uncertainty and sensitivity."""

from typing import Any

import numpy as np

from benchmarks.bench_protocol import Bench, Data


def zones(n: int, seed: int) -> Data:
    """16 indicators of n zones: half proportions of 300 answers, a quarter rates, the rest counted exactly."""
    rng = np.random.default_rng(seed)
    level = rng.normal(size=(n, 1))
    value = 1 / (1 + np.exp(-(0.6 * level + 0.8 * rng.normal(size=(n, 16)))))
    return {"value": value}


def tree(value: Any) -> tuple[Any, Any]:
    """Four groups of four indicators, and the data."""
    from zonestats import index

    kinds = ["proportion"] * 8 + ["rate"] * 4 + ["exact"] * 4
    leaves = [{"name": f"i{k}", "kind": kinds[k], "direction": -1 if k % 3 == 0 else 1} for k in range(16)]
    spec = {"name": "index", "children": [{"name": f"g{g}", "children": leaves[4 * g : 4 * g + 4]} for g in range(4)]}
    nothing = np.full(value.shape, np.nan)
    names = tuple(f"i{k}" for k in range(16))
    sizes = np.full(value.shape, 300.0)
    return spec, index.Data(tuple(map(str, range(len(value)))), names, value, nothing, sizes, nothing)


def scores(value: Any) -> Any:
    """Build only."""
    from zonestats import index

    return index.build(*tree(value)).scores


def uncertainty(value: Any) -> Any:
    """1,000 draws: sampling, choices and both."""
    from zonestats import index

    return index.build(*tree(value)).uncertainty(1000, 1).joint.rank_mean


def sensitivity(value: Any) -> Any:
    """256 base points."""
    from zonestats import index

    return index.build(*tree(value)).sensitivity(256, 1).total


COINR = (
    "COINr 1.1 in R 4, its own ASEM example of 51 units and 49 indicators: 100 replications of its uncertainty analysis "
    "take 21.5 s of processor time (2 cores, 2026-11-24)"
)

BENCHES = [
    Bench("index scores, 16 indicators", zones, scores, None, None, None, (1484,)),
    Bench(
        "index uncertainty, 16 indicators, 3 × 1,000 draws", zones, uncertainty, None, None, None, (77,),
        recorded=COINR, full_sizes=(1484,), growth=(77, 1_484, 7_255),
        growth_ends="7,255 is every subdistrict of Thailand; memory grows with zones × draws",
    ),
    Bench("index sensitivity, 256 base points", zones, sensitivity, None, None, None, (77,), growth=(77, 1_484, 7_255),
          growth_ends="7,255 is every subdistrict of Thailand"),
]  # fmt: skip
