"""The public pages of the sample zones: three months published one after the other, as a commander would."""

from typing import Final

from safetyzone.config.demo.people import BY
from safetyzone.foundation.places.models import Place
from safetyzone.publish.briefs.actions import make_brief
from safetyzone.publish.site.actions import publish_month, set_page
from safetyzone.publish.site.models import PublicPage
from safetyzone.publish.site.page import months_to_publish

RELEASES: Final = 3


def unpublished(zones: list[Place]) -> list[Place]:
    """The zones without a public page."""
    done = set(PublicPage.objects.values_list("zone_id", flat=True))
    return [zone for zone in zones if zone.pk not in done]


def publish(zone: Place) -> None:
    """The last three complete months and the brief of the last, then the page is opened."""
    months = months_to_publish(zone)[-RELEASES:]
    for month in months:
        publish_month(zone=zone, month=month, by=BY)
    for month in months[-1:]:
        make_brief(zone=zone, month=month, by=BY)
    set_page(zone=zone, open=True, contact="", by=BY)
