"""Forecasts: the self-exciting fit; clock and change points beside them."""

from typing import Any

import numpy as np

from benchmarks.bench_protocol import Bench, Data

_SIDE, _DAYS = 6_000.0, 730.0


def _contagious(n: int, seed: int) -> Data:
    """Background around centres (eight for 3,000 events) and anywhere; three in ten set off another 50 m and a week away."""
    rng = np.random.default_rng(seed)
    first = round(n * 0.7)
    side, days = _SIDE * np.sqrt(max(n, 3_000) / 3_000), _DAYS
    many = max(8, 8 * n // 3_000)  # density does not grow
    centres = rng.uniform(0, side, (many, 2))
    anywhere = rng.random(first) < 0.5
    around = centres[rng.integers(0, many, first)] + rng.normal(0, 300, (first, 2))
    places = np.where(anywhere[:, None], rng.uniform(0, side, (first, 2)), around)
    parents = np.column_stack([places, rng.uniform(0, days, first)])
    every = [parents]
    while len(parents):
        parents = np.repeat(parents, rng.poisson(0.3, len(parents)), axis=0)
        later = rng.exponential(7, (len(parents), 1))
        parents = parents + np.hstack([rng.normal(0, 50, (len(parents), 2)), later])
        parents = parents[parents[:, 2] < days]
        every.append(parents)
    x, y, t = np.vstack(every).T
    return {"x": x, "y": y, "t": t, "side": side}


def hawkes_ours(x: np.ndarray, y: np.ndarray, t: np.ndarray, side: float) -> Any:
    from zonestats import forecast

    grid = np.arange(50.0, side, 100.0)
    cells = np.column_stack([part.ravel() for part in np.meshgrid(grid, grid)])
    model = forecast.hawkes(x, y, t, reported=np.ones(x.size, bool), cells=cells, train=(0, _DAYS), seed=1)
    return model.branching


def _spans(n: int, seed: int) -> Data:
    rng = np.random.default_rng(seed)
    start = 19_000 + rng.uniform(0, 700, n)
    return {"start": start, "end": start + rng.exponential(0.5, n)}


def clock_ours(start: np.ndarray, end: np.ndarray) -> Any:
    from zonestats import clock

    return clock.aoristic(start, end, tz="Europe/London")


def _series(n: int, seed: int) -> Data:
    rng = np.random.default_rng(seed)
    return {"counts": rng.poisson(np.repeat(rng.uniform(2, 12, n // 50 + 1), 50)[:n])}


def changes_ours(counts: np.ndarray) -> Any:
    from zonestats import trend

    return trend.change_points(counts).starts


def changes_ruptures(counts: np.ndarray) -> Any:
    """ruptures has no Poisson cost: PELT with the same cost plugged in."""
    from ruptures import Pelt
    from ruptures.base import BaseCost

    class Poisson(BaseCost):
        model, min_size = "poisson", 1

        def fit(self, signal: np.ndarray) -> "Poisson":
            self.signal = signal
            self.sums = np.concatenate(([0.0], np.cumsum(signal)))
            return self

        def error(self, start: int, end: int) -> float:
            k = self.sums[end] - self.sums[start]
            return float(2 * k * (1 - np.log(k / (end - start)))) if k > 0 else 0.0

    found = Pelt(custom_cost=Poisson(), min_size=1, jump=1).fit(counts.astype(float)[:, None])
    return np.array(found.predict(pen=2 * np.log(counts.size))[:-1])


def other_cuts(ours: Any, peer: Any) -> float:
    """Change points that only one of the two names."""
    return float(len(set(map(int, ours)) ^ set(map(int, peer))))


BENCHES = [
    Bench("Self-exciting fit, 20 iterations", _contagious, hawkes_ours, None, None, None, (3_000,), budget="≥ 100× open_cp",
          recorded="open_cp 35 s, 523 MB (3,000 events)"),
    Bench("Crime clock, aoristic with daylight saving", _spans, clock_ours, None, None, None, (100_000,),
          recorded="no peer on the package index"),
    Bench("Change points, PELT with Poisson cost", _series, changes_ours, changes_ruptures, "ruptures>=1.1", other_cuts,
          (2_000,), agree_unit="change points named by one only", peer_max=3_000),
]  # fmt: skip
