"""What changed since the wave before: a test only between two random samples, otherwise the reason why there is none."""

import math
from typing import Any, Final

from scipy import special

from safetyzone.listen.polls.models import Wave, WaveMode, WaveState
from safetyzone.listen.polls.results.compute import results_of
from safetyzone.listen.polls.results.figures import LEVEL

NO_WAVE: Final = "no_wave"
NO_SAMPLE: Final = "no_sample"


def wave_before(wave: Wave) -> Wave | None:
    """The zone's wave before this one that was answered, a random sample if this is one and there was another."""
    earlier = Wave.objects.filter(zone=wave.zone, opens__lt=wave.opens).exclude(state=WaveState.DRAFT)
    found = [each for each in earlier.select_related("zone", "questionnaire") if each.answers.exists()]
    samples = [each for each in found if each.mode == WaveMode.PROBABILITY]
    return next(iter(samples if wave.mode == WaveMode.PROBABILITY and samples else found), None)


def changes(wave: Wave, now: dict[str, Any], *, by: str) -> dict[str, Any]:
    """``now``: this wave's figures. ``why``: empty where the two waves may be compared; then a row for each answer."""
    before = wave_before(wave)
    if before is None:
        return {"before": None, "why": NO_WAVE, "rows": []}
    if {wave.mode, before.mode} != {WaveMode.PROBABILITY}:
        return {"before": before, "why": NO_SAMPLE, "rows": []}
    run = results_of(before, by=by)
    return {"before": before, "before_run": run, "why": "", "rows": compared(run.result, now)}


def compared(before: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for each answer of a question that both waves asked in the same way, where both have a figure."""
    earlier = {asked["name"]: asked for asked in before["questions"]}
    rows = []
    for asked in now["questions"]:
        old = earlier.get(asked["name"])
        if old is None or [a["value"] for a in old["answers"]] != [a["value"] for a in asked["answers"]]:
            continue
        for was, is_now in zip(old["answers"], asked["answers"], strict=True):
            # What the population numbers set is no finding: there the registers are compared, not the people.
            if all(each["kind"] == "estimate" and not (each["refusal"] or each["fixed"]) for each in (was, is_now)):
                rows.append({"question": asked, "answer": is_now, "was": was, **difference(was, is_now)})
    return rows


def difference(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """now − was with its 95 % interval: independent samples, Welch–Satterthwaite degrees of freedom.

    >>> found = difference({"share": .40, "se": .03, "df": 50}, {"share": .30, "se": .04, "df": 50})
    >>> round(found["difference"], 3), round(found["low"], 3), round(found["high"], 3), found["clear"]
    (-0.1, -0.199, -0.001, True)
    """
    change = now["share"] - was["share"]
    variance = was["se"] ** 2 + now["se"] ** 2
    if variance == 0:  # everybody said the same, twice
        return {"difference": change, "low": change, "high": change, "p": None, "clear": False}
    df = variance**2 / (was["se"] ** 4 / was["df"] + now["se"] ** 4 / now["df"])
    se = math.sqrt(variance)
    reach = float(special.stdtrit(df, (1 + LEVEL) / 2)) * se
    p = 2 * float(special.stdtr(df, -abs(change) / se))
    low, high = change - reach, change + reach
    return {"difference": change, "low": low, "high": high, "p": p, "clear": not low <= 0 <= high}
