"""A resident's phone: answer without a network, close, come back, and it arrives once."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.listen.polls.actions import add_questionnaire
from safetyzone.listen.polls.models import Answer, Attachment, Wave
from safetyzone.listen.polls.tests.core import CORE
from safetyzone.listen.polls.tests.test_openrosa import picture
from safetyzone.listen.polls.tests.test_submit import letters_to

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
MUCH = b"""
| survey | | | | | | | | |
| | type | name | label::English (en) | label::Thai (th) | calculation | relevant | constraint | choice_filter |
| | integer | lamps | Broken lamps | Lamps-TH | | | . < 9 | |
| | calculate | twice | | | ${lamps} * 2 | | | |
| | note | said | Twice is ${twice} | Note-TH | | | | |
| | begin repeat | spots | Spots | Spots-TH | | | | |
| | text | what | What | What-TH | | | | |
| | end repeat | | | | | | | |
| | select_one prov | prov | Province | Prov-TH | | | | |
| | select_one dist | dist | District | Dist-TH | | | | p = ${prov} |
| | date | day | Day | Day-TH | | ${lamps} > 2 | | |
| | time | hour | Hour | Hour-TH | | | | |
| | image | view | Picture | Picture-TH | | | | |
| | geopoint | spot | Where | Where-TH | | | | |
| choices | | | | |
| | list_name | name | label::English (en) | label::Thai (th) | p |
| | prov | north | North | N-TH | |
| | prov | south | South | S-TH | |
| | dist | n1 | Hill | H-TH | north |
| | dist | s1 | Shore | Sh-TH | south |
| settings | | |
| | form_id | version |
| | much | 1 |
"""


@pytest.fixture(autouse=True, scope="session")
def database_beside_the_browser() -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def make_wave(original: bytes, name: str, mode: str) -> Wave:
    boundary = sample_boundary("try", lon=100.54, lat=13.745, km2=2.0)
    zone = make_local_zone(name="Try", boundary=boundary, time_zone="Asia/Bangkok", by="system")
    asked = add_questionnaire(original=original, file_name=name, by="system", core=name == CORE.name)
    today = timezone.localdate()
    return Wave.objects.create(zone=zone, questionnaire=asked, title="First", mode=mode, state="open", proof_bits=12,
                               opens=today, closes=today + timedelta(days=10))  # fmt: skip


@pytest.fixture
def core() -> Wave:
    return make_wave(CORE.read_bytes(), CORE.name, "optin")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    opened = []

    def open_one(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"locale": "en", "viewport": PHONE, **options})
        context.set_default_timeout(60_000)
        opened.append(context)
        return context

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


def pick(page: Page, question: str, *answers: str) -> None:
    field = page.get_by_role("group", name=question)
    for answer in answers:
        field.get_by_text(answer, exact=True).click()


def kept(page: Page) -> None:
    """Until this page would open again without a network."""
    expect(page.locator("html[data-kept=yes]")).to_be_attached()


def is_offline(page: Page) -> bool:
    return bool(page.evaluate("fetch('/healthz', {cache: 'no-store'}).then(() => false, () => true)"))


def answer_core(page: Page) -> None:
    pick(page, "What are you in this area?", "I live here")
    pick(page, "Age", "30–44")
    pick(page, "Sex", "Female")
    page.get_by_label("How many people aged 18").fill("3")
    pick(page, "How safe do you feel walking alone in this area after dark?", "A bit unsafe")
    pick(page, "And during the day?", "Very safe")
    pick(page, "Do you feel safe walking alone at night", "No")
    pick(page, "Compared with last year", "The same")
    pick(page, "Is there a place in this area that you avoid", "Yes")
    page.locator(".poll-place svg").click()
    page.get_by_label("What is it like there?").fill("dark <b>lane</b>")


def test_offline_closed_reopened_online_it_arrives(
    core: Wave, live_server: Any, phone: Callable[..., BrowserContext]
) -> None:
    context = phone()
    address = f"{live_server.url}/p/{core.token}/"
    page = context.new_page()
    complaints, hosts = watch(page)
    page.goto(address)
    expect(page.locator("#poll-form")).to_be_visible()
    kept(page)
    assert complaints == []
    assert hosts == {address.split("/")[2]}
    context.set_offline(True)
    assert is_offline(page)
    answer_core(page)
    expect(page.locator("html[data-draft=kept]")).to_be_attached()
    page.wait_for_timeout(600)  # the draft is written a moment after the last change
    page.close()
    page = context.new_page()
    page.goto(address)  # no network: the page comes from the device
    expect(page.locator("#poll-status")).to_contain_text("still here")
    expect(page.get_by_label("What is it like there?")).to_have_value("dark <b>lane</b>")
    pick(page, "do you have confidence in the local police", "Yes")
    pick(page, "have you had contact with the police", "No")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("#poll-status")).to_contain_text("missing")  # three questions are still open
    pick(page, "have you been the victim of a crime", "No")
    pick(page, "Which problems matter most here?", "Dark or deserted places", "Drugs")
    pick(page, "What would help?", "More light")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("#poll-status")).to_contain_text("kept on this device")
    assert Answer.objects.count() == 0
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#poll-status")).to_contain_text("kept on this device")
    context.set_offline(False)
    expect(page.locator("#poll-thanks")).to_be_visible()
    answer = Answer.objects.get()
    assert (answer.channel, answer.data["adults"], answer.data["problems"]) == ("web", 3, ["dark", "drugs"])
    assert answer.data["avoided-why"] == "dark <b>lane</b>"
    assert len(answer.data["avoided-place"]) == 15
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_every_kind_of_question_in_one_form(live_server: Any, phone: Callable[..., BrowserContext]) -> None:
    wave = make_wave(MUCH, "much.md", "optin")
    page = phone().new_page()
    complaints, _ = watch(page)
    page.goto(f"{live_server.url}/p/{wave.token}/")
    page.get_by_label("Broken lamps").fill("12")
    page.get_by_label("Broken lamps").blur()
    expect(page.get_by_text("This answer does not fit the question.")).to_be_visible()
    expect(page.get_by_text("Twice is 24")).to_be_visible()
    expect(page.get_by_label("Day")).to_be_visible()
    page.get_by_label("Broken lamps").fill("๔")
    page.get_by_label("Broken lamps").blur()
    page.get_by_label("What").first.fill("gate")
    page.get_by_role("button", name="Add another").click()
    page.get_by_label("What").nth(1).fill("lane")
    page.get_by_label("What").nth(1).blur()
    expect(page.get_by_text("Shore")).to_have_count(0)
    pick(page, "Province", "South")
    pick(page, "District", "Shore")
    page.get_by_label("Day").fill("2026-03-05")
    page.get_by_label("Hour").fill("21:30")
    page.get_by_label("Picture").set_input_files(
        {"name": "view.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}
    )
    page.locator(".poll-place svg").focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("#poll-thanks")).to_be_visible()
    data = Answer.objects.get().data
    assert (data["lamps"], data["what"], data["dist"], data["day"]) == (4, ["gate", "lane"], "s1", "2026-03-05")
    assert data["hour"] == "21:30:00.000"
    assert Attachment.objects.get().question == "view"
    assert complaints == []


def test_a_used_code_is_told_and_the_answers_come_back(live_server: Any, phone: Callable[..., BrowserContext]) -> None:
    form = (
        b"| survey | | | |\n| | type | name | label |\n| | integer | n | Number |\n"
        b"| settings | | |\n| | form_id | version |\n| | short | 1 |\n"
    )
    wave = make_wave(form, "short.md", "probability")
    code = letters_to(wave, "north")[0]
    for number, said in ((1, "#poll-thanks"), (2, "#poll-again")):
        page = phone().new_page()
        page.goto(f"{live_server.url}/p/{wave.token}/#code={code}")
        page.get_by_label("Number").fill(str(number))
        page.get_by_role("button", name="Send my answers").click()
        expect(page.locator(said)).to_be_visible()
    expect(page.locator("#poll-status")).to_contain_text("This code has been used")
    page.get_by_role("button", name="Look at my answers again").click()
    expect(page.get_by_label("Number")).to_have_value("2")
    assert [answer.data for answer in Answer.objects.all()] == [{"n": 1}]


def test_a_letters_code_stays_in_the_browser(live_server: Any, phone: Callable[..., BrowserContext]) -> None:
    """No request before the answer itself names the code, also when the language is switched."""
    wave = make_wave(MUCH, "much.md", "probability")
    code = letters_to(wave, "north")[0]
    page = phone().new_page()
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(f"{asked.url} {asked.headers} {asked.post_data or ''}"))
    page.goto(f"{live_server.url}/p/{wave.token}/#code={code}")
    field = page.get_by_label(re.compile("The code in your letter"))
    expect(field).to_have_value(code)
    page.get_by_role("button", name="ไทย").click()
    expect(page.locator("html")).to_have_attribute("lang", "th")
    expect(field).to_have_value(code)
    assert not [request for request in sent if code in request]


def test_without_javascript_the_plain_page_comes_and_weighs_little(
    core: Wave, live_server: Any, phone: Callable[..., BrowserContext]
) -> None:
    page = phone(java_script_enabled=False).new_page()
    loaded: list[Any] = []
    page.on("requestfinished", lambda request: loaded.append(request))
    page.goto(f"{live_server.url}/p/{core.token}/plain/")
    page.wait_for_load_state("networkidle")
    sizes = {request.url: request.sizes() for request in loaded}
    weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes.values())
    assert len(sizes) >= 3  # the page, its styles, its letters
    assert weight <= 250_000, sizes
    page.get_by_text("I live here").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Some answers are missing")).to_be_visible()
    page.goto(f"{live_server.url}/p/{core.token}/?via=line")
    page.wait_for_url("**/plain/?via=line")
