"""A zone's whole story in a real browser: a file comes in, a problem is named, a plan agreed, tasks done by partners, and read by all.

The command line's twin is ``tests/journeys/test_by_commands.py``. The wave asked before is the demo's own.
"""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Visit

Open = Callable[..., Visit]
ZONE: Final = "ratchada-huai-khwang"
PROBLEM: Final = "People are robbed on the dark lane"
TITLE: Final = "Lamps and feet on the dark lane"
DESK: Final[dict[str, Any]] = {"viewport": {"width": 1440, "height": 900}, "accept_downloads": True}
PHONE: Final[dict[str, Any]] = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
WORKS: Final = (  # who is asked, what for
    ("Sample municipality", "Put 18 lamps up along the lane"),
    ("Shopkeepers", "Turn the cameras of two shops to the lane"),
    ("Community committee", "Walk the lane on Friday and Saturday evenings"),
)
NEW_ROWS: Final = 40


def month(back: int) -> date:
    """The first day of the month so many months ago."""
    today = timezone.localdate()
    number = today.year * 12 + today.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def register() -> FilePayload:
    """The station's file of the last whole month, in the columns it always uses."""
    kept = io.StringIO()
    rows = csv.writer(kept)
    rows.writerow(["เลขคดี", "วันที่เกิดเหตุ", "เวลาเกิดเหตุ", "ฐานความผิด", "ละติจูด", "ลองจิจูด", "สถานที่เกิดเหตุ", "ผลคดี"])
    for number in range(NEW_ROWS):
        day = month(1) + timedelta(days=number % 28)
        rows.writerow([f"story-{number}", f"{day:%d/%m}/{day.year + 543}", "21:10", "ลักทรัพย์", 13.7665 + number * 2e-5,
                       100.5690, "ซอยตัวอย่าง 4", "ยังไม่จับกุม"])  # fmt: skip
    return {"name": "month.csv", "mimeType": "text/csv", "buffer": kept.getvalue().encode("utf-8-sig")}


def photo(shade: int) -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), (shade, 190, 110)).save(out, "JPEG")
    return {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.mark.slow
def test_from_a_file_to_what_everybody_reads(visit: Open) -> None:
    clerk, commander = visit(**DESK), visit(**DESK)
    clerk.be("clerk")
    bring_in(clerk)
    name_the_problem(clerk)
    plan = make_the_plan(clerk)
    commander.be("commander")
    agree(commander, plan)
    tasks = [ask(clerk, *work) for work in WORKS]
    partner = visit(**PHONE)
    for shade, (_, link) in zip((90, 150, 220), tasks, strict=True):
        keep_the_promise(partner, link, photo(shade))
    for address, _ in tasks:
        check(clerk, address)
    finish(commander, plan)
    brief_and_publish(commander)
    read_by_a_stranger(visit(**PHONE))
    assert clerk.complaints == commander.complaints == []
    assert clerk.foreign == commander.foreign == partner.foreign == []


def bring_in(clerk: Visit) -> None:
    """The month's file through the upload page; its columns are known from the file before."""
    page = clerk.page
    clerk.go("/incidents/")
    page.get_by_role("link", name="Bring in a file").first.click()
    page.get_by_label("File").set_input_files(register())
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text(f"{NEW_ROWS} of the first {NEW_ROWS} rows can be taken.")).to_be_visible()
    page.get_by_role("button", name="Import the file").click()
    expect(page.get_by_role("heading", name="What became of the rows")).to_be_visible()
    expect(page.locator("dl.facts div", has_text="Accepted").locator("dd")).to_have_text(str(NEW_ROWS))


def name_the_problem(clerk: Visit) -> None:
    """What the zone's page puts first becomes a problem, with the evidence it rests on."""
    page = clerk.page
    clerk.go(f"/zones/{ZONE}/")
    page.get_by_role("button", name=re.compile("^Make this a problem")).first.click()
    expect(page.get_by_text("The problem has its evidence.")).to_be_visible()
    assert page.get_by_role("region", name="Evidence").get_by_role("listitem").count() >= 1
    page.get_by_role("link", name="Say more").click()
    page.get_by_label("The problem in one line").fill(PROBLEM)
    page.get_by_label("What harm it does").fill("People take a long way round after dark")
    page.get_by_label("Goal: when is it solved?").fill("People walk through after dark again")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("People take a long way round after dark")).to_be_visible()


def make_the_plan(clerk: Visit) -> str:
    """A measure, and how it will be judged; then the organisations are asked. Returns the plan's address."""
    page = clerk.page
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("First day").fill(month(6).isoformat())
    page.get_by_label("Last day").fill((month(0) - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Make the draft").click()
    plan = page.url.removeprefix(clerk.address).partition("measure/")[0]
    expect(page.get_by_label("Against which problem").locator("option:checked")).to_have_text(PROBLEM)
    page.get_by_label("Measure", exact=True).select_option("street-lighting")
    page.get_by_label("How much").fill("18 lamps, from dusk to dawn")
    page.get_by_label("What is expected to change").fill("a fifth fewer")
    page.get_by_label("Who does it").select_option(label=option(page, "Who does it", "Sample municipality"))
    page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name="How it will be judged").click()
    page.get_by_label("After: to").fill(f"{month(1):%Y-%m}")
    page.get_by_role("group", name="Compared with").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Fix it").click()
    expect(page.get_by_text("From the start on it cannot be changed any more.")).to_be_visible()
    page.get_by_role("button", name="Ask the organisations").click()
    expect(page.get_by_text(f"Do we agree to the plan “{TITLE}”?")).to_be_visible()
    return plan


def agree(commander: Visit, plan: str) -> None:
    """Three organisations agree, one of them in words; closed; the work begins."""
    page = commander.page
    commander.go(plan)
    assert page.get_by_role("button", name="Begin").count() == 0, "nothing begins before it is agreed"
    page.get_by_role("link", name=f"Do we agree to the plan “{TITLE}”?").click()
    for who, words in (
        ("police station", ""),
        ("Community committee", "Please begin at the school"),
        ("Sample municipality", ""),
    ):
        form = page.locator("form#say")
        form.get_by_label("Organisation").select_option(label=option(page, "Organisation", who))
        form.get_by_label("agrees").check()
        form.get_by_label("In its words").fill(words)
        form.get_by_role("button", name="Put it on record").click()
    page.get_by_role("button", name="Close it as agreed").click()
    expect(page.get_by_text("Please begin at the school")).to_be_visible()
    commander.go(plan)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Finish or give up")).to_be_visible()


def option(page: Page, label: str, like: str) -> str:
    """The one choice of a list whose words hold ``like``."""
    words = page.get_by_label(label, exact=True).locator("option").all_inner_texts()
    found = [each for each in words if like.lower() in each.lower()]
    assert len(found) == 1, f"{like}: {words}"
    return found[0]


def ask(clerk: Visit, who: str, what: str) -> tuple[str, str]:
    """Ask a partner for one thing; the addresses of the task and of the partner's own page."""
    page = clerk.page
    clerk.go(f"/tasks/zone/{ZONE}/ask/")
    page.get_by_label("Who is asked").select_option(label=option(page, "Who is asked", who))
    page.get_by_label("What is asked, in one line").fill(what)
    page.get_by_label("Which problem it answers").select_option(label=PROBLEM)
    page.get_by_label("Until when").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    page.get_by_role("button", name="Ask", exact=True).click()
    link = page.get_by_label("Whoever has it can answer for the organisation").input_value()
    return page.url.removeprefix(clerk.address), link.removeprefix(clerk.address)


def keep_the_promise(partner: Visit, link: str, picture: FilePayload) -> None:
    """No account, no JavaScript, on a phone: promised, then done with a photo."""
    page = partner.page
    assert partner.go(link) == 200
    page.get_by_text("We will do it", exact=True).click()
    page.get_by_role("button", name="Promise it").click()
    expect(page.get_by_role("status").filter(has_text="promised")).to_be_visible()
    page.get_by_text("It is done", exact=True).click()
    page.get_by_label("What was done").fill("Finished this week")
    page.get_by_label("Photo after").set_input_files(picture)
    page.get_by_role("button", name="Report it done").click()
    expect(page.get_by_role("img", name="The place after")).to_be_visible()


def check(clerk: Visit, task: str) -> None:
    """Seen with own eyes; the photos may be read by all."""
    page = clerk.page
    clerk.go(task)
    expect(page.get_by_text("They say: Finished this week")).to_be_visible()
    page.get_by_text("It is done: checked").click()
    page.get_by_label("The photos show no person").check()
    page.get_by_role("button", name="Checked").click()
    expect(page.get_by_text("done and checked").first).to_be_visible()


def finish(commander: Visit, plan: str) -> None:
    """The plan ends; the zone's page says what came of it, against what was fixed beforehand."""
    page = commander.page
    commander.go(plan)
    page.get_by_text("Finish or give up").click()
    page.get_by_label("In a sentence, for everybody").fill("All lamps burn")
    page.get_by_role("button", name="The work is finished").click()
    page.get_by_role("link", name="Months, methods and how it was computed").click()
    expect(page.get_by_role("heading", name="Month by month")).to_be_visible()
    commander.go(f"/zones/{ZONE}/")
    effect = page.get_by_role("region", name=TITLE)
    expect(effect).to_contain_text(re.compile("better than|worse than|cannot tell", re.IGNORECASE))
    expect(effect).to_contain_text("in the 6 months after")


def brief_and_publish(commander: Visit) -> None:
    """The brief of the last month; then its figures go on the public page."""
    page = commander.page
    commander.go(f"/briefs/{ZONE}/")
    page.get_by_label("Month").select_option(f"{month(1):%Y-%m}")
    page.get_by_role("button", name="Make the brief").click()
    expect(page.get_by_text("The brief is made.")).to_be_visible()
    expect(page.get_by_role("region", name="Promises")).to_contain_text("kept")
    commander.go(f"/z/team/{ZONE}/")
    page.get_by_label("Publish figures up to").select_option(f"{month(1):%Y-%m}")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_label("Everybody may read the page").check()
    page.get_by_role("button", name="Save").click()


def read_by_a_stranger(stranger: Visit) -> None:
    """Nobody signed in: what was done for what was named, with the photos, and whether it worked."""
    page = stranger.page
    assert stranger.go(f"/z/{ZONE}/") == 200
    did = page.get_by_role("region", name="You said – we did")
    for who, what in WORKS:
        expect(did.get_by_text(what)).to_contain_text(who)
        picture = did.get_by_role("img", name=f"after: {what}")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("naturalWidth", 800)
    expect(page.get_by_role("region", name="Did it work?")).to_contain_text(TITLE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
    assert stranger.complaints == stranger.foreign == []
