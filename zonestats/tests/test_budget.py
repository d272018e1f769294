"""Equal shares against a plain re-telling of its definition, recorded outcomes of pabutools, and its promises."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import budget
from zonestats.budget.election import election, purchases
from zonestats.errors import InvalidInput
from zonestats.kernels import shares as kernel
from zonestats.tests.uncompiled import uncompile

# pabutools 1.2.3, method_of_equal_shares(sat_class=Cost_Sat), ties as ours: costs, ballots, budget, plain, voter_budget_increment=1
PABUTOOLS = [
    ([210, 190, 120, 65, 28, 9, 230], ["0010000", "1010010", "0111001", "1110001", "0000011", "1000011"], 132, [5], [2, 5]),
    ([115, 43, 65, 22, 190], ["01000", "01101", "10100", "10111", "10100", "10111", "10111"], 112, [2], [2, 3]),
    ([51, 17, 39, 2, 280, 23], ["110010", "010001", "101010", "100000", "100111", "100100", "111111"], 154,
     [0, 1, 3, 5], [0, 1, 2, 3, 5]),
    ([40, 75, 57, 16, 160], ["10000", "00010", "00011", "01000", "11001", "00001"], 84, [3], [0, 3]),
    ([13, 85, 24, 1, 10],
     ["01010", "00000", "11101", "10100", "10000", "10010", "10110", "00010", "10001", "01100"], 80, [0, 2, 3], [0, 2, 3, 4]),
    ([225, 51, 100, 300, 110, 230],
     ["101000", "101000", "001010", "011010", "000000", "100010", "110000", "001101"], 240, [2], [1, 2]),
    ([16, 57, 105, 110, 55], ["10111", "11001", "01111", "01101", "10110", "11000", "01010"], 238, [0, 1, 4], [0, 1, 3, 4]),
    ([220, 13, 185, 39, 41, 47],
     ["100011", "111010", "101011", "011011", "111010", "100001", "000000", "010101", "000100"], 54, [1], [1, 4]),
]  # fmt: skip


def _ballots(rows: list[str]) -> list[list[int]]:
    return [[int(letter) for letter in row] for row in rows]


@pytest.mark.parametrize(("costs", "rows", "money", "plain", "raised"), PABUTOOLS)
def test_against_pabutools(costs: list, rows: list, money: int, plain: list, raised: list) -> None:
    assert sorted(budget.equal_shares(costs, _ballots(rows), money, completion="none").chosen) == plain
    assert sorted(budget.equal_shares(costs, _ballots(rows), money).chosen) == raised


def _told(costs: list[int], ballots: list[list[int]], share: Fraction) -> list[int]:
    """The definition, voter by voter: no ballot types, no shortcuts."""
    purse = [share] * len(ballots)
    chosen: list[int] = []
    while True:
        best = None
        for c, cost in enumerate(costs):
            fans = [v for v, ballot in enumerate(ballots) if ballot[c]]
            if c in chosen or not fans or sum(purse[v] for v in fans) < cost:
                continue
            left, many = Fraction(cost), len(fans)
            for v in sorted(fans, key=lambda v: purse[v]):
                if purse[v] * many >= left:
                    break
                left, many = left - purse[v], many - 1
            cap = left / many
            rank = (cap / cost, -len(fans), cost, c)
            if best is None or rank < best[0]:
                best = (rank, cap, fans)
        if best is None:
            return chosen
        for v in best[2]:
            purse[v] -= min(best[1], purse[v])
        chosen.append(best[0][3])


elections = st.integers(1, 6).flatmap(
    lambda m: st.tuples(
        st.lists(st.integers(1, 60), min_size=m, max_size=m),
        st.lists(st.lists(st.integers(0, 1), min_size=m, max_size=m), min_size=1, max_size=9),
        st.integers(1, 200),
    )
)


@given(elections)
def test_it_does_what_the_definition_says(case: tuple) -> None:
    costs, ballots, money = case
    found = budget.equal_shares(costs, ballots, money, completion="none")
    assert list(found.chosen) == _told(costs, ballots, Fraction(money, len(ballots)))


@given(elections)
def test_add_one_stops_where_the_definition_says(case: tuple) -> None:
    costs, ballots, money = case
    fans = [sum(ballot[c] for ballot in ballots) for c in range(len(costs))]
    share = Fraction(money, len(ballots))
    chosen, step = _told(costs, ballots, share), money // len(ballots)
    while any(
        fans[c] and c not in chosen and costs[c] + sum(costs[d] for d in chosen) <= money for c in range(len(costs))
    ):
        step += 1
        following = _told(costs, ballots, Fraction(step))
        if sum(costs[c] for c in following) > money:
            break
        chosen = following
    assert sorted(budget.equal_shares(costs, ballots, money).chosen) == sorted(chosen)


@given(elections, st.sampled_from(["none", "add1", "greedy", "add1_greedy"]))
def test_promises(case: tuple, completion: str) -> None:
    costs, ballots, money = case
    found = budget.equal_shares(costs, ballots, money, completion=completion)
    assert found.spent == sum(costs[c] for c in found.chosen) <= money
    paid = [Fraction(0)] * len(ballots)
    for reason in found.reasons:
        assert reason.chosen == (reason.project in found.chosen)
        assert (reason.round is not None) == reason.chosen
        if reason.code == "equal_shares":
            assert sum(amount for _, amount in reason.payments) == reason.cost
            assert max(amount for _, amount in reason.payments) == reason.most
        for voter, amount in reason.payments:
            assert ballots[voter][reason.project]
            paid[voter] += amount
    assert all(amount <= found.share for amount in paid)


@given(elections)
def test_what_is_left_out_cannot_be_paid_by_its_supporters(case: tuple) -> None:
    costs, ballots, money = case
    for reason in budget.equal_shares(costs, ballots, money, completion="none").reasons:
        if not reason.chosen:
            assert reason.left < reason.cost


@given(elections)
def test_greedy_leaves_nothing_approved_that_fits(case: tuple) -> None:
    costs, ballots, money = case
    found = budget.equal_shares(costs, ballots, money, completion="add1_greedy")
    for reason in found.reasons:
        if not reason.chosen and reason.approvals:
            assert reason.cost + found.spent > money


@given(elections, st.integers(1, 40))
def test_the_fast_run_agrees_or_doubts(case: tuple, share: int) -> None:
    costs, ballots, _ = case
    asked = election(costs, ballots)
    chosen, doubt = kernel.run(*asked.floating, float(share))
    exact = purchases(asked, Fraction(share)).order
    assert doubt or tuple(chosen) == exact
    assert asked.bought(share) == exact


def test_the_kernel_runs_uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = election(PABUTOOLS[2][0], _ballots(PABUTOOLS[2][1]))
    compiled = kernel.run(*asked.floating, 22.0)
    uncompile(monkeypatch, kernel)
    plain = kernel.run(*asked.floating, 22.0)
    assert (plain[0].tolist(), plain[1]) == (compiled[0].tolist(), compiled[1])


def test_a_minority_gets_its_part_where_approvals_alone_would_give_it_nothing() -> None:
    """The example of the method's introduction (equalshares.net): 51 and 49 of 100, ten projects a side, money for ten."""
    ballots = [[1] * 10 + [0] * 10] * 51 + [[0] * 10 + [1] * 10] * 49
    found = budget.equal_shares([10] * 20, ballots, 100, completion="add1_greedy").chosen
    assert sum(c < 10 for c in found) in (5, 6)
    assert sum(c >= 10 for c in found) in (4, 5)


def test_ties_go_by_approvals_then_cost_then_id() -> None:
    assert budget.equal_shares([50, 50], [[1, 1]], 50).chosen == (0,)
    assert budget.equal_shares([60, 50], [[1, 1]], 60).chosen == (1,)
    # ρ = 1/2 for both after the first voter has spent: two approvals beat one
    found = budget.equal_shares([30, 20, 20], [[1, 1, 0], [1, 0, 0], [0, 0, 1]], 90, completion="none")
    assert found.chosen[0] == 0


def test_amounts_are_exact() -> None:
    """Three times a tenth is three tenths; in floating point it is not."""
    ballots = [[1]] * 3
    for costs, money in (([0.3], 0.3), (["0.3"], "0.3"), ([Decimal("0.3")], Decimal("0.3")), ([Fraction(3, 10)], 0.3)):
        found = budget.equal_shares(costs, ballots, money, completion="none")
        assert found.chosen == (0,)
        assert found.reasons[0].payments == tuple((voter, Fraction(1, 10)) for voter in range(3))


def test_reasons_in_words() -> None:
    ballots = [[1, 0, 0, 1], [1, 0, 1, 1], [0, 0, 1, 0]]
    found = budget.equal_shares([40, 5, 40, 500], ballots, 60, completion="none")
    codes = [reason.code for reason in found.reasons]
    assert codes == ["equal_shares", "no_approvals", "over_budget", "over_budget"]
    assert "each supporter paid 20" in found.reasons[0].text
    assert "nobody approved" in found.summary()
    short = budget.equal_shares([40, 35], [[1, 0], [1, 0], [0, 1]], 75, completion="none")
    assert short.reasons[1].code == "supporters_short"
    filled = budget.equal_shares([40, 35], [[1, 0], [1, 0], [0, 1]], 75, completion="greedy")
    assert filled.reasons[1].code == "completion"
    assert filled.reasons[1].round == 2


def test_nobody_approves_anything() -> None:
    assert budget.equal_shares([10, 20], np.zeros((4, 2)), 100).chosen == ()


@pytest.mark.parametrize(
    ("costs", "ballots", "money", "options"),
    [
        ([10, 0], [[1, 1]], 5, {}),
        ([10, -1], [[1, 1]], 5, {}),
        ([10, "many"], [[1, 1]], 5, {}),
        ([10], [[1, 1]], 5, {}),
        ([10, 20], [[1, 2]], 5, {}),
        ([10, 20], [1, 1], 5, {}),
        ([10, 20], [[1, 1]], float("nan"), {}),
        ([10, 20], [[1, 1]], 5, {"completion": "phragmen"}),
        ([], np.zeros((3, 0)), 5, {}),
        ([[1], [2]], [[1, 1]], 5, {}),
    ],
)
def test_wrong_input_is_refused(costs: list, ballots: list, money: float, options: dict) -> None:
    with pytest.raises(InvalidInput):
        budget.equal_shares(costs, ballots, money, **options)


def test_renaming_voters_changes_nothing() -> None:
    costs, rows, money, _, _ = PABUTOOLS[4]
    ballots = _ballots(rows)
    first, second = budget.equal_shares(costs, ballots, money), budget.equal_shares(costs, ballots[::-1], money)
    assert first.chosen == second.chosen
    assert [reason.most for reason in first.reasons] == [reason.most for reason in second.reasons]
