"""A file with faults through the pages, as a clerk brings it: refused, half understood, looked at, imported, its rejects."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import SCREENS, Seat, leave, looks_well, seat

__all__ = ["seat"]  # a fixture

HEADER = "เลขคดี,ข้อหา,วันเกิดเหตุ,เวลา,ละติจูด,ลองจิจูด,ถนน"


def table(path: Path, start: int) -> Path:
    """Sixty records near the demo's station: every tenth lies far away, every tenth has no date, every tenth is exchanged."""
    lines = [HEADER]
    for number in range(60):
        place = {3: "18.790000,98.980000", 7: f"100.568{number:03d},13.770{number:03d}"}
        day = "ไม่ทราบ" if number % 10 == 5 else f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/2567"
        where = place.get(number % 10, f"13.770{number:03d},100.568{number:03d}")
        kind = ("ลักทรัพย์", "เสียงดังรบกวน")[number % 2]
        lines.append(f"{start}-{number},{kind},{day},{number % 24:02d}:{number % 60:02d},{where},ซอย {number}")
    path.write_text("\n".join(lines), "utf-8")
    return path


def bring(visitor: Visit, path: Path) -> None:
    visitor.go("/incidents/upload/")
    visitor.page.set_input_files("input[type=file]", path)
    visitor.page.locator("main form button.btn-primary").click()
    visitor.page.wait_for_load_state("networkidle")


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
def test_from_a_refusal_to_the_rows_that_were_not_taken(seat: Seat, tmp_path: Path, screen: str) -> None:
    visitor = seat(screen, "clerk")
    page = visitor.page
    visitor.go("/incidents/")
    visitor.speak(str(SCREENS[screen]["locale"]))
    (tmp_path / "scan.csv").write_bytes(b"%PDF-1.4 ...")
    bring(visitor, tmp_path / "scan.csv")
    expect(page.locator(".errorlist")).to_contain_text("scan.csv")
    looks_well(visitor, screen)

    (tmp_path / "nowhere.csv").write_text("no,when,kind\n1,2024-04-03 10:00,theft\n2,2024-04-04 11:00,theft\n")
    bring(visitor, tmp_path / "nowhere.csv")
    expect(page.locator("main [role=alert]")).to_contain_text("longitude")
    looks_well(visitor, screen)
    page.locator("form[action$='/discard/'] button").click()

    bring(visitor, table(tmp_path / "april.csv", list(SCREENS).index(screen)))
    expect(page.locator("main table")).to_have_count(2)  # as they would be stored; those that cannot be taken
    looks_well(visitor, screen)
    page.locator("button[value=import]").click()
    expect(page.locator("#rejects")).to_be_visible()  # the page asks again by itself until the worker is done
    looks_well(visitor, screen)

    choose = page.locator("#rejects form")
    choose.locator("button").click()  # the browser itself asks for a choice; one that does not is answered by the page
    choose.evaluate("form => form.noValidate = true")
    choose.locator("button").click()
    expect(page.locator("#rejects .errorlist")).to_be_visible()
    looks_well(visitor, screen)
    page.locator("#rejects input[value=mend]").check()
    page.locator("#rejects form button").click()
    expect(page.locator("#rejects tbody tr")).to_have_count(18)
    looks_well(visitor, screen)
    leave(visitor)
