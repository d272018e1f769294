"""Look again: targets and promises some months after a plan has ended, kept as a run."""

import calendar
import hashlib
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.act.tasks.queries import promises
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import computed
from safetyzone.measure.targets.compute import targets_of_wave
from safetyzone.plan.problems.models import Plan
from safetyzone.programme.rollout.actions import RolloutRefused
from safetyzone.programme.rollout.definitions import definitions
from safetyzone.programme.rollout.models import Remeasurement
from safetyzone.programme.rollout.needs import closed_polls, finished_plan

METHOD: Final = "remeasured"


def due_on(plan: Plan, months: int) -> date:
    """The first day so many months after the plan has ended; of a shorter month its last day."""
    assert plan.ended_on is not None
    number = plan.ended_on.year * 12 + plan.ended_on.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(plan.ended_on.day, calendar.monthrange(year, month)[1]))


def remeasure(*, zone: Place, months: int, by: str) -> Remeasurement:
    """Keep the zone's targets and promises as they are now. Raises ``RolloutRefused``."""
    known = definitions(zone.pack)
    plan = finished_plan(zone)
    if plan is None:
        raise RolloutRefused(_("No plan has been finished yet."))
    if months not in known.months:
        raise RolloutRefused(_("There is no such look back."))
    due = due_on(plan, months)
    if timezone.localdate() < due:
        raise RolloutRefused(_("That can be said from %(day)s on: %(months)s months after the plan ended.")
                             % {"day": day(due), "months": months})  # fmt: skip
    waves = closed_polls(zone, known, since=due)
    if not waves:
        raise RolloutRefused(_("No poll that began after %(day)s has been closed with answers; targets cannot be looked at again.")
                             % {"day": day(due)})  # fmt: skip
    targets = targets_of_wave(waves[0], by=by)
    now = promises(zone)
    result: dict[str, Any] = {
        "schema": "remeasured/1", "plan": plan.pk, "months": months, "wave": waves[0].pk, "sample": waves[0].sample,
        "targets": targets.key if targets else None, "promises": asdict(now), "effective_day": timezone.localdate().isoformat(),
    }  # fmt: skip
    run = computed(
        method=METHOD, place=zone, inputs=hashlib.sha256(canonical(result)).hexdigest(), seed=0, compute=lambda: result,
        parameters={"plan": plan.pk, "months": months}, by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made = Remeasurement.objects.create(zone=zone, plan=plan.pk, months=months, run=run, at=timezone.now())
            record(
                action="rollout.remeasured",
                subject=f"zone:{zone.slug}",
                by=by,
                plan=plan.pk,
                months=months,
                run=run.key,
            )
    except IntegrityError:
        raise RolloutRefused(_("This has been looked at already. Nothing was changed.")) from None
    return made
