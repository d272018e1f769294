"""Fear and confidence before and after: the difference of two random samples, less that of the comparison."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scipy import special

from safetyzone.listen.polls.results.figures import LEVEL
from safetyzone.listen.polls.results.trend import difference
from safetyzone.measure.effects.verdicts import NO_COMPARISON, NO_FIGURE, NO_WAVES, judged, undecided


@dataclass(frozen=True)
class Asked:
    """Of one zone: the figures of two waves (share, se, df, n), None where there is none; and whether there were waves."""

    zone: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    waves: tuple[int | None, int | None]


def judge(treated: Asked, controls: Sequence[Asked], *, less_is_better: bool, compared: bool) -> dict[str, Any]:
    """JSON-ready. Shares between 0 and 1; the effect is the change here less the mean change of the comparison."""
    stated = {"treated": _stated(treated), "controls": [_stated(each) for each in controls]}
    if None in treated.waves or (compared and any(None in each.waves for each in controls)):
        return {**stated, **undecided(NO_WAVES)}
    if treated.before is None or treated.after is None or any(None in (each.before, each.after) for each in controls):
        return {**stated, **undecided(NO_FIGURE)}
    if not compared:
        return {**stated, **undecided(NO_COMPARISON)}
    effect = net_change(treated, controls)
    status, why = judged(effect["low"], effect["high"], less_is_better=less_is_better)
    return {**stated, "status": status, "why": why, "effect": effect}


def net_change(treated: Asked, controls: Sequence[Asked]) -> dict[str, float]:
    """Change here − mean change there, with its 95 % interval: independent samples, Welch–Satterthwaite degrees of freedom."""
    k = len(controls)
    parts = [(1.0, each) for each in (treated.after, treated.before)]
    parts += [(1.0 / k, figure) for each in controls for figure in (each.after, each.before)]
    variances = [(factor**2 * figure["se"] ** 2, figure["df"]) for factor, figure in parts if figure is not None]
    variance = sum(each for each, _ in variances)
    value = _change(treated) - sum(_change(each) for each in controls) / k
    if variance == 0:
        return {"value": value, "low": value, "high": value, "level": LEVEL}
    df = variance**2 / sum(each**2 / of for each, of in variances if each > 0)
    reach = float(special.stdtrit(df, (1 + LEVEL) / 2)) * math.sqrt(variance)
    return {"value": round(value, 6), "low": round(value - reach, 6), "high": round(value + reach, 6), "level": LEVEL}


def _change(asked: Asked) -> float:
    assert asked.before is not None
    assert asked.after is not None
    return float(asked.after["share"] - asked.before["share"])


def _stated(asked: Asked) -> dict[str, Any]:
    figures = {
        name: None if figure is None else {key: figure[key] for key in ("share", "low", "high", "n")}
        for name, figure in (("before", asked.before), ("after", asked.after))
    }
    change = None
    if asked.before is not None and asked.after is not None:
        made = difference(asked.before, asked.after)
        change = {"value": made["difference"], "low": made["low"], "high": made["high"]}
    return {"zone": asked.zone, "waves": list(asked.waves), **figures, "change": change}
