"""The solver against every plan there is, on problems small enough to try them all."""

from itertools import combinations

import numpy as np
import pytest

from safetyzone.programme.selection.solver import Indices, Limit, NoPlan, Problem, best, conflict, least, next_best
from safetyzone.programme.selection.sweep import Sweep


def made(
    seed: int, *, budget: float | None = None, kinds: int = 0, forced: tuple[int, ...] = (), n: int = 12
) -> tuple[Problem, np.ndarray]:
    """Four provinces, three kinds."""
    rng = np.random.default_rng(seed)
    province = np.sort(np.concatenate([np.arange(4), rng.integers(0, 4, n - 4)]))
    kind, cost = rng.integers(0, 3, n), rng.integers(1, 9, n)
    limits = []
    if budget is not None:
        limits.append(Limit("budget", cost.astype(float), 0.0, budget))
    for code in range(3 if kinds else 0):
        limits.append(Limit(f"kind:{code}", (kind == code).astype(float), float(kinds), np.inf))
    mask = np.zeros(n, dtype=bool)
    mask[list(forced)] = True
    provinces = tuple(Limit(f"province:{code}", (province == code).astype(float), 1.0, 1.0) for code in range(4))
    return Problem(province, kind, cost, mask, True, provinces, tuple(limits)), rng.integers(0, 1000, n).astype(float)


def every_plan(problem: Problem, scores: np.ndarray) -> list[tuple[float, tuple[int, ...]]]:
    """All plans that keep the rules, best first."""
    found = []
    for chosen in combinations(range(problem.n), 4):
        positions = np.array(chosen)
        keeps = all(limit.kept(positions) for limit in problem.every_limit)
        if keeps and not set(np.flatnonzero(problem.forced)) - set(chosen):
            found.append((float(scores[positions].sum()), chosen))
    return sorted(found, reverse=True)


def value(scores: np.ndarray, plan: Indices) -> float:
    return float(scores[plan].sum())


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("rules", [{}, {"budget": 14.0}, {"kinds": 1}, {"budget": 18.0, "kinds": 1}, {"forced": (5,)}])
def test_the_best_plan_and_the_next_are_those_that_trying_all_finds(seed: int, rules: dict[str, object]) -> None:
    problem, scores = made(seed, **rules)  # type: ignore[arg-type]
    plans = every_plan(problem, scores)
    if not plans:
        with pytest.raises(NoPlan):
            best(problem, scores)
        return
    first, simple = best(problem, scores)
    assert value(scores, first) == plans[0][0]
    assert not simple or problem.limits == () or all(limit.kept(first) for limit in problem.limits)
    following = [value(scores, plan) for plan in next_best(problem, scores, first, how_many=3)]
    assert following == [score for score, _plan in plans[1:4]]


@pytest.mark.parametrize("rules", [{"budget": 16.0}, {"budget": 20.0, "kinds": 1, "forced": (3,)}])
def test_a_sweep_finds_the_same_as_one_draw_alone(rules: dict[str, object]) -> None:
    for seed in range(6):
        problem, _scores = made(seed, n=40, **rules)  # type: ignore[arg-type]
        sweep, rng = Sweep(problem), np.random.default_rng(seed)
        base = rng.uniform(0, 100, 40)
        for _draw in range(25):
            scores = np.round(base + rng.normal(0, 8, 40), 6)
            alone, _simple = best(problem, scores)
            assert value(scores, sweep.best(scores)) == pytest.approx(value(scores, alone), abs=1e-6)


def test_without_shared_limits_nothing_is_solved() -> None:
    problem, scores = made(1)
    sweep = Sweep(problem)
    assert value(scores, sweep.best(scores)) == every_plan(problem, scores)[0][0]
    assert (sweep.simple, sweep.plans) == (1, [])


def test_equal_scores_take_the_first_in_the_order_given() -> None:
    problem, scores = made(1)
    chosen, _simple = best(problem, np.zeros_like(scores))
    assert chosen.tolist() == [int(np.flatnonzero(problem.province == code)[0]) for code in range(4)]


def test_a_conflict_names_rules_of_which_none_can_be_left_out() -> None:
    problem, _scores = made(3, budget=3.0, kinds=1)
    names = [limit.name for limit in conflict(problem)]
    assert names == ["budget"], "four areas cost at least four, whatever their kinds"
    cheapest = least(problem, problem.cost.astype(float), without="budget")
    assert cheapest == min(sum(problem.cost[list(plan)]) for _score, plan in every_plan(made(3, kinds=1)[0], _scores))
    tight, _scores = made(3, budget=cheapest - 1, kinds=1)
    found = conflict(tight)
    assert "budget" in [limit.name for limit in found]
    for left in found:
        others = tuple(limit for limit in found if limit is not left)
        assert best(Problem(**{**tight.__dict__, "limits": others}), _scores)


def test_a_province_without_any_area_is_itself_the_conflict() -> None:
    problem, _scores = made(1)
    empty = Limit("province:none", np.zeros(problem.n), 1.0, 1.0)
    broken = Problem(**{**problem.__dict__, "province_limits": (*problem.province_limits, empty)})
    assert [limit.name for limit in conflict(broken)] == ["province:none"]


def test_two_forced_into_one_province_are_the_conflict() -> None:
    problem, _scores = made(1)
    pair = np.flatnonzero(problem.province == 0)[:2]
    two, _scores = made(1, forced=tuple(int(position) for position in pair))
    if len(pair) == 2:
        assert [limit.name for limit in conflict(two)] == ["province:0"]
