"""What a schema cannot say of index.yaml: goalposts that differ, weights that weigh, groups that exist."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from safetyzone.foundation.places.packs.mistakes import Mistake
from safetyzone.foundation.places.packs.rules import Sound

NAME = "index.yaml"
WHOLE = 100.0  # percent


def index_mistakes(sound: Sound) -> Iterator[Mistake]:
    """Every broken rule of the local index."""
    domains = sound.items(NAME, "domains")
    yield from _codes(sound, domains)
    if domains and not any(domain.get("weight", 1) > 0 for _, domain in domains):
        yield Mistake(NAME, "domains", "weights", "every domain weighs 0; at least one needs a weight above 0")
    groups = {group["code"] for _, group in sound.items("crime.yaml", "groups")}
    for position, domain in domains:
        path: tuple[str | int, ...] = ("domains", position)
        indicators: list[dict[str, Any]] = domain["indicators"]
        if not any(indicator.get("weight", 1) > 0 for indicator in indicators):
            message = "every indicator weighs 0; at least one needs a weight above 0"
            yield sound.mistake(NAME, (*path, "indicators"), "weights", message)
        for place, indicator in enumerate(indicators):
            yield from _indicator(sound, (*path, "indicators", place), indicator, groups)


def _codes(sound: Sound, domains: list[tuple[int, dict[str, Any]]]) -> Iterator[Mistake]:
    """Domains and indicators share one set of codes, because weights are given by code."""
    seen: Counter[str] = Counter()
    for position, domain in domains:
        listed: list[tuple[tuple[str | int, ...], str]] = [(("domains", position, "code"), domain["code"])]
        listed += [
            (("domains", position, "indicators", place, "code"), indicator["code"])
            for place, indicator in enumerate(domain["indicators"])
        ]
        for path, code in listed:
            seen[code] += 1
            if seen[code] == 2:
                yield sound.mistake(NAME, path, "unique", f"{code!r} stands twice")


def _indicator(
    sound: Sound, path: tuple[str | int, ...], indicator: dict[str, Any], groups: set[str]
) -> Iterator[Mistake]:
    low, high = float(indicator["goalposts"]["low"]), float(indicator["goalposts"]["high"])
    if not low < high:
        message = f"the goalposts are {low:g} and {high:g}; low must be below high, whichever of them is better"
        yield sound.mistake(NAME, (*path, "goalposts"), "goalposts", message)
    if low < 0 or (indicator["unit"] == "percent" and high > WHOLE):
        message = f"the goalposts {low:g} and {high:g} lie outside what {indicator['unit']} can be"
        yield sound.mistake(NAME, (*path, "goalposts"), "unit", message)
    given = indicator.get("from", {})
    for answer in sorted(set(given.get("counted", ())) - set(given.get("denominator", ()))):
        message = f"answer {answer!r} is counted but not in the denominator"
        yield sound.mistake(NAME, (*path, "from", "counted"), "counted", message)
    for group in sorted(set(given.get("groups", ())) - groups):
        message = f"there is no crime group {group!r} in this pack"
        yield sound.mistake(NAME, (*path, "from", "groups"), "group-unknown", message)
