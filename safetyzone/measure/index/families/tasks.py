"""Promises kept on time, counted as everywhere else (``act/tasks``)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max

from safetyzone.act.tasks.models import Task
from safetyzone.act.tasks.promises import FEWEST, promises_by_zone
from safetyzone.foundation.places.models import Place
from safetyzone.measure.index.definitions import Indicator
from safetyzone.measure.index.measured import NO_TASKS, TOO_FEW, Family, Measured, missing


def stamps(zones: Sequence[Place]) -> Mapping[int, Any]:
    """The counts themselves: they also change with the day on which a promise becomes overdue."""
    counted = promises_by_zone([zone.pk for zone in zones])
    return {zone: [found.kept, found.come, found.asked] for zone, found in counted.items()}


def measured(zone: Place, asked: Sequence[Indicator]) -> dict[str, Measured]:
    """Kept ÷ those whose day has come; a full count."""
    found = promises_by_zone([zone.pk]).get(zone.pk)
    if found is None or not found.asked:
        return {each.code: missing(NO_TASKS) for each in asked}
    if found.share_kept is None:
        return {each.code: missing(TOO_FEW, have=found.come, need=FEWEST, n=found.come) for each in asked}
    seen = Task.objects.filter(zone=zone).aggregate(last=Max("done_on"))
    share = Measured(
        100.0 * found.share_kept, n=found.come, day=seen["last"],
        sample=Task.objects.filter(zone=zone, sample=True).exists(),
    )  # fmt: skip
    return {each.code: share for each in asked}


TASKS = Family(stamps, measured)
