"""From the first page to a zone's picture, as each kind of visitor walks it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from safetyzone.foundation.access.roles import ROLES
from tests.browser.conftest import PATIENCE_MS, Visit

Open = Callable[..., Visit]
ZONE = "/zones/ratchada-huai-khwang/"


def test_role_card_zone_filter_language(visit: Open) -> None:
    visitor = visit(viewport={"width": 1440, "height": 900})
    page = visitor.page
    visitor.be("commander")

    page.get_by_role("link", name=re.compile("Ratchada")).first.click()
    expect(page).to_have_url(visitor.address + ZONE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ratchada")
    expect(page.get_by_text("SAMPLE").first).to_be_visible()

    page.get_by_label("Crime group").select_option("property")
    expect(page).to_have_url(re.compile("group=property"))
    expect(page.locator("#zone-map.drawn canvas")).to_be_visible(timeout=PATIENCE_MS)

    page.get_by_role("button", name="ไทย").click()
    expect(page.locator("html")).to_have_attribute("lang", "th")
    expect(page).to_have_url(re.compile("group=property"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("รัชดา")

    assert visitor.complaints == []
    assert visitor.foreign == []


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_every_card_leads_to_a_page_with_something_on_it(visit: Open, role: str) -> None:
    visitor = visit()
    visitor.be(role)
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    assert visitor.page.get_by_role("link", name=re.compile("Ratchada")).count() >= 1
    assert visitor.go(ZONE) == 200
    assert visitor.complaints == []


def test_the_board_lists_the_zones_and_narrows_them(visit: Open) -> None:
    visitor = visit()
    visitor.be("programme")
    visitor.go("/board/")
    rows = visitor.page.locator("tbody tr")
    expect(rows).to_have_count(15)
    visitor.page.get_by_label("Bureau or region").select_option(label="Metropolitan Police Bureau")
    visitor.page.get_by_role("button", name="Show").click()
    expect(visitor.page).to_have_url(re.compile("bureau=metropolitan"))
    expect(rows).to_have_count(3)
    visitor.page.get_by_role("link", name=re.compile("Ratchada")).click()
    expect(visitor.page).to_have_url(visitor.address + ZONE)


def test_too_few_records_are_said_and_not_drawn(visit: Open) -> None:
    visitor = visit()
    visitor.be("programme")
    visitor.go("/zones/prachin-narom-park/")
    expect(visitor.page.get_by_text(re.compile("not enough", re.IGNORECASE)).first).to_be_visible()


def test_without_javascript_the_walk_is_the_same(visit: Open) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.be("resident")
    visitor.page.get_by_role("link", name=re.compile("Ratchada")).first.click()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Ratchada")
    visitor.page.get_by_label("Crime group").select_option("property")
    visitor.page.get_by_role("button", name="Show").click()
    expect(visitor.page).to_have_url(re.compile("group=property"))


def test_the_walk_by_keyboard_alone(visit: Open) -> None:
    visitor = visit()
    visitor.go("/")
    card = visitor.page.locator("form[action='/be/clerk/'] button")
    for _ in range(40):
        visitor.page.keyboard.press("Tab")
        if card.evaluate("element => element === document.activeElement"):
            break
    visitor.page.keyboard.press("Enter")
    expect(card).to_have_count(0)
    expect(visitor.page.get_by_role("link", name=re.compile("Ratchada")).first).to_be_visible()
