"""A round with four projects in which people vote today."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.listen.budgets.actions import add_project, create_round, open_round
from safetyzone.listen.budgets.models import Round

PROJECTS = (("Lamps in lane 4", 300), ("Mirror at the corner", 300), ("Bench and SOS pole", 200), ("Big gate", 500))


@pytest.fixture
def draft(db: None) -> Round:
    boundary = sample_boundary("try", lon=100.54, lat=13.745, km2=2.0)
    zone = make_local_zone(name="Try", boundary=boundary, time_zone="Asia/Bangkok", by="system")
    today = timezone.localdate()
    return create_round(
        zone=zone, title="Safer lanes", budget=Decimal(500), currency="THB", opens=today,
        closes=today + timedelta(days=5), ways=["code"], by="test",
    )  # fmt: skip


@pytest.fixture
def held(draft: Round) -> Round:
    for title, cost in PROJECTS:
        add_project(held=draft, title=title, cost=Decimal(cost), proposer="Community 1", by="test")
    open_round(held=draft, by="test")
    return draft
