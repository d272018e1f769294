"""Visits, held-out places and random order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import patrol
from zonestats.errors import InvalidInput

OPTIONS = {"held_out": 0, "shifts": 1, "seed": 1}


def test_dhondts_textbook_example() -> None:
    """Votes 100,000 : 80,000 : 30,000 : 20,000 and eight seats give 4, 3, 1, 0 (the example of most textbooks)."""
    plan = patrol.allocate([100_000, 80_000, 30_000, 20_000], 8 * 15, most=8, **OPTIONS)
    assert plan.visits[:, 0].tolist() == [4, 3, 1, 0]


RISKS = st.lists(st.integers(0, 50), min_size=1, max_size=30)


@given(RISKS, st.integers(0, 60), st.integers(1, 5), st.integers(0, 1000))
def test_rules_of_every_plan(risk, visits, most, seed) -> None:
    plan = patrol.allocate(risk, visits * 15 + 7, held_out=0, shifts=2, seed=seed, most=most)
    r = np.array(risk)
    assert (plan.visits <= most).all()
    assert (plan.visits[r == 0] == 0).all()
    assert plan.visits.sum(axis=0).tolist() == [min(visits, most * int((r > 0).sum()))] * 2
    for s in range(2):
        assert np.array_equal(np.bincount(plan.order[s], minlength=r.size), plan.visits[:, s])
    higher = r[:, None] > r[None, :]
    assert not (higher & (plan.visits[:, 0][:, None] < plan.visits[:, 0][None, :])).any()


@given(RISKS, st.integers(1, 40))
def test_no_swap_makes_the_shares_fairer(risk, visits) -> None:
    """Highest averages: the next visit of any place is worth no more than the last one given to another."""
    plan = patrol.allocate(risk, visits * 15, most=50, **OPTIONS)
    r, v = np.array(risk, dtype=float), plan.visits[:, 0]
    given_last = np.min(r[v > 0] / v[v > 0], initial=np.inf)
    assert np.max(r / (v + 1), initial=0) <= given_last + 1e-12


def test_minutes_travel_and_what_is_left() -> None:
    plan = patrol.allocate([5, 5, 5], [100, 40], held_out=0, shifts=2, seed=1, visit=12, travel=8)
    assert plan.visits.sum(axis=0).tolist() == [5, 2]
    assert plan.unspent.tolist() == [0, 0]
    assert "7 visits of 12 minutes" in plan.summary()


def test_risk_by_shift() -> None:
    plan = patrol.allocate([[9, 0], [0, 9]], 30, held_out=0, shifts=2, seed=1)
    assert plan.visits.tolist() == [[2, 0], [0, 2]]
    assert plan.covered.tolist() == [1, 1]


def test_held_out_places_get_no_visit() -> None:
    aside = np.array([1, 0, 0, 1, 0])
    plan = patrol.allocate([5, 4, 3, 2, 1], 600, held_out=aside, shifts=3, seed=2)
    assert (plan.visits[aside == 1] == 0).all()
    assert plan.held_out.tolist() == aside.astype(bool).tolist()


@given(st.integers(0, 10_000))
def test_drawn_held_out_places_are_one_of_each_pair_in_rank(seed) -> None:
    risk = np.random.default_rng(seed).permutation(20) + 1
    plan = patrol.allocate(risk, 300, held_out=6, shifts=1, seed=seed)
    ranked = np.argsort(-risk)
    assert plan.held_out.sum() == 6
    assert plan.held_out[ranked[:12]].reshape(6, 2).sum(axis=1).tolist() == [1] * 6


def test_either_of_a_pair_is_held_out_equally_often() -> None:
    first = [patrol.allocate([2, 1], 30, held_out=1, shifts=1, seed=s).held_out[0] for s in range(400)]
    assert 0.4 < np.mean(first) < 0.6


def test_the_order_is_random_and_repeatable() -> None:
    risk = np.arange(1, 13)
    one, two, other = (patrol.allocate(risk, 180, held_out=0, shifts=2, seed=s).order for s in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
    assert any(not np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert not np.array_equal(one[0], one[1])


def test_every_place_is_as_likely_to_be_first() -> None:
    first = [int(patrol.allocate([1, 1, 1, 1], 60, held_out=0, shifts=1, seed=s).order[0][0]) for s in range(600)]
    assert (np.bincount(first, minlength=4) > 110).all()


@given(st.integers(0, 500))
def test_a_place_is_not_visited_twice_in_a_row_where_that_can_be_avoided(seed) -> None:
    plan = patrol.allocate([3, 3, 3], 9 * 15, held_out=0, shifts=1, seed=seed)
    order = plan.order[0]
    assert order.size == 9
    assert (order[1:-1] != order[:-2]).all()  # the last one may have nobody left to change with


@pytest.mark.parametrize(
    ("change", "argument"),
    [({"risk": [-1.0, 2]}, "risk"), ({"risk": [[1, 2, 3]]}, "risk"), ({"minutes": [1, 2, 3]}, "minutes"),
     ({"minutes": -5}, "minutes"), ({"held_out": 2}, "held_out"), ({"held_out": [1]}, "risk and held_out"),
     ({"shifts": 0}, "shifts and most"), ({"seed": None}, "seed"), ({"visit": 0}, "visit"), ({"travel": -1}, "travel")],
)  # fmt: skip
def test_wrong_arguments_are_named(change, argument) -> None:
    options = {"risk": [1, 2], "minutes": 60, "held_out": 0, "shifts": 1, "seed": 1} | change
    with pytest.raises(InvalidInput) as error:
        patrol.allocate(**options)
    assert error.value.argument == argument


def test_the_callers_arrays_stay_as_they_are() -> None:
    risk = np.array([3.0, 2.0, 1.0])
    risk.setflags(write=False)
    patrol.allocate(risk, 60, held_out=1, shifts=2, seed=1)
    assert risk.tolist() == [3, 2, 1]
