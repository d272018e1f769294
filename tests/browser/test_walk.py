"""A patrol officer's phone: two stops without a network, closed, opened again, and each arrives once."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from safetyzone.listen.walks.models import RiskPoint, Stop, Walk
from safetyzone.listen.walks.tests.made import jpeg, make_zone, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True, scope="session")
def database_beside_the_browser() -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """Signed in as an officer of the zone's station."""
    zone = make_zone()
    assert zone.parent is not None
    client: Client = signed_in(zone.parent, "patrol")
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(locale="en", viewport=PHONE, base_url=address)
    context.set_default_timeout(60_000)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    yield context
    context.close()


def open_checklist(phone: BrowserContext) -> Page:
    page = phone.new_page()
    page.goto("/walks/zone-11/walk/")
    expect(page.locator("html[data-kept=yes]")).to_be_attached()
    return page


def fill(page: Page, words: str, picture: Path | None = None) -> None:
    page.locator(".poll-place svg").click()
    light = page.get_by_role("group", name="Light")
    light.get_by_text("has to be mended").click()
    page.get_by_label("What has to be done?").fill(words)
    if picture:
        page.get_by_label("Picture of the place").set_input_files(picture)
    page.get_by_role("button", name="Keep this stop").click()


def test_two_stops_without_a_network_arrive_once_each(phone: BrowserContext, tmp_path: Path) -> None:
    photo = tmp_path / "lane.jpg"
    photo.write_bytes(jpeg())
    page = open_checklist(phone)
    phone.set_offline(True)
    fill(page, "two lamps dead", photo)
    expect(page.locator("#walk-status")).to_contain_text("Stops that wait on this device: 1.")
    fill(page, 'he said "dark" and it is')
    expect(page.locator("html[data-waiting='2']")).to_be_attached()
    assert not Stop.objects.exists()
    page.close()
    again = phone.new_page()
    again.goto("/walks/zone-11/walk/")  # from the service worker
    expect(again.locator("html[data-waiting='2']")).to_be_attached()
    phone.set_offline(False)
    again.evaluate("window.dispatchEvent(new Event('online'))")
    expect(again.locator("html[data-waiting='0']")).to_be_attached()
    expect(again.locator("#walk-status")).to_contain_text("Stops that have arrived: 2.")
    assert sorted(Stop.objects.values_list("words", flat=True)) == ['he said "dark" and it is', "two lamps dead"]
    assert RiskPoint.objects.filter(kind="light", cell__isnull=False).count() == 2
    assert Walk.objects.count() == 1
    assert Stop.objects.get(words="two lamps dead").picture is not None


def test_what_arrived_although_the_answer_was_lost_is_sent_again_and_stored_once(phone: BrowserContext) -> None:
    page = open_checklist(phone)
    lost: list[int] = []

    def drop_the_answer(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/stops/", drop_the_answer)
    fill(page, "hedge too high")
    expect(page.locator("html[data-waiting='1']")).to_be_attached()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("html[data-waiting='0']")).to_be_attached()
    assert lost == [201]
    assert Stop.objects.count() == 1


def test_a_refused_stop_is_explained_and_can_be_corrected(phone: BrowserContext) -> None:
    page = open_checklist(phone)
    page.evaluate(
        "document.querySelector('#walk-place svg').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowUp'}))"
    )
    page.evaluate("document.querySelector('input[name=lat]').value = '13.8'")
    page.get_by_role("group", name="Upkeep").get_by_text("has to be mended").click()
    page.get_by_role("button", name="Keep this stop").click()
    expect(page.locator("#walk-refused")).to_contain_text("m outside the zone")
    assert not Stop.objects.exists()
    page.get_by_role("button", name="Correct it").click()
    page.locator(".poll-place svg").click()
    page.get_by_role("button", name="Keep this stop").click()
    expect(page.locator("#walk-status")).to_contain_text("Stops that have arrived: 1.")
    assert Stop.objects.get().upkeep == "bad"


def test_nothing_entered_is_said_before_anything_is_kept(phone: BrowserContext) -> None:
    page = open_checklist(phone)
    page.get_by_role("button", name="Keep this stop").click()
    expect(page.locator("#walk-refused")).to_contain_text("Answer at least one")
    assert page.locator("html").get_attribute("data-waiting") == "0"


def test_a_session_that_has_ended_keeps_the_stop(phone: BrowserContext) -> None:
    page = open_checklist(phone)
    phone.clear_cookies()
    fill(page, "no lamp")
    expect(page.locator("#walk-status")).to_contain_text("Sign in again")
    assert page.locator("html").get_attribute("data-waiting") == "1"
    assert not Stop.objects.exists()
    assert uuid.UUID(page.locator("input[name=key]").input_value())
