"""What can be said of a plan, in codes."""

from typing import Any, Final

BETTER: Final = "better"
WORSE: Final = "worse"
CANNOT_TELL: Final = "cannot_tell"
# Why nothing can be told.
BOTH_SIDES: Final = "both_sides"
NOT_ENOUGH: Final = "not_enough"
NO_COMPARISON: Final = "no_comparison"
NO_RECORDS: Final = "no_records"
NO_WAVES: Final = "no_waves"
TOO_FEW: Final = "too_few"
NO_FIGURE: Final = "no_figure"


def judged(low: float, high: float, *, less_is_better: bool) -> tuple[str, str]:
    """Status and why, from the interval of an effect: decided only where it lies wholly on one side of nothing."""
    if low <= 0 <= high:
        return CANNOT_TELL, BOTH_SIDES
    good = high < 0 if less_is_better else low > 0
    return (BETTER if good else WORSE), ""


def undecided(why: str, **more: Any) -> dict[str, Any]:
    """JSON-ready: cannot tell, and why."""
    return {"status": CANNOT_TELL, "why": why, "effect": None, **more}
