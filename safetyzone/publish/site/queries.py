"""Reads of the public page. Everything here may be read by anybody, so nothing here reads a single record."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.models import Answer, Wave, WaveMode, WaveState
from safetyzone.publish.site.models import PublicPage, Release


def public_page_of(slug: str) -> PublicPage:
    """The page of a zone that has one; 404 for anything else, also for a zone whose page is closed."""
    found = PublicPage.objects.filter(open=True, zone__slug=slug, zone__withdrawn=False)
    page = found.select_related("zone__parent__parent").first()
    if page is None:
        raise Http404("no public page here")
    return page


def open_pages() -> QuerySet[PublicPage]:
    """Every page that is open, in the order of the hierarchy."""
    found = PublicPage.objects.filter(open=True, zone__withdrawn=False)
    return found.select_related("zone__parent__parent").order_by("zone__path")


def releases_of(zone: Place) -> QuerySet[Release]:
    """The zone's releases, the newest first."""
    return Release.objects.filter(zone=zone).select_related("crime", "targets", "wave__questionnaire")


def latest_release(zone: Place) -> Release | None:
    """The newest release."""
    return releases_of(zone).first()


def published_wave(zone: Place) -> Wave | None:
    """The wave whose figures are published: the last finished random sample with answers, else the last finished wave."""
    ended = Wave.objects.filter(zone=zone, state=WaveState.CLOSED)
    ended = ended.filter(Exists(Answer.objects.filter(wave=OuterRef("pk"), counted=True)))
    found = list(ended.select_related("zone", "questionnaire").order_by("-closes", "-pk"))
    samples = [wave for wave in found if wave.mode == WaveMode.PROBABILITY]
    return next(iter(samples or found), None)
