"""One election: ballots folded into types, and equal shares with fixed budgets in fractions."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from numbers import Rational
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.kernels import shares as kernel

Amount = int | float | Decimal | Rational


@dataclass(frozen=True)
class Reason:
    """Why one project was chosen or not, in plain data."""

    project: int
    chosen: bool
    approvals: int
    cost: Fraction
    round: int | None  # 1 = bought first; None if not chosen
    payments: tuple[tuple[int, Fraction], ...]  # (voter, amount), of supporters, in the order of voters
    most: Fraction  # the largest payment: what a supporter with money left gave
    left: Fraction  # what the supporters of a project not chosen have left together
    code: str  # equal_shares, completion, no_approvals, supporters_short, over_budget
    text: str


@dataclass(frozen=True, eq=False)
class Election:
    """Checked costs and ballots; voters with the same ballot are one type, because they always have the same left."""

    costs: tuple[Fraction, ...]
    approvals: BoolArray  # (voters, projects)
    type_of: IntArray  # (voters,)
    weight: IntArray  # (types,) voters of each type
    types: tuple[tuple[int, ...], ...]  # per project, the ballot types that approve it
    counts: tuple[int, ...]  # approvals per project
    floating: tuple[FloatArray, IntArray, IntArray, IntArray, IntArray]  # the same for the kernel

    @property
    def voters(self) -> int:
        return self.type_of.size

    def spent(self, chosen: tuple[int, ...]) -> Fraction:
        return sum((self.costs[c] for c in chosen), Fraction(0))

    def rank(self, project: int) -> tuple[int, Fraction, int]:
        """Order among equals: more approvals, then lower cost, then id."""
        return (-self.counts[project], self.costs[project], project)

    def bought(self, share: int) -> tuple[int, ...]:
        """Projects that equal shares buys when everybody holds ``share``; exact, and fast where rounding is harmless."""
        chosen, doubt = kernel.run(*self.floating, float(share))
        return purchases(self, Fraction(share)).order if doubt else tuple(int(c) for c in chosen)


@dataclass(frozen=True)
class Purchases:
    """Outcome of equal shares with fixed budgets."""

    order: tuple[int, ...]
    caps: tuple[Fraction, ...]  # largest payment for each
    paid: tuple[tuple[Fraction, ...], ...]  # for each bought project, per ballot type that approves it
    left: tuple[int, ...]  # what a voter of each ballot type has left, in units
    unit: int  # units in one currency unit


def election(costs: Any, approvals: ArrayLike) -> Election:
    """Costs as fractions and ballots as true or false, checked."""
    amounts = _amounts(costs)
    ballots = checks.booleans("approvals", _numbers(approvals), ndim=2)
    voters, projects = ballots.shape
    if voters == 0 or projects == 0:
        raise InvalidInput("approvals", "needs at least one voter and one project")
    if projects != len(amounts):
        raise InvalidInput("approvals", f"has {projects} projects for {len(amounts)} costs")
    patterns, type_of, weight = np.unique(ballots, axis=0, return_inverse=True, return_counts=True)
    type_of = type_of.reshape(-1).astype(np.int64)
    types = tuple(tuple(int(t) for t in np.flatnonzero(column)) for column in patterns.T)
    counts = ballots.sum(axis=0).astype(np.int64)
    starts = np.cumsum([0, *map(len, types)], dtype=np.int64)
    members = np.array([t for listed in types for t in listed], dtype=np.int64)
    floating = (np.array([float(a) for a in amounts]), starts, members, weight.astype(np.int64), counts)
    return Election(
        tuple(amounts), ballots, type_of, weight.astype(np.int64), types, tuple(int(c) for c in counts), floating
    )


def amount(name: str, value: Any) -> Fraction:
    """An exact amount: 0.1 means one tenth, as written."""
    try:
        exact = Fraction(value.item()) if isinstance(value, np.integer) else Fraction(str(value))
    except (ValueError, TypeError):
        raise InvalidInput(name, f"must be an amount of money, not {value!r}") from None
    if exact <= 0:
        raise InvalidInput(name, f"must be above 0, not {value}")
    return exact


def purchases(asked: Election, share: Fraction) -> Purchases:
    """Equal shares with ``share`` for every voter (Peters, Pierczyński & Skowron 2021), with cost utilities.

    Every round buys the project with the smallest ρ such that its supporters can pay for it with at most ρ · cost each.
    """
    purses = _Purses(asked, share)
    waiting = {c: Fraction(0) for c in range(len(asked.costs)) if asked.types[c]}
    order: list[int] = []
    caps: list[Fraction] = []
    paid: list[tuple[Fraction, ...]] = []
    while (project := _cheapest(asked, purses, waiting)) is not None:
        caps.append(waiting.pop(project) * asked.costs[project])
        order.append(project)
        paid.append(purses.pay(project, caps[-1]))
    return Purchases(tuple(order), tuple(caps), tuple(paid), tuple(purses.left), purses.unit)


class _Purses:
    """What each ballot type's voters have left, in whole numbers of a unit that is split when a payment needs it.

    Whole numbers are many times faster than fractions, which look for common divisors at every step.
    """

    def __init__(self, asked: Election, share: Fraction) -> None:
        self.asked = asked
        self.unit = lcm(share.denominator, *(cost.denominator for cost in asked.costs))  # units in one currency unit
        self.left = [int(share * self.unit)] * len(asked.weight)
        self.weights = [int(w) for w in asked.weight]

    def rho(self, project: int) -> Fraction | None:
        """The smallest ρ with which the supporters cover the cost; None if they cannot."""
        price = int(self.asked.costs[project] * self.unit)
        missing, rich = price, self.asked.counts[project]
        for held, many in sorted((self.left[t], self.weights[t]) for t in self.asked.types[project]):
            if held * rich >= missing:
                return Fraction(missing, rich * price)
            missing -= held * many
            rich -= many
        return None

    def pay(self, project: int, cap: Fraction) -> tuple[Fraction, ...]:
        """Take the project's cost from its supporters, at most ``cap`` each; what each type's voters gave."""
        finer = cap.denominator // gcd(cap.denominator, self.unit)
        if finer > 1:
            self.unit *= finer
            self.left = [held * finer for held in self.left]
        most = int(cap * self.unit)
        given = [min(most, self.left[t]) for t in self.asked.types[project]]
        for t, part in zip(self.asked.types[project], given, strict=True):
            self.left[t] -= part
        exact = {part: Fraction(part, self.unit) for part in set(given)}
        return tuple(exact[part] for part in given)


def _cheapest(asked: Election, purses: _Purses, waiting: dict[int, Fraction]) -> int | None:
    """The project with the smallest ρ, kept in ``waiting``; forgets projects that can never be paid again."""
    best: tuple[Fraction, tuple[int, Fraction, int]] | None = None
    for project in sorted(waiting, key=lambda c: (waiting[c], asked.rank(c))):
        if best and waiting[project] > best[0]:
            break  # ρ never falls, so the rest cannot be better
        rho = purses.rho(project)
        if rho is None:
            del waiting[project]
            continue
        waiting[project] = rho
        if best is None or (rho, asked.rank(project)) < best:
            best = (rho, asked.rank(project))
    return None if best is None else best[1][2]


def _amounts(costs: Any) -> list[Fraction]:
    raw: NDArray[Any] = np.asarray(costs, dtype=object)
    if raw.ndim != 1:
        raise InvalidInput("costs", f"must have 1 dimension(s), not shape {raw.shape}")
    if raw.size == 0:
        raise InvalidInput("costs", "needs at least 1 row(s), has 0")
    return [amount("costs", value) for value in raw]


def _numbers(approvals: ArrayLike) -> ArrayLike:
    raw = np.asarray(approvals)
    return raw if raw.dtype == np.bool_ else checks.floats("approvals", raw, ndim=2)
