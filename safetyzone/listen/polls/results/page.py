"""What a poll's page is about: a wave, the part of the people asked for, and the figures if they are ready."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from safetyzone.foundation.access.queries import scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.jobs.models import JobState
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results.compute import key_of, results_of, stored_results
from safetyzone.listen.polls.results.domains import Domain, NoSuchPart, domain_from

TASK: Final = "safetyzone.listen.polls.results.tasks.compute"
INLINE_ANSWERS: Final = 10_000  # about a second; more is computed in the background while the page waits
# Where no worker takes the job up the page computes it itself: slow is better than never.
PATIENCE: Final = timedelta(seconds=6)


@dataclass(frozen=True)
class PollPage:
    """The subject of every panel of the page "poll"."""

    wave: Wave
    only: Domain | None
    run: Run | None  # None while it is computed
    unknown_part: bool

    @property
    def zone(self) -> Place:
        return self.wave.zone

    @property
    def query(self) -> str:
        """The part asked for, as an address spells it."""
        return urlencode(self.only.stated()) if self.only else ""


def wave_or_404(request: HttpRequest, permission: Permission, pk: int) -> Wave:
    """The wave, or 404 when it does not exist *or* belongs to a zone the reader may not see."""
    seen = Wave.objects.filter(within(scopes(request.user, permission), "zone__path"), pk=pk)
    found = seen.select_related("zone__parent", "questionnaire").first()
    if found is None:
        raise Http404("no such poll for you")
    return found


def page_of(request: HttpRequest, wave: Wave) -> PollPage:
    """The stored figures; of a small wave computed at once, of a large one asked for in the background."""
    unknown, only = False, None
    try:
        only = domain_from(wave, request.GET.dict())
    except NoSuchPart:
        unknown = True
    by = f"user:{request.user.pk}" if isinstance(request.user, User) else "page"
    return PollPage(wave, only, _figures(wave, only, by), unknown)


def _figures(wave: Wave, only: Domain | None, by: str) -> Run | None:
    if found := stored_results(wave, only):
        return found
    if wave.answers.count() <= INLINE_ANSWERS:
        return results_of(wave, by=by, only=only)
    stated = only.stated() if only else {}
    with transaction.atomic():
        job = enqueue(TASK, key=f"poll:{key_of(wave, only)}", wave=wave.pk, only=stated, by=by)
    if job.state in {JobState.QUEUED, JobState.FAILED} and timezone.now() - job.queued_at > PATIENCE:
        return results_of(wave, by=by, only=only)
    return None
