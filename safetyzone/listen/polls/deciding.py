"""Before a wave: how many answers would decide whether a target is met."""

from dataclasses import dataclass
from typing import Any, Final

from safetyzone.foundation.places.queries import targets_of
from safetyzone.listen.polls.queries import in_language
from zonestats.survey import answers_needed

# METHODS §3: planned with this design effect.
DEFF: Final = 1.5
AWAY: Final = (0.05, 0.10)  # how far the truth may lie from the threshold, on the good side
AT_MOST: Final = "at-most"


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
    return [
        Decides(in_language(target["names"]), target["threshold"] / 100, truth, answers)
        for target in targets
        for truth, answers in answers_that_decide(target["threshold"] / 100, target["direction"])
    ]


def answers_that_decide(limit: float, direction: str) -> list[tuple[float, int]]:
    """(true share, answers after which a share can be judged against ``limit``), for true shares on the good side."""
    sign = -1 if direction == AT_MOST else 1
    truths = [round(limit + sign * away, 4) for away in AWAY]
    return [(truth, answers_needed(truth, limit, deff=DEFF)) for truth in truths if 0 < truth < 1]
