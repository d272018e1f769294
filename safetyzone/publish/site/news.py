"""What happened in a zone that everybody may know, the newest first: the feed's entries."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.pages.templatetags.figures import month
from safetyzone.foundation.places.models import Place
from safetyzone.listen.budgets.models import Round, RoundState
from safetyzone.listen.polls.queries import running
from safetyzone.publish.site.feelings import feelings
from safetyzone.publish.site.models import Release
from safetyzone.publish.site.queries import releases_of

NEWEST: Final = 50


@dataclass(frozen=True)
class News:
    """``key`` never changes, so that a reader shows an entry once."""

    key: str
    at: datetime
    title: str
    words: str
    url: str


def news_of(zone: Place) -> list[News]:
    """At most the newest fifty."""
    page = reverse("site:page", args=[zone.slug])
    found = [_released(release, page) for release in releases_of(zone)[:NEWEST]] + _polls(zone) + _budgets(zone)
    return sorted(found, key=lambda item: (item.at, item.key), reverse=True)[:NEWEST]


def _released(release: Release, page: str) -> News:
    said = "; ".join(f"{each.name}: {each.said} ({each.verdict})" for each in feelings(release))
    return News(
        f"{release.zone.slug}/release/{release.number}", release.released_at,
        _("New figures up to %(month)s") % {"month": month(release.month)}, said, page,
    )  # fmt: skip


def _polls(zone: Place) -> list[News]:
    return [
        News(f"{zone.slug}/poll/{wave.pk}", _morning(wave.opens), _("A poll is open: %(title)s") % {"title": wave.title},
             "", reverse("answer:page", args=[wave.token]))
        for wave in running().filter(zone=zone)
    ]  # fmt: skip


def _budgets(zone: Place) -> list[News]:
    decided = Round.objects.filter(zone=zone, state=RoundState.DECIDED, decided_at__isnull=False)
    return [
        News(f"{zone.slug}/budget/{held.pk}", held.decided_at, _("Decided: %(title)s") % {"title": held.title}, "",
             reverse("budgets:page", args=[zone.slug]))
        for held in decided if held.decided_at
    ]  # fmt: skip


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(6)))
