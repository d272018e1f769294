"""Which areas to take: the best plan under the rules, the next best ones, and which rules cannot be kept together.

maximise Σ score·x over x ∈ {0, 1}ⁿ, with low ≤ row·x ≤ high for every limit. Where each province gives exactly one area
and no other limit binds, the best plan is the best area of every province and nothing has to be solved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
_INFEASIBLE: Final = 2
_OPTIMAL: Final = 0


@dataclass(frozen=True)
class Limit:
    """``low`` ≤ Σ amounts·x ≤ ``high``. ``name`` tells the rule it comes from."""

    name: str
    amounts: Floats  # [n]
    low: float
    high: float

    def kept(self, chosen: Indices) -> bool:
        total = float(self.amounts[chosen].sum())
        return self.low <= total <= self.high


@dataclass(frozen=True)
class Problem:
    """``province`` int64[n] numbers the provinces from 0; ``forced`` bool[n] are in whatever their score.

    ``single``: every province gives exactly one area. ``province_limits`` are one for each province, ``limits`` all others.
    """

    province: Indices
    kind: Indices
    cost: Indices
    forced: NDArray[np.bool_]
    single: bool
    province_limits: tuple[Limit, ...]
    limits: tuple[Limit, ...]

    @property
    def n(self) -> int:
        return len(self.province)

    @property
    def every_limit(self) -> tuple[Limit, ...]:
        return self.province_limits + self.limits


class NoPlan(Exception):
    """No plan keeps every rule."""


def best(problem: Problem, scores: Floats) -> tuple[Indices, bool]:
    """The best plan as sorted positions, and whether it was found province by province. Raises ``NoPlan``."""
    if problem.single and (simple := province_by_province(problem, scores)) is not None:
        return simple, True
    kept = undominated(problem, scores) if problem.single else np.arange(problem.n)
    found = solved(problem, scores, kept, problem.every_limit, ())
    if found is None:
        raise NoPlan
    return found, False


def next_best(problem: Problem, scores: Floats, first: Indices, *, how_many: int) -> list[Indices]:
    """The plans that follow ``first``, best first: each is cut off before the next is sought."""
    plans = [first]
    everything = np.arange(problem.n)
    while len(plans) <= how_many:
        found = solved(problem, scores, everything, problem.every_limit, plans)
        if found is None:
            break
        plans.append(found)
    return plans[1:]


def conflict(problem: Problem) -> list[Limit]:
    """Limits that cannot all be kept, of which none can be left out: without any one of them there is a plan.

    Each province's limits stay unless they are themselves the reason.
    """
    held = list(problem.limits)
    base = problem.province_limits
    if not _possible(problem, base):
        return [limit for limit in base if not _possible(problem, (limit,))]
    for limit in problem.limits:
        without = [other for other in held if other is not limit]
        if not _possible(problem, (*base, *without)):
            held = without
    return held


def least(problem: Problem, amounts: Floats, *, without: str) -> float | None:
    """The smallest Σ amounts·x when every limit but the one named ``without`` is kept; None if there is no plan even so."""
    limits = tuple(limit for limit in problem.every_limit if limit.name != without)
    found = solved(problem, -amounts, np.arange(problem.n), limits, ())
    return None if found is None else float(amounts[found].sum())


def province_by_province(problem: Problem, scores: Floats) -> Indices | None:
    """The first best of each province in the order given; None where a limit forbids that plan."""
    lifted = np.where(problem.forced, np.inf, scores)
    order = np.lexsort((np.arange(problem.n), -lifted, problem.province))
    _, starts = np.unique(problem.province[order], return_index=True)
    chosen = np.sort(order[starts])
    if len(starts) != len(problem.province_limits) or problem.forced.sum() != problem.forced[chosen].sum():
        return None
    return chosen if all(limit.kept(chosen) for limit in problem.limits) else None


def undominated(problem: Problem, scores: Floats) -> Indices:
    """Without areas that another of the same province and kind beats in score at no higher cost: they are in no best plan."""
    order = np.lexsort((np.arange(problem.n), -scores, problem.cost))
    top: dict[tuple[int, int], float] = {}
    kept = []
    for position in order:
        key = (int(problem.province[position]), int(problem.kind[position]))
        if problem.forced[position] or scores[position] > top.get(key, -np.inf):
            top[key] = max(float(scores[position]), top.get(key, -np.inf))
            kept.append(position)
    return np.sort(np.array(kept, dtype=np.int64))


def _possible(problem: Problem, limits: Sequence[Limit]) -> bool:
    return solved(problem, np.zeros(problem.n), np.arange(problem.n), limits, ()) is not None


def solved(
    problem: Problem, scores: Floats, kept: Indices, limits: Sequence[Limit], cuts: Sequence[Indices]
) -> Indices | None:
    """The best x over the ``kept`` positions; None if there is none."""
    if not len(kept):
        return None if any(limit.low > 0 for limit in limits) else kept
    rows = [limit.amounts[kept] for limit in limits]
    low, high = [limit.low for limit in limits], [limit.high for limit in limits]
    for plan in cuts:  # at least one area in or out is different
        inside = np.isin(kept, plan)
        rows.append(np.where(inside, -1.0, 1.0))
        low.append(1.0 - float(inside.sum()))
        high.append(np.inf)
    constraints = [LinearConstraint(csr_matrix(np.vstack(rows)), np.array(low), np.array(high))] if rows else []
    found = milp(
        -scores[kept], integrality=np.ones(len(kept), dtype=np.int64), bounds=Bounds(problem.forced[kept].astype(float), 1.0),
        constraints=constraints, options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    if found.status == _INFEASIBLE:
        return None
    if found.status != _OPTIMAL:
        raise ArithmeticError(f"the solver gave up: {found.message}")
    return np.sort(kept[found.x > 0.5])
