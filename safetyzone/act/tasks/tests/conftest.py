"""A zone of a station with its partners, a suggestion that everybody reads, and a lamp to be mended."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from safetyzone.act.tasks.actions.asking import ask_task
from safetyzone.act.tasks.models import Task
from safetyzone.act.tasks.tests.made import signed_in
from safetyzone.foundation.partners.actions import add_organisation
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.models import Conversation, Statement
from tests.contracts.scene import make_chain, make_place


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def country(db: None) -> Place:
    return make_place("country", "land", None)


@pytest.fixture
def zone(country: Place) -> Place:
    return make_chain("first", country)[-1]


@pytest.fixture
def other_zone(country: Place) -> Place:
    return make_chain("second", country)[-1]


@pytest.fixture
def city(zone: Place) -> Organisation:
    return add_organisation(
        place=zone.parent,
        kind="local-government",
        name="เทศบาล",
        name_en="Municipality",
        email="lamps@city.example",
        by="test",
    )


@pytest.fixture
def shop(zone: Place) -> Organisation:
    """Reads no e-mail."""
    return add_organisation(place=zone, kind="business", name="ร้านทอง", name_en="Gold shop", by="test")


@pytest.fixture
def police(zone: Place) -> Organisation:
    return add_organisation(place=zone.parent, kind="police", name="สน.หนึ่ง", name_en="First police", by="test")


@pytest.fixture
def statement(zone: Place) -> Statement:
    today = timezone.localdate()
    asked = Conversation.objects.create(
        zone=zone, questions={"en": "What would help?"}, opens=today, closes=today + timedelta(days=9), ways=["code"]
    )
    return Statement.objects.create(
        conversation=asked, number=1, text="Mend the lamp", language="en", source="team", state="shown"
    )


@pytest.fixture
def in_a_month() -> date:
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def task(zone: Place, city: Organisation, statement: Statement, in_a_month: date) -> Task:
    return ask_task(
        zone=zone, organisation=city, title="Mend the lamp at the corner", words="It has been dark since May.",
        where="Lamp 14, Market Lane", lon=100.505, lat=13.705, due=in_a_month, effort="prevention", statement=statement,
        estimate=4000, by="user:1",
    )  # fmt: skip


@pytest.fixture
def clerk(zone: Place) -> Client:
    return signed_in("clerk", zone.parent, "clerk")
