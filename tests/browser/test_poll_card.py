"""A scanned voting card opens the page with its code filled in, and no server was told the code on the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.listen.polls.links import coded
from safetyzone.listen.suggestions.actions.conversations import start_conversation
from safetyzone.listen.suggestions.voters.actions import print_codes
from tests.browser.test_poll_answering import database_beside_the_browser, phone

__all__ = ["database_beside_the_browser", "phone"]


@pytest.mark.django_db(transaction=True)
def test_a_scanned_card_fills_its_code_in(live_server: Any, phone: Callable[..., BrowserContext]) -> None:
    boundary = sample_boundary("try", lon=100.54, lat=13.745, km2=2.0)
    zone = make_local_zone(name="Try", boundary=boundary, time_zone="Asia/Bangkok", by="system")
    today = timezone.localdate()
    start_conversation(zone=zone, questions={"en": "What would help?"}, opens=today, closes=today + timedelta(days=1),
                       ways=["code"], by="test")  # fmt: skip
    code = print_codes(zone=zone, title="hall", many=1, by="test")[1][0]
    page = phone().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(coded(f"{live_server.url}/suggestions/{zone.slug}/", code))
    expect(page.locator("#ballot-code")).to_have_value(code)
    assert not [url for url in asked if "code=" in url]
    page.locator("#ballot-code").press("Enter")
    expect(page.locator("#ballot-code")).to_have_count(0)
