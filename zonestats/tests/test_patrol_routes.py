"""Routes by PyVRP: times, windows, what does not fit."""

import itertools
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats import patrol
from zonestats.errors import InvalidInput, MissingExtra

pytest.importorskip("pyvrp")

LINE = np.abs(np.arange(5)[:, None] - np.arange(5)[None, :]) * 5.0
OPTIONS = {"units": 1, "seconds": 1.0, "seed": 1}


def check(plan: patrol.Routes, stops, matrix, windows, service, shift: float = 480.0) -> None:
    """Every rule of a plan, recomputed."""
    served = [leg.stop for unit in plan.units for leg in unit]
    assert sorted([*served, *plan.unserved.tolist()]) == list(range(len(stops)))
    total = 0.0
    for unit in plan.units:
        here, clock = 0, 0.0
        for leg in unit:
            assert leg.row == stops[leg.stop]
            assert leg.arrive == pytest.approx(clock + matrix[here][leg.row], abs=0.05)
            assert windows[leg.stop][0] - 0.05 <= leg.start <= windows[leg.stop][1] + 0.05
            assert leg.start >= leg.arrive - 1e-9
            assert leg.leave == pytest.approx(leg.start + service[leg.stop])
            total += matrix[here][leg.row]
            here, clock = leg.row, leg.leave
        total += matrix[here][0]
        assert clock + matrix[here][0] <= shift + 0.5
    assert plan.travel == pytest.approx(total)


def shortest(stops, matrix) -> float:
    """By trying every order."""
    return min(
        sum(matrix[a][b] for a, b in itertools.pairwise([0, *order, 0])) for order in itertools.permutations(stops)
    )


@pytest.mark.parametrize("seed", range(3))
def test_one_unit_without_windows_takes_the_shortest_round(seed) -> None:
    xy = np.random.default_rng(seed).uniform(0, 30, (7, 2))
    matrix = np.round(np.linalg.norm(xy[:, None] - xy[None, :], axis=2), 1)
    stops = list(range(1, 7))
    plan = patrol.routes(stops, matrix, [[0, 480]] * 6, 5, **OPTIONS)
    check(plan, stops, matrix, [[0, 480]] * 6, [5] * 6)
    assert plan.travel == pytest.approx(shortest(stops, matrix), abs=0.05)


def test_windows_force_the_order() -> None:
    windows = [[100, 110], [50, 60], [0, 20], [70, 80]]
    plan = patrol.routes([1, 2, 3, 4], LINE, windows, 5, **OPTIONS)
    check(plan, [1, 2, 3, 4], LINE, windows, [5] * 4)
    assert [leg.row for leg in plan.units[0]] == [3, 2, 4, 1]
    assert plan.unserved.size == 0


def test_a_stop_that_cannot_be_reached_in_time_is_named_and_the_others_are_served() -> None:
    windows = [[0, 400], [0, 5], [0, 400]]
    plan = patrol.routes([1, 4, 2], LINE, windows, 5, **OPTIONS)
    assert plan.unserved.tolist() == [1]
    assert "fit into no route: [1]" in plan.summary()


def test_a_short_shift_leaves_stops_out_and_more_units_take_them() -> None:
    stops, windows = [1, 2, 3, 4], [[0, 400]] * 4
    alone = patrol.routes(stops, LINE, windows, 15, shift=75, **OPTIONS)
    both = patrol.routes(stops, LINE, windows, 15, shift=75, **(OPTIONS | {"units": 2}))
    check(alone, stops, LINE, windows, [15] * 4, 75)
    check(both, stops, LINE, windows, [15] * 4, 75)
    assert alone.unserved.size > 0
    assert both.unserved.size == 0


def test_two_visits_to_one_place() -> None:
    windows = [[0, 30], [200, 230]]
    plan = patrol.routes([2, 2], LINE, windows, 10, **OPTIONS)
    check(plan, [2, 2], LINE, windows, [10, 10])
    assert [leg.stop for leg in plan.units[0]] == [0, 1]


def test_one_way_streets() -> None:
    matrix = np.array([[0.0, 1, 9], [9, 0, 1], [1, 9, 0]])
    plan = patrol.routes([2, 1], matrix, [[0, 400]] * 2, 0, **OPTIONS)
    assert [leg.row for leg in plan.units[0]] == [1, 2]
    assert plan.travel == 3


@given(st.integers(0, 2**32))
@settings(max_examples=6)
def test_every_plan_keeps_its_rules(seed) -> None:
    rng = np.random.default_rng(seed)
    m, n = 6, 8
    xy = rng.uniform(0, 20, (m, 2))
    matrix = np.linalg.norm(xy[:, None] - xy[None, :], axis=2)
    stops, early = rng.integers(1, m, n), rng.uniform(0, 200, n)
    windows = np.column_stack([early, early + rng.uniform(5, 120, n)])
    service = rng.uniform(2, 15, n)
    plan = patrol.routes(stops, matrix, windows, service, units=2, seconds=0.5, seed=seed % 1000, shift=240)
    check(plan, stops, matrix, windows, service, 240)


def test_the_same_seed_gives_the_same_plan() -> None:
    xy = np.random.default_rng(5).uniform(0, 30, (9, 2))
    matrix = np.linalg.norm(xy[:, None] - xy[None, :], axis=2)
    options = {"units": 2, "seconds": 60.0, "seed": 3}
    one, two = (patrol.routes(list(range(1, 9)), matrix, [[0, 480]] * 8, 5, **options) for _ in range(2))
    assert not one.by_clock
    assert one.units == two.units


def test_nothing_to_do() -> None:
    plan = patrol.routes([], LINE, [], [], **OPTIONS)
    assert plan.units == ()
    assert plan.travel == 0


@pytest.mark.parametrize(
    ("change", "argument"),
    [({"stops": [0]}, "stops"), ({"stops": [9]}, "stops"), ({"matrix": LINE[:3]}, "matrix"), ({"matrix": -LINE}, "matrix"),
     ({"windows": [[10, 5]]}, "windows"), ({"windows": [[1, 2, 3]]}, "windows"), ({"service": -1}, "service"),
     ({"service": [1, 2]}, "stops and windows and service"), ({"units": 0}, "units"), ({"seconds": 0}, "seconds"),
     ({"seed": None}, "seed"), ({"shift": -1}, "shift")],
)  # fmt: skip
def test_wrong_arguments_are_named(change, argument) -> None:
    options = {"stops": [1], "matrix": LINE, "windows": [[0, 100]], "service": 5, **OPTIONS} | change
    with pytest.raises(InvalidInput) as error:
        patrol.routes(**options)
    assert error.value.argument == argument


def test_without_pyvrp_the_message_names_the_extra(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyvrp", None)
    with pytest.raises(MissingExtra, match=r"zonestats\[patrol\]"):
        patrol.routes([1], LINE, [[0, 100]], 5, **OPTIONS)
