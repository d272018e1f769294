"""Patrol: allocation, and delivered dose from GPS."""

from typing import Any

import numpy as np

from benchmarks.bench_protocol import Bench, Data


def risks(n: int, seed: int) -> Data:
    """Risk of n places."""
    return {"risk": np.random.default_rng(seed).gamma(0.5, 10, n)}


def allocate(risk: Any) -> Any:
    """30 shifts of 2,400 officer-minutes, 20 places held out."""
    from zonestats import patrol

    return patrol.allocate(risk, 2400, held_out=min(20, len(risk) // 2), shifts=30, seed=1).visits


def fixes(n: int, seed: int) -> Data:
    """n GPS fixes of 20 units among 200 places."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(0, 3000, (200, 2))
    unit, t = np.arange(n) % 20, (np.arange(n) // 20) * 0.5
    spot = rng.integers(200, size=n // 400 + 20)[(np.arange(n) // 20 // 20 + unit) % (n // 400 + 20)]
    at = places[spot] + rng.normal(0, 20, (n, 2))
    return {"x": places[:, 0], "y": places[:, 1], "unit": unit, "t": t, "gx": at[:, 0], "gy": at[:, 1]}


def dose(x: Any, y: Any, unit: Any, t: Any, gx: Any, gy: Any) -> Any:
    """Delivered minutes."""
    from zonestats import patrol

    return patrol.dose(x, y, gps={"unit": unit, "t": t, "x": gx, "y": gy}).minutes


BENCHES = [
    Bench("patrol allocation, 30 shifts", risks, allocate, None, None, None, (1_000,)),
    Bench("delivered dose from GPS fixes", fixes, dose, None, None, None, (100_000,)),
]
