"""docs/reference/settings.md names every variable that the code reads, and no other."""

import re

from tests.contracts.house import ROOT, product_code

PAGE = ROOT / "docs" / "reference" / "settings.md"
NAME = re.compile(r'["\'](SAFETYZONE_[A-Z_]*[A-Z]|DATABASE_URL)["\']')
# Written in one place and put together in another.
ASSEMBLED = re.compile(r'f"(SAFETYZONE_[A-Z]+_)\{\w+\}"\) for \w+ in \(([^)]*)\)')


def read_by_the_code() -> set[str]:
    found: set[str] = set()
    for path in product_code():
        if path.is_relative_to(ROOT / "safetyzone"):
            text = path.read_text()
            found |= set(NAME.findall(text))
            for prefix, parts in ASSEMBLED.findall(text):
                found |= {prefix + part for part in re.findall(r'"(\w+)"', parts)}
    return found


def test_the_page_names_exactly_what_the_code_reads() -> None:
    written = re.findall(r"^\| `([A-Z_]+)`", PAGE.read_text(), flags=re.MULTILINE)
    assert sorted(written) == sorted(read_by_the_code())
