"""A wave of the core questionnaire."""

from datetime import timedelta

import pytest
from django.utils import timezone

from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.listen.polls.actions import add_questionnaire
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.tests.core import CORE


@pytest.fixture
def wave(db: None) -> Wave:
    boundary = sample_boundary("try", lon=100.54, lat=13.745, km2=2.0)
    zone = make_local_zone(name="Try", boundary=boundary, time_zone="Asia/Bangkok", by="system")
    asked = add_questionnaire(original=CORE.read_bytes(), file_name=CORE.name, by="system", core=True)
    today = timezone.localdate()
    return Wave.objects.create(zone=zone, questionnaire=asked, title="First", mode="probability", state="open",
                               opens=today, closes=today + timedelta(days=10))  # fmt: skip
