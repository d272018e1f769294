"""Fix how a plan will be judged, while it is a draft and before anything starts."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import groups_of
from safetyzone.plan.problems.actions.plans import draft_of
from safetyzone.plan.problems.content import evaluation_content
from safetyzone.plan.problems.models import Evaluation, Outcome, Plan
from safetyzone.plan.problems.refusals import Refused


def fix_evaluation(
    *, plan: Plan, outcome: str, before_from: date, before_to: date, after_from: date, after_to: date,
    group: str = "", controls: Sequence[Place] = (), displaced: Sequence[Place] = (),
    displaced_controls: Sequence[Place] = (), no_comparison: str = "", power: dict[str, Any] | None = None, by: str,
) -> Evaluation:  # fmt: skip
    """Outcome, comparison and periods (whole months, both ends counted). Raises ``Refused``; nothing is changed then.

    ``power``: what ``power.power_of`` said about exactly these choices.
    """
    with transaction.atomic():
        current = draft_of(plan)
        _sound_periods(current, before_from, before_to, after_from, after_to)
        _sound_outcome(current, outcome, group)
        _sound_places(current, controls, displaced, displaced_controls, no_comparison)
        made, _new = Evaluation.objects.update_or_create(
            plan=current,
            defaults={
                "outcome": outcome, "group": group, "treated": current.zone, "no_comparison": no_comparison.strip(),
                "before_from": before_from, "before_to": before_to, "after_from": after_from, "after_to": after_to,
                "power": power or {}, "fixed_at": timezone.now(), "fixed_by": by,
            },
        )  # fmt: skip
        made.controls.set(controls)
        made.displaced.set(displaced)
        made.displaced_controls.set(displaced_controls)
        record(action="plans.evaluation_fixed", subject=f"plan:{current.pk}", by=by, **evaluation_content(made))
    return made


def _sound_periods(plan: Plan, before_from: date, before_to: date, after_from: date, after_to: date) -> None:
    if before_to < before_from:
        raise Refused("before_to", _("The period before ends before it begins."))
    if after_to < after_from:
        raise Refused("after_to", _("The period after ends before it begins."))
    for name, first in (("before_from", before_from), ("after_from", after_from)):
        if first.day != 1:
            raise Refused(name, _("A period begins on the first day of a month."))
    for name, last in (("before_to", before_to), ("after_to", after_to)):
        if (last + timedelta(days=1)).day != 1:
            raise Refused(name, _("A period ends on the last day of a month."))
    if before_to >= plan.starts:
        raise Refused("before_to", _("The period before has to end before the plan starts."))
    if after_from < plan.starts:
        raise Refused("after_from", _("The period after cannot begin before the plan starts."))


def _sound_outcome(plan: Plan, outcome: str, group: str) -> None:
    if outcome not in Outcome.values:
        raise Refused("outcome", _("Choose what the plan is judged by."))
    if group and (outcome != Outcome.INCIDENTS or group not in {each["code"] for each in groups_of(plan.zone.pack)}):
        raise Refused("group", _("Choose a crime group of the area, or all reported incidents."))


def _sound_places(
    plan: Plan, controls: Sequence[Place], displaced: Sequence[Place], displaced_controls: Sequence[Place], why: str
) -> None:
    if bool(controls) == bool(why.strip()):
        raise Refused(
            "controls", _("Choose at least one zone to compare with, or write why no comparison is possible.")
        )
    chosen = [*controls, *displaced, *displaced_controls]
    if any(place.level != Level.ZONE or place.pack != plan.zone.pack for place in chosen):
        raise Refused("controls", _("Only zones of this area can be compared with."))
    keys = [place.pk for place in chosen]
    if plan.zone_id in keys:
        raise Refused("controls", _("A zone cannot be compared with itself."))
    if len(set(keys)) != len(keys):
        raise Refused("displaced", _("A zone is either a comparison or a place where crime may move, not both."))
