"""Synthetic control weights: shares of the control units that add up to one."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from zonestats import sums
from zonestats.checks import FloatArray, IntArray
from zonestats.kernels.synthetic import on_simplex, outcome_loss, search_all
from zonestats.single import one_thread

STEPS = 2000
LEAST = 1e-7  # smallest predictor weight that still counts as used


@dataclass(frozen=True, eq=False)
class Problem:
    """Find weights of ``donors`` (columns of x and z) that meet the goals."""

    path: FloatArray  # (pre periods,) of the treated unit
    goal: FloatArray  # (predictors,) of the treated unit, scaled; empty without covariates
    donors: IntArray


def solve_problems(
    x: FloatArray, z: FloatArray, problems: list[Problem], predictor_weights: FloatArray | None = None
) -> list[FloatArray]:
    """Weights of each problem's donors.

    Without predictors: least squares of the pre-period path on the simplex, solved exactly. With predictors, W minimises
    Σ v_k (x_k0 W − x_k1)² and the predictor weights v are those whose W has the least pre-period error. First the least
    error of all W is found; if some v > 0 makes that W the best fit of the predictors (a linear programme), no v can do
    better. Else v is searched from several starts. Given ``predictor_weights`` are taken as they are.

    Source: Abadie & Gardeazabal 2003; Abadie, Diamond & Hainmueller 2010; the shortcut: Becker & Klößner 2018,
    Econometrics and Statistics 6, 1–19.
    """
    if predictor_weights is not None:
        root = np.sqrt(predictor_weights / predictor_weights.sum())
        rows = [Problem(root * problem.goal, problem.goal, problem.donors) for problem in problems]
        return [_free(root[:, None] * x, row) for row in rows]
    found = [_free(z, problem) for problem in problems]
    if x.shape[0] == 0:
        return found
    open_ = [t for t, problem in enumerate(problems) if not _attainable(x, problem, found[t])]
    if open_:
        for t, weights in zip(open_, _searched(x, z, [problems[t] for t in open_]), strict=True):
            found[t] = weights
    return found


def _free(z: FloatArray, problem: Problem) -> FloatArray:
    weights = np.empty(problem.donors.size)
    on_simplex(np.ascontiguousarray(z[:, problem.donors]), problem.path, weights)
    return weights


def _attainable(x: FloatArray, problem: Problem, weights: FloatArray) -> bool:
    """Whether some predictor weights make ``weights`` optimal: their gradient is level on the support, not lower elsewhere."""
    mine = x[:, problem.donors]
    slope = (sums.rows(mine, weights) - problem.goal)[:, None] * mine  # (predictors, donors)
    slope = slope / max(float(np.abs(slope).max()), 1e-300)
    used = weights > 1e-9
    ones = np.ones(problem.donors.size)
    table = np.column_stack([slope.T, -ones])
    k = x.shape[0]
    answer = linprog(
        np.zeros(k + 1), A_ub=-table[~used] if (~used).any() else None, b_ub=np.zeros(int((~used).sum())) if (~used).any() else None,
        A_eq=np.vstack([table[used], np.append(np.ones(k), 0.0)]), b_eq=np.append(np.zeros(int(used.sum())), 1.0),
        bounds=[(LEAST, 1.0)] * k + [(None, None)], method="highs",
    )  # fmt: skip
    return bool(answer.status == 0)


def _searched(x: FloatArray, z: FloatArray, problems: list[Problem]) -> list[FloatArray]:
    width = problems[0].donors.size
    donors = np.stack([problem.donors for problem in problems]).reshape(-1, width)
    goal, path = np.stack([p.goal for p in problems]), np.stack([p.path for p in problems])
    starts = np.stack([_starts(x, z, problem) for problem in problems])
    points = np.empty((*starts.shape[:2], x.shape[0]))
    values = np.empty(starts.shape[:2])
    search_all(x, goal, z, path, donors, starts, STEPS, points, values)
    out = []
    for t, problem in enumerate(problems):
        weights = np.empty(width)
        mine = np.ascontiguousarray(x[:, problem.donors])
        room = np.empty(mine.shape), np.empty(mine.shape[0])
        best = points[t, int(np.argmin(values[t]))]
        outcome_loss(best, mine, problem.goal, np.ascontiguousarray(z[:, problem.donors]), problem.path, *room, weights)
        out.append(weights)
    return out


def _starts(x: FloatArray, z: FloatArray, problem: Problem) -> FloatArray:
    """Equal weights, and those of a regression of the outcomes on the predictors."""
    k = x.shape[0]
    table = np.column_stack([np.ones(problem.donors.size), x[:, problem.donors].T])
    with one_thread(max(table.shape[0], z.shape[0])):
        slopes = np.linalg.lstsq(table, z[:, problem.donors].T, rcond=1e-10)[0][1:]
    strength = np.sum(slopes**2, axis=1)
    total = float(strength.sum())
    return np.stack([np.full(k, 1 / k), strength / total if total > 0 else np.full(k, 1 / k)])
