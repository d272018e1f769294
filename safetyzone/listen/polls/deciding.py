"""Before a wave: how many answers would decide whether a target is met."""

from dataclasses import dataclass
from typing import Any, Final

from safetyzone.foundation.places.queries import targets_of
from safetyzone.listen.polls.queries import in_language
from zonestats.survey import answers_needed

# METHODS §3: planned with this design effect.
DEFF: Final = 1.5
AWAY: Final = (0.05, 0.10)  # how far the truth may lie from the threshold, on the good side


@dataclass(frozen=True)
class Decides:
    """With a true share of ``truth``, so many answers decide."""

    target: str
    threshold: float
    truth: float
    answers: int


def how_many(pack: str) -> list[Decides]:
    """For each surveyed target of the area pack; METHODS' own example where there is none."""
    targets: list[dict[str, Any]] = [target for target in targets_of(pack) if target.get("kind") == "survey"]
    if not targets:
        targets = [{"names": {}, "threshold": 40, "direction": "at-most"}]
    found = []
    for target in targets:
        limit = target["threshold"] / 100
        for away in AWAY:
            truth = limit - away if target["direction"] == "at-most" else limit + away
            if 0 < truth < 1:
                needed = answers_needed(truth, limit, deff=DEFF)
                found.append(Decides(in_language(target["names"]), limit, truth, needed))
    return found
