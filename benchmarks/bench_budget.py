"""Participatory budgets: equal shares with add-1."""

from typing import Any

import numpy as np

from benchmarks.bench_protocol import Bench, Data

PROJECTS = 30


def ballots(n: int, seed: int) -> Data:
    """n voters, 30 projects, six approvals each; the budget is a whole number of units per voter, a quarter of all costs."""
    rng = np.random.default_rng(seed)
    costs = rng.integers(20, 400, PROJECTS) * max(n // 100, 1)
    liked = rng.gamma(1.5, 1, PROJECTS)
    approvals = np.zeros((n, PROJECTS), dtype=np.int64)
    for row in approvals:
        row[rng.choice(PROJECTS, 6, replace=False, p=liked / liked.sum())] = 1
    return {"costs": costs, "approvals": approvals, "budget": int(costs.sum() // 4 // n + 1) * n}


def ours(costs: Any, approvals: Any, budget: Any) -> Any:
    """Exact, with reasons."""
    from zonestats.budget import equal_shares

    return sorted(equal_shares(costs, approvals, budget).chosen)


def pabutools(costs: Any, approvals: Any, budget: Any) -> Any:
    """pabutools with cost utilities and steps of one unit per voter."""
    from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
    from pabutools.rules import method_of_equal_shares
    from pabutools.tiebreaking import TieBreakingRule

    projects = [Project(str(c), int(cost)) for c, cost in enumerate(costs)]
    fans = approvals.sum(axis=0)
    instance = Instance(projects, budget_limit=int(budget))
    profile = ApprovalProfile(
        [ApprovalBallot([projects[c] for c in np.flatnonzero(row)]) for row in approvals], instance=instance
    )
    ties = TieBreakingRule(lambda _i, _p, project: (-fans[int(project.name)], project.cost, int(project.name)))
    found = method_of_equal_shares(
        instance, profile.as_multiprofile(), sat_class=Cost_Sat, tie_breaking=ties, voter_budget_increment=1
    )
    return sorted(int(project.name) for project in found)


def differing(mine: Any, theirs: Any) -> float:
    """Projects in one outcome only."""
    return float(len(set(mine) ^ set(theirs)))


BENCHES = [
    Bench(
        "equal shares with add-1, 30 projects", ballots, ours, pabutools, "pabutools>=1.2", differing, (500,),
        agree_unit="projects", peer_max=2_000, full_sizes=(2_000, 20_000),
    ),
]  # fmt: skip
