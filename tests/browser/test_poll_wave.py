"""A wave from the first form to its closed results, as a clerk, a resident and a second pair of eyes walk it."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.listen.polls.actions import add_questionnaire
from safetyzone.listen.polls.models import Answer, PaperSheet, Wave
from safetyzone.listen.polls.tests.core import CORE
from tests.browser.test_poll_answering import database_beside_the_browser  # noqa: F401 - a fixture for all tests here

pytestmark = pytest.mark.django_db(transaction=True)
CODE = re.compile(r"[34679ACDEFGHJKMNPQRTUVWXY]{3}-[34679ACDEFGHJKMNPQRTUVWXY]{4}-[34679ACDEFGHJKMNPQRTUVWXY]{4}")


@pytest.fixture
def zone() -> Place:
    add_questionnaire(original=CORE.read_bytes(), file_name=CORE.name, by="system", core=True)
    boundary = sample_boundary("try", lon=100.54, lat=13.745, km2=2.0)
    return make_local_zone(name="Try", boundary=boundary, time_zone="Asia/Bangkok", by="system")


@pytest.fixture
def open_as(browser: Browser, live_server: Any, zone: Place) -> Iterator[Callable[..., Page]]:
    opened: list[BrowserContext] = []

    def open_one(name: str, **options: Any) -> Page:
        """A page of a new person with this role at the zone; without a name a resident's, who has no account."""
        context = browser.new_context(locale="en", base_url=live_server.url, **options)
        context.set_default_timeout(60_000)
        opened.append(context)
        if name:
            person = User.objects.create_user(f"{name}@example.org", None)
            Membership.objects.create(user=person, place=zone, role=name)
            client = Client(HTTP_HOST="localhost")
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
            key = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()


def tick(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_text(answer, exact=True).click()


def fill_in(page: Page, *, sex: str) -> None:
    """What the questionnaire must have; each question only where this page asks it."""
    for question, answer in (
        ("What are you in this area?", "I live here"), ("Age", "30–44"), ("Sex", sex),
        ("How safe do you feel walking alone in this area after dark?", "A bit unsafe"), ("And during the day?", "Very safe"),
        ("Do you feel safe walking alone at night", "No"), ("Compared with last year", "The same"),
        ("Is there a place in this area that you avoid", "No"), ("do you have confidence in the local police", "Yes"),
        ("have you had contact with the police", "No"), ("have you been the victim", "No"),
        ("Which problems matter most", "Drugs"), ("What would help?", "More light"),
    ):  # fmt: skip
        if page.get_by_role("group", name=question).count():
            tick(page, question, answer)
    if (adults := page.get_by_label("How many people aged 18")).count():
        adults.fill("2")


@pytest.mark.slow
def test_a_wave_from_the_first_form_to_its_results(zone: Place, open_as: Callable[..., Page], tmp_path: Path) -> None:
    clerk = open_as("clerk", viewport={"width": 1440, "height": 900}, accept_downloads=True)
    prepare(clerk)
    draw(clerk, tmp_path)
    codes = letters(clerk, tmp_path)
    assert len(set(codes)) == 20
    clerk.get_by_role("button", name="Open the poll").click()
    expect(clerk.get_by_text("The poll is open.")).to_be_visible()
    wave = Wave.objects.get()
    answer_by_code(open_as("", viewport={"width": 390, "height": 844}, java_script_enabled=False), wave, codes[0])
    on_paper(clerk, open_as("patrol"), wave, codes[1])
    close_and_read(clerk, wave)
    assert sorted(Answer.objects.values_list("channel", "data__sex")) == [("paper", "male"), ("plain", "female")]


def prepare(page: Page) -> None:
    page.goto("/polls/")
    page.get_by_role("link", name="New poll").first.click()
    today = timezone.localdate()
    page.get_by_label("Zone").select_option(label="Try")
    page.get_by_label("Questionnaire").select_option(index=1)
    page.get_by_label("Title").fill("Poll of spring")
    page.get_by_text("Random sample:").click()
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Prepare the poll").click()
    expect(page.get_by_text("The last day comes before the first.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Poll of spring")
    page.get_by_label("Last day").fill((today + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Prepare the poll").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Poll of spring")


def draw(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Upload a list and draw the sample").click()
    listed = folder / "list.csv"
    listed.write_text("address,community\n" + "".join(f"Soi 4/{n},North\n" for n in range(60)), encoding="utf-8")
    page.get_by_label("List of addresses or communities").set_input_files(listed)
    page.get_by_role("button", name="Look at the list").click()
    expect(page.get_by_text("60 addresses")).to_be_visible()
    page.get_by_label("Households to invite").fill("20")
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_text("20 households are drawn.")).to_be_visible()


def letters(page: Page, folder: Path) -> list[str]:
    """The codes as they stand on paper."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Letters in English (PDF)").click()
    kept = folder / "letters.pdf"
    waiting.value.save_as(kept)
    document = pypdfium2.PdfDocument(kept)
    found = [code for sheet in document for code in CODE.findall(sheet.get_textpage().get_text_range())]
    document.close()
    return found


def answer_by_code(page: Page, wave: Wave, code: str) -> None:
    page.goto(f"/p/{wave.token}/plain/")
    page.get_by_label("The code in your letter").fill(code)
    assert Axe().run(open_with_scripts(page)).violations_count == 0
    for _ in range(8):
        fill_in(page, sex="Female")
        done = page.get_by_role("button", name="Send my answers").count()
        page.get_by_role("button", name=re.compile("Continue|Send my answers")).click()
        if done:
            break
    page.wait_for_url("**/thanks/")


def open_with_scripts(page: Page) -> Page:
    """The same page where scripts run, for the one that looks for barriers."""
    assert page.context.browser is not None
    other = page.context.browser.new_context(locale="en", viewport={"width": 390, "height": 844}).new_page()
    other.goto(page.url)
    return other


def on_paper(clerk: Page, second: Page, wave: Wave, code: str) -> None:
    for page, sex in ((clerk, "Male"), (second, "Female")):
        page.goto(f"/polls/{wave.pk}/papers/")
        page.get_by_label("Number on the sheet").fill("7")
        page.get_by_role("button", name="Continue").click()
        fill_in(page, sex=sex)
        page.get_by_role("button", name="Keep the sheet").click()
        expect(page.get_by_text("Sheet 7:")).to_be_visible()
    clerk.goto(f"/polls/{wave.pk}/papers/")
    clerk.get_by_role("link", name="Decide").click()
    tick(clerk, "Sex", "Male")
    clerk.get_by_role("button", name="These are right").click()
    clerk.get_by_label("The code written on the sheet").fill("wrong")
    clerk.get_by_role("button", name="Send it in").click()
    expect(clerk.get_by_text("This is not a code of ours")).to_be_visible()
    clerk.get_by_label("The code written on the sheet").fill(code.lower())
    clerk.get_by_role("button", name="Send it in").click()
    expect(clerk.get_by_text("The answer is stored.")).to_be_visible()
    assert PaperSheet.objects.get().first == {}


def close_and_read(page: Page, wave: Wave) -> None:
    page.goto(f"/polls/{wave.pk}/")
    page.get_by_role("link", name="Close the poll").click()
    page.get_by_role("button", name="Close the poll").click()
    expect(page.get_by_text("The poll is closed.")).to_be_visible()
    expect(page.get_by_text("10 %", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Results").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Poll of spring")
    expect(page.get_by_text("2 of 20 invited")).to_be_visible()
    expect(page.get_by_text(re.compile("not enough", re.IGNORECASE)).first).to_be_visible()
    assert Axe().run(page).violations_count == 0
