"""A partner's page behind its link in a real browser: on a phone, in Thai, without JavaScript, with a photo."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Visit

Open = Callable[..., Visit]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "locale": "th", "color_scheme": "light"}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "locale": "en", "color_scheme": "dark"}
ZONE = "ratchada-huai-khwang"
HEAVIEST = 250_000


def photo() -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), (220, 200, 120)).save(out, "JPEG")
    return {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def asked(clerk: Visit, title: str) -> str:
    """Ask the first organisation that is not the police; the path of its link."""
    clerk.be("clerk")
    clerk.go(f"/tasks/zone/{ZONE}/ask/")
    form = clerk.page.locator("form.our-form")
    form.locator("select[name=organisation]").select_option(index=2)
    form.locator("input[name=title]").fill(title)
    form.locator("input[name=due]").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    form.locator("select[name=statement]").select_option(index=1)
    form.get_by_role("button", name="Ask").click()
    clerk.page.wait_for_url("**/tasks/*/")
    return str(clerk.page.locator("#link").input_value()).removeprefix(clerk.address)


def test_from_the_question_to_the_check(visit: Open) -> None:
    clerk = visit(**DESK)
    link = asked(clerk, "Mend the lamp behind the market")
    task = clerk.page.url
    partner = visit(**PHONE, java_script_enabled=False)

    assert partner.go(link) == 200
    page = partner.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Mend the lamp behind the market")
    page.locator("summary", has_text="เราจะทำ").click()
    page.get_by_role("button", name="รับปากว่าจะทำ").click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกคำมั่นแล้ว")

    page.locator("summary", has_text="ทำเสร็จแล้ว").click()
    page.locator("#done-words").fill("เปลี่ยนหลอดใหม่")
    page.locator("#done-cost").fill("3500")
    page.locator("#done-photo").set_input_files(photo())
    page.get_by_role("button", name="แจ้งว่าทำเสร็จแล้ว").click()
    expect(page.get_by_role("img", name="สถานที่หลังทำ")).to_be_visible()
    assert page.locator("summary.btn").count() == 0, "there is nothing more to answer"

    clerk.page.goto(task)
    expect(clerk.page.get_by_text("They say: เปลี่ยนหลอดใหม่")).to_be_visible()
    clerk.page.locator("summary", has_text="It is done: checked").click()
    clerk.page.get_by_label("The photos show no person").check()
    clerk.page.get_by_role("button", name="Checked").click()
    expect(clerk.page.get_by_text("done and checked").first).to_be_visible()
    assert clerk.complaints == []


def test_it_is_light_accessible_and_asks_nobody_else(visit: Open) -> None:
    link = asked(visit(**DESK), "Trim the trees at the corner")
    for screen in (PHONE, DESK):
        partner = visit(**screen)
        sizes: list[int] = []
        partner.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
        partner.go(link)
        partner.page.wait_for_load_state("networkidle")
        assert sum(sizes) <= HEAVIEST
        assert partner.page.evaluate("document.documentElement.scrollWidth") <= screen["viewport"]["width"]
        for summary in partner.page.locator("details.task-answer > summary").all():
            summary.click()
        found = Axe().run(partner.page)
        assert found.violations_count == 0, found.generate_report()
        assert partner.foreign == []
        assert partner.complaints == []


def test_a_wrong_link_says_what_to_do(visit: Open) -> None:
    visitor = visit(**PHONE)
    assert visitor.go("/t/made-up/") == 404
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("ลิงก์นี้ไม่สมบูรณ์")
    assert Axe().run(visitor.page).violations_count == 0
