"""Contract cases of clock."""

from typing import Any

import numpy as np

from zonestats.clock import CrimeClock, aoristic, crime_clock
from zonestats.tests.contract import Arrays, Case


def _spans(n: int, seed: int) -> Arrays:
    """Days since 1970; one in five has no end, some last longer than a week."""
    rng = np.random.default_rng(seed)
    start = 19_000 + rng.uniform(0, 700, n)
    end = start + rng.exponential(1.0, n)
    end[::5] = np.nan
    return {"start": start, "end": end}


def _weights(found: CrimeClock) -> Any:
    return found.weights, found.counts


def _itself(found: Any) -> Any:
    return found


CASES = [
    Case("clock.aoristic", aoristic, _spans, nan_allowed=("end",), unordered=_itself),
    Case("clock.aoristic (daylight saving)", aoristic, _spans, {"tz": "Europe/London"}, nan_allowed=("end",),
         unordered=_itself),
    Case("clock.crime_clock", crime_clock, _spans, {"tz": "Asia/Bangkok"}, nan_allowed=("end",), unordered=_weights),
]  # fmt: skip
