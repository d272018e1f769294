"""What finished plans achieved, as a verdict alone: their counts could undo the suppression of the release beside them."""

from dataclasses import dataclass

from safetyzone.foundation.runs.models import Run
from safetyzone.measure.effects.shown import STATUS, looked_back
from safetyzone.plan.problems.models import Plan
from safetyzone.publish.site.models import Release


@dataclass(frozen=True)
class Measured:
    title: str
    status: str
    words: str
    looked_back: str  # said where the way to judge was not fixed beforehand


def measured(release: Release) -> list[Measured]:
    """One line for each finished plan of the release, in its order."""
    runs = {run.key: run for run in Run.objects.filter(key__in=release.effects)}
    found = [runs[key] for key in release.effects if key in runs]
    titles = dict(Plan.objects.filter(pk__in=[run.result["plan"] for run in found]).values_list("pk", "title"))
    return [
        Measured(
            titles.get(run.result["plan"], ""), run.result["status"], str(STATUS[run.result["status"]]),
            looked_back() if run.result.get("looked_back") else "",
        )
        for run in found
    ]  # fmt: skip
