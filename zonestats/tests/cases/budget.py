"""Contract cases of budget."""

from typing import Any

import numpy as np

from zonestats import budget
from zonestats.tests.contract import Arrays, Case

COSTS = [100, 250, 80, 300, 120, 60]


def _ballots(n: int, seed: int) -> Arrays:
    return {"approvals": np.random.default_rng(seed).integers(0, 2, (n, 6))}


def _call(approvals: Any) -> budget.Shares:
    return budget.equal_shares(COSTS, approvals, 500)


def _chosen(found: budget.Shares) -> Any:
    return list(found.chosen)


CASES = [Case("budget.equal_shares", _call, _ballots, huge=20_000, unordered=_chosen)]
