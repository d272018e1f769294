"""What the schema of decisions.yaml cannot say: a rule for everything, kinds that exist, minima that can be reached."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from safetyzone.foundation.places.packs.mistakes import Mistake
from safetyzone.foundation.places.packs.rules import Sound

FILE: Final = "decisions.yaml"


def decision_mistakes(sound: Sound) -> Iterator[Mistake]:
    """Every broken rule about rules."""
    if FILE not in sound.documents.data:
        return
    rules = sound.items(FILE, "rules")
    kinds = {kind["code"] for _, kind in sound.items("partners.yaml", "kinds")}
    seen: set[str] = set()
    for position, rule in rules:
        if rule["code"] in seen:
            yield sound.mistake(FILE, ("rules", position, "code"), "unique", f"{rule['code']!r} stands twice")
        seen.add(rule["code"])
        for place, kind in enumerate(rule.get("required_kinds", ())):
            if kind not in kinds:
                near = get_close_matches(kind, sorted(kinds), 1)
                message = f"there is no {kind!r} in partners.yaml" + (f"; did you mean {near[0]!r}?" if near else "")
                yield sound.mistake(FILE, ("rules", position, "required_kinds", place), "kind-unknown", message)
        if rule["min_kinds"] > rule["min_organisations"]:
            message = f"{rule['min_organisations']} organisations cannot be of {rule['min_kinds']} kinds"
            yield sound.mistake(FILE, ("rules", position, "min_kinds"), "kinds-and-organisations", message)
    if rules and "default" not in seen:
        yield Mistake(FILE, "rules", "default-missing", "there is no rule called default, for what has none of its own")
