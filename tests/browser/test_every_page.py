"""Every page, on a phone in Thai by day and on a desk in English by night: accessible, nothing foreign, nothing too wide."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import get_template
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import Visit

# Path → the role that looks at it; None for a stranger.
PAGES = {
    "/": None,
    "/accounts/login/": None,
    "/accounts/password/reset/": None,
    "/there-is-no-such-page/": "commander",
    "/zones/": "programme",
    "/zones/ratchada-huai-khwang/": "commander",
    "/zones/ratchada-huai-khwang/?group=property&from=2020-01-01": "resident",
    "/zones/prachin-narom-park/": "programme",
    "/board/": "programme",
    "/index/": "programme",
    "/index/zones/ratchada-huai-khwang/": "commander",
    "/index/zones/ratchada-huai-khwang/enter/": "commander",
    "/index/places/thailand/": "programme",
    "/index/places/huai-khwang/weights/": "commander",
    "/effects/": "programme",
    "/board/map/": "programme",
    "/board/funnels/": "programme",
    "/rollout/": "programme",
    "/rollout/ratchada-huai-khwang/": "programme",
    "/selection/": "programme",
    "/selection/new/": "programme",
    "/selection/1/": "programme",
    "/selection/1/rules/": "programme",
    "/selection/1/candidates/": "programme",
    "/committees/": "programme",
    "/committees/new/": "programme",
    "/committees/2/": "programme",
    "/incidents/": "clerk",
    "/incidents/upload/": "clerk",
    "/incidents/1/": "clerk",  # of the demo: the station's own file, with rows that were not taken
    "/polls/": "clerk",
    "/polls/new/": "clerk",
    "/polls/2/": "clerk",  # of the demo: a closed random sample, a running quota, a draft
    "/polls/4/": "clerk",
    "/polls/5/": "clerk",
    "/polls/5/change/": "clerk",
    "/polls/5/delete/": "clerk",
    "/polls/5/sample/": "clerk",
    "/polls/5/replacement/": "clerk",
    "/polls/5/margins/": "clerk",
    "/polls/5/communities/": "clerk",
    "/polls/4/quotas/": "clerk",
    "/polls/4/close/": "clerk",
    "/polls/4/interview/": "clerk",
    "/polls/4/papers/": "clerk",
    "/polls/4/papers/1/": "clerk",
    "/polls/4/clients/": "clerk",
    "/polls/questionnaires/": "clerk",
    "/polls/questionnaires/1/": "clerk",
    "/polls/questionnaires/import/": "clerk",
    "/polls/2/results/": "resident",
    "/polls/2/results/?by=sex&is=female": "commander",
    "/polls/4/results/": "commander",
    "/polls/5/results/": "commander",
    "/polls/2/results/words/": "commander",
    "/polls/2/results/answers/": "commander",
    "/suggestions/": "clerk",
    "/suggestions/team/new/": "commander",
    "/suggestions/team/1/": "commander",
    "/suggestions/team/1/poll/": "commander",
    "/suggestions/ratchada-huai-khwang/": None,
    "/suggestions/ratchada-huai-khwang/all/": None,
    "/suggestions/ratchada-huai-khwang/results/": None,
    "/suggestions/prachin-narom-park/results/": None,
    "/suggestions/ratchada-huai-khwang/rules/": None,
    "/suggestions/ratchada-huai-khwang/1/": None,
    "/partners/": "clerk",
    "/partners/of/ratchada-huai-khwang/": "clerk",
    "/partners/of/ratchada-huai-khwang/add/": "clerk",
    "/partners/mine/": "partner",
    "/decisions/": "chief",
    "/decisions/of/ratchada-huai-khwang/": "chief",
    "/decisions/of/ratchada-huai-khwang/ask/": "chief",
    "/decisions/1/": "chief",
    "/meetings/": "clerk",
    "/meetings/of/ratchada-huai-khwang/": "clerk",
    "/meetings/of/ratchada-huai-khwang/call/": "clerk",
    "/meetings/1/": "clerk",
    "/meetings/2/": "clerk",
    "/budgets/": "clerk",
    "/budgets/team/new/": "commander",
    "/budgets/team/1/": "commander",
    "/budgets/ratchada-huai-khwang/": None,
    "/budgets/muang-thong-thani/": None,
    "/targets/": "programme",
    "/targets/enter/": "programme",
    "/targets/thailand/areas/": "programme",
    "/walks/": "patrol",
    "/walks/ratchada-huai-khwang/": "patrol",
    "/walks/ratchada-huai-khwang/walk/": "patrol",
    "/walks/points/1/": "patrol",
    "/problems/": "chief",
    "/problems/measures/": "clerk",
    "/problems/zone/ratchada-huai-khwang/": "chief",
    "/problems/zone/ratchada-huai-khwang/new/": "chief",
    "/problems/zone/ratchada-huai-khwang/plan/": "chief",
    "/problems/1/": "chief",
    "/problems/1/change/": "chief",
    "/problems/plans/1/": "chief",  # of the demo: one under way, one being asked about
    "/problems/plans/2/": "chief",
    "/problems/plans/2/change/": "chief",
    "/problems/plans/2/measure/": "chief",
    "/problems/plans/2/evaluation/": "chief",
    "/z/": None,
    "/z/ratchada-huai-khwang/": None,
    "/z/prachin-narom-park/": None,
    "/z/team/ratchada-huai-khwang/": "commander",
    "/briefs/": "programme",
    "/briefs/ratchada-huai-khwang/": "clerk",
    "/tasks/": "clerk",
    "/tasks/zone/ratchada-huai-khwang/": "commander",
    "/tasks/zone/ratchada-huai-khwang/ask/": "clerk",
    "/tasks/mine/": "partner",
    "/people/": "commander",
    "/people/roles/": "patrol",
    "/people/me/": "clerk",
    "/audit/": "auditor",
    "/audit/verify/": "auditor",
    "/accounts/2fa/": "clerk",
    "/accounts/password/change/": "clerk",
}
SCREENS: dict[str, dict[str, Any]] = {
    "phone-thai-light": {"viewport": {"width": 390, "height": 844}, "locale": "th", "color_scheme": "light"},
    "desk-english-dark": {"viewport": {"width": 1440, "height": 900}, "locale": "en", "color_scheme": "dark"},
}
Seat = Callable[[str, str | None], Visit]


@pytest.fixture(scope="session")
def seat(browser: Browser, demo: str) -> Iterator[Seat]:
    """A page for a role at a screen. Each sits down once: two hundred sign-ins would show nothing that one does not.

    The page stays open too: a new one for every address would be a new process that reads all scripts anew.
    """
    contexts: list[BrowserContext] = []
    visitors: dict[tuple[str, str | None], Visit] = {}

    def take(screen: str, role: str | None) -> Visit:
        if (screen, role) not in visitors:
            contexts.append(browser.new_context(**SCREENS[screen]))
            if role:
                sit_down(contexts[-1], demo, role)
            visitors[screen, role] = Visit.of(contexts[-1], demo)
        visitor = visitors[screen, role]
        visitor.complaints.clear()
        visitor.foreign.clear()
        return visitor

    yield take
    for context in contexts:
        context.close()


def sit_down(context: BrowserContext, address: str, role: str) -> None:
    """What a click on the role's card sends, without drawing the pages before and after it: journeys click."""
    context.request.get(f"{address}/")
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    sent = context.request.post(
        f"{address}/be/{role}/", form={"csrfmiddlewaretoken": token}, headers={"Referer": f"{address}/"}, max_redirects=0
    )  # fmt: skip
    assert sent.status == 302


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", PAGES)
def test_page(seat: Seat, path: str, screen: str) -> None:
    visitor = seat(screen, PAGES[path])
    status = visitor.go(path)
    if PAGES[path]:  # another journey may have changed this account's language
        visitor.speak(SCREENS[screen]["locale"])
    if visitor.page.locator("script[type=module]").count() > 1:  # a map, charts: wait until they stand
        visitor.page.wait_for_load_state("networkidle")
    assert PAGES[path] is None or visitor.page.get_by_text("SAMPLE").first.is_visible(), "sample data says so"
    looks_well(visitor, screen)
    assert status == 404 or visitor.complaints == []
    leave(visitor)


def leave(visitor: Visit) -> None:
    """The seat stays, on a page without scripts; one of another site would take another process for what comes next."""
    visitor.go("/healthz")


def looks_well(visitor: Visit, screen: str) -> None:
    """One heading in the reader's language, not too wide, accessible, nothing foreign."""
    assert visitor.page.locator("html").get_attribute("lang") == SCREENS[screen]["locale"]
    assert visitor.page.locator("h1").count() == 1
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["viewport"]["width"]
    found = Axe().run(visitor.page)
    assert found.violations_count == 0, found.generate_report()
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.foreign == []


PLAIN = ("400.html", "403_csrf.html", "500.html")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PLAIN)
def test_a_page_for_when_nothing_else_works(seat: Seat, demo: str, name: str, screen: str) -> None:
    with translation.override(SCREENS[screen]["locale"]):
        written = get_template(name).render({})
    visitor = seat(screen, None)
    visitor.page.route(
        f"{demo}/broken/", lambda route: route.fulfill(body=written, content_type="text/html; charset=utf-8"), times=1
    )
    visitor.go("/broken/")
    looks_well(visitor, screen)
    assert visitor.complaints == []
    leave(visitor)
