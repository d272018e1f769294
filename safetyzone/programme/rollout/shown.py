"""The roll-out as its pages show it."""

from dataclasses import dataclass

from safetyzone.foundation.places.models import Place
from safetyzone.programme.rollout.definitions import Definitions
from safetyzone.programme.rollout.models import StageCode
from safetyzone.programme.rollout.queries import Stage, counts, moves_of


@dataclass(frozen=True)
class Step:
    """A rung of the ladder: behind, here, or ahead."""

    name: str
    state: str


@dataclass(frozen=True)
class Moved:
    """A move in words."""

    before: str
    after: str
    at: object
    reason: str
    excepted: bool


def ladder(known: Definitions, stage: Stage | None) -> list[Step]:
    """Every stage of the area but "closed", which is no rung; of a zone that is closed, only that."""
    if stage is not None and stage.code == StageCode.CLOSED:
        return [Step(stage.name, "here")]
    now = known.order(stage.code) if stage else -1
    rungs = [rule for rule in known.stages if rule.code != StageCode.CLOSED]
    return [Step(rule.name, _state(known.order(rule.code), now)) for rule in rungs]


def _state(order: int, now: int) -> str:
    return "here" if order == now else "behind" if order < now else "ahead"


def moves(zone: Place, known: Definitions) -> list[Moved]:
    """The zone's way, the newest step first."""
    return [
        Moved(known.stage(move.before).name if move.before else "", known.stage(move.after).name, move.at, move.reason,
              bool(move.lacking))
        for move in moves_of(zone)
    ]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A phase: how many zones stand at each stage."""

    name: str
    cells: list[tuple[str, int]]
    total: int


@dataclass(frozen=True)
class Table:
    """Phases by stages below a place."""

    place: Place
    rows: list[Row]
    total: int


def table(place: Place, known: Definitions) -> Table:
    """Zones counted by phase and stage."""
    found = counts(place)
    rows = []
    for number, _names in known.phases:
        cells = [(rule.code, found.get((number, rule.code), 0)) for rule in known.stages]
        rows.append(Row(known.phase_name(number), cells, sum(n for _code, n in cells)))
    return Table(place, rows, sum(row.total for row in rows))
