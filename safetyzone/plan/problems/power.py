"""Before a plan starts: could the evaluation see an effect at all? By simulation from the zone's own counts, in words."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from safetyzone.foundation.pages.templatetags.figures import number
from safetyzone.foundation.places.models import Place
from safetyzone.plan.problems.counts import in_period, monthly_counts
from safetyzone.plan.problems.models import Outcome
from zonestats import effects

FALLS: Final = (0.1, 0.2, 0.3, 0.4, 0.5)
FEWEST_MONTHS: Final = 6  # of zonestats.effects.power
SIMULATIONS: Final = 2_000
SEED: Final = 20210921
# Of a poll's outcome: two waves here and two in the comparison, each of so many answers with the usual design effect.
ANSWERS: Final = 400
DEFF: Final = 1.5
_Z: Final = 1.959964 + 0.841621  # two-sided 5 %, seen four times in five


def power_of(
    zone: Place, *, outcome: str, group: str, controls: Sequence[Place], before: tuple[date, date],
    after: tuple[date, date], by: str,
) -> dict[str, Any]:  # fmt: skip
    """JSON for ``Evaluation.power``; without a comparison nothing can be seen, and it says so."""
    if not controls:
        return {"kind": "none"}
    if outcome != Outcome.INCIDENTS:
        return {"kind": "poll", "answers": ANSWERS, "deff": DEFF, "points": round(100 * _smallest_change(), 1)}
    own = in_period(monthly_counts(zone, group, by=by), *before)
    others = [in_period(monthly_counts(place, group, by=by), *before) for place in controls]
    months = sorted(set(own).intersection(*others))
    stated = {"kind": "incidents", "months_before": len(months), "months_after": _months(*after), "test": "rate_ratio"}
    if not months:
        return {**stated, "n": 0, "seen": [], "refusal": {"have": 0, "need": FEWEST_MONTHS}}
    treated = [own[month] for month in months]
    compared = np.sum([[counts[month] for month in months] for counts in others], axis=0)
    found = effects.power(
        treated, compared, effects=[1 - fall for fall in FALLS], periods_after=_months(*after), simulations=SIMULATIONS,
        seed=SEED,
    )  # fmt: skip
    stated |= {"n": int(sum(treated)), "simulations": SIMULATIONS, "seed": SEED}
    if found.refusal is not None:
        return {**stated, "seen": [], "refusal": {"have": found.refusal.have, "need": found.refusal.need}}
    seen = [
        {"fall": fall, "share": round(float(share), 3), "low": round(float(low), 3), "high": round(float(high), 3)}
        for fall, share, low, high in zip(FALLS, found.power, found.low, found.high, strict=True)
    ]
    return {**stated, "seen": seen, "refusal": None}


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _smallest_change() -> float:
    """Of a share, worst case one half: the change beside a comparison's that four waves of ``ANSWERS`` would show."""
    return _Z * math.sqrt(4 * 0.25 * DEFF / ANSWERS)


def told(power: dict[str, Any]) -> str:
    """In words, for those who decide: "a fall of 30 % would be seen in 4 of 5 cases; one of 10 % in 1 of 5"."""
    if power.get("kind") == "none":
        return _("Without a comparison no effect can be told from what would have happened anyway.")
    if power.get("kind") == "poll":
        return _(
            "With %(answers)s answers from random samples here and in the comparison, before and after, a change would "
            "have to be %(points)s points or more to be seen in 4 of 5 cases."
        ) % {"answers": number(power["answers"]), "points": round(power["points"])}  # fmt: skip
    if not power.get("seen"):
        return _(
            "Too few to say: incidents here in the months before: %(n)s, months: %(months)s. Nobody will be able to tell whether "
            "the plan worked."
        ) % {"n": number(power.get("n", 0)), "months": power.get("months_before", 0)}  # fmt: skip
    parts = [
        _("a fall of %(fall)s %% would be seen in %(times)s of 10 cases")
        % {"fall": round(each["fall"] * 100), "times": round(each["share"] * 10)}
        for each in _worth_saying(power["seen"])
    ]
    return _("With these counts (incidents before: %(n)s, months: %(months)s) %(parts)s.") % {
        "n": number(power["n"]), "months": power["months_before"], "parts": "; ".join(parts),
    }  # fmt: skip


def _worth_saying(seen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The smallest fall that four cases in five would show, or the largest tried, and the smallest tried."""
    clear = next((each for each in seen if each["share"] >= 0.8), seen[-1])
    return [clear] if clear is seen[0] else [clear, seen[0]]
