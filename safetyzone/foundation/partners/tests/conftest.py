"""A zone in an area with partner kinds and rules."""

import pytest
from django.conf import settings
from django.test import Client

from safetyzone.foundation.partners.tests.sector import make_sector
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place


@pytest.fixture
def places(db: None) -> dict[str, Place]:
    return make_sector()


@pytest.fixture
def zone(places: dict[str, Place]) -> Place:
    return places["zone-11"]


@pytest.fixture
def web() -> "Browser":
    return Browser()


class Browser(Client):
    """A client that reads English and signs somebody in by one word."""

    def __init__(self) -> None:
        super().__init__(HTTP_HOST="localhost", headers={"accept-language": "en"})

    def be(self, user: User) -> "Browser":
        self.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return self
