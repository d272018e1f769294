"""Recorded incidents before and after, against the comparison that was fixed: pure, from counts by month.

The test fixed beforehand (``Evaluation.power``) is the ratio of two changes with the counts' own spread; it gives the status
and the headline. The weighted displacement difference, total net effect, difference-in-differences and synthetic control
stand beside it, so that everybody sees whether they agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from safetyzone.measure.effects.verdicts import NO_COMPARISON, NO_RECORDS, NOT_ENOUGH, judged, undecided
from zonestats import effects
from zonestats.effects import Effect

SEED: Final = 18
FEWEST_CONTROLS: Final = 3  # zones in the comparison from which on each can stand for itself
PLACEBOS: Final = 999


@dataclass(frozen=True)
class Counts:
    """Of one zone: events in each month before and after, the same months for every zone."""

    zone: str
    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def pair(self) -> tuple[float, float]:
        return float(sum(self.before)), float(sum(self.after))


@dataclass(frozen=True)
class Material:
    """``dropped``: months of the periods that some zone's files lack. ``asked``: how many months were fixed."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    treated: Counts
    controls: tuple[Counts, ...]
    displaced: tuple[Counts, ...] = ()
    displaced_controls: tuple[Counts, ...] = ()
    dropped: tuple[str, ...] = ()
    asked: tuple[int, int] = (0, 0)


def judge(material: Material) -> dict[str, Any]:
    """JSON-ready: counts, status, the effect in events over the months after, displacement, every method."""
    stated = _stated(material)
    if not material.controls:
        return {**stated, **undecided(NO_COMPARISON)}
    if not material.before or not material.after:
        return {**stated, **undecided(NO_RECORDS)}
    control = summed(material.controls)
    found = _headline(material, control)
    if found.refusal is not None:
        refusal = {"have": found.refusal.have, "need": found.refusal.need}
        return {**stated, **undecided(NOT_ENOUGH, refusal=refusal), "methods": []}
    effect = _in_events(found, material.treated)
    status, why = judged(effect["low"], effect["high"], less_is_better=True)
    return {
        **stated, "status": status, "why": why, "effect": effect, "refusal": None,
        "displacement": _displacement(material, control), "methods": _methods(material, control, found),
    }  # fmt: skip


def _stated(material: Material) -> dict[str, Any]:
    treated, control = material.treated.pair, summed(material.controls).pair
    return {
        "months": {"before": list(material.before), "after": list(material.after), "dropped": list(material.dropped),
                   "asked": list(material.asked)},
        "treated": {"zone": material.treated.zone, "before": int(treated[0]), "after": int(treated[1])},
        "control": {"zones": [each.zone for each in material.controls], "before": int(control[0]), "after": int(control[1])},
        "series": {"treated": [*material.treated.before, *material.treated.after],
                   "control": [*summed(material.controls).before, *summed(material.controls).after]},
    }  # fmt: skip


def summed(zones: Sequence[Counts]) -> Counts:
    """Several zones as one, month by month."""
    if not zones:
        return Counts("", (), ())
    before, after = (np.sum([getattr(each, name) for each in zones], axis=0) for name in ("before", "after"))
    return Counts("", tuple(int(n) for n in before), tuple(int(n) for n in after))


def _headline(material: Material, control: Counts) -> Effect:
    return _ratio(material.treated, control) or _wdd(material, control)


def _ratio(treated: Counts, control: Counts) -> Effect | None:
    """The ratio of two changes with the spread of the months; None where nothing happened after, and no ratio exists."""
    if min(treated.pair[1], control.pair[1]) <= 0:
        return None
    periods = [treated.before, treated.after, control.before, control.after]
    spread = periods if sum(map(len, periods)) > len(periods) else None
    return effects.rate_ratio(treated=treated.pair, control=control.pair, periods=spread)


def _wdd(material: Material, control: Counts) -> Effect:
    """Per month and per zone, so that a comparison of several zones counts as one; turned into events afterwards."""
    beside = summed(material.displaced) if material.displaced else None
    others = summed(material.displaced_controls) if beside and material.displaced_controls else None
    nearby = len(material.displaced_controls) / max(len(material.displaced), 1)
    return effects.wdd(
        treated=material.treated.pair, control=control.pair, displaced_treated=beside.pair if beside else None,
        displaced_control=others.pair if others else None, time_weights=(len(material.before), len(material.after)),
        area_weights=(1.0, float(len(material.controls)), 1.0, nearby or 1.0),
    )  # fmt: skip


def _in_events(found: Effect, treated: Counts) -> dict[str, Any]:
    """Events over the months after, less (negative) or more than the comparison lets expect."""
    after = treated.pair[1]
    if found.scale == "events":
        months = len(treated.after)
        value, low, high = found.effect * months, found.ci[0] * months, found.ci[1] * months
    else:
        value, low, high = (after - after / ratio for ratio in (found.ratio, *found.ratio_ci))
    return {"value": _round(value), "low": _round(low), "high": _round(high), "p": _round(found.p),
            "expected": _round(after - value), "level": found.level}  # fmt: skip


def _displacement(material: Material, control: Counts) -> dict[str, Any] | None:
    """What happened beside the treated zone against its own comparison, else the same one; and both places together."""
    if not material.displaced:
        return None
    beside = summed(material.displaced)
    own = summed(material.displaced_controls) if material.displaced_controls else control
    both = summed([material.treated, *material.displaced])
    moved, together = _ratio(beside, own), _ratio(both, summed([*material.controls, *material.displaced_controls]))
    return {
        "zones": [each.zone for each in material.displaced], "before": int(beside.pair[0]), "after": int(beside.pair[1]),
        "effect": _in_events(moved, beside) if moved and not moved.refusal else None,
        "together": _in_events(together, both) if together and not together.refusal else None,
    }  # fmt: skip


def _methods(material: Material, control: Counts, headline: Effect) -> list[dict[str, Any]]:
    found = [] if headline.scale == "events" else [_row("rate-ratio", headline, material)]
    found.append(_row("wdd", _wdd(material, control), material))
    if len(material.before) == len(material.after) and not material.displaced:
        found.append(
            _row("net", effects.net_effect(treated=material.treated.pair, control=control.pair), material, once=True)
        )
    if len(material.controls) >= FEWEST_CONTROLS:
        found.append(_row("did", _did(material), material))
        found.append(_synthetic(material))
    return found


def _did(material: Material) -> Effect:
    zones = (material.treated, *material.controls)
    months = len(material.before) + len(material.after)
    unit = np.repeat(np.arange(len(zones)), months)
    period = np.tile(np.arange(months), len(zones))
    counts = np.concatenate([[*each.before, *each.after] for each in zones])
    post = period >= len(material.before)
    return effects.difference_in_differences(counts, unit == 0, post, unit, period, permutations=PLACEBOS, seed=SEED)


def _synthetic(material: Material) -> dict[str, Any]:
    zones = (material.treated, *material.controls)
    panel = np.array([[*each.before, *each.after] for each in zones], np.float64)
    found = effects.synthetic_control(panel, [1] + [0] * len(material.controls), len(material.before), seed=SEED)
    months = len(material.after)
    stated: dict[str, Any] = {"code": "synthetic", "unit": "events", "p": None, "refusal": None}
    if found.refusal is not None:
        return {**stated, "value": None, "low": None, "high": None, "refusal": found.refusal.code}
    weights = {each.zone: _round(float(weight)) for each, weight in zip(zones[1:], found.weights[1:], strict=True)}
    return {
        **stated, "value": _round(found.effect * months), "low": _round(found.ci[0] * months),
        "high": _round(found.ci[1] * months), "weights": weights,
    }  # fmt: skip


def _row(code: str, found: Effect, material: Material, *, once: bool = False) -> dict[str, Any]:
    """``once``: the effect is already one over all months after."""
    refusal = found.refusal.code if found.refusal else None
    if found.scale == "log ratio":
        low, high = found.ratio_ci
        stated = {"code": code, "unit": "ratio", "value": found.ratio, "low": low, "high": high}
    else:
        months = 1 if once else len(material.after)
        stated = {"code": code, "unit": "events", "value": found.effect * months, "low": found.ci[0] * months,
                  "high": found.ci[1] * months}  # fmt: skip
    rounded: dict[str, Any] = {
        key: _round(value) if isinstance(value, float) else value for key, value in stated.items()
    }
    extra: dict[str, Any] = {
        key: _round(found.parts[key]) for key in ("dispersion", "smallest_p") if key in found.parts
    }
    return {**rounded, "p": _round(found.p), "refusal": refusal, **extra}


def _round(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
