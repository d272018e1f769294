"""The event study of one zone: the ratio to the comparison quarter by quarter, before the plan and after.

The library's ``effects.event_study`` needs several treated units, and a plan treats one zone. So each quarter stands as the
plan itself does: the headline's ratio of two changes with the months' own spread (Wilson 2022), a quarter after the start
against the whole period before, a quarter before it against the other months before. Where both sides moved alike before,
the early ratios lie near 1; where they did not, the judgement rests on sand and the page says so.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from safetyzone.measure.effects.incidents import Material, summed
from zonestats import effects

QUARTER: Final = 3  # months
FEWEST: Final = 2  # quarters before, so that the one can be held against the other
MISSED: Final = 0.05  # how often "moved apart before" may be said of zones that did not, over all quarters together

Ints = tuple[int, ...]


def study(material: Material) -> dict[str, Any] | None:
    """JSON-ready: one row a quarter, the latest "before" ending and the first "after" beginning at the start.

    None without a comparison, or where there are not two whole quarters before and one after. ``apart``: how many quarters
    before differ (p below 5 % shared among them, so that many quarters do not make an alarm), of ``before`` that could.
    """
    if not material.controls:
        return None
    treated, control = material.treated, summed(material.controls)
    last, end = len(material.before), len(material.after)
    early = [slice(stop - QUARTER, stop) for stop in range(last, QUARTER - 1, -QUARTER)][::-1]
    late = [slice(start, start + QUARTER) for start in range(0, end - QUARTER + 1, QUARTER)]
    if len(early) < FEWEST or not late:
        return None
    rows = [
        _row(material.before[own], k - len(early), *(_split(each.before, own) for each in (treated, control)))
        for k, own in enumerate(early)
    ]
    rows += [
        _row(material.after[own], k, *((each.before, each.after[own]) for each in (treated, control)))
        for k, own in enumerate(late)
    ]
    known = [row["p"] for row in rows if row["lag"] < 0 and row["p"] is not None]
    return {"quarters": rows, "apart": sum(p * len(known) < MISSED for p in known), "before": len(known)}


def _split(counts: Ints, own: slice) -> tuple[Ints, Ints]:
    """The other months, and those of the quarter."""
    return counts[: own.start] + counts[own.stop :], counts[own]


def _row(months: Sequence[str], lag: int, treated: tuple[Ints, Ints], control: tuple[Ints, Ints]) -> dict[str, Any]:
    """Without a ratio where nothing happened in the quarter, or too little before: ``ratio`` is None then."""
    stated = {"lag": lag, "from": months[0], "to": months[-1], "here": sum(treated[1]), "there": sum(control[1])}
    nothing: dict[str, Any] = {**stated, "ratio": None, "low": None, "high": None, "p": None}
    if not stated["here"] or not stated["there"]:
        return nothing
    found = effects.rate_ratio(
        treated=(sum(treated[0]), sum(treated[1])), control=(sum(control[0]), sum(control[1])),
        periods=[np.asarray(each, np.float64) for each in (*treated, *control)],
    )  # fmt: skip
    if found.refusal is not None:
        return nothing
    low, high = found.ratio_ci
    return {
        **nothing,
        "ratio": round(found.ratio, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "p": round(found.p, 4),
    }
