"""The method of equal shares and the ways to spend what it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.budget.election import Amount, Election, Purchases, Reason, amount, election, purchases

COMPLETIONS = ("none", "add1", "greedy", "add1_greedy")


@dataclass(frozen=True)
class Shares:
    """Chosen projects and the reasons."""

    chosen: tuple[int, ...]  # in the order they were bought
    reasons: tuple[Reason, ...]  # one per project, by id
    budget: Fraction
    spent: Fraction
    share: Fraction  # what every voter could spend in the round that decided
    voters: int
    completion: str

    def summary(self) -> str:
        """Plain text: one line per project."""
        head = (
            f"Equal shares ({self.completion}): {len(self.chosen)} of {len(self.reasons)} projects for "
            f"{plain(self.spent)} of {plain(self.budget)}; {self.voters} voters with {plain(self.share)} each."
        )
        return "\n".join([head, *(reason.text for reason in self.reasons)])


def equal_shares(
    costs: Sequence[Amount] | ArrayLike, approvals: ArrayLike, budget: Amount, *, completion: str = "add1"
) -> Shares:
    """Choose projects so that every voter has the same part of the budget behind their approvals.

    ``costs``: (projects,) amounts above 0; ``approvals``: (voters, projects) true or false; ``budget``: an amount.
    Everybody gets budget ÷ voters. Each round buys the project whose supporters can pay its cost with the smallest
    largest payment relative to the cost (ρ; cost utilities), taking equal parts, or all they have left from those with less.
    Ties: more approvals, then lower cost, then the smaller id. All in fractions: 0.1 is one tenth.
    Source: Peters & Skowron 2020 (EC); Peters, Pierczyński & Skowron 2021 (NeurIPS 34); completions: equalshares.net.

    ``completion``: "none" leaves the rest; "add1" gives every voter one currency unit more, from the whole units of the
    share, until nothing affordable is left or the next step would cost more than the budget; "greedy" adds what still fits,
    by approvals; "add1_greedy" both.

    Errors: InvalidInput for amounts not above 0, ballots that are not 0 and 1, and shapes that do not fit.

    >>> from zonestats import budget
    >>> ballots = [[1, 1, 0]] * 3 + [[0, 0, 1]] * 2
    >>> found = budget.equal_shares([300, 300, 200], ballots, 500)
    >>> found.chosen
    (0, 2)
    >>> found.reasons[2].payments == ((3, 100), (4, 100))
    True
    """
    checks.choice("completion", completion, COMPLETIONS)
    asked, money = election(costs, approvals), amount("budget", budget)
    share = money / asked.voters
    if completion.startswith("add1"):
        share = _raised(asked, money, share)
    made = purchases(asked, share)
    chosen = made.order
    if completion.endswith("greedy"):
        chosen += _greedy(asked, money, chosen)
    reasons = tuple(_reason(asked, made, chosen, money, c) for c in range(len(asked.costs)))
    return Shares(chosen, reasons, money, asked.spent(chosen), share, asked.voters, completion)


def _raised(asked: Election, money: Fraction, share: Fraction) -> Fraction:
    """The share after add-1: the last step whose outcome is within the budget."""
    chosen, step = purchases(asked, share).order, floor(share)
    while _more_fits(asked, money, chosen):
        before = chosen
        while chosen == before:  # most steps change nothing
            step += 1
            chosen = asked.bought(step)
        if asked.spent(chosen) > money:
            return max(share, Fraction(step - 1))
        share = Fraction(step)
    return share


def _more_fits(asked: Election, money: Fraction, chosen: tuple[int, ...]) -> bool:
    """Whether a project that someone approves is left that the rest of the budget could pay."""
    left, taken = money - asked.spent(chosen), set(chosen)
    return any(
        cost <= left and asked.counts[c] > 0 for c, cost in enumerate(asked.costs) if c not in taken
    )  # fmt: skip


def _greedy(asked: Election, money: Fraction, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Projects added by approvals while they fit."""
    left = money - asked.spent(chosen)
    added: list[int] = []
    for project in sorted(set(range(len(asked.costs))) - set(chosen), key=asked.rank):
        if asked.counts[project] and asked.costs[project] <= left:
            added.append(project)
            left -= asked.costs[project]
    return tuple(added)


def _reason(asked: Election, made: Purchases, chosen: tuple[int, ...], money: Fraction, project: int) -> Reason:
    cost, count = asked.costs[project], asked.counts[project]
    left = Fraction(sum(made.left[t] * int(asked.weight[t]) for t in asked.types[project]), made.unit)
    name = f"Project {project} ({plain(cost)}, {count} approvals)"
    if project in made.order:
        at = made.order.index(project)
        most = made.caps[at]
        text = f"{name}: bought in round {at + 1}; each supporter paid {plain(most)}, or all they had left."
        return Reason(
            project, True, count, cost, at + 1, _payments(asked, made, project), most, Fraction(0), "equal_shares", text
        )
    if project in chosen:
        place = chosen.index(project) + 1
        text = f"{name}: added by approvals because it still fits the budget; its supporters had {plain(left)} left."
        return Reason(project, True, count, cost, place, (), Fraction(0), left, "completion", text)
    code, why = _why_not(asked, money - asked.spent(chosen), project, left)
    return Reason(project, False, count, cost, None, (), Fraction(0), left, code, f"{name}: not chosen; {why}.")


def _why_not(asked: Election, unspent: Fraction, project: int, left: Fraction) -> tuple[str, str]:
    if asked.counts[project] == 0:
        return "no_approvals", "nobody approved it"
    held = f"its supporters have {plain(left)} left together"
    if asked.costs[project] > unspent:
        return "over_budget", f"{plain(unspent)} of the budget is left, and {held}"
    return "supporters_short", held


def _payments(asked: Election, made: Purchases, project: int) -> tuple[tuple[int, Fraction], ...]:
    by_type = dict(zip(asked.types[project], made.paid[made.order.index(project)], strict=True))
    return tuple((voter, by_type[int(t)]) for voter, t in enumerate(asked.type_of) if int(t) in by_type)


def plain(value: Any) -> str:
    """An amount for people: whole, or rounded to two places."""
    return f"{float(value):,.2f}".removesuffix(".00")
