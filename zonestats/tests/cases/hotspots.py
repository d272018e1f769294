"""Contract cases of hotspots."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from zonestats import hotspots
from zonestats.hotspots import Counts, Density, Emerging, LocalG, LocalMoran, Neighbours, OccupiedCells, RiskRatio
from zonestats.tests.contract import Arrays, Case

PLANE = ("x", "y")


def _points(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {"x": rng.uniform(0, 2000, n), "y": rng.uniform(0, 1500, n)}


def _weighted(n: int, seed: int) -> Arrays:
    return _points(n, seed) | {"weights": np.random.default_rng(seed + 1).uniform(0.5, 2, n)}


def _sparse(n: int, seed: int) -> Arrays:
    """Points whose number of neighbours does not grow with n."""
    rng = np.random.default_rng(seed)
    side = 100 * np.sqrt(n)
    return {"x": rng.uniform(0, side, n), "y": rng.uniform(0, side, n)}


def _valued(n: int, seed: int) -> Arrays:
    return _sparse(n, seed) | {"values": np.random.default_rng(seed).poisson(3, n).astype(float)}


def _history(n: int, seed: int) -> Arrays:
    return _sparse(n, seed) | {"counts": np.random.default_rng(seed).poisson(3, (n, 12)).astype(float)}


def _against_a_base(n: int, seed: int) -> Arrays:
    base = _points(n, seed + 1)
    return _points(n, seed) | {"base_x": base["x"], "base_y": base["y"]}


def _p(n: int, seed: int) -> Arrays:
    return {"p": np.random.default_rng(seed).uniform(0, 1, n) ** 3}


def _links(n: int, seed: int) -> Arrays:
    return {"pairs": np.random.default_rng(seed).integers(0, 100, (n, 2))}


def _cells(n: int, seed: int) -> Arrays:
    rows, columns = np.divmod(np.random.default_rng(seed).permutation(3 * n)[:n], 50)
    return {"rows": rows, "columns": columns}


def _ids(n: int, seed: int) -> Arrays:
    ids = np.random.default_rng(seed).permutation(3 * n)[:n] + 2**59
    return {"ids": ids, "pairs": np.column_stack([ids, ids + 1])}


def local_g(values: ArrayLike, x: ArrayLike, y: ArrayLike, **options: Any) -> LocalG:
    return hotspots.gi_star(values, neighbours=hotspots.within(x, y, 200), **options)


def moran(values: ArrayLike, x: ArrayLike, y: ArrayLike, **options: Any) -> LocalMoran:
    return hotspots.local_moran(values, neighbours=hotspots.within(x, y, 200), **options)


def history(counts: ArrayLike, x: ArrayLike, y: ArrayLike) -> Emerging:
    return hotspots.emerging(counts, neighbours=hotspots.within(x, y, 200))


def lists(pairs: ArrayLike) -> Neighbours:
    """``adjacency`` takes lists of neighbours, here one neighbour each."""
    return hotspots.adjacency(pairs)  # type: ignore[arg-type]


def _density(found: Density) -> Any:
    return found.values


def _grid(found: Counts) -> Any:
    return found.values


def _occupied(found: OccupiedCells) -> Any:
    return found.rows, found.columns, found.values


def _each_event_in(found: OccupiedCells) -> Any:
    return found.values[found.cell_of]


def _risk(found: RiskRatio) -> Any:
    return found.values


def _z(found: LocalG) -> Any:
    return np.column_stack([found.z, found.p])


def _local(found: LocalMoran) -> Any:
    return np.column_stack([found.i, found.z])


def _classes(found: Emerging) -> Any:
    return np.column_stack([found.classes, found.trend_z])


def _degree(found: Neighbours) -> Any:
    return found.counts


def _itself(found: Any) -> Any:
    return found


MAP = {"cell": 100, "bandwidth": 200}
PERMUTED = {"permutations": 99, "seed": 1, "fdr": 0.05}

CASES = [
    Case("hotspots.kde", hotspots.kde, _weighted, MAP, coordinates=PLANE, unordered=_density),
    Case(
        "hotspots.kde (quartic)",
        hotspots.kde,
        _weighted,
        MAP | {"kernel": "quartic", "edge": "diggle"},
        coordinates=PLANE,
        unordered=_density,
        tolerance=1e-8,
    ),
    Case("hotspots.risk_ratio", hotspots.risk_ratio, _against_a_base, MAP | {"thin": 0.001}, unordered=_risk,
         coordinates=(*PLANE, "base_x", "base_y")),
    Case("hotspots.count", hotspots.count, _weighted, {"cell": 100}, coordinates=PLANE, unordered=_grid),
    Case("hotspots.occupied", hotspots.occupied, _weighted, {"cell": 100}, coordinates=PLANE, unordered=_occupied,
         aligned=_each_event_in),
    Case("hotspots.gi_star", local_g, _valued, PERMUTED, coordinates=PLANE, aligned=_z),
    Case("hotspots.gi_star (Gi)", local_g, _valued, {"star": False}, coordinates=PLANE, aligned=_z),
    Case("hotspots.local_moran", moran, _valued, PERMUTED, coordinates=PLANE, aligned=_local),
    Case("hotspots.emerging", history, _history, coordinates=PLANE, aligned=_classes, huge=20_000),
    Case("hotspots.within", hotspots.within, _sparse, {"distance": 200}, coordinates=PLANE, aligned=_degree),
    Case("hotspots.false_discovery", hotspots.false_discovery, _p, {"rate": 0.1}, aligned=_itself, nan_allowed=("p",)),
    Case("hotspots.neighbours", hotspots.neighbours, _links, {"n": 100}, unordered=_degree),
    Case("hotspots.adjacency", lists, lambda n, seed: {"pairs": np.arange(n)[:, None] // 2}, any_shape=("pairs",)),
    Case("hotspots.cells", hotspots.cells, _cells, aligned=_degree, coordinates=("rows", "columns")),
    Case("hotspots.by_id", hotspots.by_id, _ids, aligned=_degree, own_length=("ids", "pairs")),
]  # fmt: skip

EXEMPT = {"hotspots.grid": "takes two numbers, no rows"}
