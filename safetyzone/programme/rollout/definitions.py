"""Stages and phases as the area pack states them."""

from dataclasses import dataclass
from typing import Any, Final

from safetyzone.foundation.places.queries import named, pack_content
from safetyzone.programme.rollout.models import StageCode

ZONE_AGREED: Final = "zone-agreed"
BASELINE_POLL: Final = "baseline-poll"
RISK_POINTS: Final = "risk-points"
PLAN_AGREED: Final = "plan-agreed"
PLAN_ACTING: Final = "plan-acting"
PLAN_FINISHED: Final = "plan-finished"
EFFECT_KNOWN: Final = "effect-known"
REMEASURED: Final = "remeasured"
# Of an area whose pack says nothing.
_USUAL: Final[dict[str, tuple[str, ...]]] = {
    StageCode.NOMINATED: (),
    StageCode.AGREED: (ZONE_AGREED,),
    StageCode.BASELINE: (BASELINE_POLL,),
    StageCode.PLANNED: (PLAN_AGREED,),
    StageCode.ACTING: (PLAN_ACTING,),
    StageCode.EVALUATED: (PLAN_FINISHED, EFFECT_KNOWN),
    StageCode.SUSTAINED: (REMEASURED,),
    StageCode.CLOSED: (),
}
_USUAL_MONTHS: Final = (6, 12)


@dataclass(frozen=True)
class StageRule:
    """``needs``: what has to be on record before a zone may reach the stage."""

    code: str
    names: dict[str, str]
    needs: tuple[str, ...]

    @property
    def name(self) -> str:
        """In the reader's language."""
        return named(self.names) or str(StageCode(self.code).label)


@dataclass(frozen=True)
class Definitions:
    """``baseline``: "any" closed poll or only a "probability" one; ``months`` after a plan has ended."""

    stages: tuple[StageRule, ...]
    phases: tuple[tuple[int, dict[str, str]], ...]
    baseline: str = "any"
    months: tuple[int, ...] = _USUAL_MONTHS

    def stage(self, code: str) -> StageRule:
        """The stage; one that the pack no longer has keeps the house's name."""
        return next((stage for stage in self.stages if stage.code == code), StageRule(code, {}, ()))

    def order(self, code: str) -> int:
        """Its place among all stages there can be."""
        return StageCode.values.index(code)

    def after(self, code: str) -> StageRule | None:
        """The next stage; "closed" is an end, never the next."""
        later = [stage for stage in self.stages if self.order(stage.code) > self.order(code)]
        return next((stage for stage in later if stage.code != StageCode.CLOSED), None)

    def phase_name(self, number: int) -> str:
        names = next((names for known, names in self.phases if known == number), {})
        return named(names) or str(number)


def definitions(pack: str) -> Definitions:
    """What the pack states, else what is usual."""
    stated: dict[str, Any] = pack_content(pack).get("rollout") or {}
    if not stated:
        return Definitions(tuple(StageRule(code, {}, needs) for code, needs in _USUAL.items()), ((1, {}),))
    return Definitions(
        tuple(StageRule(stage["code"], stage["names"], tuple(stage.get("needs", ()))) for stage in stated["stages"]),
        tuple((phase["number"], phase["names"]) for phase in stated["phases"]),
        stated.get("baseline", "any"),
        tuple(sorted(stated.get("remeasure_months", _USUAL_MONTHS))),
    )
