"""Compile every translation catalogue (``locale/*/LC_MESSAGES/django.po``) beside its source; needs only Babel."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(root: Path) -> int:
    """Write a ``.mo`` for each ``.po`` below ``root``; returns how many."""
    count = 0
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/django.po")):
        with source.open("rb") as handle:
            catalogue = read_po(handle)
        with source.with_suffix(".mo").open("wb") as handle:
            write_mo(handle, catalogue)
        count += 1
    return count


if __name__ == "__main__":
    print(f"{compile_all(Path(__file__).parent.parent / 'safetyzone')} catalogues compiled")
