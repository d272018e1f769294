"""Met, not met, or cannot tell: the only place in the house that compares a figure with a target.

METHODS §3: *met* if the two-sided 95 % interval lies wholly on the good side, *not met* if wholly on the other, otherwise
*cannot tell*; fewer than 30 effective answers, and everything that is no probability sample: cannot tell.
"""

from dataclasses import dataclass
from typing import Any, Final

from safetyzone.measure.targets.definitions import AT_MOST, Target
from zonestats import minimums

MET: Final = "met"
NOT_MET: Final = "not_met"
CANNOT_TELL: Final = "cannot_tell"
# Why nothing can be told.
NOT_ASKED: Final = "not_asked"
NO_ANSWERS: Final = "no_answers"
NO_SAMPLE: Final = "no_sample"
TOO_FEW: Final = "too_few"
BOTH_SIDES: Final = "both_sides"


@dataclass(frozen=True)
class Verdict:
    """``why``: empty where something can be told."""

    status: str
    why: str = ""

    def stated(self) -> dict[str, str]:
        """JSON-ready."""
        return {"status": self.status, "why": self.why}


def verdict(target: Target, figure: dict[str, Any] | None) -> Verdict:
    """Judge a figure of ``listen/polls`` (see ``results.figures.share``); None where the question was not asked."""
    if figure is None:
        return Verdict(CANNOT_TELL, NOT_ASKED)
    if figure["n"] == 0:
        return Verdict(CANNOT_TELL, NO_ANSWERS)
    if figure["kind"] == "volunteers":
        return Verdict(CANNOT_TELL, NO_SAMPLE)
    if figure["kind"] != "estimate" or figure["refusal"] or not _enough(figure["n_eff"]):
        return Verdict(CANNOT_TELL, TOO_FEW)
    return _judged(target, figure["low"], figure["high"])


def _enough(effective: float | None) -> bool:
    # A design effect of zero leaves no finite number: every unit said the same, which is not little.
    return effective is None or effective >= minimums.POLL_EFFECTIVE_ANSWERS


def _judged(target: Target, low: float, high: float) -> Verdict:
    limit = target.threshold
    at_most = target.direction == AT_MOST
    if high <= limit if at_most else low >= limit:
        return Verdict(MET)
    if low > limit if at_most else high < limit:
        return Verdict(NOT_MET)
    return Verdict(CANNOT_TELL, BOTH_SIDES)


def entered_verdict(target: Target, value: float) -> Verdict:
    """A published number has no margin here: it is on the good side or not."""
    good = value <= target.threshold if target.direction == AT_MOST else value >= target.threshold
    return Verdict(MET if good else NOT_MET)
