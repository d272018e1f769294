"""The zone's page: who sees it, what it asks of the database, and that it says the same as the command."""

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from safetyzone.analyse.pictures import charts, findings, page
from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.commands import command
from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.queries import METHOD, stored_picture
from safetyzone.analyse.pictures.tasks import compute
from safetyzone.analyse.pictures.tests.made import make_incidents, make_zone
from safetyzone.foundation.jobs.models import Job
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import AreaPack, Place
from safetyzone.foundation.runs.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgetful() -> None:
    cache.clear()


# Whatever the number of incidents. 11 are the page's own: session, reader, roles, zone, station, imports, categories, cells,
# run, area pack and which pack is in force. Every other one is a row that one of the panels of later features holds and no
# other asks for: one or two for each of their fourteen. A panel that needs more should keep a run, not raise this number.
WARM_QUERIES = 34


@pytest.fixture
def zone() -> Place:
    return make_zone()


def signed_in(place: Place, role: str = "chief") -> Client:
    user = User.objects.create_user(f"{role}-{place.slug}@example.org")
    Membership.objects.create(user=user, place=place, role=role)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def address(zone: Place, **query: str) -> str:
    return reverse("pictures:zone", args=[zone.slug], query=query)


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_stranger_is_asked_to_sign_in(zone: Place) -> None:
    response = Client().get(address(zone))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_another_stations_zone_does_not_exist(zone: Place) -> None:
    other = make_zone("other-zone")
    assert other.parent is not None
    client = signed_in(other.parent)
    assert client.get(address(zone)).status_code == 404
    assert client.get(address(other)).status_code == 200


def test_a_station_is_not_a_zone(zone: Place) -> None:
    assert zone.parent is not None
    assert signed_in(zone.parent).get(address(zone.parent)).status_code == 404


def test_the_page_and_the_command_say_the_same(zone: Place) -> None:
    make_incidents(zone, 700)
    shown = text_of(signed_in(zone).get(address(zone, group="2")))
    ran = CliRunner().invoke(command, [zone.slug, "--group", "2", "--json"])
    assert ran.exit_code == 0, ran.output
    printed = json.loads(ran.output)
    assert Run.objects.filter(method=METHOD, parameters__group="2").count() == 1, "the command found the page's run"
    assert f"n = {printed['basis']['n']:,}" in shown
    for row, name in zip(printed["places"], printed["place_names"], strict=True):
        assert re.search(rf"{re.escape(name)} (hot spot |leaning )?{row['n']} ", shown), name
    for month in printed["trend"]["months"]:
        assert re.search(rf"\b{month['n']}\b", shown)
    peak = printed["clock"]["peak"]
    assert f"busiest from {peak['from']:02d}:00 to {peak['to']:02d}:00" in shown
    for hour in range(24):
        assert f"{sum(printed['clock']['weights'][hour]):.1f}" in shown
    lines = CliRunner().invoke(command, [zone.slug, "--group", "2"]).output
    year = printed["trend"]["year"]
    for told in (lines, shown):
        assert f"{year['n']} incidents" in told
        assert f"{year['ratio']:.2f}" in told
    assert "SAMPLE" in lines
    assert "SAMPLE" in shown


def test_the_command_names_what_is_wrong(zone: Place) -> None:
    missing = CliRunner().invoke(command, ["nowhere"])
    assert missing.exit_code == 1
    assert "nowhere" in missing.output
    wrong = CliRunner().invoke(command, [zone.slug, "--from", "31/12/2024"])
    assert wrong.exit_code == 2
    assert "YYYY-MM-DD" in wrong.output
    assert Run.objects.count() == 0


@pytest.mark.parametrize(
    "query", [{"from": "yesterday"}, {"origin": "guessed"}, {"from": "2024-02-01", "to": "2024-01-01"}]
)
def test_a_filter_that_cannot_be_used_is_explained(zone: Place, query: dict[str, str]) -> None:
    make_incidents(zone, 60)
    response = signed_in(zone).get(address(zone, **query))
    assert response.status_code == 400
    assert "picture without filters" in text_of(response)


def test_filters_stand_in_the_form_and_in_the_address(zone: Place) -> None:
    make_incidents(zone, 300)
    body = signed_in(zone).get(address(zone, group="1", origin="all", **{"from": "2024-01-01"})).content.decode()
    assert '<option value="1" selected>' in body
    assert '<option value="all" selected>' in body
    assert 'name="from" value="2024-01-01"' in body


def test_an_empty_zone_says_what_to_do_next(zone: Place) -> None:
    shown = text_of(signed_in(zone).get(address(zone)))
    assert "No incidents yet" in shown
    assert Run.objects.count() == 0


def test_few_incidents_are_refused_in_words(zone: Place) -> None:
    make_incidents(zone, 20)
    shown = text_of(signed_in(zone).get(address(zone)))
    assert "Not enough to say" in shown
    assert "we cannot say" in shown


def test_addresses_are_for_those_who_may_see_incidents(zone: Place) -> None:
    make_incidents(zone, 300)
    assert "Made Road" in text_of(signed_in(zone.parent or zone, "clerk").get(address(zone)))
    resident = text_of(signed_in(zone, "resident").get(address(zone)))
    assert "Made Road" not in resident
    assert "of the centre" in resident


def test_a_stored_picture_costs_few_queries(zone: Place, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_incidents(zone, 120)
    client = signed_in(zone)
    client.get(address(zone))
    with django_assert_max_num_queries(WARM_QUERIES):
        assert client.get(address(zone)).status_code == 200


def test_many_records_are_computed_in_the_background(zone: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    make_incidents(zone, 80)
    monkeypatch.setattr(page, "INLINE_ROWS", 50)
    client = signed_in(zone)
    waiting = client.get(address(zone, group="2"))
    assert "is being computed" in text_of(waiting)
    assert "every 2s" in waiting.content.decode()
    client.get(address(zone, group="2"))
    job = Job.objects.get()
    assert job.path == page.TASK
    compute(**job.arguments)
    assert stored_picture(zone, Filters(group="2")) is not None
    assert "being computed" not in text_of(client.get(address(zone, group="2")))


def test_a_queue_that_nobody_serves_does_not_keep_the_page_waiting(
    zone: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_incidents(zone, 80)
    monkeypatch.setattr(page, "INLINE_ROWS", 50)
    client = signed_in(zone)
    assert "is being computed" in text_of(client.get(address(zone)))
    Job.objects.update(queued_at=timezone.now() - 2 * page.PATIENCE)
    assert "being computed" not in text_of(client.get(address(zone)))


def test_metres_from_nowhere_are_not_drawn_on_the_earth(zone: Place) -> None:
    make_incidents(zone, 80)
    AreaPack.objects.filter(slug=zone.pack).update(content={"position": "unknown"})
    body = signed_in(zone).get(address(zone)).content.decode()
    assert "Position on Earth unknown" in body
    assert 'data-tiles=""' in body
    assert "show-streets" not in body


def test_no_foreign_address_is_loaded(zone: Place) -> None:
    make_incidents(zone, 80)
    body = signed_in(zone).get(address(zone)).content.decode()
    assert not re.search(r'(?:src|href|action|hx-get)="(?:https?:)?//', body)


def test_every_figure_leads_to_its_run(zone: Place) -> None:
    make_incidents(zone, 200)
    client = signed_in(zone)
    run = picture_of(zone=zone, by="test")
    body = client.get(address(zone)).content.decode()
    assert body.count(reverse("runs:run", args=[run.key])) >= 5
    told = text_of(client.get(reverse("runs:run", args=[run.key])))
    for fact in (run.key, run.inputs, run.result_digest, run.code_version, "reported"):
        assert fact in told
    downloaded = client.get(reverse("runs:result", args=[run.key]))
    assert downloaded.json() == run.result


def test_another_stations_run_does_not_exist(zone: Place) -> None:
    make_incidents(zone, 60)
    run = picture_of(zone=zone, by="test")
    client = signed_in(make_zone("other-zone"))
    for name in ("run", "result"):
        assert client.get(reverse(f"runs:{name}", args=[run.key])).status_code == 404
    assert client.get(reverse("runs:run", args=["0" * 64])).status_code == 404


@pytest.mark.parametrize("value", [1.315, 1.405, 0.985, 2.0])
def test_the_sentences_round_as_the_panels_do(value: float) -> None:
    panel = Template("{{ value|floatformat:2 }}").render(Context({"value": value}))
    assert findings._number(value) == panel


@pytest.mark.parametrize(("language", "ahead", "written"), [("th", 543, "มกราคม 2568"), ("en", 0, "January 2025")])
def test_the_trends_months_stand_in_the_readers_calendar(zone: Place, language: str, ahead: int, written: str) -> None:
    AreaPack.objects.update(content={"calendar": {"years": "buddhist"}})
    month = {"month": "2025-01", "n": 4, "low": 1.1, "high": 10.2, "last_year": 3}
    with translation.override(language):
        spec = charts.trend({"months": [month]})
    layer = spec["layer"][2]
    assert f"utcyear(datum.value) + {ahead})" in layer["encoding"]["x"]["axis"]["labelExpr"]
    assert layer["encoding"]["tooltip"][0]["field"] == "label"
    assert layer["data"]["values"][0]["label"] == written
