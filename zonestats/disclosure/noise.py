"""Counts with discrete noise of known strength, and the ledger of what has been spent."""

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import IntArray
from zonestats.errors import InvalidInput, Refusal


@dataclass(frozen=True)
class Ledger:
    """How much privacy loss (epsilon) a data set may cost, and what each release took. Never changed: it is continued."""

    limit: Fraction
    entries: tuple[tuple[str, Fraction], ...] = ()

    def __init__(self, limit: Any, entries: tuple[tuple[str, Fraction], ...] = ()) -> None:
        object.__setattr__(self, "limit", _epsilon("limit", limit))
        object.__setattr__(self, "entries", tuple(entries))

    @property
    def spent(self) -> Fraction:
        """Releases of the same people add up (Dwork & Roth 2014, Theorem 3.16)."""
        return sum((epsilon for _, epsilon in self.entries), Fraction(0))

    @property
    def left(self) -> Fraction:
        return self.limit - self.spent

    def with_entry(self, label: str, epsilon: Fraction) -> "Ledger":
        """The ledger after one more release."""
        return Ledger(self.limit, (*self.entries, (label, epsilon)))

    def summary(self) -> str:
        """Plain text: spent, left, entries."""
        listed = "; ".join(f"{label} {float(epsilon):g}" for label, epsilon in self.entries) or "nothing yet"
        return f"epsilon {float(self.spent):g} of {float(self.limit):g} spent, {float(self.left):g} left ({listed})"


@dataclass(frozen=True, eq=False)
class NoisyCounts:
    """Counts plus noise. Keep negative ones for sums; they average out."""

    values: IntArray  # the counts' shape; empty with a refusal
    epsilon: Fraction
    sensitivity: int
    ledger: Ledger  # go on with this one
    refusal: Refusal | None = None

    @property
    def nonnegative(self) -> IntArray:
        """For showing: never below 0, at the price of sums that are a little too high."""
        return np.maximum(self.values, 0)

    def margin(self, level: float = 0.95) -> int:
        """The noise is at most this, up or down, with probability ``level``."""
        ratio = float(np.exp(-float(self.epsilon / self.sensitivity)))
        share = checks.fraction("level", level)
        # P(|Z| > m) = 2 r^(m + 1) / (1 + r)
        return max(0, int(np.ceil(np.log((1 - share) * (1 + ratio) / 2) / np.log(ratio) - 1 - 1e-12)))

    def summary(self) -> str:
        """Plain text: strength of the noise and the ledger."""
        if self.refusal:
            return str(self.refusal)
        return (
            f"{self.values.size:,} counts with discrete Laplace noise, epsilon {float(self.epsilon):g}: 95 % within "
            f"±{self.margin()}; {self.ledger.summary()}"
        )


def noisy_counts(
    counts: ArrayLike, *, epsilon: Any, ledger: Ledger, seed: int, sensitivity: int = 1, label: str = "counts"
) -> NoisyCounts:
    """Add discrete Laplace noise, P(Z = z) ∝ exp(−|z| ε/Δ): ε-differentially private counts.

    ``counts``: whole numbers of any shape, each person in at most ``sensitivity`` Δ of them (once). ``epsilon``: exact, 0.1
    is one tenth. ``ledger``: what may still be spent; the result holds the ledger to go on with. The noise is drawn with
    whole numbers only, so no rounding gives counts away. ``seed``: whoever knows it can take the noise off; keep it secret.
    Sources: Ghosh, Roughgarden & Sundararajan 2012 (SIAM J. Computing 41); exact sampling: Canonne, Kamath & Steinke 2020
    (NeurIPS 33), algorithms 1 and 2.

    ``.refusal`` when the ledger has too little left. Errors: InvalidInput for counts that are not whole, ε not above 0.

    >>> from zonestats import disclosure
    >>> made = disclosure.noisy_counts([120, 35, 0], epsilon=0.5, ledger=disclosure.Ledger(1), seed=7)
    >>> made.values.shape, float(made.ledger.left), made.margin()
    ((3,), 0.5, 6)
    >>> str(disclosure.noisy_counts([5], epsilon=0.8, ledger=made.ledger, seed=8).refusal)
    'This release costs epsilon 0.8; the ledger has 0.5 left.'
    """
    raw = np.asarray(counts)
    exact = checks.integers("counts", raw, ndim=raw.ndim)
    if exact.size == 0:
        raise InvalidInput("counts", "needs at least 1 count, has 0")
    strength = _epsilon("epsilon", epsilon)
    if int(sensitivity) != sensitivity or sensitivity < 1:
        raise InvalidInput("sensitivity", f"must be a whole number of at least 1, not {sensitivity}")
    drawn = random.Random(checks.seed_of(seed))  # noqa: S311 - a seed makes the release repeatable; it is kept secret
    if strength > ledger.left:
        reason = f"This release costs epsilon {float(strength):g}; the ledger has {float(ledger.left):g} left."
        refusal = Refusal("budget_spent", reason, float(ledger.left), float(strength))
        return NoisyCounts(np.zeros(0, dtype=np.int64), strength, int(sensitivity), ledger, refusal)
    scale = strength / int(sensitivity)
    noise = np.array([discrete_laplace(scale, drawn) for _ in range(exact.size)], dtype=np.int64)
    after = ledger.with_entry(label, strength)
    return NoisyCounts(exact + noise.reshape(exact.shape), strength, int(sensitivity), after)


def discrete_laplace(scale: Fraction, drawn: random.Random) -> int:
    """An integer with P(z) ∝ exp(−|z| · scale), exactly, from whole random numbers."""
    top, bottom = scale.numerator, scale.denominator
    while True:
        rest = drawn.randrange(bottom)
        if not _bernoulli_exp(rest, bottom, drawn):
            continue
        whole = 0
        while _bernoulli_exp(1, 1, drawn):
            whole += 1
        size = (rest + bottom * whole) // top
        negative = drawn.getrandbits(1) == 1
        if not (negative and size == 0):
            return -size if negative else size


def _bernoulli_exp(top: int, bottom: int, drawn: random.Random) -> bool:
    """True with probability exp(−top/bottom), for a ratio of at most 1 (von Neumann's alternating series)."""
    step = 1
    while drawn.randrange(bottom * step) < top:
        step += 1
    return step % 2 == 1


def _epsilon(name: str, value: Any) -> Fraction:
    try:
        exact = Fraction(str(value))
    except (ValueError, TypeError):
        raise InvalidInput(name, f"must be a number above 0, not {value!r}") from None
    if exact <= 0:
        raise InvalidInput(name, f"must be above 0, not {value}")
    return exact
