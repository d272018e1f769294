"""What every estimate of an effect has in common."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtr, ndtri

from zonestats import checks, minimums
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput, Refusal

Pair = tuple[float, float]
NOTHING = (float("nan"), float("nan"))


@dataclass(frozen=True, eq=False)
class Balance:
    """How alike both sides were before: one row per name. ``pool`` is the control side before any weighting."""

    names: tuple[str, ...]
    treated: FloatArray
    control: FloatArray
    pool: FloatArray

    @property
    def difference(self) -> FloatArray:
        """Treated minus (weighted) control."""
        return self.treated - self.control

    def summary(self) -> str:
        """One line per row."""
        rows = zip(self.names, self.treated, self.control, self.pool, strict=True)
        return "\n".join(f"{name}: treated {t:.4g}, control {c:.4g} (unweighted {p:.4g})" for name, t, c, p in rows)


@dataclass(frozen=True, eq=False)
class Effect:
    """An effect with its uncertainty. ``scale`` says in what: "events" or "log ratio".

    Below the minimum ``refusal`` is set and effect, se, ci and p are NaN.
    """

    effect: float
    se: float
    ci: Pair
    p: float
    balance: Balance
    n: int  # events behind it
    method: str
    scale: str
    level: float
    parts: dict[str, float] = field(default_factory=dict)
    refusal: Refusal | None = None

    @property
    def ratio(self) -> float:
        """For log ratios: after/before in the treated area relative to the control area; 1 = no effect."""
        return float(np.exp(self.effect)) if self.scale == "log ratio" else float("nan")

    @property
    def ratio_ci(self) -> Pair:
        """The interval of ``ratio``."""
        if self.scale != "log ratio":
            return NOTHING
        return float(np.exp(self.ci[0])), float(np.exp(self.ci[1]))

    def summary(self) -> str:
        """Plain text: method, n, effect, interval, p."""
        head = f"{self.method}, {self.n:,} events"
        if self.refusal is not None:
            return f"{head}: {self.refusal}"
        low, high = self.ratio_ci if self.scale == "log ratio" else self.ci
        value = f"ratio {self.ratio:.2f}" if self.scale == "log ratio" else f"{self.effect:+.1f} {self.scale}"
        return f"{head}: {value} ({self.level:.0%} interval {low:.2f} to {high:.2f}, p = {self.p:.3g})"


def count_pair(name: str, value: Pair | None) -> FloatArray:
    """(before, after) counts; None is an area that was not watched: no events, no variance."""
    if value is None:
        return np.zeros(2)
    pair = checks.floats(name, value)
    if pair.size != 2:
        raise InvalidInput(name, f"must be a pair (before, after), not {pair.size} numbers")
    if (pair < 0).any():
        raise InvalidInput(name, "counts must be 0 or more")
    return pair


def too_few(treated_before: float, control_before: float) -> Refusal | None:
    """An effect needs 20 events before in the treated area and 20 in the control area."""
    need = minimums.EFFECT_EVENTS_BEFORE
    have = min(treated_before, control_before)
    if have >= need:
        return None
    where = "treated" if treated_before <= control_before else "control"
    reason = f"not enough: {have:g} events before in the {where} area, at least {need} are needed in both"
    return Refusal("not_enough", reason, have, need)


def normal(effect: float, se: float, level: float) -> tuple[Pair, float]:
    """Normal interval and two-sided p against no effect."""
    reach = float(ndtri(0.5 + level / 2)) * se
    p = float(2 * ndtr(-abs(effect) / se)) if se > 0 else float("nan")
    return (effect - reach, effect + reach), p
