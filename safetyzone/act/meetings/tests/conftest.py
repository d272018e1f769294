"""A meeting of a zone with six partners, and what is due there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from safetyzone.act.meetings.actions.calling import call_meeting
from safetyzone.act.meetings.actions.holding import note_attendance, open_meeting
from safetyzone.act.meetings.models import Meeting
from safetyzone.act.tasks.actions.asking import ask_task
from safetyzone.act.tasks.models import Task
from safetyzone.foundation.decisions.tests.conftest import CONTENT, asked, say, six  # noqa: F401 - fixtures
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.conftest import places, web, zone  # noqa: F401 - fixtures
from safetyzone.foundation.partners.tests.sector import BY
from safetyzone.foundation.places.models import Place

Make = Callable[..., Task]
ENOUGH = ("police", "residents", "business")


@pytest.fixture
def task(zone: Place, six: dict[str, Organisation]) -> Make:  # noqa: F811
    def made(title: str, days: int, kind: str = "local-government") -> Task:
        """Due so many days from now; in the past, asked a month before that."""
        today = timezone.localdate()
        found = ask_task(
            zone=zone, organisation=six[kind], title=title, due=max(today, today + timedelta(days=days)),
            effort="prevention", by=BY,
        )  # fmt: skip
        if days < 0:
            Task.objects.filter(pk=found.pk).update(due=today + timedelta(days=days))
        return Task.objects.get(pk=found.pk)

    return made


@pytest.fixture
def meeting(zone: Place, six: dict[str, Organisation]) -> Meeting:  # noqa: F811
    return call_meeting(zone=zone, starts_at=timezone.now() + timedelta(days=1), where="Temple hall", by=BY)


@pytest.fixture
def running(meeting: Meeting, six: dict[str, Organisation]) -> Meeting:  # noqa: F811
    """Begun an hour ago; of six organisations three have come."""
    began = open_meeting(meeting=meeting, began_at=timezone.now() - timedelta(hours=1), by=BY)
    came = {each.pk: (2 if kind in ENOUGH else 0, "") for kind, each in six.items()}
    return note_attendance(meeting=began, came=came, by=BY)
