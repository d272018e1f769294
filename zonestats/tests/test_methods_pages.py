"""Every public method has a page with its formula, source, assumptions, limits, picture and reference result, and a running example."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

import zonestats

PAGES = Path(__file__).parents[2] / "docs" / "methods"
PARTS = {  # what prepares data for a method needs no page and no source of its own
    "adjacency", "by_id", "cells", "count", "grid", "neighbours", "occupied", "within", "table", "design",
}  # fmt: skip
METHODS = [
    (module, name)
    for module in zonestats._MODULES
    for name in getattr(import_module(f"zonestats.{module}"), "__all__", ())
    if inspect.isfunction(getattr(import_module(f"zonestats.{module}"), name))
]
OF_THEIR_OWN = [(module, name) for module, name in METHODS if name not in PARTS]
SECTIONS = {
    "formula": r"\*\*(Formula|Rules?)\.\*\*",
    "source": r"\*\*Sources?\.\*\*",
    "assumptions": r"\*\*Assumes\*\* \w+",
    "when not to use it": r"\*\*Do not use(\*\*| it\*\*)",
    "picture": r"!\[[^\]]+\]\(pictures/[\w-]+\.png\)",
    "reference result": r"\*\*Checked against\*\*",
}

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="an installed package has no pages")
pages = pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)


@pytest.mark.parametrize(("module", "name"), OF_THEIR_OWN, ids=lambda part: str(part))
def test_a_page_names_every_method(module: str, name: str) -> None:
    texts = [page.read_text(encoding="utf-8") for page in PAGES.glob("*.md")]
    assert any(re.search(rf"`[^`]*\b{name}\b[^`]*`", text) for text in texts)


@pages
@pytest.mark.parametrize("part", SECTIONS)
def test_every_page_has_every_part(page: Path, part: str) -> None:
    assert re.search(SECTIONS[part], page.read_text(encoding="utf-8"))


@pages
def test_a_source_names_a_year_or_whose_practice_it_is(page: Path) -> None:
    said = re.search(r"\*\*Sources?\.\*\*(.*?)\n\n", page.read_text(encoding="utf-8") + "\n\n", re.DOTALL)
    assert said
    assert re.search(r"\b(19|20)\d\d\b", said[1])


@pages
def test_pictures_and_tests_named_on_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text):
        assert (PAGES / picture).stat().st_size < 60_000
    for test in re.findall(r"`(tests/[\w*]+\.py)`", text):
        assert list((PAGES.parents[1] / "zonestats").glob(test))


def test_every_picture_is_shown_and_has_a_plot_that_draws_it() -> None:
    texts = "".join(page.read_text(encoding="utf-8") for page in PAGES.glob("*.md"))
    plots = "".join(plot.read_text(encoding="utf-8") for plot in (PAGES / "plots").glob("*.py"))
    for picture in (PAGES / "pictures").glob("*.png"):
        assert f"pictures/{picture.name}" in texts
        assert picture.stem in plots


@pages
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([\w./-]+\.md)\)", page.read_text(encoding="utf-8")):
        assert (PAGES / target).exists()


@pytest.mark.parametrize(("module", "name"), METHODS, ids=lambda part: str(part))
def test_every_function_has_a_running_example(module: str, name: str) -> None:
    assert ">>>" in (inspect.getdoc(getattr(import_module(f"zonestats.{module}"), name)) or "")


@pytest.mark.parametrize(("module", "name"), OF_THEIR_OWN, ids=lambda part: str(part))
def test_every_method_cites_its_source(module: str, name: str) -> None:
    """With a year, or by pointing to the function that does."""
    said = inspect.getdoc(getattr(import_module(f"zonestats.{module}"), name)) or ""
    assert re.search(r"\b(19|20)\d\d\b|Source|:func:`", said)
