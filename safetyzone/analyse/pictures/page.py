"""What the zone's page is about: a zone, what the reader asked for, and the picture if it is ready."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.filters import FilterError, Filters, filters_from
from safetyzone.analyse.pictures.queries import (
    AreaWords,
    Source,
    area_words,
    key_of,
    place_names,
    source_of,
    stored_picture,
)
from safetyzone.foundation.access.queries import may
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.jobs.models import JobState
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run

TASK = "safetyzone.analyse.pictures.tasks.compute"
INLINE_ROWS = 50_000  # about a second; more is computed in the background while the page waits
# Where no worker takes the job up (or all are busy), the page computes it itself: slow is better than never.
PATIENCE = timedelta(seconds=6)


@dataclass(frozen=True)
class ZonePage:
    """The subject of every panel of the page "zone"."""

    zone: Place
    station: Place
    filters: Filters
    run: Run | None  # None while it is computed, and where there are no records
    waiting: bool
    problem: str  # what is wrong with the filters asked for
    names: tuple[str, ...]  # of the places in the run's table, as this reader may read them
    words: AreaWords

    @property
    def query(self) -> str:
        """The filters as an address spells them."""
        return urlencode(self.filters.query())


def page_of(request: HttpRequest, zone: Place) -> ZonePage:
    """The stored picture; a small one is computed at once, a large one asked for in the background."""
    problem, filters = "", Filters()
    try:
        filters = filters_from(request.GET)
    except FilterError as error:
        problem = str(error)
    source = source_of(zone)
    by = f"user:{request.user.pk}" if isinstance(request.user, User) else "page"
    run = picture_or_job(source, filters, by=by) if source.imports else None
    addresses = run is not None and may(request.user, Permission.VIEW_INCIDENTS, zone)
    names = tuple(place_names(run, addresses=addresses, source=source)) if run else ()
    waiting = bool(source.imports) and run is None
    return ZonePage(zone, source.station, filters, run, waiting, problem, names, area_words(zone))


def picture_or_job(source: Source, filters: Filters, *, by: str) -> Run | None:
    """The stored picture, or a new one; None while a large one is computed in the background."""
    if found := stored_picture(source.zone, filters, source=source):
        return found
    if source.rows <= INLINE_ROWS:
        return picture_of(zone=source.zone, filters=filters, by=by, source=source)
    with transaction.atomic():
        job = enqueue(
            TASK, key=f"picture:{key_of(source, filters)}", zone=source.zone.slug, filters=filters.stated(), by=by
        )
    if job.state == JobState.QUEUED and timezone.now() - job.queued_at > PATIENCE:
        return picture_of(zone=source.zone, filters=filters, by=by, source=source)
    return None
