"""What the money buys, by equal shares, stored as a run: everybody can check it with the ballots' counts."""

import hashlib
from collections import Counter
from fractions import Fraction
from typing import Any, Final

import numpy as np

from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.budgets.models import Ballot, Project, Round
from safetyzone.listen.suggestions.voters.ballots import void_ballots
from zonestats import budget
from zonestats.budget import Reason, Shares

METHOD: Final = "budget"
COMPLETION: Final = "add1"


def purpose(held: Round) -> str:
    """Ballots of one round."""
    return f"round:{held.pk}"


def ballots_of(held: Round) -> list[tuple[int, ...]]:
    """Ballots that count, in an order of their own. An empty one is somebody who approves of nothing, and counts."""
    void = void_ballots(held.zone, purpose(held))
    cast = Ballot.objects.filter(round=held).values_list("ballot", "approves").iterator(chunk_size=10_000)
    return sorted(tuple(approves) for ballot, approves in cast if ballot not in void)


def outcome_of(held: Round, *, by: str) -> Run | None:
    """The run for the ballots as they stand; None without any."""
    ballots, projects = ballots_of(held), list(held.projects.all())
    if not ballots or not projects:
        return None
    stated = [str(held.budget), [[project.number, str(project.cost)] for project in projects], ballots]
    return computed(
        method=METHOD, place=held.zone, inputs=hashlib.sha256(canonical(stated)).hexdigest(),
        parameters={"round": held.pk, "completion": COMPLETION}, seed=0,
        compute=lambda: shared(held, projects, ballots), by=by,
    )  # fmt: skip


def shared(held: Round, projects: list[Project], ballots: list[tuple[int, ...]]) -> dict[str, Any]:
    """JSON-ready. Amounts are text: rounded to two places, and exact as a fraction. No ballot stands in it."""
    column = {project.number: at for at, project in enumerate(projects)}
    approvals = np.zeros((len(ballots), len(projects)), dtype=bool)
    for row, ballot in enumerate(ballots):
        approvals[row, [column[number] for number in ballot]] = True
    found = budget.equal_shares([project.cost for project in projects], approvals, held.budget, completion=COMPLETION)
    return {
        "schema": "budget/1",
        "voters": found.voters,
        "budget": amount(found.budget),
        "spent": amount(found.spent),
        "left": amount(found.budget - found.spent),
        "share": amount(found.share),
        "first_share": amount(found.budget / found.voters),
        "completion": found.completion,
        "order": [projects[at].number for at in found.chosen],
        "projects": [_project(projects[at], reason, found) for at, reason in enumerate(found.reasons)],
    }


def amount(value: Fraction) -> dict[str, str]:
    cents = round(value * 100)
    return {"shown": f"{cents // 100}.{cents % 100:02d}", "exact": str(value)}


def _project(project: Project, reason: Reason, found: Shares) -> dict[str, Any]:
    given = Counter(paid for _voter, paid in reason.payments if paid)
    return {
        "number": project.number,
        "title": project.title,
        "cost": amount(reason.cost),
        "approvals": reason.approvals,
        "chosen": reason.chosen,
        "round": reason.round,
        "most": amount(reason.most),
        "paid_most": given.get(reason.most, 0),
        "paid_less": sum(given.values()) - given.get(reason.most, 0),
        "left": amount(reason.left),
        "unspent": amount(found.budget - found.spent),
        "code": reason.code,
    }
