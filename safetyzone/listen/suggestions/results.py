"""What the votes say: shares of each statement, groups that vote alike, and what all groups agree on. Stored as a run."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from safetyzone.foundation.audit.memory import once
from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.suggestions.actions.votes import purpose
from safetyzone.listen.suggestions.models import Conversation, State, Vote
from safetyzone.listen.suggestions.voters.ballots import void_ballots
from zonestats import opinions

METHOD: Final = "suggestions"
SEED: Final = 20210921
FRESH: Final = timedelta(minutes=5)  # a result older than this is computed anew after somebody has looked
TASK: Final = "safetyzone.listen.suggestions.results.refresh"


@dataclass(frozen=True)
class Votes:
    """``table``: people × statements, 1 agree, −1 disagree, 0 pass, NaN unseen; rows in an order of the votes alone."""

    numbers: list[int]
    table: NDArray[np.float64]

    @property
    def digest(self) -> str:
        """Equal votes give an equal digest, whatever the ballots' numbers are and whoever was set aside."""
        whole = hashlib.sha256(repr(self.numbers).encode())
        whole.update(self.table.tobytes())
        return whole.hexdigest()


def votes_of(conversation: Conversation) -> Votes:
    """The votes that count: on statements that are shown, by ballots that are good."""
    numbers = list(conversation.statements.filter(state=State.SHOWN).values_list("number", flat=True))
    column = {number: at for at, number in enumerate(numbers)}
    void = void_ballots(conversation.zone, purpose(conversation))
    cast = Vote.objects.filter(statement__conversation=conversation, statement__state=State.SHOWN)
    rows: dict[str, list[float]] = {}
    for ballot, number, value in cast.values_list("ballot", "statement__number", "value").iterator(chunk_size=10_000):
        if ballot not in void:
            rows.setdefault(ballot, [np.nan] * len(numbers))[column[number]] = value
    # NaN sorts nowhere, so "unseen" is written as 2 while sorting.
    ordered = sorted(rows.values(), key=lambda row: [2.0 if value != value else value for value in row])
    return Votes(numbers, np.array(ordered, dtype=float).reshape(len(ordered), len(numbers)))


def result_of(conversation: Conversation, *, by: str) -> Run:
    """The run of the votes as they stand; computed when they changed."""
    votes = votes_of(conversation)
    return computed(
        method=METHOD, place=conversation.zone, inputs=votes.digest, parameters={"conversation": conversation.pk},
        seed=SEED, compute=lambda: summed(votes), by=by,
    )  # fmt: skip


def stored(conversation: Conversation) -> Run | None:
    """The latest run, however old."""
    runs = Run.objects.filter(method=METHOD, place=conversation.zone, parameters__conversation=conversation.pk)
    return once(("opinions", conversation.pk), runs.order_by("-computed_at", "-pk").first)


def recent(conversation: Conversation, *, by: str) -> Run:
    """The latest run; once it is a few minutes old a newer one is asked for in the background, however many look.

    Only whoever looks first of all waits: there is nothing to show yet, and few votes to count.
    """
    latest = stored(conversation)
    if latest is None:
        return result_of(conversation, by=by)
    if timezone.now() - latest.computed_at >= FRESH:
        window = int(timezone.now().timestamp() // FRESH.total_seconds())
        with transaction.atomic():
            enqueue(TASK, key=f"suggestions:{conversation.pk}:{window}", conversation=conversation.pk, by=by)
    return latest


def refresh(*, conversation: int, by: str) -> None:
    """The job: the run of the votes of now; nothing to do where they have not changed."""
    found = Conversation.objects.select_related("zone").filter(pk=conversation).first()
    if found is not None:
        result_of(found, by=by)


def summed(votes: Votes) -> dict[str, Any]:
    """JSON-ready: counts and shares by statement, groups, consensus, what marks each group, or the refusal."""
    found = opinions.groups(votes.table, seed=SEED) if votes.table.size else None
    return {
        "schema": "suggestions/1",
        "voters": int(votes.table.shape[0]),
        "votes": int((~np.isnan(votes.table)).sum()),
        "statements": [_statement(votes, found, at) for at in range(len(votes.numbers))],
        **_groups(votes, found),
    }


def _statement(votes: Votes, found: opinions.Groups | None, at: int) -> dict[str, Any]:
    column = votes.table[:, at]
    agreed, disagreed = int((column == 1).sum()), int((column == -1).sum())
    grouped = found is not None and found.refusal is None
    return {
        "number": votes.numbers[at],
        "agree": agreed,
        "disagree": disagreed,
        "passed": int((column == 0).sum()),
        "n": int((~np.isnan(column)).sum()),
        "consensus": round(float(found.consensus[at]), 4) if found is not None and grouped else None,
        "rejection": round(float(found.rejection[at]), 4) if found is not None and grouped else None,
        "by_group": [_in_group(column[found.labels == group]) for group in range(found.k)] if found else [],
    }


def _in_group(cast: NDArray[np.float64]) -> dict[str, int]:
    return {"agree": int((cast == 1).sum()), "disagree": int((cast == -1).sum()), "n": int((~np.isnan(cast)).sum())}


def _groups(votes: Votes, found: opinions.Groups | None) -> dict[str, Any]:
    if found is None:
        return {"n": 0, "k": 0, "stability": None, "provisional": False, "groups": [],
                "refusal": {"code": "no_votes", "reason": "Nobody has voted yet.", "have": None, "need": None}}  # fmt: skip
    refusal = found.refusal
    return {
        "n": found.n,
        "k": found.k,
        "stability": None if np.isnan(found.stability) else round(found.stability, 3),
        "provisional": found.provisional,
        "groups": [
            {"size": int(size), "says": [_mark(votes, mark) for mark in marks]}
            for size, marks in zip(found.sizes, found.representative, strict=True)
        ],
        "refusal": None if refusal is None else {
            "code": refusal.code, "reason": refusal.reason, "have": refusal.have, "need": refusal.need,
        },
    }  # fmt: skip


def _mark(votes: Votes, mark: opinions.Representative) -> dict[str, Any]:
    return {
        "number": votes.numbers[mark.statement],
        "agree": mark.agree,
        "share": round(mark.share, 3),
        "outside": round(mark.share_outside, 3),
        "n": mark.votes,
        "significant": mark.significant,
    }
