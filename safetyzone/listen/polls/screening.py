"""What of an answer is kept: only what the questionnaire asks, in the form it asks it, and no trace of a device or person."""

from collections.abc import Mapping
from typing import Any, Final

import h3.api.basic_int as h3

from safetyzone.listen.polls.relevance import NotSimple, holds

PIN_RESOLUTION: Final = 10
LONGEST_TEXT: Final = 2_000
SMALLEST_ANSWERED: Final = 5  # fewer answers in a cluster could be told apart by its used codes
_NUMBERS: Final = {"integer": int, "int": int, "decimal": float, "range": float}
_PLACES: Final = frozenset({"geopoint"})
PICTURES: Final = frozenset({"photo", "image"})
_FILES: Final = PICTURES | {"audio", "video", "file"}


class BadAnswer(ValueError):
    """An answer does not fit its question; ``question`` names it."""

    def __init__(self, question: str, message: str) -> None:
        self.question = question
        super().__init__(message)


def screened(questions: list[dict[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by question name: unknown names, questions not asked and empty answers left out, pins as cells.

    Raises ``BadAnswer`` for an answer that its question does not allow.
    """
    kept: dict[str, Any] = {}
    for question in questions:
        value = given.get(question["name"])
        if value in (None, "", []) or not _asked(question, kept):
            continue
        if question.get("repeat"):
            kept[question["name"]] = [
                _value(question, part) for part in (value if isinstance(value, list) else [value])
            ]
        else:
            kept[question["name"]] = _value(question, value)
    return kept


def missing(questions: list[dict[str, Any]], kept: Mapping[str, Any]) -> list[str]:
    """Names of required questions that were asked and not answered."""
    return [q["name"] for q in questions if q["required"] and q["name"] not in kept and _asked(q, kept)]


def _asked(question: dict[str, Any], kept: Mapping[str, Any]) -> bool:
    try:
        return holds(question["relevant"], kept)
    except NotSimple:  # the engine that ran the form has decided
        return True


def _value(question: dict[str, Any], value: Any) -> Any:
    name, kind = question["name"], question["type"]
    allowed = {choice["value"] for choice in question["choices"]}
    if kind.startswith("select all"):
        chosen = value if isinstance(value, list) else str(value).split()
        return [_allowed(name, str(part), allowed) for part in dict.fromkeys(chosen)]
    if kind.startswith("select one"):
        return _allowed(name, str(value), allowed)
    if kind in _NUMBERS:
        return _number(name, value, _NUMBERS[kind])
    if kind in _PLACES:
        return _cell(name, value)
    if kind in _FILES:
        return str(value)[:120]
    return str(value)[:LONGEST_TEXT]


def _allowed(name: str, value: str, allowed: set[str]) -> str:
    # Choices from an external list are not in the questionnaire: the engine has checked them.
    if allowed and value not in allowed:
        raise BadAnswer(name, f"{name}: {value[:60]!r} is not one of the choices")
    return value[:120]


def _number(name: str, value: Any, kind: type) -> float | int:
    try:
        number = float(str(value))
    except ValueError:
        raise BadAnswer(name, f"{name}: {str(value)[:60]!r} is not a number") from None
    if number != number or abs(number) == float("inf") or (kind is int and number != int(number)):
        raise BadAnswer(name, f"{name}: {str(value)[:60]!r} is not a whole number")
    return int(number) if kind is int else number


def _cell(name: str, value: Any) -> str:
    """The H3 cell of "latitude longitude altitude accuracy"; the exact pin is never stored."""
    try:
        lat, lon = (float(part) for part in str(value).split()[:2])
    except ValueError:
        raise BadAnswer(name, f"{name}: not a place") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadAnswer(name, f"{name}: not a place on the Earth")
    return f"{h3.latlng_to_cell(lat, lon, PIN_RESOLUTION):x}"
