"""What a stage needs, looked up in the records: nobody ticks a box."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from safetyzone.foundation.decisions.models import DecisionState
from safetyzone.foundation.decisions.queries import decision_about
from safetyzone.foundation.decisions.zones import zone_agreed, zone_subject
from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.models import Answer, Wave, WaveMode, WaveState
from safetyzone.listen.walks.queries import risk_points_of, walks_of
from safetyzone.measure.effects.compute import effects_of
from safetyzone.plan.problems.models import Plan, PlanState
from safetyzone.plan.problems.queries import plans_of, standing_state
from safetyzone.programme.rollout import definitions as known
from safetyzone.programme.rollout.definitions import Definitions, StageRule
from safetyzone.programme.rollout.models import Remeasurement

_AGREED: Final = (PlanState.AGREED, PlanState.ACTING, PlanState.FINISHED)


@dataclass(frozen=True)
class Lack:
    """Something a stage needs and that is not on record."""

    code: str
    sentence: str


Check = Callable[[Place, Definitions], str]


def lacking(zone: Place, definitions: Definitions, stage: StageRule) -> list[Lack]:
    """Everything the stage needs and that is missing, in the pack's order."""
    found = [Lack(code, _CHECKS[code](zone, definitions)) for code in stage.needs]
    return [lack for lack in found if lack.sentence]


def _zone_agreed(zone: Place, _definitions: Definitions) -> str:
    if zone_agreed(zone):
        return ""
    decision = decision_about(zone_subject(zone))
    if decision is None:
        return _("The partners have not been asked yet whether they agree to this zone.")
    if decision.state == DecisionState.AGREED:
        return _("The zone's name or boundary has changed since the partners agreed to it: ask them again.")
    return _("The partners have not agreed to this zone: the question is “%(state)s”.") % {
        "state": decision.get_state_display()
    }


def closed_polls(zone: Place, definitions: Definitions, *, since: date | None = None) -> list[Wave]:
    """Closed polls with answers that count as a measurement, the newest first."""
    found = Wave.objects.filter(zone=zone, state=WaveState.CLOSED)
    found = found.filter(Exists(Answer.objects.filter(wave=OuterRef("pk"), counted=True)))
    if definitions.baseline == WaveMode.PROBABILITY:
        found = found.filter(mode=WaveMode.PROBABILITY)
    return list(found.filter(opens__gte=since) if since else found)


def _baseline_poll(zone: Place, definitions: Definitions) -> str:
    if closed_polls(zone, definitions):
        return ""
    if definitions.baseline == WaveMode.PROBABILITY:
        return _("No poll of a random sample has been closed with answers; that is the baseline.")
    return _("No poll has been closed with answers; that is the baseline.")


def _risk_points(zone: Place, _definitions: Definitions) -> str:
    if walks_of(zone).exists() or risk_points_of(zone).exists():
        return ""
    return _("Nobody has walked the zone for risk points yet.")


def _plan_agreed(zone: Place, _definitions: Definitions) -> str:
    if any(standing_state(plan) in _AGREED for plan in plans_of(zone)):
        return ""
    return _("The partners have not agreed to any plan yet.")


def _plan_acting(zone: Place, _definitions: Definitions) -> str:
    if plans_of(zone).filter(state__in=(PlanState.ACTING, PlanState.FINISHED)).exists():
        return ""
    return _("No plan has begun yet.")


def finished_plan(zone: Place) -> Plan | None:
    """The plan that ended last."""
    return plans_of(zone).filter(state=PlanState.FINISHED).order_by("-ended_on", "-pk").first()


def _plan_finished(zone: Place, _definitions: Definitions) -> str:
    return "" if finished_plan(zone) else _("No plan has been finished yet.")


def _effect_known(zone: Place, _definitions: Definitions) -> str:
    plan = finished_plan(zone)
    if plan is not None and effects_of(plan) is not None:
        return ""
    return _("The finished plan has not been compared with what was fixed before it began: compute its effects.")


def _remeasured(zone: Place, definitions: Definitions) -> str:
    plan = finished_plan(zone)
    done = set(Remeasurement.objects.filter(plan=plan.pk).values_list("months", flat=True)) if plan else set()
    left = [months for months in definitions.months if months not in done]
    if not left:
        return ""
    return _("Targets and promises have not been looked at again %(months)s months after the plan ended.") % {
        "months": _(" and ").join(str(months) for months in left)
    }


_CHECKS: Final[dict[str, Check]] = {
    known.ZONE_AGREED: _zone_agreed, known.BASELINE_POLL: _baseline_poll, known.RISK_POINTS: _risk_points,
    known.PLAN_AGREED: _plan_agreed, known.PLAN_ACTING: _plan_acting, known.PLAN_FINISHED: _plan_finished,
    known.EFFECT_KNOWN: _effect_known, known.REMEASURED: _remeasured,
}  # fmt: skip
