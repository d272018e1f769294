"""What the programme promised, as the area pack states it."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from safetyzone.foundation.places.queries import named, targets_of

AT_MOST: Final = "at-most"
SURVEY: Final = "survey"
ENTERED: Final = "entered"  # a published figure about the country; never computed here


@dataclass(frozen=True)
class Line:
    """Which answers count, among which: a share can be made of nothing else."""

    counted: tuple[str, ...]
    denominator: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """One target; ``threshold`` is a share between 0 and 1 for a survey target, the number itself for an entered one."""

    code: str
    names: dict[str, str]
    kind: str
    threshold: float
    direction: Literal["at-most", "at-least"]
    source: str
    question: str = ""
    wording: dict[str, str] | None = None
    line: Line | None = None
    apart: tuple[str, ...] = ()  # shown on its own
    excluded: tuple[str, ...] = ()  # shown, and left out of the share
    second: Line | None = None
    second_names: dict[str, str] | None = None

    @property
    def name(self) -> str:
        """In the reader's language."""
        return named(self.names)


def targets(pack: str) -> list[Target]:
    """Every target of the area pack, in its order."""
    return [_target(stated) for stated in targets_of(pack)]


def _target(stated: dict[str, Any]) -> Target:
    unit = 100 if stated.get("unit") == "percent" else 1
    second = stated.get("second_line")
    survey = stated["kind"] == SURVEY
    return Target(
        code=stated["code"], names=stated["names"], kind=stated["kind"], threshold=stated["threshold"] / unit,
        direction=stated["direction"], source=stated.get("source", ""), question=stated.get("question", ""),
        wording=stated.get("wording"), line=_line(stated) if survey else None, apart=tuple(stated.get("apart", ())),
        excluded=tuple(stated.get("excluded", ())), second=_line(second) if second else None,
        second_names=second["names"] if second else None,
    )  # fmt: skip


def _line(stated: dict[str, Any]) -> Line:
    return Line(tuple(stated["counted"]), tuple(stated["denominator"]))
