"""A zone whose area has the index of Thailand, with and without records."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from safetyzone.foundation.partners.tests.sector import of_thailand
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import AreaPack, Level, Place
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.tests.conftest import wave  # noqa: F401 - the fixture below builds on it
from safetyzone.measure.index.actions import enter_indicator
from safetyzone.measure.index.models import EnteredIndicator

Enter = Callable[..., EnteredIndicator]
Visitor = Callable[..., Client]
DAY, SOURCE = date(2026, 3, 31), "station's report"
# One value for every indicator, in its unit: what makes a zone whole without any record.
WHOLE = {
    "officers": 3.0, "patrol-hours": 75.0, "cameras-working": 80.0, "agreements": 3.0, "response-time": 8.0,
    "tasks-on-time": 60.0, "risk-points-mended": 50.0, "reporting": 45.0, "bribe-asked": 5.0, "confidence": 75.0,
    "fair-treatment": 80.0, "complaints": 0.5, "response-rate": 30.0, "fear": 40.0, "victimisation": 10.0,
    "violence": 5.0, "property": 25.0,
}  # fmt: skip


@pytest.fixture
def indexed_wave(wave: Wave) -> Wave:  # noqa: F811
    pack = AreaPack.objects.get(slug=wave.zone.pack)
    groups = [{"code": "life", "names": {"en": "Life"}}, {"code": "property", "names": {"en": "Property"}}]
    pack.content = {**pack.content, "index": of_thailand("index.yaml"), "groups": groups}
    pack.save()
    return wave


@pytest.fixture
def zone(indexed_wave: Wave) -> Place:
    return indexed_wave.zone


@pytest.fixture
def enter() -> Enter:
    """Enter a value of today's year with a source."""

    def entered(zone: Place, indicator: str, value: float, **more: object) -> EnteredIndicator:
        given = {"day": DAY, "source": SOURCE, "by": "user:1", **more}
        return enter_indicator(zone=zone, indicator=indicator, value=value, **given)  # type: ignore[arg-type]

    return entered


def fill_whole(zone: Place, *, shift: float = 0.0) -> None:
    """Every indicator has a value, stored at once; ``shift`` moves those in percent."""
    moved = {"cameras-working", "confidence", "fair-treatment", "fear"}
    rows = [
        EnteredIndicator(
            zone=zone, indicator=code, day=DAY, value=value + shift * (code in moved), source=SOURCE, sample=zone.sample
        )
        for code, value in WHOLE.items()
    ]  # fmt: skip
    one = ["zone", "indicator", "day"]
    EnteredIndicator.objects.bulk_create(rows, update_conflicts=True, unique_fields=one, update_fields=["value"])


def neighbours(zone: Place, many: int) -> list[Place]:
    """More zones of the same station."""
    return [
        Place.objects.create(
            level=Level.ZONE, slug=f"zone-{k:04}", path=f"{zone.parent.path}zone-{k:04}/", parent=zone.parent,
            names={"en": f"Zone {k}"}, pack=zone.pack, population=5000,
        )
        for k in range(many)
        if zone.parent
    ]  # fmt: skip


@pytest.fixture
def visitor() -> Visitor:
    """A browser signed in with a role at a place, in English."""

    def visiting(role: str, place: Place) -> Client:
        user = User.objects.create_user(f"{role}-{place.slug}@example.org", None)
        Membership.objects.create(user=user, place=place, role=role)
        client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return visiting
