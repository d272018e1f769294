"""Near repeats in one line: are there more pairs close in space and time than chance would give?"""

from typing import Any, Final

import numpy as np

from safetyzone.analyse.pictures.parts.records import Selection, refusal, significant
from zonestats import minimums, near_repeat

# The closest pairs say most; where too few are expected, a wider look (metres, days).
BANDS: Final = ((100, 7), (200, 14))
PERMUTATIONS: Final = 199
# The pairs of a whole city's years would fill the memory and say nothing about now: the latest incidents are compared.
LATEST: Final = 5_000
_DAY_SECONDS: Final = 86_400


def near_repeats(chosen: Selection, *, seed: int) -> dict[str, Any]:
    """Pairs within 100 m and 7 days (200 m and 14 days) among the latest dated, placed incidents, against chance."""
    usable = np.flatnonzero(chosen.rows.mapped & chosen.rows.dayed)
    latest = usable[-LATEST:]  # rows come in order of time
    days = chosen.rows.local[latest] // 1000 / _DAY_SECONDS
    found: dict[str, Any] = {
        "method": "Knox test, permuted dates", "n": int(latest.size), "of": int(usable.size),
        "permutations": PERMUTATIONS, "seed": seed,
        "from": _day(days[0]) if latest.size else None, "to": _day(days[-1]) if latest.size else None,
    }  # fmt: skip
    if latest.size < minimums.KNOX_EVENTS:
        reason = (
            f"not enough incidents with a date and a place: {latest.size}, at least {minimums.KNOX_EVENTS} are needed"
        )
        return {**found, **_NOTHING, "refusal": refusal(int(latest.size), minimums.KNOX_EVENTS, reason)}
    x, y = chosen.x[latest], chosen.y[latest]
    expected = 0.0
    for metres, gap in BANDS:
        table = near_repeat.knox(
            x, y, days, space_bands=[0, metres], time_bands=[0, gap], permutations=PERMUTATIONS, seed=seed
        )
        expected = float(table.expected[0, 0])
        if table.reliable[0, 0]:
            return {
                **found, "within_m": metres, "within_days": gap, "observed": int(table.observed[0, 0]),
                "expected": significant(expected), "ratio": significant(float(table.ratio[0, 0])),
                "p": significant(float(table.p[0, 0])), "refusal": None,
            }  # fmt: skip
    reason = f"not enough pairs: {expected:.1f} expected, at least {minimums.KNOX_EXPECTED:g} are needed"
    return {**found, **_NOTHING, "refusal": refusal(significant(expected) or 0.0, minimums.KNOX_EXPECTED, reason)}


_NOTHING: Final = dict.fromkeys(("within_m", "within_days", "observed", "expected", "ratio", "p"))


def _day(days: float) -> str:
    return str(np.datetime64(int(days), "D"))
