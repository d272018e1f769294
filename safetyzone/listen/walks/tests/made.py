"""A zone with a boundary and partners, and stops as a phone tells them."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from safetyzone.foundation.media.tests.test_pictures import photo
from safetyzone.foundation.partners.tests.sector import make_organisation, make_sector
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place
from safetyzone.listen.walks.actions import Told

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[100.5, 13.7], [100.51, 13.7], [100.51, 13.71], [100.5, 13.71], [100.5, 13.7]]],
}
INSIDE = (100.505, 13.705)


def make_zone() -> Place:
    """zone-11 of the sector, with a square boundary; its municipality works there."""
    places = make_sector()
    zone = places["zone-11"]
    zone.boundary = SQUARE
    zone.save()
    make_organisation(zone, "local-government", "Municipality")
    return zone


def told(**more: Any) -> Told:
    stated: dict[str, Any] = {
        "walk": uuid4(), "key": uuid4(), "walked_on": timezone.localdate(), "dark": True, "walkers": "Municipality, lane 4",
        "lon": INSIDE[0], "lat": INSIDE[1], "findings": {"light": "bad", "sight": "good"}, "words": "two lamps dead",
    }  # fmt: skip
    return Told(**{**stated, **more})


def as_form(**more: Any) -> dict[str, Any]:
    """The same as a browser posts it."""
    return {
        "walk": str(uuid4()), "key": str(uuid4()), "walked_on": timezone.localdate().isoformat(), "dark": "1",
        "walkers": "Municipality", "lon": "100.505", "lat": "13.705", "place_words": "", "light": "bad", "sight": "good",
        "escape": "unseen", "upkeep": "unseen", "words": "two lamps dead", **more,
    }  # fmt: skip


def jpeg() -> bytes:
    return photo((800, 600))


def signed_in(place: Place, role: str) -> Client:
    user, _made = User.objects.get_or_create(email=f"{role}-{place.slug}@example.org", defaults={"language": "en"})
    Membership.objects.get_or_create(user=user, place=place, role=role)
    client = Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
