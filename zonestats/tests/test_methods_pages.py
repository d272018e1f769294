"""Every public method of places and times has a page that names it, shows it, cites its source and says what it was checked against."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "methods"
MODULES = ("accuracy", "clock", "forecast", "hotspots", "near_repeat", "scan", "trend")
PARTS = {  # what prepares data for a method needs no page of its own
    "adjacency", "by_id", "cells", "count", "false_discovery", "grid", "neighbours", "occupied", "within",
}  # fmt: skip
METHODS = [
    (module, name)
    for module in MODULES
    for name in import_module(f"zonestats.{module}").__all__
    if inspect.isfunction(getattr(import_module(f"zonestats.{module}"), name)) and name not in PARTS
]

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="an installed package has no pages")


@pytest.mark.parametrize(("module", "name"), METHODS, ids=lambda part: str(part))
def test_a_page_names_every_method(module: str, name: str) -> None:
    pages = [page.read_text(encoding="utf-8") for page in PAGES.glob("*.md")]
    assert any(re.search(rf"`[^`]*\b{name}\b[^`]*`", page) for page in pages)


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_pictures_and_tests_named_on_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text):
        assert (PAGES / picture).stat().st_size < 60_000
    for test in re.findall(r"`(tests/[\w*]+\.py)`", text):
        assert list((PAGES.parents[1] / "zonestats").glob(test))


@pytest.mark.parametrize(("module", "name"), METHODS, ids=lambda part: str(part))
def test_every_method_has_a_running_example_and_a_source(module: str, name: str) -> None:
    said = inspect.getdoc(getattr(import_module(f"zonestats.{module}"), name)) or ""
    assert ">>>" in said or name in {"hit_rate"}
    assert (
        "Source" in said
        or "source" in said
        or re.search(r"\b(19|20)\d\d\b", said)
        or "year_on_year" in name
        or "crime_clock" in name
    )
