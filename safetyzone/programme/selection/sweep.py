"""The same problem under many draws of the weights.

Between two draws only the scores change, so what was learnt stays useful: every plan found is a lower bound for the next
draw, and every set of shadow prices an upper one (Lagrange). An area whose reduced score falls behind the best of its
province by more than the gap between the bounds is in no best plan; what is left is small.
"""

from typing import Final

import numpy as np
from scipy.optimize import linprog

from safetyzone.programme.selection.solver import (
    Floats,
    Indices,
    NoPlan,
    Problem,
    province_by_province,
    solved,
    undominated,
)

_SMALL: Final = 3  # areas a province may have left on average before new prices are sought
_ROUNDING: Final = 1e-6


class Sweep:
    """``simple`` counts the draws that were solved province by province."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.simple = 0
        self.plans: list[Indices] = []
        self.prices: list[tuple[Floats, float]] = []  # of each area, and the constant of the bound
        self.order = np.argsort(problem.province, kind="stable")
        self.starts = np.unique(problem.province[self.order], return_index=True)[1]
        taken = np.zeros(len(problem.province_limits), dtype=bool)
        taken[problem.province[problem.forced]] = True
        # Beside an area that is forced in, no other of its province can be chosen.
        self.closed = taken[problem.province] & ~problem.forced

    def best(self, scores: Floats) -> Indices:
        """The best plan for these scores. Raises ``NoPlan``."""
        problem = self.problem
        if problem.single and (plan := province_by_province(problem, scores)) is not None:
            self.simple += 1
            return plan
        if problem.single and self.plans:
            kept = self._kept(scores)
        else:
            kept = undominated(problem, scores) if problem.single else np.arange(problem.n)
        found = solved(problem, scores, kept, problem.every_limit, ())
        if found is None:
            raise NoPlan
        if not any(np.array_equal(found, known) for known in self.plans):
            self.plans.append(found)
        return found

    def _kept(self, scores: Floats) -> Indices:
        """Positions that can still be in a best plan."""
        floor = max(float(scores[plan].sum()) for plan in self.plans)
        kept = self._within(scores, floor)
        if kept is None or len(kept) > _SMALL * len(self.starts):
            self.prices.append(self._priced(scores))
            kept = self._within(scores, floor)
        assert kept is not None
        return kept

    def _within(self, scores: Floats, floor: float) -> Indices | None:
        smallest = None
        for price, constant in self.prices:
            reduced = np.where(self.closed, -np.inf, scores - price)
            tops = np.maximum.reduceat(reduced[self.order], self.starts)
            gap = float(tops.sum()) + constant - floor
            kept = np.flatnonzero(reduced >= tops[self.problem.province] - gap - _ROUNDING)
            if smallest is None or len(kept) < len(smallest):
                smallest = kept
        return smallest

    def _priced(self, scores: Floats) -> tuple[Floats, float]:
        """Shadow prices of the limits the provinces share, from the relaxed problem."""
        problem = self.problem
        kept = undominated(problem, scores)
        rows, bounds = [], []
        for limit in problem.limits:
            if np.isfinite(limit.high):
                rows.append(limit.amounts)
                bounds.append(limit.high)
            if limit.low > 0:
                rows.append(-limit.amounts)
                bounds.append(-limit.low)
        one = np.zeros((len(problem.province_limits), len(kept)))
        one[problem.province[kept], np.arange(len(kept))] = 1.0
        floors = problem.forced[kept].astype(float).tolist()
        relaxed = linprog(
            -scores[kept], A_ub=np.array(rows)[:, kept], b_ub=np.array(bounds), A_eq=one, b_eq=np.ones(len(one)),
            bounds=[(floor, 1.0) for floor in floors], method="highs",
        )  # fmt: skip
        duals = np.maximum(-relaxed.ineqlin.marginals, 0.0)
        return duals @ np.array(rows), float(duals @ np.array(bounds))
