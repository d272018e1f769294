"""The demo's tasks tell what they are meant to tell: some kept, some late, some handed back, the police's own first."""

import pytest
from django.utils import timezone

from safetyzone.act.tasks.models import Task
from safetyzone.act.tasks.queries import police_commitments, promises, promises_by_organisation
from safetyzone.config.demo.tasks import make_tasks, without_tasks
from safetyzone.foundation.audit.queries import verify
from safetyzone.foundation.jobs.models import Job
from safetyzone.foundation.partners.actions import add_organisation
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.models import Conversation, Statement
from tests.contracts.scene import make_chain, make_place

KINDS = ("police", "local-government", "business", "agencies", "residents", "media")


@pytest.fixture
def zone(db: None) -> Place:
    made = make_chain("first", make_place("country", "land", None))[-1]
    for kind in KINDS:
        add_organisation(place=made, kind=kind, name=kind, email=f"{kind}@sample.example", by="test", sample=True)
    return made


def suggest(zone: Place) -> None:
    today = timezone.localdate()
    asked = Conversation.objects.create(zone=zone, questions={"en": "?"}, opens=today, closes=today, ways=["code"])
    Statement.objects.bulk_create([
        Statement(conversation=asked, number=number, text=str(number), language="th", source="team", state="shown",
                  digest=str(number))
        for number in range(1, 13)
    ])  # fmt: skip


def test_stories_end_as_they_are_told(zone: Place) -> None:
    suggest(zone)
    assert without_tasks([zone]) == [zone]
    made = make_tasks(zone, number=0)
    assert without_tasks([zone]) == []
    told = promises(zone)
    assert made == Task.objects.filter(zone=zone, sample=True).count() == told.asked
    assert told.kept >= 2
    assert told.late >= 1
    assert told.handed_back + told.declined >= 1
    assert told.open >= 1
    assert verify().sound
    assert not Job.objects.filter(key__startswith="tasks.").exists(), "made-up tasks send no letters"


def test_the_polices_own_come_first_each_with_its_reason(zone: Place) -> None:
    suggest(zone)
    make_tasks(zone, number=0)
    own = police_commitments(zone)
    assert len(own) >= 3
    assert all(task.statement for task in own)
    shown = [task for task in own if task.after]
    assert shown
    assert all(task.before and task.before.public and task.after.public for task in shown)
    assert promises_by_organisation(zone)[0][0].kind == "police"


def test_without_problems_and_suggestions_the_police_promise_nothing(zone: Place) -> None:
    assert make_tasks(zone, number=0) > 0
    assert not police_commitments(zone).exists()


def test_zones_tell_different_stories(zone: Place) -> None:
    make_tasks(zone, number=0)
    first = set(Task.objects.values_list("title", flat=True))
    Task.objects.all().delete()
    make_tasks(zone, number=1)
    assert set(Task.objects.values_list("title", flat=True)) != first
