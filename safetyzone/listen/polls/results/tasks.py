"""Figures of waves that take longer than a page may."""

from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results.compute import results_of
from safetyzone.listen.polls.results.domains import domain_from


def compute(*, wave: int, only: dict[str, str], by: str) -> None:
    """Repeatable: figures that are stored already are left as they are."""
    found = Wave.objects.select_related("zone", "questionnaire").filter(pk=wave).first()
    if found is not None:
        results_of(found, by=by, only=domain_from(found, only))
