"""The zone's page in a real Chromium: the map, what stands in for it, the keyboard, the filters, no foreign host."""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from safetyzone.analyse.pictures.tests.made import make_incidents, make_zone
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 60_000  # a software-drawn map on a busy machine


@pytest.fixture(autouse=True, scope="session")
def database_beside_the_browser() -> None:
    # Playwright runs a loop of its own in this thread until the session ends; the database is only touched outside of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def address(live_server: Any) -> str:
    make_incidents(make_zone(), 400)
    return f"{live_server.url}/zones/made-zone/"


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A signed-in page; ``complaints`` gathers what the browser objects to, ``hosts`` whom it asked."""
    opened = []

    def open_one(**options: Any) -> Page:
        user = User.objects.create_user("chief@example.org")
        Membership.objects.create(user=user, place=Place.objects.get(slug="made-zone"), role="chief")
        client = Client()
        client.force_login(user)
        context = browser.new_context(locale="en", **options)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(SLOW)
        return page

    yield open_one
    for context in opened:
        context.close()


def watch(page: Page) -> tuple[list[str], set[str]]:
    complaints: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if request.url.startswith("http") else None)
    return complaints, hosts


def drawn(page: Page) -> None:
    expect(page.locator("#zone-map.drawn canvas")).to_be_visible(timeout=SLOW)


def test_map_and_charts_are_drawn_without_a_foreign_host(open_page: Callable[..., Page], address: str) -> None:
    page = open_page()
    complaints, hosts = watch(page)
    page.goto(address)
    drawn(page)
    expect(page.locator(".vega svg")).to_have_count(3, timeout=SLOW)
    assert complaints == []
    assert hosts == {address.split("/")[2]}


def test_streets_are_asked_for_only_by_the_button(open_page: Callable[..., Page], address: str) -> None:
    page = open_page()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(lambda url: "127.0.0.1" not in url and "localhost" not in url, refuse)
    page.goto(address)
    drawn(page)
    assert asked == []
    button = page.get_by_role("button", name="Show streets")
    expect(button).to_be_visible()
    with page.expect_event("requestfailed", lambda request: "tile" in request.url, timeout=SLOW) as failed:
        button.click()
    assert failed.value
    expect(page.get_by_role("button", name="Hide streets")).to_be_visible()
    assert all(re.match(r"https://tile\.", url) for url in asked)


def test_the_list_points_at_the_map_by_keyboard(open_page: Callable[..., Page], address: str) -> None:
    page = open_page()
    page.goto(address)
    drawn(page)
    first = page.locator(".place-button").first
    first.focus()
    expect(page.locator("#map-said")).to_contain_text("incidents")
    expect(page.locator(".places tr.on")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator(".places tr").nth(2)).to_have_class(re.compile("on"))


def test_a_filter_changes_the_address_and_the_picture(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    before = page.locator("#counts table").inner_text()
    page.get_by_label("Crime group").select_option("1")
    expect(page).to_have_url(re.compile(r"group=1"))
    expect(page.locator("#counts table")).not_to_have_text(before)
    drawn(page)
    page.go_back()
    expect(page).not_to_have_url(re.compile(r"group=1"))


def test_without_javascript_the_drawing_and_the_tables_are_there(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(address)
    expect(page.locator("#zone-map > svg path.hot").first).to_be_visible()
    page.locator("#clock details.numbers summary").click()
    expect(page.locator("#clock table")).to_be_visible()
    page.locator("input[name=map-fill][value=shade]").check()
    expect(page.locator(".legend-shade")).to_be_visible()
    expect(page.locator(".legend-state")).to_be_hidden()


def test_without_webgl_the_drawing_stays(open_page: Callable[..., Page], address: str) -> None:
    page = open_page()
    page.add_init_script(
        "const old = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return kind.startsWith('webgl') ? null : old.call(this, kind, ...rest); };"
    )
    complaints, _ = watch(page)
    page.goto(address)
    expect(page.locator(".vega svg")).to_have_count(3, timeout=SLOW)
    expect(page.locator("#zone-map > svg")).to_be_visible()
    assert page.locator("#zone-map canvas").count() == 0
    page.locator(".place-button").first.focus()
    expect(page.locator("#zone-map svg path.on")).to_have_count(1)
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_screen(open_page: Callable[..., Page], address: str, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 900}, color_scheme="dark")
    page.goto(address)
    expect(page.locator(".vega svg")).to_have_count(3, timeout=SLOW)
    assert page.evaluate("document.documentElement.scrollWidth") == width
