"""A run's numbers in the words of the public pages."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from safetyzone.listen.suggestions.models import Conversation, Statement
from safetyzone.listen.suggestions.queries import shown
from zonestats import minimums

FEWEST: Final = minimums.POLL_MAP_ANSWERS  # shares of fewer votes are not shown
LISTED: Final = 5


@dataclass(frozen=True)
class Row:
    """A statement and its votes. Shares are of agree and disagree and pass together; None below ten votes."""

    statement: Statement
    n: int
    agree: float | None
    disagree: float | None
    passed: float | None
    common: float  # the lowest share of agreement in any group
    refused: float  # the lowest share of disagreement in any group

    @property
    def enough(self) -> bool:
        return self.n >= FEWEST


@dataclass(frozen=True)
class Mark:
    """A statement that marks a group."""

    statement: Statement
    agree: bool
    share: float | None
    outside: float | None
    n: int


@dataclass(frozen=True)
class GroupShown:
    letter: str
    size: int
    marks: list[Mark]


def rows(conversation: Conversation, result: dict[str, Any]) -> list[Row]:
    """Every statement of the run that is still shown."""
    texts = {statement.number: statement for statement in shown(conversation)}
    return [_row(texts[told["number"]], told) for told in result["statements"] if told["number"] in texts]


def _row(statement: Statement, told: dict[str, Any]) -> Row:
    agree, disagree, passed = (
        told[name] / told["n"] if told["n"] >= FEWEST else None for name in ("agree", "disagree", "passed")
    )
    return Row(statement, told["n"], agree, disagree, passed, _lowest(told, "agree"), _lowest(told, "disagree"))


def _lowest(told: dict[str, Any], name: str) -> float:
    """One vote for and one against are added in each group, as the consensus does: an empty group stands at one half."""
    return min(((group[name] + 1) / (group["n"] + 2) for group in told["by_group"]), default=0.0)


def common_ground(found: list[Row]) -> list[Row]:
    """What more than half of every group agrees with, the surest first."""
    kept = [row for row in found if row.enough and row.common > 0.5]
    return sorted(kept, key=lambda row: (-row.common, row.statement.number))[:LISTED]


def common_refusal(found: list[Row]) -> list[Row]:
    """What more than half of every group disagrees with."""
    kept = [row for row in found if row.enough and row.refused > 0.5]
    return sorted(kept, key=lambda row: (-row.refused, row.statement.number))[:LISTED]


def by_agreement(found: list[Row]) -> list[Row]:
    """All statements; those with too few votes at the end."""
    return sorted(found, key=lambda row: (-(row.agree if row.agree is not None else -1.0), row.statement.number))


def groups(conversation: Conversation, result: dict[str, Any]) -> list[GroupShown]:
    """Groups as A, B, C … with what they say and others do not."""
    texts = {statement.number: statement for statement in shown(conversation)}
    found = []
    for at, group in enumerate(result["groups"]):
        marks = [_mark(texts[told["number"]], told) for told in group["says"] if told["number"] in texts]
        found.append(GroupShown(chr(ord("A") + at), group["size"], marks))
    return found


def _mark(statement: Statement, told: dict[str, Any]) -> Mark:
    enough = told["n"] >= FEWEST
    return Mark(
        statement, told["agree"], told["share"] if enough else None, told["outside"] if enough else None, told["n"]
    )


def refusal(result: dict[str, Any]) -> dict[str, Any] | None:
    """Why no groups are shown, for ``pages/not_enough.html``."""
    refused = result["refusal"]
    if refused is None:
        return None
    if refused["code"] == "unstable":
        reason = _("The groups change when some people are left out. They may be an accident, so we do not show them.")
        return {"have": None, "need": None, "reason": reason}
    have = int(refused["have"] or 0)
    reason = _("Groups can be told apart from %(need)s people with at least %(votes)s votes each.") % {
        "need": minimums.OPINION_PEOPLE, "votes": minimums.OPINION_VOTES,
    }  # fmt: skip
    return {"have": have, "need": minimums.OPINION_PEOPLE, "reason": reason}
