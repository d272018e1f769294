"""Contract cases of opinions."""

from typing import Any

import numpy as np

from zonestats import opinions
from zonestats.tests.contract import Arrays, Case


def _votes(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    side = np.where(np.arange(n) % 2, 1.0, -1.0)[:, None]
    votes = np.where(rng.random((n, 12)) < 0.85, side, -side)
    votes[rng.random((n, 12)) < 0.1] = np.nan
    return {"votes": votes}


def _consensus(found: opinions.Groups) -> Any:
    return np.concatenate([found.consensus, found.rejection, [found.stability]])


def _labels(found: opinions.Groups) -> Any:
    return found.labels


CASES = [
    Case(
        "opinions.groups", opinions.groups, _votes, {"seed": 1}, huge=5_000, nan_allowed=("votes",),
        unordered=_consensus, aligned=_labels,
    )
]  # fmt: skip
