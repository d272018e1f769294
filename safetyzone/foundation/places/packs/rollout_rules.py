"""What a schema cannot say of rollout.yaml: stages in their order, phases and zones that exist."""

from collections.abc import Iterator
from typing import Final

from safetyzone.foundation.places.packs.mistakes import Mistake
from safetyzone.foundation.places.packs.rules import Sound

NAME: Final = "rollout.yaml"
ORDER: Final = ("nominated", "agreed", "baseline", "planned", "acting", "evaluated", "sustained", "closed")


def rollout_mistakes(sound: Sound) -> Iterator[Mistake]:
    """Every broken rule of the roll-out."""
    if not isinstance(sound.documents.data.get(NAME), dict):
        return
    codes = [stage["code"] for _, stage in sound.items(NAME, "stages")]
    if codes != sorted(set(codes), key=ORDER.index):
        yield Mistake(NAME, "stages", "order", f"each stage stands once, in this order: {', '.join(ORDER)}")
    if codes and codes[0] != ORDER[0]:
        yield Mistake(NAME, "stages", "first", f"the first stage is {ORDER[0]}; without it no zone can begin")
    phases = {phase["number"] for _, phase in sound.items(NAME, "phases")}
    zones = {place["slug"] for _, place in sound.items("places.csv") if place["level"] == "zone"}
    seen: set[str] = set()
    for position, entry in sound.items(NAME, "zones"):
        if entry["zone"] not in zones:
            message = f"there is no zone {entry['zone']!r} in places.csv"
            yield sound.mistake(NAME, ("zones", position, "zone"), "place-unknown", message)
        if entry["zone"] in seen:
            yield sound.mistake(NAME, ("zones", position, "zone"), "unique", f"{entry['zone']!r} stands twice")
        seen.add(entry["zone"])
        if entry["phase"] not in phases:
            message = f"there is no phase {entry['phase']}; there are {', '.join(map(str, sorted(phases)))}"
            yield sound.mistake(NAME, ("zones", position, "phase"), "phase-unknown", message)
        if entry.get("stage", codes[0] if codes else "") not in codes:
            message = f"there is no stage {entry.get('stage')!r}; there are {', '.join(codes)}"
            yield sound.mistake(NAME, ("zones", position, "stage"), "stage-unknown", message)
