"""A conversation that is open today, and devices that hold a ballot of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.listen.suggestions.actions.conversations import start_conversation
from safetyzone.listen.suggestions.models import Conversation


@pytest.fixture
def zone(db: None) -> Place:
    boundary = sample_boundary("try", lon=100.54, lat=13.745, km2=2.0)
    return make_local_zone(name="Try", boundary=boundary, time_zone="Asia/Bangkok", by="system")


@pytest.fixture
def conversation(zone: Place) -> Conversation:
    today = timezone.localdate()
    return start_conversation(
        zone=zone, questions={"en": "What would make you feel safer here?", "th": "อะไรจะทำให้คุณรู้สึกปลอดภัยขึ้น"},
        opens=today, closes=today + timedelta(days=10), ways=["code", "email", "phone"], by="test",
    )  # fmt: skip
