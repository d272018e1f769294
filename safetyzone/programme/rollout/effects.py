"""Whether a plan's effect has been computed."""

from safetyzone.foundation.runs.models import Run
from safetyzone.plan.problems.models import Plan


def effects_of(plan: Plan) -> Run | None:
    """The newest stored comparison of this plan."""
    return (
        Run.objects.filter(method="effects", place=plan.zone, parameters__plan=plan.pk).order_by("-computed_at").first()
    )
