"""Every string a reader may see is translated, and templates hold no words outside a translation tag."""

import importlib.util
import re
from types import ModuleType

import pytest

from tests.contracts.house import ROOT, tracked


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "scripts" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_everything_is_translated_with_the_same_placeholders(catalogues: ModuleType) -> None:
    assert catalogues.check() == []


def test_a_changed_placeholder_would_be_found(catalogues: ModuleType) -> None:
    message = catalogues.Message("%(n)s of %(of)s, 95 %%")
    right = catalogues.Message(message.id, "%(n)s จาก %(of)s 95 %%")
    assert catalogues.fault(message, right) == ""
    for wrong in ("%(n)s จาก %(off)s 95 %%", "%(n)s จาก 95 %%", "%(n)s จาก %(of)s 95 % เท่านั้น", ""):
        assert catalogues.fault(message, catalogues.Message(message.id, wrong)) != ""
    assert catalogues.fault(message, None) != ""


# Names and signs that are the same in every language.
SAME_EVERYWHERE = {
    "PDF",
    "safetyzone",
    "AAPOR",
    "RR",
    "LINE",
    "XXX-XXXX-XXXX",
    "n",
    "km",
    "km²",
    "m",
    "ms",
    "GeoJSON",
    "CSV",
    "XLSX",
    "JSON",
    "Parquet",
}
SILENT = re.compile(
    r"{%\s*(?:blocktranslate|blocktrans)\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*block \w+_class\s*%}.*?{%\s*endblock\s*%}"
    r"|{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<style.*?</style>|<script.*?</script>|<!doctype[^>]*>",
    re.DOTALL,
)
READ_ALOUD = re.compile(r"""\b(?:aria-label|title|alt|placeholder)="([^"]*)\"""")
WORD = re.compile(r"[A-Za-z][A-Za-z²’'-]+")


@pytest.mark.parametrize("path", tracked(".html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_no_bare_words(path) -> None:
    if "templates" not in path.parts:
        return
    text = SILENT.sub(" ", path.read_text())
    spoken = " ".join(READ_ALOUD.findall(text))
    visible = re.sub(r"<[^>]*>", " ", re.sub(r"&[#\w]+;", " ", text))
    assert set(WORD.findall(f"{visible} {spoken}")) - SAME_EVERYWHERE == set()
