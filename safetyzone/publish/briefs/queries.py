"""Reads of briefs."""

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.publish.briefs.actions import METHOD


def brief_of(zone: Place, month: str) -> Run | None:
    """The newest brief of a month."""
    return (
        Run.objects.filter(method=METHOD, place=zone, parameters__month=month).order_by("-computed_at", "-pk").first()
    )


def months_with_briefs(zone: Place) -> list[str]:
    """The newest first."""
    runs = Run.objects.filter(method=METHOD, place=zone).values_list("parameters__month", flat=True)
    return sorted(set(runs), reverse=True)
