"""How often to stop where: visits under officer-minutes, in random order, with places left alone for comparison."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput

VISIT = 15.0  # minutes: stops of 10 to 15 minutes (Koper 1995)


@dataclass(frozen=True, eq=False)
class Allocation:
    """``visits`` (places, shifts); ``order`` one array of place numbers per shift, a place once per visit."""

    visits: IntArray
    order: tuple[IntArray, ...]
    held_out: BoolArray
    covered: FloatArray  # (shifts,) share of the risk of the places open to visits that is visited at least once
    unspent: FloatArray  # (shifts,) minutes
    visit: float
    travel: float
    seed: int

    def summary(self) -> str:
        """Plain text: places, held out, visits and minutes."""
        places, shifts = self.visits.shape
        return (
            f"{int(self.visits.sum())} visits of {self.visit:g} minutes to {int((self.visits.sum(axis=1) > 0).sum())} of "
            f"{places} places in {shifts} shifts, {int(self.held_out.sum())} places held out for comparison; "
            f"risk covered per shift {self.covered.min():.0%} to {self.covered.max():.0%}"
        )


def allocate(
    risk: ArrayLike,
    minutes: ArrayLike,
    *,
    held_out: ArrayLike | int,
    shifts: int,
    seed: int,
    visit: float = VISIT,
    travel: float = 0.0,
    most: int = 3,
) -> Allocation:
    """Share officer-minutes out over places in proportion to their risk, in whole visits.

    One visit at a time goes to the place with the largest risk / (visits + 1) (the highest-averages rule of D'Hondt,
    whose outcome is proportional), at most ``most`` to a place in a shift; ties: fewer visits, then lower place number.
    Places of risk 0 get none. Each shift's order is a random permutation, so that nobody can foresee the next stop, with
    a place's own visits never in a row where that can be avoided.

    ``risk`` (places,) or (places, shifts) ≥ 0; ``minutes`` officer-minutes per shift, one number or (shifts,); a visit
    costs ``visit`` + ``travel`` minutes. ``held_out``: 0/1 per place, or a number k: the 2k places of highest
    risk are paired in order of risk and one of each pair is drawn, so that what is left alone is as risky as what is
    visited (a trial randomised within pairs).

    Source: Koper 1995, Justice Quarterly 12, 649–672 (length); Telep, Mitchell & Weisburd 2014, Justice Quarterly 31,
    905–933 (random order in a trial). Errors: InvalidInput for negative risk, no minutes, more held out than half.

    >>> from zonestats import patrol
    >>> plan = patrol.allocate([8, 4, 2, 1, 1, 0], 90, held_out=[0, 0, 0, 0, 1, 0], shifts=2, seed=1, most=4)
    >>> plan.visits[:, 0].tolist(), plan.unspent.tolist()
    ([3, 2, 1, 0, 0, 0], [0.0, 0.0])
    """
    used, count = checks.seed_of(seed), int(shifts)
    if count < 1 or most < 1:
        raise InvalidInput("shifts and most", "must be at least 1")
    table = _risk(risk, count)
    budget = _minutes(minutes, count)
    length = checks.positive("visit", visit) + float(travel)
    if travel < 0:
        raise InvalidInput("travel", "must be 0 or more")
    rng = np.random.default_rng(used)
    aside = _held_out(held_out, table.sum(axis=1), rng)
    open_risk = np.where(aside[:, None], 0.0, table)
    visits = np.column_stack([_highest_averages(open_risk[:, s], int(budget[s] // length), most) for s in range(count)])
    order = tuple(_shuffled(visits[:, s], rng) for s in range(count))
    total = open_risk.sum(axis=0)
    reached = np.where(visits > 0, open_risk, 0.0).sum(axis=0)
    covered = np.divide(reached, total, out=np.zeros(count), where=total > 0)
    return Allocation(visits, order, aside, covered, budget - visits.sum(axis=0) * length, visit, float(travel), used)


def _risk(risk: ArrayLike, shifts: int) -> FloatArray:
    raw = np.asarray(risk)
    table = checks.floats("risk", risk, ndim=2 if raw.ndim == 2 else 1, minimum=1)
    if table.ndim == 1:
        table = np.repeat(table[:, None], shifts, axis=1)
    if table.shape[1] != shifts:
        raise InvalidInput("risk", f"has {table.shape[1]} columns for {shifts} shifts")
    if (table < 0).any():
        raise InvalidInput("risk", "must be 0 or more")
    return table


def _minutes(minutes: ArrayLike, shifts: int) -> FloatArray:
    raw = np.asarray(minutes)
    budget = checks.floats("minutes", np.full(shifts, raw) if raw.ndim == 0 else raw)
    if budget.size != shifts or (budget < 0).any():
        raise InvalidInput("minutes", f"give one number of 0 or more, or one per shift ({shifts})")
    return budget


def _held_out(held_out: ArrayLike | int, risk: FloatArray, rng: np.random.Generator) -> BoolArray:
    raw = np.asarray(held_out)
    if raw.ndim > 0:
        aside = checks.booleans("held_out", raw)
        checks.same_length(risk=risk, held_out=aside)
        return aside
    k, places = int(raw), risk.size
    if not 0 <= k <= places // 2:
        raise InvalidInput("held_out", f"hold out between 0 and half of the {places} places, not {k}")
    aside = np.zeros(places, dtype=np.bool_)
    ranked = np.lexsort((np.arange(places), -risk))
    # The leading 2k places in pairs of neighbours in rank: one of each pair is visited, the other is not.
    for pair in ranked[: 2 * k].reshape(k, 2):
        aside[pair[rng.integers(2)]] = True
    return aside


def _highest_averages(risk: FloatArray, visits: int, most: int) -> IntArray:
    """D'Hondt in one sort: the quotients risk / 1, risk / 2 … of every place, largest first."""
    divisors = np.arange(1, most + 1)
    quotients = risk[:, None] / divisors
    place = np.repeat(np.arange(risk.size), most)
    order = np.lexsort((place, np.tile(divisors, risk.size), -quotients.ravel()))
    chosen = order[: max(visits, 0)]
    chosen = chosen[quotients.ravel()[chosen] > 0]
    return np.bincount(place[chosen], minlength=risk.size).astype(np.int64)


def _shuffled(visits: IntArray, rng: np.random.Generator) -> IntArray:
    stops = rng.permutation(np.repeat(np.arange(visits.size), visits))
    for i in range(1, stops.size):
        if stops[i] == stops[i - 1]:
            other = np.flatnonzero(stops[i + 1 :] != stops[i])
            if other.size:
                j = i + 1 + int(other[rng.integers(other.size)])
                stops[i], stops[j] = stops[j], stops[i]
    return stops
