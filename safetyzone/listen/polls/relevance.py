"""When a question is asked, for the plain form and for what is stored: the part of XPath that questionnaires mostly use.

``${a} = 'x'``, ``!=``, ``selected(${a}, 'x')``, ``not(…)``, ``and``, ``or`` and brackets. A questionnaire that says more is
answered through a full XForms engine; the plain form is then not offered.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

Given = Mapping[str, object]
_WORD: Final = re.compile(r"\s*(?:(\$\{[^}]+\})|('[^']*'|\"[^\"]*\")|(!=|=|\(|\)|,)|([A-Za-z][\w-]*))")


class NotSimple(ValueError):
    """The expression says more than the plain form understands."""


def holds(expression: str, given: Given) -> bool:
    """Whether the question is asked, given the answers so far. An empty expression always holds."""
    if not expression.strip():
        return True
    reader = _Reader(_words(expression), given)
    value = reader.either()
    if reader.left():
        raise NotSimple(expression)
    return value


def is_simple(expression: str) -> bool:
    """Whether ``holds`` understands the expression."""
    try:
        holds(expression, {})
    except NotSimple:
        return False
    return True


@cache
def _words(expression: str) -> list[str]:
    found, at = [], 0
    text = expression.strip()
    while at < len(text):
        match = _WORD.match(text, at)
        if match is None:
            raise NotSimple(expression)
        found.append(match.group().strip())
        at = match.end()
    return found


class _Reader:
    """Recursive descent over the words: or, and, then one comparison."""

    def __init__(self, words: list[str], given: Given) -> None:
        self.words, self.given, self.at = words, given, 0

    def left(self) -> bool:
        return self.at < len(self.words)

    def take(self, wanted: str | None = None) -> str:
        if not self.left() or (wanted is not None and self.words[self.at] != wanted):
            raise NotSimple(" ".join(self.words))
        self.at += 1
        return self.words[self.at - 1]

    def next_is(self, word: str) -> bool:
        return self.left() and self.words[self.at] == word

    def either(self) -> bool:
        value = self.both()
        while self.next_is("or"):
            self.take()
            value = self.both() or value
        return value

    def both(self) -> bool:
        value = self.one()
        while self.next_is("and"):
            self.take()
            value = self.one() and value
        return value

    def one(self) -> bool:
        word = self.take()
        if word == "(":
            return self.closing(self.either())
        if word == "not":
            self.take("(")
            return not self.closing(self.either())
        if word == "selected":
            self.take("(")
            chosen = self.chosen(self.take())
            self.take(",")
            return self.closing(self.text(self.take()) in chosen)
        sign = self.take()
        if sign not in {"=", "!="}:
            raise NotSimple(" ".join(self.words))
        equal = " ".join(self.chosen(word)) == self.text(self.take())
        return equal if sign == "=" else not equal

    def closing(self, value: bool) -> bool:
        self.take(")")
        return value

    def chosen(self, word: str) -> list[str]:
        if not word.startswith("${"):
            raise NotSimple(word)
        value = self.given.get(word[2:-1].strip(), "")
        return [str(part) for part in value] if isinstance(value, list) else str(value).split()

    def text(self, word: str) -> str:
        if word[:1] not in {"'", '"'}:
            raise NotSimple(word)
        return word[1:-1]
