"""The crime clock: 24 hours × 7 weekdays, by group and by solved or not."""

from typing import Any, Final

import numpy as np

from safetyzone.analyse.pictures.parts.records import SOLVED, UNKNOWN, UNSOLVED, Columns, FloatArray
from zonestats import clock

STATES: Final = ((SOLVED, "solved"), (UNSOLVED, "unsolved"), (UNKNOWN, "unknown"))
PEAK_HOURS: Final = 4


def crime_clock(rows: Columns, groups: tuple[str, ...], *, tz: str) -> dict[str, Any]:
    """Weights add up to ``n``: an incident known only as from–to is spread over the hours it may have happened in."""
    timed = rows.where(rows.timed)
    whole = clock.crime_clock(timed.since, timed.until, tz=tz)
    refused = whole.refusal
    split = [] if refused else _by_group(timed, groups, tz)
    return {
        "method": "aoristic, one minute steps, Sunday first", "time_zone": tz, "n": timed.n,
        "date_only": int((rows.dated & ~rows.timed).sum()), "undated": int((~rows.dated).sum()),
        "probably_default_times": int(timed.default_time.sum()), "default_hours": list(whole.default_times),
        "spread_over_week": whole.spread,
        "refusal": None if refused is None else {
            "code": refused.code, "have": refused.have, "need": refused.need, "reason": refused.reason},
        "weights": None if refused else table(whole.weights),
        "peak": None if refused else peak(whole.by_hour, _doubtful(timed, whole.default_times)),
        "split": split,
    }  # fmt: skip


def _by_group(timed: Columns, groups: tuple[str, ...], tz: str) -> list[dict[str, Any]]:
    found = []
    for position, group in enumerate(groups):
        for code, state in STATES:
            part = timed.where((timed.group == position) & (timed.solved == code))
            if part.n:
                weights = clock.aoristic(part.since, part.until, tz=tz)
                found.append({"group": group, "solved": state, "n": part.n, "weights": table(weights)})
    return found


def _doubtful(timed: Columns, flagged: tuple[int, ...]) -> set[int]:
    """Hours that hold a form's default times: they cannot be called busy."""
    hours = timed.local[timed.default_time] // 3_600_000 % 24
    return set(flagged) | {int(hour) for hour in np.unique(hours)}


def peak(by_hour: FloatArray, doubtful: set[int]) -> dict[str, Any] | None:
    """The busiest run of four hours, round midnight too, that holds no doubtful hour."""
    total = float(by_hour.sum())
    runs = [[(first + step) % 24 for step in range(PEAK_HOURS)] for first in range(24)]
    trusted = [run for run in runs if not doubtful & set(run)]
    if not trusted or not total:
        return None
    best = max(trusted, key=lambda run: (round(float(by_hour[run].sum()), 9), -run[0]))
    held = float(by_hour[best].sum())
    return {"from": best[0], "to": (best[0] + PEAK_HOURS) % 24, "n": round(held, 1), "share": round(held / total, 4)}


def table(weights: FloatArray) -> list[list[float]]:
    """24 rows of 7 numbers."""
    return [[round(value, 6) for value in row] for row in weights.tolist()]
