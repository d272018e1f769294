"""Six organisations in a zone, asked something."""

from collections.abc import Callable
from typing import Any

import pytest

from safetyzone.foundation.decisions.actions import open_decision, take_position
from safetyzone.foundation.decisions.models import Decision, Position
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.conftest import places, web, zone  # noqa: F401 - fixtures
from safetyzone.foundation.partners.tests.sector import BY, make_six
from safetyzone.foundation.places.models import Place

CONTENT = {"lamps": 12, "where": ["lane 4"]}
Say = Callable[..., list[Position]]


@pytest.fixture
def six(zone: Place) -> dict[str, Organisation]:  # noqa: F811
    return make_six(zone)


@pytest.fixture
def asked(zone: Place, six: dict[str, Organisation]) -> Decision:  # noqa: F811
    return open_decision(
        place=zone,
        subject="lamps:1",
        question="Twelve lamps in lane 4?",
        content=CONTENT,
        told=["Twelve lamps."],
        by=BY,
    )


@pytest.fixture
def say(asked: Decision, six: dict[str, Organisation]) -> Say:
    def positions(**stances: str) -> list[Position]:
        """By kind, with underscores for hyphens; whoever blocks says "no"."""
        return [
            take_position(
                decision=asked, organisation=six[kind.replace("_", "-")], stance=stance,
                words="no" if stance == "block" else "", by=BY,
            )
            for kind, stance in stances.items()
        ]  # fmt: skip

    return positions


def agreeing(*kinds: str) -> dict[str, Any]:
    return dict.fromkeys(kinds, "agree")
