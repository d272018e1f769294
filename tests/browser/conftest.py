"""A served demo and a real Chromium for the journeys. Without Chromium they are left out, with one line; in CI nothing is."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import sample

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
START_SECONDS = 240
PATIENCE_MS = 60_000  # a software-drawn map on a busy machine
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    maps = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
    # The rest of a page is drawn without the simulated graphics card: half of the browser's time went there.
    plain = ["--no-sandbox", "--disable-gpu-compositing", "--disable-gpu-rasterization"]
    return {"executable_path": CHROMIUM, "args": [*plain, *maps]}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo with a few zones: once for all workers that run side by side, or already there (``BROWSER_DEMO``)."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    shared = tmp_path_factory.mktemp("one") if alone else tmp_path_factory.getbasetemp().parent
    return sample.built_in(Path(os.environ.get("BROWSER_DEMO") or shared / "built-demo"))


@pytest.fixture(scope="session")
def demo(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of this worker's own copy of the demo, so that what one worker's visitors do, another's do not meet."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(built, folder)
    log = folder / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "safetyzone", "serve", "--port", "18100"],
            env=sample.environment_of(folder), stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield ready_address(server, log)
    finally:
        server.terminate()
        server.wait(30)


def ready_address(server: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if found := re.search(r"Ready: +(http://localhost:\d+)", log.read_text()):
            return found[1]
        time.sleep(0.2)
    raise RuntimeError(f"the demo did not start:\n{log.read_text()}")


@dataclass
class Visit:
    """A page of one visitor, and everything the browser objected to or asked elsewhere for."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, context: BrowserContext, address: str) -> Self:
        """A new page of a context, watched from its first request."""
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        made = cls(page, address)
        page.on("console", lambda message: made.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        page.on("request", lambda asked: made.foreign.append(asked.url) if is_foreign(asked.url, address) else None)
        return made

    def go(self, path: str) -> int:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer.status

    def be(self, role: str) -> None:
        """Through the card on the first page, in the language of the visitor's browser whoever was here before."""
        self.go("/")
        self.page.locator(f"form[action='/be/{role}/'] button").click()
        self.page.wait_for_url(self.address + "/")
        self.speak(self.page.evaluate("navigator.language").split("-")[0])

    def speak(self, language: str) -> None:
        """By the switch on the page, if it is not in that language yet."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.locator(f"form.language button[value={language}]").click()
            expect(self.page.locator("html")).to_have_attribute("lang", language)


@pytest.fixture
def visit(browser: Browser, demo: str) -> Iterator[Callable[..., Visit]]:
    """Opens pages with options of a browser context: locale, viewport, color_scheme …"""
    contexts = []

    def open_one(**options: Any) -> Visit:
        context = browser.new_context(**{"locale": "en", **options})
        contexts.append(context)
        return Visit.of(context, demo)

    yield open_one
    for context in contexts:
        context.close()


def is_foreign(url: str, home: str) -> bool:
    return url.startswith(("http:", "https:", "ws:", "wss:")) and not url.startswith(home)
