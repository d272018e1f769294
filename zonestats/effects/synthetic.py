"""Synthetic control: a weighted mix of untreated units that moved like the treated ones before."""

import functools
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from zonestats import checks, sums
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.effects.results import NOTHING, Balance, Pair, too_few
from zonestats.effects.simplex import Problem, solve_problems
from zonestats.effects.weighting import calibrated
from zonestats.errors import InvalidInput, Refusal

METHODS = ("simplex", "calibration", "raking")
GROUPS = 50  # most jackknife groups


@dataclass(frozen=True, eq=False)
class Setting:
    """Checked input: outcomes, who was treated, when, and scaled covariates."""

    panel: FloatArray  # (units, periods)
    treated: BoolArray
    pre: BoolArray
    covariates: FloatArray  # (units, k), k may be 0
    method: str
    predictor_weights: FloatArray | None = None
    start: FloatArray | None = None  # multipliers of the treated units' own calibration

    @property
    def controls(self) -> IntArray:
        return np.flatnonzero(~self.treated)

    @functools.cached_property
    def table(self) -> FloatArray:
        """What calibration must meet: number, covariates and periods before, (units, 1 + k + pre periods)."""
        return np.column_stack([np.ones(self.treated.size), self.covariates, self.panel[:, self.pre]])


@dataclass(frozen=True, eq=False)
class Synthetic:
    """``effect``: mean gap per treated unit and period after. ``weights`` follow the rows of the panel, treated rows 0.

    ``gaps``: treated mean minus synthetic, every period. ``p``: share of placebo runs, this one included, whose error
    ratio after/before is at least as large; NaN without permutations. ``alternative``: effects under the other methods
    that apply, so that both weightings are seen side by side.
    """

    effect: float
    se: float
    ci: Pair
    p: float
    balance: Balance
    weights: FloatArray
    gaps: FloatArray
    mspe: float  # before
    error_ratio: float  # root mean squared gap after ÷ before
    placebo_effects: FloatArray
    alternative: dict[str, float]
    n_treated: int
    n_controls: int
    method: str
    level: float
    seed: int
    refusal: Refusal | None = None

    def summary(self) -> str:
        """Plain text: method, units, effect, interval, placebo p, fit."""
        head = f"Synthetic control ({self.method}), {self.n_treated} treated and {self.n_controls} control units"
        if self.refusal is not None:
            return f"{head}: {self.refusal}"
        low, high = self.ci
        shown = f"{self.effect:+.4g} per unit and period ({self.level:.0%} interval {low:.4g} to {high:.4g}"
        tail = f", placebo p = {self.p:.3g})" if np.isfinite(self.p) else ", no placebo runs)"
        others = "".join(f"; with {name} {value:+.4g}" for name, value in self.alternative.items())
        return f"{head}: {shown}{tail}; mean squared error before {self.mspe:.4g}{others}"


def synthetic_control(
    panel: ArrayLike,
    treated: ArrayLike,
    pre: ArrayLike | int,
    *,
    method: str = "simplex",
    covariates: ArrayLike | None = None,
    predictor_weights: ArrayLike | None = None,
    permutations: int = 0,
    seed: int,
    level: float = 0.95,
) -> Synthetic:
    """What would have happened, from a weighted mix of control units.

    "simplex": weights ≥ 0 that add up to 1; without covariates they minimise the pre-period error, with covariates the
    weights fit the covariates under the predictor weights of least pre-period error (see ``effects.simplex``). For one or
    few treated units. "calibration": the smallest linear change of equal weights that meets exactly the treated units'
    number, covariate totals and pre-period totals, bounded to (0, ∞); "raking": the same with multiplicative change. For
    many treated and many more control units.

    ``panel`` (units, periods) outcomes; ``treated`` (units,) 0/1; ``pre``: number of periods before, or 0/1 per period;
    ``covariates`` (units, k); ``predictor_weights`` (k,) sets the weights of the (standardised) covariates instead of
    searching them. Placebo (``permutations`` > 0): every control unit (one treated unit) or random sets of
    control units of the treated set's size take its place; p = (#error ratio ≥ own + 1)/(m + 1); ci = effect minus the
    placebo effects' quantiles when there are at least 19 of them. Otherwise ci = effect ± t · se, and se is a delete-one
    (above 50 control units: delete-a-group) jackknife over control units, and treated ones where there are several.

    Source: Abadie & Gardeazabal 2003, AER 93, 113–132; Abadie, Diamond & Hainmueller 2010, JASA 105, 493–505; calibration:
    Robbins, Saunders & Kilmer 2017, JASA 112, 109–126. Errors: InvalidInput for wrong shapes. Refused: counts (whole
    numbers) under 20 events before in treated or control units; totals that no weights can meet ("no_balance").

    >>> import numpy as np
    >>> from zonestats import effects
    >>> common = np.random.default_rng(1).poisson(30, (8, 24)).astype(float)
    >>> panel = np.vstack([common[:3].mean(axis=0), common])
    >>> panel[0, 18:] -= 9
    >>> found = effects.synthetic_control(panel, [1] + [0] * 8, 18, seed=1)
    >>> round(found.effect, 3), found.weights.round(3)[1:4].tolist()
    (-9.0, [0.333, 0.333, 0.333])
    """
    setting = _setting(panel, treated, pre, covariates, method, predictor_weights)
    used = checks.seed_of(seed)
    checks.fraction("level", level)
    refusal = _too_few(setting)
    if refusal:
        return _refused(setting, refusal, level, used)
    started = _started(setting)
    weights = _weights(started, [np.flatnonzero(setting.treated)])[0]
    if weights is None:
        reason = f"no weights above 0 meet all {_margins(setting)} totals of the treated units; use fewer periods or covariates"
        return _refused(setting, Refusal("no_balance", reason), level, used)
    gaps = _gaps(setting, np.flatnonzero(setting.treated), weights)
    effect, ratio = float(gaps[~setting.pre].mean()), _error_ratio(gaps, setting.pre)
    placebo, p = _placebo(setting, effect, ratio, permutations, used)
    se, groups = _jackknife(started, effect, used)
    ci = _interval(effect, se, groups, placebo, level)
    return Synthetic(
        effect, se, ci, p, _balance(setting, weights), weights, gaps, float(np.mean(gaps[setting.pre] ** 2)), ratio,
        placebo, _alternative(setting), int(setting.treated.sum()), setting.controls.size, method, level, used,
    )  # fmt: skip


def _setting(
    panel: ArrayLike, treated: ArrayLike, pre: ArrayLike | int, covariates: ArrayLike | None, method: str,
    predictor_weights: ArrayLike | None,
) -> Setting:  # fmt: skip
    table = checks.floats("panel", panel, ndim=2, minimum=1)
    sides = checks.booleans("treated", treated)
    units, periods = table.shape
    extra = np.zeros((units, 0)) if covariates is None else checks.floats("covariates", covariates, ndim=2)
    checks.same_length(panel=table, treated=sides, covariates=extra)
    moment = isinstance(pre, int | np.integer)
    before = np.arange(periods) < np.asarray(pre) if moment else checks.booleans("pre", pre)
    if before.size != periods or before.all() or before.sum() < 1:
        raise InvalidInput("pre", f"must leave at least one of the {periods} periods before and one after")
    if not sides.any() or sides.sum() > units - 2:
        raise InvalidInput("treated", "needs at least one treated unit and two control units")
    given = None if predictor_weights is None else checks.floats("predictor_weights", predictor_weights)
    if given is not None and (given.size != extra.shape[1] or (given < 0).any() or not given.any()):
        raise InvalidInput("predictor_weights", "give one weight of 0 or more per covariate, at least one above 0")
    return Setting(table, sides, before, extra, checks.choice("method", method, METHODS), given)


def _too_few(setting: Setting) -> Refusal | None:
    if not np.array_equal(setting.panel, np.rint(setting.panel)) or (setting.panel < 0).any():
        return None  # not counts: the minimum is one of events
    before = setting.panel[:, setting.pre].sum(axis=1)
    return too_few(float(before[setting.treated].sum()), float(before[~setting.treated].sum()))


def _weights(setting: Setting, sets: list[IntArray], leave: IntArray | None = None) -> list[FloatArray | None]:
    """Full-length weights for each set of units that takes the treated ones' place; donors are the other control units."""
    if setting.method != "simplex":
        return [_calibrated(setting, members, leave) for members in sets]
    scale = setting.covariates.std(axis=0, ddof=1) if setting.covariates.size else np.ones(setting.covariates.shape[1])
    x = np.ascontiguousarray((setting.covariates / np.where(scale > 0, scale, 1.0)).T)
    z = np.ascontiguousarray(setting.panel[:, setting.pre].T)
    problems = [
        Problem(z[:, members].mean(axis=1), x[:, members].mean(axis=1), _donors(setting, members, leave)) for members in sets
    ]  # fmt: skip
    out: list[FloatArray | None] = []
    for problem, found in zip(problems, solve_problems(x, z, problems, setting.predictor_weights), strict=True):
        weights = np.zeros(setting.treated.size)
        weights[problem.donors] = found
        out.append(weights)
    return out


def _donors(setting: Setting, members: IntArray, leave: IntArray | None) -> IntArray:
    outside = setting.treated.copy()
    outside[members] = True
    if leave is not None:
        outside[leave] = True
    return np.flatnonzero(~outside)


def _started(setting: Setting) -> Setting:
    """With the multipliers found for the treated units, from which a few units more or less are a few steps away."""
    if setting.method == "simplex":
        return setting
    members = np.flatnonzero(setting.treated)
    found = calibrated(
        setting.table[~setting.treated], setting.table[members].sum(axis=0), members.size, setting.method
    )
    return setting if found is None else replace(setting, start=found.multipliers)


def _calibrated(setting: Setting, members: IntArray, leave: IntArray | None, method: str = "") -> FloatArray | None:
    donors = _donors(setting, members, leave)
    totals, start = setting.table[members].sum(axis=0), None if method else setting.start
    found = calibrated(setting.table[donors], totals, members.size, method or setting.method, start)
    if found is None:
        return None
    weights = np.zeros(setting.treated.size)
    weights[donors] = found.weights / members.size
    return weights


def _gaps(setting: Setting, members: IntArray, weights: FloatArray) -> FloatArray:
    return np.asarray(setting.panel[members].mean(axis=0) - sums.columns(setting.panel, weights))


def _error_ratio(gaps: FloatArray, pre: BoolArray) -> float:
    before, after = float(np.mean(gaps[pre] ** 2)), float(np.mean(gaps[~pre] ** 2))
    return float(np.sqrt(after / before)) if before > 0 else float("inf")


def _placebo(setting: Setting, effect: float, ratio: float, permutations: int, seed: int) -> tuple[FloatArray, float]:
    if permutations < 1:
        return np.empty(0), float("nan")
    size, controls = int(setting.treated.sum()), setting.controls
    if size >= controls.size - 1:
        raise InvalidInput("permutations", "placebo runs need more control units than treated ones, by two at least")
    if size == 1:
        rng = np.random.default_rng(seed)
        chosen = controls if permutations >= controls.size else rng.choice(controls, permutations, replace=False)
        sets = [np.array([unit]) for unit in chosen]
    else:
        rng = np.random.default_rng(seed)
        sets = [np.sort(rng.choice(controls, size, replace=False)) for _ in range(permutations)]
    effects, ratios = [], []
    for members, weights in zip(sets, _weights(setting, sets), strict=True):
        if weights is not None:
            gaps = _gaps(setting, members, weights)
            effects.append(float(gaps[~setting.pre].mean()))
            ratios.append(_error_ratio(gaps, setting.pre))
    if not ratios:
        return np.empty(0), float("nan")
    # A calibrated fit is exact before, so only what follows can be compared.
    own, theirs = (ratio, np.array(ratios)) if setting.method == "simplex" else (abs(effect), np.abs(effects))
    p = float((np.sum(theirs >= own * (1 - 1e-12)) + 1) / (theirs.size + 1))
    return np.array(effects), p


def _jackknife(setting: Setting, effect: float, seed: int) -> tuple[float, int]:
    controls, treated = setting.controls, np.flatnonzero(setting.treated)
    order = np.random.default_rng(seed).permutation(controls)
    groups = [np.sort(g) for g in np.array_split(order, min(controls.size, GROUPS))]
    estimates = [_without(setting, treated, group) for group in groups]
    if treated.size > 1:
        estimates += [_without(setting, np.delete(treated, i), None) for i in range(min(treated.size, GROUPS))]
    kept = np.array([value for value in estimates if np.isfinite(value)])
    if kept.size < 2:
        return float("nan"), int(kept.size)
    return float(np.sqrt((kept.size - 1) / kept.size * np.sum((kept - kept.mean()) ** 2))), int(kept.size)


def _without(setting: Setting, members: IntArray, leave: IntArray | None) -> float:
    weights = _weights(setting, [members], leave)[0]
    if weights is None:
        return float("nan")
    return float(_gaps(setting, members, weights)[~setting.pre].mean())


def _interval(effect: float, se: float, groups: int, placebo: FloatArray, level: float) -> Pair:
    if placebo.size >= 19:
        low, high = np.quantile(placebo, [0.5 - level / 2, 0.5 + level / 2])
        return float(effect - high), float(effect - low)
    if not np.isfinite(se):
        return NOTHING
    reach = float(stdtrit(max(groups - 1, 1), 0.5 + level / 2)) * se
    return effect - reach, effect + reach


def _alternative(setting: Setting) -> dict[str, float]:
    members = np.flatnonzero(setting.treated)
    found = {}
    for method in METHODS[1:]:
        if method != setting.method and setting.method != "simplex":
            weights = _calibrated(setting, members, None, method)
            if weights is not None:
                found[method] = float(_gaps(setting, members, weights)[~setting.pre].mean())
    return found


def _margins(setting: Setting) -> int:
    return int(1 + setting.covariates.shape[1] + setting.pre.sum())


def _balance(setting: Setting, weights: FloatArray) -> Balance:
    table = np.column_stack([setting.covariates, setting.panel[:, setting.pre]])
    names = [f"covariate {k}" for k in range(setting.covariates.shape[1])]
    names += [f"period {k}" for k in np.flatnonzero(setting.pre)]
    pool = table[~setting.treated].mean(axis=0)
    return Balance(tuple(names), table[setting.treated].mean(axis=0), sums.columns(table, weights), pool)


def _refused(setting: Setting, refusal: Refusal, level: float, seed: int) -> Synthetic:
    nothing, units = float("nan"), setting.treated.size
    return Synthetic(
        nothing, nothing, NOTHING, nothing, _balance(setting, np.full(units, np.nan)), np.full(units, np.nan),
        np.full(setting.panel.shape[1], np.nan), nothing, nothing, np.empty(0), {}, int(setting.treated.sum()),
        setting.controls.size, setting.method, level, seed, refusal,
    )  # fmt: skip
