"""Difference-in-differences for counts."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from zonestats import checks, sums
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.effects.poisson import Rows, covariance, fit
from zonestats.effects.results import NOTHING, Balance, Effect, Pair, too_few
from zonestats.errors import InvalidInput, Refusal

CLUSTERS = 20  # fewer, and the clustered error is not to be trusted
REACH = 3.0  # log ratios beyond ±3 (a factor of 20) are called unbounded


@dataclass(frozen=True, eq=False)
class Panel:
    """Rows after all checks; units without events are left out of the fit and counted."""

    rows: Rows
    treated: BoolArray  # per row
    post: BoolArray
    group: BoolArray  # per unit: treated
    dropped: int
    when: IntArray  # the caller's period numbers, ascending

    @property
    def exposed(self) -> FloatArray:
        """1 where the measure was in force."""
        return (self.treated & self.post).astype(np.float64)


def difference_in_differences(
    counts: ArrayLike,
    treated: ArrayLike,
    post: ArrayLike,
    unit: ArrayLike,
    period: ArrayLike,
    *,
    exposure: ArrayLike | None = None,
    level: float = 0.95,
    permutations: int = 999,
    seed: int = 0,
) -> Effect:
    """Effect of a measure on counts, as a log ratio, with unit and period effects.

    E(count) = exposure · exp(unit + period + β · treated · post), by Poisson pseudo-maximum likelihood, which needs only
    that mean to be right, not Poisson variance. se: CR1 errors clustered by unit, t with G − 1 degrees of freedom. Under
    20 clusters those errors are too small, so p and the interval come from reassigning the treatment among the units: all
    assignments if there are at most ``permutations``, else that many drawn with ``seed``; statistic: the score,
    i.e. the excess of the treated units' counts after, over what unit and period effects expect; the interval holds the
    β that the same test does not reject at 1 − level. ``parts["smallest_p"]`` says how small p could have been.

    Long form, one row per unit and period, shape (n,): counts ≥ 0; ``treated`` and ``post`` 0/1; ``unit`` and ``period`` whole
    numbers; ``exposure`` > 0. ``seed`` matters only when assignments are drawn.

    Source: Wooldridge 1999, J. Econometrics 90, 77–97; Cameron & Miller 2015, J. Human Resources 50, 317–372; few clusters:
    MacKinnon & Webb 2020, J. Econometrics 218, 435–450. Assumes that both sides would have changed by the same factor;
    look at ``event_study`` first. Errors: InvalidInput for wrong shapes, a unit both treated and not, no rows of one of
    the four kinds. Under 20 events before in the treated or the control units: ``.refusal``.

    >>> import numpy as np
    >>> from zonestats import effects
    >>> unit, period = np.repeat(np.arange(30), 12), np.tile(np.arange(12), 30)
    >>> treated, post = unit < 10, period >= 6
    >>> counts = np.random.default_rng(3).poisson(8 * np.where(treated & post, 0.6, 1.0))
    >>> found = effects.difference_in_differences(counts, treated, post, unit, period)
    >>> round(found.ratio, 2), found.ratio_ci[1] < 1
    (0.59, True)
    """
    checks.fraction("level", level)
    panel = make_panel(counts, treated, post, unit, period, exposure)
    rows, method = panel.rows, "Difference-in-differences (Poisson)"
    before = [_total(panel, side, after=False) for side in (True, False)]
    n = int(rows.counts.sum())
    balance, refusal = pre_balance(panel), too_few(*before)
    parts: dict[str, float] = {"clusters": rows.units, "dropped_units": panel.dropped}
    if refusal is None and panel.group.sum() in (0, rows.units):
        refusal = Refusal("not_enough", "not enough: one of the two sides has no unit with events")
    if refusal:
        return Effect(np.nan, np.nan, NOTHING, np.nan, balance, n, method, "log ratio", level, parts, refusal)
    fitted = fit(rows, panel.exposed[:, None])
    effect, se = float(fitted.beta[0]), float(np.sqrt(covariance(fitted, rows)[0, 0]))
    if rows.units < CLUSTERS:
        ci, p, parts["smallest_p"] = randomised(panel, effect, level, permutations, seed)
        method += ", randomisation inference"
    else:
        ci, p = clustered(effect, se, rows.units - 1, level)
    return Effect(effect, se, ci, p, balance, n, method, "log ratio", level, parts)


def make_panel(
    counts: ArrayLike, treated: ArrayLike, post: ArrayLike, unit: ArrayLike, period: ArrayLike, exposure: ArrayLike | None
) -> Panel:  # fmt: skip
    """Checked rows with units and periods numbered from 0."""
    y = checks.floats("counts", counts, minimum=1)
    units, periods = checks.integers("unit", unit), checks.integers("period", period)
    sides, after = checks.booleans("treated", treated), checks.booleans("post", post)
    size = np.ones(y.size) if exposure is None else checks.floats("exposure", exposure)
    checks.same_length(counts=y, treated=sides, post=after, unit=units, period=periods, exposure=size)
    if (y < 0).any():
        raise InvalidInput("counts", "must be 0 or more")
    if (size <= 0).any():
        raise InvalidInput("exposure", "must be above 0; leave out rows without exposure")
    _whole_sides(units, sides)
    names, code = np.unique(units, return_inverse=True)
    order = np.lexsort((periods, code))
    kept = order[np.bincount(code, weights=y, minlength=names.size)[code[order]] > 0]
    dropped = names.size - np.unique(code[kept]).size
    _, code = np.unique(units[kept], return_inverse=True)
    labels, when = np.unique(periods[kept], return_inverse=True)
    count = int(code.max(initial=-1)) + 1
    rows = Rows(y[kept], np.log(size[kept]), code, when, count, int(when.max(initial=-1)) + 1)
    group = np.zeros(count, dtype=np.bool_)
    group[code] = sides[kept]
    return Panel(rows, sides[kept], after[kept], group, dropped, labels)


def pre_balance(panel: Panel) -> Balance:
    """Events per unit in every period before, and over all of them."""
    rows, post = panel.rows, panel.post
    before = np.unique(rows.period[~post])
    table = np.zeros((2, before.size))
    for side in (0, 1):
        mine = (panel.treated == bool(side)) & ~post
        sums = np.bincount(rows.period[mine], weights=rows.counts[mine], minlength=rows.periods)[before]
        table[side] = sums / max(int((panel.group == bool(side)).sum()), 1)
    names = (*(f"period {k}" for k in panel.when[before]), "before")
    both = np.column_stack([table, table.sum(axis=1)])
    return Balance(names, both[1], both[0], both[0])


def clustered(effect: float, se: float, df: int, level: float) -> tuple[Pair, float]:
    """t interval and two-sided p."""
    reach = float(stdtrit(df, 0.5 + level / 2)) * se
    return (effect - reach, effect + reach), float(2 * stdtr(df, -abs(effect) / se)) if se > 0 else np.nan


def randomised(panel: Panel, effect: float, level: float, permutations: int, seed: int) -> tuple[Pair, float, float]:
    """Interval, p, and the smallest p the number of assignments allows."""
    chosen, complete = _assignments(panel.group, permutations, seed)

    def p_at(beta: float) -> float:
        return _score_p(panel, chosen, complete, beta)

    count = len(chosen) + (0 if complete else 1)
    alpha = 1 - level
    low, high = (_edge(p_at, effect, sign * REACH, alpha) for sign in (-1.0, 1.0))
    return (low, high), p_at(0.0), 1 / count


def _edge(p_at: Callable[[float], float], inside: float, reach: float, alpha: float) -> float:
    outside = inside + reach
    if p_at(outside) > alpha:
        return float(np.copysign(np.inf, reach))
    for _ in range(24):
        middle = (inside + outside) / 2
        if p_at(middle) > alpha:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


def _assignments(group: BoolArray, permutations: int, seed: int) -> tuple[FloatArray, bool]:
    units, k = group.size, int(group.sum())
    if comb(units, k) <= max(permutations, 1):
        chosen = np.zeros((comb(units, k), units))
        for row, members in enumerate(combinations(range(units), k)):
            chosen[row, list(members)] = 1.0
        return chosen, True
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random((permutations, units)), axis=1)
    return (order < k).astype(np.float64), False


def _score_p(panel: Panel, chosen: FloatArray, complete: bool, beta: float) -> float:
    rows = panel.rows
    moved = Rows(rows.counts, rows.offset + beta * panel.exposed, rows.unit, rows.period, rows.units, rows.periods)
    null = fit(moved, np.zeros((rows.counts.size, 0)))
    excess = rows.totals((rows.counts - null.mean) * panel.post)
    scores, observed = np.abs(sums.rows(chosen, excess)), abs(float(excess[panel.group].sum()))
    as_large = int((scores >= observed * (1 - 1e-9)).sum())
    return as_large / len(scores) if complete else (as_large + 1) / (len(scores) + 1)


def _whole_sides(units: np.ndarray, sides: BoolArray) -> None:
    _, code = np.unique(units, return_inverse=True)
    share = np.bincount(code, weights=sides) / np.bincount(code)
    mixed = np.flatnonzero((share > 0) & (share < 1))
    if mixed.size:
        raise InvalidInput(
            "treated",
            f"{mixed.size} units are marked both treated and not; mark the unit, not the moment (that is post)",
        )


def _total(panel: Panel, side: bool, *, after: bool) -> float:
    return float(panel.rows.counts[(panel.treated == side) & (panel.post == after)].sum())
