"""What the schema of measures.yaml cannot say: a code stands once."""

from collections.abc import Iterator
from typing import Final

from safetyzone.foundation.places.packs.mistakes import Mistake
from safetyzone.foundation.places.packs.rules import Sound

FILE: Final = "measures.yaml"


def measure_mistakes(sound: Sound) -> Iterator[Mistake]:
    """Every code that stands twice: plans name a measure by its code."""
    if FILE not in sound.documents.data:
        return
    seen: set[str] = set()
    for position, measure in sound.items(FILE, "measures"):
        if measure["code"] in seen:
            yield sound.mistake(FILE, ("measures", position, "code"), "unique", f"{measure['code']!r} stands twice")
        seen.add(measure["code"])
