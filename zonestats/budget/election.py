"""One election: ballots folded into types, and equal shares with fixed budgets in fractions."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
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
    left: tuple[Fraction, ...]  # per ballot type


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
    purse = [share] * len(asked.weight)
    waiting = {c: Fraction(0) for c in range(len(asked.costs)) if asked.types[c]}
    order: list[int] = []
    caps: list[Fraction] = []
    paid: list[tuple[Fraction, ...]] = []
    while found := _cheapest(asked, purse, waiting):
        project, cap = found
        del waiting[project]
        given = tuple(min(cap, purse[t]) for t in asked.types[project])
        for t, part in zip(asked.types[project], given, strict=True):
            purse[t] -= part
        order.append(project)
        caps.append(cap)
        paid.append(given)
    return Purchases(tuple(order), tuple(caps), tuple(paid), tuple(purse))


def _cheapest(asked: Election, purse: list[Fraction], waiting: dict[int, Fraction]) -> tuple[int, Fraction] | None:
    """The project with the smallest ρ and its largest payment; forgets projects that can never be paid again."""
    best: tuple[Fraction, tuple[int, Fraction, int]] | None = None
    cap = Fraction(0)
    for project in sorted(waiting, key=lambda c: (waiting[c], asked.rank(c))):
        if best and waiting[project] > best[0]:
            break  # ρ never falls, so the rest cannot be better
        found = _cap(asked, project, purse)
        if found is None:
            del waiting[project]
            continue
        rho = found / asked.costs[project]
        waiting[project] = rho
        if best is None or (rho, asked.rank(project)) < best:
            best, cap = (rho, asked.rank(project)), found
    return None if best is None else (best[1][2], cap)


def _cap(asked: Election, project: int, purse: list[Fraction]) -> Fraction | None:
    """The smallest largest payment with which the supporters cover the cost; None if they cannot."""
    missing = asked.costs[project]
    holders = sorted((purse[t], int(asked.weight[t])) for t in asked.types[project])
    rich = asked.counts[project]
    for held, many in holders:
        if held * rich >= missing:
            return missing / rich
        missing -= held * many
        rich -= many
    return None


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
