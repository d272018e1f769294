"""What finished plans achieved, as a verdict alone: their counts could undo the suppression of the release beside them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from safetyzone.foundation.runs.models import Run
from safetyzone.measure.effects.shown import STATUS, looked_back
from safetyzone.measure.effects.verdicts import NO_COMPARISON
from safetyzone.plan.problems.models import Plan
from safetyzone.publish.site.models import Release


@dataclass(frozen=True)
class Measured:
    title: str
    status: str
    words: str
    note: str  # where the way to judge was not fixed beforehand, or there was nothing to compare with


def measured(release: Release) -> list[Measured]:
    """One line for each finished plan of the release, in its order."""
    runs = {run.key: run for run in Run.objects.filter(key__in=release.effects)}
    found = [runs[key] for key in release.effects if key in runs]
    titles = dict(Plan.objects.filter(pk__in=[run.result["plan"] for run in found]).values_list("pk", "title"))
    return [
        Measured(
            titles.get(run.result["plan"], ""), run.result["status"], str(STATUS[run.result["status"]]),
            _note(run.result),
        )
        for run in found
    ]  # fmt: skip


def _note(result: dict[str, Any]) -> str:
    if result["why"] == NO_COMPARISON:
        return _("There was no place to compare it with.")
    return looked_back() if result.get("looked_back") else ""
