"""What a committee is asked about the roll-out, as it looks now."""

from typing import Any

from django.urls import reverse

from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.subjects import Subject, register
from safetyzone.foundation.places.models import Place
from safetyzone.programme.rollout.actions import phase_content


def _phase_now(decision: Decision) -> Any:
    _prefix, slug, number = decision.subject.split(":")
    place = Place.objects.filter(slug=slug).first()
    return phase_content(place, int(number)) if place else None


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Subject("phase", _phase_now, lambda _decision: reverse("rollout:overview")))
