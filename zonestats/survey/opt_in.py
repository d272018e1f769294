"""Opt-in answers: what can be said about a sample nobody drew."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks, minimums
from zonestats.errors import InvalidInput, Refusal
from zonestats.sums import dot
from zonestats.survey.calibration import Margin, rake

GAMMA = 4.0


@dataclass(frozen=True)
class OptIn:
    """Share of those who answered. There is no margin of error: nobody knows who chose not to answer."""

    share: float  # of the people who answered
    raked: float  # after raking to the margins; equals ``share`` without margins
    sensitivity: tuple[float, float]
    gamma: float
    n: int
    mode: str  # "opt-in" or "quota"

    @property
    def refusal(self) -> Refusal | None:
        """ "Not enough" below 30 answers."""
        need = minimums.POLL_EFFECTIVE_ANSWERS
        if self.n >= need:
            return None
        return Refusal(
            "not_enough", f"A survey figure needs at least {need} answers; there are {self.n}.", self.n, need
        )

    def summary(self) -> str:
        """Plain text with the label and the sensitivity range, never a margin of error."""
        if self.refusal:
            return f"Not enough: {self.refusal}"
        low, high = self.sensitivity
        return (
            f"{self.share:.1%} of the {self.n:,} who answered ({self.mode}, not a random sample; no margin of error). "
            f"Raked {self.raked:.1%}; if people of one answer were up to {self.gamma:g} times likelier to take part, the "
            f"true share may lie anywhere from {low:.1%} to {high:.1%}."
        )


def opt_in(
    values: ArrayLike, *, margins: Sequence[Margin] | None = None, gamma: float = GAMMA, mode: str = "opt-in"
) -> OptIn:
    """Share of "yes" in a sample of volunteers (or a quota), with a sensitivity range instead of an interval.

    ``values``: (n,) 0 and 1. ``margins``: raked to, as in :func:`zonestats.survey.rake`, from equal weights.
    ``gamma`` Γ ≥ 1: how many times likelier people of one answer were to take part; range
    [p/(p + Γ(1 − p)), p/(p + (1 − p)/Γ)] around the raked share p. Source: Rosenbaum 2002, *Observational Studies*, ch. 4
    (bounds on the odds); the default 4 covers the known case of 40 % opt-in against 70 % in random samples (Γ = 3.5).

    Errors: InvalidInput for values other than 0 and 1, Γ below 1, margins that cannot be met.

    >>> from zonestats import survey
    >>> found = survey.opt_in([1] * 40 + [0] * 60)
    >>> found.share, [round(bound, 3) for bound in found.sensitivity]
    (0.4, [0.143, 0.727])
    """
    answers = checks.booleans("values", _numbers(values)).astype(np.float64)
    if answers.size == 0:
        raise InvalidInput("values", "needs at least 1 row, has 0")
    if not (np.isfinite(gamma) and gamma >= 1):
        raise InvalidInput("gamma", f"must be 1 or more, not {gamma}")
    checks.choice("mode", mode, ("opt-in", "quota"))
    weights = np.ones(answers.size) if margins is None else rake(np.ones(answers.size), margins).weights
    p = dot(weights, answers) / float(weights.sum())
    return OptIn(float(answers.mean()), p, sensitivity(p, gamma), float(gamma), answers.size, mode)


def sensitivity(share: float, gamma: float = GAMMA) -> tuple[float, float]:
    """The range of true shares that could lie behind ``share`` (see :func:`opt_in`).

    >>> from zonestats.survey import sensitivity
    >>> [round(bound, 3) for bound in sensitivity(0.4, 3.5)]
    [0.16, 0.7]
    """
    return (share / (share + gamma * (1 - share)), share / (share + (1 - share) / gamma))


def _numbers(values: ArrayLike) -> ArrayLike:
    return values if np.asarray(values).dtype == np.bool_ else checks.floats("values", values)
