"""What the auditor sees of the chain, and who sees nothing of it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from safetyzone.foundation.access.roles import ROLES
from safetyzone.foundation.access.tests.hierarchy import make_places, person
from safetyzone.foundation.audit.actions import record, write_checkpoint
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, Place]:
    return make_places()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.AUDIT_CHECKPOINTS = tmp_path / "checkpoints"
    return tmp_path / "checkpoints"


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_newest_events_first_with_who_did_them(places: dict[str, Place]) -> None:
    auditor = person("auditor", places["land"], name="Ada Auditor")
    for number in range(60):
        record(action="test.done", subject=f"thing:{number}", by=f"user:{auditor.pk}", count=number)
    client = signed_in(auditor)
    page = text(client, "/audit/")
    assert page.index("thing:59") < page.index("thing:58")
    assert "thing:9<" not in page
    assert "Ada Auditor" in page
    assert "thing:9<" in text(client, "/audit/?page=2")


def test_an_event_that_was_changed_is_named_on_both_pages(places: dict[str, Place]) -> None:
    client = signed_in(person("auditor", places["land"]))
    record(action="test.done", subject="thing:1", by="system")
    assert "No event was changed, removed or reordered." in text(client, "/audit/verify/")
    assert "The last 200 events fit together." in text(client, "/audit/")
    Event.objects.update(subject="thing:2")
    assert "event 1 (test.done" in text(client, "/audit/")
    broken = text(client, "/audit/verify/")
    assert "The chain is not as it was written." in broken
    assert "event 1 (test.done" in broken


def test_it_says_whether_the_end_was_signed(places: dict[str, Place], folder: Path) -> None:
    client = signed_in(person("auditor", places["land"]))
    record(action="test.done", subject="thing:1", by="system")
    assert "was never signed outside the database" in text(client, "/audit/")
    write_checkpoint(folder=folder)
    assert "last signed outside the database at event 1" in text(client, "/audit/verify/")
    Event.objects.all().delete()
    assert "were cut off: the chain&#x27;s own head knows 1" in text(client, "/audit/verify/")


def test_an_empty_chain_says_so(places: dict[str, Place]) -> None:
    assert "Nothing was done yet" in text(signed_in(person("auditor", places["land"])), "/audit/")


@pytest.mark.parametrize("address", ["/audit/", "/audit/verify/"])
def test_nobody_else_finds_it(places: dict[str, Place], address: str) -> None:
    for role in ROLES:
        if role.code != "auditor":
            assert signed_in(person(role.code, places["land"])).get(address).status_code == 404
    # One chain for all stations: who audits only one of them would read the others'.
    assert signed_in(person("auditor", places["station-11"])).get(address).status_code == 404
    assert Client().get(address).status_code == 302
