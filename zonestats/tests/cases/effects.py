"""Contract cases of effects."""

from typing import Any

import numpy as np

from zonestats import effects
from zonestats.tests.contract import Arrays, Case


def _panel(n: int, seed: int) -> Arrays:
    """n rows: units of eight periods, in a shuffled but complete order where n allows."""
    rng = np.random.default_rng(seed)
    row = np.arange(n)
    unit, period = row // 8, row % 8
    treated, post = unit % 3 == 0, period >= 4
    counts = rng.poisson(12 * np.where(treated & post, 0.7, 1.0)).astype(float)
    return {"counts": counts, "treated": treated, "post": post, "unit": unit, "period": period}


def _events(n: int, seed: int) -> Arrays:
    rows = _panel(n, seed)
    del rows["post"]
    return rows


def _units(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    panel = rng.poisson(20, (n, 10)).astype(float)
    return {"panel": panel, "treated": np.arange(n) % 40 == 0}


def _series(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {"treated": rng.poisson(20, n).astype(float), "control": rng.poisson(40, n).astype(float)}


def _effect(found: Any) -> Any:
    return np.array([found.effect, found.se])


def _path(found: Any) -> Any:
    return found.effect


CASES = [
    Case(
        "effects.difference_in_differences", effects.difference_in_differences, _panel, {"permutations": 19},
        n=240, huge=40_000, unordered=_effect, tolerance=1e-7,
    ),
    Case("effects.event_study", effects.event_study, _events, {"start": 4}, n=240, huge=40_000, unordered=_path, tolerance=1e-7),
    Case("effects.synthetic_control", effects.synthetic_control, _units, {"pre": 6, "seed": 1}, n=40, huge=800),
    Case("effects.power", effects.power, _series, {"seed": 1, "simulations": 100}, n=24, huge=10_000),
]  # fmt: skip

EXEMPT = {
    "effects.wdd": "takes pairs of counts, no rows",
    "effects.wdq": "takes pairs of counts, no rows",
    "effects.net_effect": "takes pairs of counts, no rows",
    "effects.rate_ratio": "takes pairs of counts, no rows",
    "effects.harm": "takes results",
}
