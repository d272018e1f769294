"""The crime clock: 24 hours × 7 weekdays, by group and by solved or not."""

import math
from typing import Any, Final

import numpy as np
from scipy.special import bdtrc

from safetyzone.analyse.pictures.parts.records import Columns, FloatArray, Selection, significant
from safetyzone.listen.incidents.columns import SOLVED, UNKNOWN, UNSOLVED
from zonestats import clock

STATES: Final = ((SOLVED, "solved"), (UNSOLVED, "unsolved"), (UNKNOWN, "unknown"))
PEAK_HOURS: Final = 4


def crime_clock(chosen: Selection, *, tz: str) -> dict[str, Any]:
    """Weights add up to ``n``: an incident known only as from–to is spread over the hours it may have happened in."""
    rows = chosen.rows
    ordered = ~(rows.until < rows.since)  # NaT compares as false: an unknown end is no end before the start
    usable = rows.timed & ordered
    timed, group = rows.where(usable), chosen.group[usable]
    whole = clock.crime_clock(timed.since, timed.until, tz=tz)
    refused = whole.refusal
    return {
        "method": "aoristic, one minute steps, Sunday first", "time_zone": tz, "n": timed.n,
        "date_only": int((rows.dated & ~rows.timed).sum()), "undated": int((~rows.dated).sum()),
        "end_before_start": int((rows.timed & ~ordered).sum()),
        "probably_default_times": int(timed.default_time.sum()), "default_hours": list(whole.default_times),
        "spread_over_week": whole.spread,
        "refusal": None if refused is None else {
            "code": refused.code, "have": refused.have, "need": refused.need, "reason": refused.reason},
        "weights": None if refused else table(whole.weights),
        "peak": None if refused else peak(whole.by_hour, _doubtful(timed, whole.default_times)),
        "split": [] if refused else _by_group(timed, group, chosen.groups, tz),
    }  # fmt: skip


def _by_group(timed: Columns, group: Any, groups: tuple[str, ...], tz: str) -> list[dict[str, Any]]:
    found = []
    for position, name in enumerate(groups):
        for code, state in STATES:
            part = timed.where((group == position) & (timed.solved == code))
            if part.n:
                weights = clock.aoristic(part.since, part.until, tz=tz)
                by_hour = [round(value, 4) for value in weights.sum(axis=1).tolist()]
                found.append({"group": name, "solved": state, "n": part.n, "by_hour": by_hour})
    return found


def _doubtful(timed: Columns, flagged: tuple[int, ...]) -> set[int]:
    """Hours that hold a form's default times: they cannot be called busy."""
    hours = timed.local[timed.default_time] // 3_600_000 % 24
    return set(flagged) | {int(hour) for hour in np.unique(hours)}


def peak(by_hour: FloatArray, doubtful: set[int]) -> dict[str, Any] | None:
    """The busiest run of four hours, round midnight too, that holds no doubtful hour.

    ``p``: how often even hours would give a busiest run as full as this, exact binomial, corrected for the choice.
    """
    total = float(by_hour.sum())
    runs = [[(first + step) % 24 for step in range(PEAK_HOURS)] for first in range(24)]
    trusted = [run for run in runs if not doubtful & set(run)]
    if not trusted or not total:
        return None
    best = max(trusted, key=lambda run: (round(float(by_hour[run].sum()), 9), -run[0]))
    held = float(by_hour[best].sum())
    # The best of up to 24 runs: each has this chance under even hours, together at most so many times it (Bonferroni).
    chance = float(bdtrc(math.ceil(held) - 1, math.ceil(total), PEAK_HOURS / 24)) if held > 1 else 1.0
    return {
        "from": best[0], "to": (best[0] + PEAK_HOURS) % 24, "n": round(held, 1), "share": round(held / total, 4),
        "p": significant(min(1.0, len(trusted) * chance)),
    }  # fmt: skip


def table(weights: FloatArray) -> list[list[float]]:
    """24 rows of 7 numbers."""
    return [[round(value, 4) for value in row] for row in weights.tolist()]
