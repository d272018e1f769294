"""The importer's sentences about a file, in another language.

Notes and refusals are stored as the importer writes them, in English: a record does not change with its reader. A page, and
a command in a Thai terminal, finds the sentence's shape (``shapes.py``), says that in the reader's language and fills in the
same values. A sentence without a shape is shown as it is written.
"""

import re
from functools import cache

from django.utils.translation import gettext

from safetyzone.listen.incidents.faults import REASONS
from safetyzone.listen.incidents.shapes import PARTS, SHAPES


def in_readers_language(sentence: str) -> str:
    """The sentence as the reader's language says it; as it stands where its shape is not known."""
    if sentence in REASONS.values():
        return gettext(sentence)
    for shape, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return gettext(shape) % {name: _said(name, value) for name, value in found.groupdict().items()}
    return sentence


def _said(name: str, value: str) -> str:
    return in_readers_language(value) if name in PARTS else value


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The most particular first: a shape with more words of its own."""
    ordered = sorted(SHAPES, key=lambda shape: -len(re.sub(r"%\(\w+\)s", "", shape)))
    return [(shape, _pattern(shape)) for shape in ordered]


def _pattern(shape: str) -> re.Pattern[str]:
    parts = re.split(r"%\((\w+)\)s", shape.replace("%%", "%"))
    text = "".join(re.escape(part) if k % 2 == 0 else f"(?P<{part}>.+?)" for k, part in enumerate(parts))
    return re.compile(text, re.DOTALL)
