"""An indicator typed in: its unit, its source, its day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.places.models import Place
from safetyzone.measure.index.actions import Refused, enter_indicator
from safetyzone.measure.index.models import EnteredIndicator

RIGHT = {"indicator": "cameras-working", "value": 80.0, "day": date(2026, 3, 31), "source": "register", "by": "user:1"}


def test_a_value_is_kept_with_its_source_and_one_event(zone: Place) -> None:
    enter_indicator(zone=zone, n=188, **RIGHT)  # type: ignore[arg-type]
    enter_indicator(zone=zone, n=188, **{**RIGHT, "value": 81.0})  # type: ignore[arg-type]
    kept = EnteredIndicator.objects.get()
    assert (kept.value, kept.n, kept.source) == (81.0, 188, "register")
    events = Event.objects.filter(action="index.indicator_entered")
    assert events.count() == 2
    assert set(events[0].payload) == {"indicator", "day", "value", "n"}


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"value": 0.35}, "below_one", r"do you mean 35 % instead of 0\.35"),
        ({"value": 180.0}, "value", "180 cannot be right: .* percent, from 0 to 100"),
        ({"value": -1.0}, "value", "-1 cannot be right"),
        ({"value": float("nan")}, "value", "nan cannot be right"),
        ({"value": float("inf")}, "value", "inf cannot be right"),
        ({"indicator": "response-time", "value": 1500.0}, "value", "minutes, from 0 to 1440"),
        ({"indicator": "response-time", "value": 0.5, "unit": "hours"}, "value", "counted in minutes, not in hours"),
        ({"indicator": "joy"}, "indicator", "no indicator joy"),
        ({"source": "  "}, "source", "Say where"),
        ({"day": timezone.localdate() + timedelta(days=1)}, "day", "future"),
        ({"se": -0.1}, "se", "0 or more"),
        ({"se": float("nan")}, "se", "0 or more"),
    ],
)
def test_a_wrong_value_is_refused_and_changes_nothing(
    zone: Place, change: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(Refused, match=says) as caught:
        enter_indicator(zone=zone, **{**RIGHT, **change})
    assert caught.value.field == field
    assert not EnteredIndicator.objects.exists()


def test_less_than_one_percent_can_be_meant(zone: Place) -> None:
    enter_indicator(zone=zone, below_one=True, **{**RIGHT, "value": 0.35})  # type: ignore[arg-type]
    enter_indicator(zone=zone, **{**RIGHT, "value": 0.0, "day": date(2026, 2, 1)})  # type: ignore[arg-type]
    enter_indicator(zone=zone, **{**RIGHT, "value": 1.0, "day": date(2026, 1, 1)})  # type: ignore[arg-type]
    assert EnteredIndicator.objects.count() == 3


def test_only_a_zone_has_indicators(zone: Place) -> None:
    assert zone.parent is not None
    with pytest.raises(Refused, match="for a zone"):
        enter_indicator(zone=zone.parent, **RIGHT)  # type: ignore[arg-type]
