"""Read the chain back and name everything that is wrong with it."""

import hmac
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from safetyzone.foundation.audit.actions import GENESIS, checkpoint_text, link_digest, sign
from safetyzone.foundation.audit.models import Event, Head
from safetyzone.foundation.people.models import User

BATCH = 2_000
# Telling "reordered" from "changed" tries every misfitting number against every misfitting event.
REORDER_LIMIT = 200


@dataclass(frozen=True)
class Fault:
    """``kind``: changed, forged, missing, reordered, relinked, cut off, checkpoint."""

    kind: str
    sequence: int
    message: str


@dataclass
class Verdict:
    """What a verification found."""

    events: int = 0
    head: str = GENESIS
    faults: list[Fault] = field(default_factory=list)
    checkpoints: int = 0
    end_checked: bool = False

    @property
    def sound(self) -> bool:
        return not self.faults

    def summary(self) -> str:
        lines = [f"{self.events} events, head {self.head[:16]}, {self.checkpoints} checkpoints"]
        lines += [f"{fault.kind}: {fault.message}" for fault in self.faults]
        if not self.end_checked:
            lines.append(
                "The end cannot be checked: without a checkpoint file, events cut off after the last would not show."
            )
        if self.sound:
            lines.append("No event was changed, removed or reordered.")
        return "\n".join(lines)


def content(event: Event, sequence: int | None = None) -> str:
    """The digest the event's content should have, at its own number or at another."""
    return link_digest(
        sequence=event.sequence if sequence is None else sequence,
        at=event.at,
        actor=event.actor,
        action=event.action,
        subject=event.subject,
        payload=event.payload,
        previous=event.previous,
    )


def verify(*, checkpoints: Path | None = None) -> Verdict:
    """Walk the whole chain in order and compare it with itself, with the key and with the checkpoints."""
    verdict = Verdict()
    marks = list(read_checkpoints(checkpoints, verdict)) if checkpoints else []
    wanted = {sequence for sequence, _ in marks}
    seen: dict[int, str] = {}
    misfits: list[Event] = []
    expected, previous = 1, GENESIS
    for event in Event.objects.order_by("sequence").iterator(chunk_size=BATCH):
        expected = _note_missing(verdict, expected, event.sequence)
        _check_link(verdict, event, previous, misfits)
        if event.sequence in wanted:
            seen[event.sequence] = event.digest
        verdict.events += 1
        previous, expected = event.digest, event.sequence + 1
    verdict.head = previous
    _name_misfits(verdict, misfits)
    _check_end(verdict, last=expected - 1)
    _check_marks(verdict, marks, seen, last=expected - 1)
    return verdict


def _note_missing(verdict: Verdict, expected: int, found: int) -> int:
    if found > expected:
        which = f"event {expected} is" if found == expected + 1 else f"events {expected} to {found - 1} are"
        verdict.faults.append(Fault("missing", expected, f"{which} missing"))
    return found


def _check_link(verdict: Verdict, event: Event, previous: str, misfits: list[Event]) -> None:
    if content(event) != event.digest:
        misfits.append(event)
        return
    if not hmac.compare_digest(sign(event.digest), event.mac):
        verdict.faults.append(Fault("forged", event.sequence, f"event {event.sequence} was not signed with this key"))
    if event.previous != previous:
        verdict.faults.append(
            Fault("relinked", event.sequence, f"event {event.sequence} does not follow the event before it")
        )


def _name_misfits(verdict: Verdict, misfits: list[Event]) -> None:
    numbers = [event.sequence for event in misfits][:REORDER_LIMIT]
    for event in misfits:
        own = next((n for n in numbers if len(misfits) <= REORDER_LIMIT and content(event, n) == event.digest), None)
        if own is None:
            message = f"event {event.sequence} ({event.action}, {event.at}) was changed after it was written"
            verdict.faults.append(Fault("changed", event.sequence, message))
        else:
            message = f"the event now numbered {event.sequence} was written as number {own}"
            verdict.faults.append(Fault("reordered", event.sequence, message))


def _check_end(verdict: Verdict, *, last: int) -> None:
    head = Head.objects.filter(key=1).first()
    if head and head.sequence > last:
        message = f"events {last + 1} to {head.sequence} were cut off: the chain's own head knows {head.sequence}"
        verdict.faults.append(Fault("cut off", last + 1, message))


def _check_marks(verdict: Verdict, marks: list[tuple[int, str]], seen: dict[int, str], *, last: int) -> None:
    verdict.checkpoints = len(marks)
    verdict.end_checked = bool(marks)
    for sequence, digest in marks:
        if sequence > last:
            known = any(fault.kind == "cut off" for fault in verdict.faults)
            if not known:
                message = f"events {last + 1} to {sequence} were cut off: a checkpoint knows number {sequence}"
                verdict.faults.append(Fault("cut off", last + 1, message))
        elif sequence and seen.get(sequence) != digest:
            message = f"event {sequence} is not the one its checkpoint was written for: the chain was written anew"
            verdict.faults.append(Fault("checkpoint", sequence, message))


def read_checkpoints(folder: Path, verdict: Verdict) -> Iterator[tuple[int, str]]:
    """(number, head) of each signed checkpoint in the folder's files; a bad signature is a fault."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            mark = _read_mark(line)
            if mark is None or not hmac.compare_digest(sign(checkpoint_text(mark)), str(mark.get("mac", ""))):
                message = f"{path.name} line {number} is not a checkpoint signed with this key"
                verdict.faults.append(Fault("checkpoint", 0, message))
            else:
                yield int(mark["sequence"]), str(mark["head"])


def _read_mark(line: str) -> dict[str, Any] | None:
    try:
        mark = json.loads(line)
    except json.JSONDecodeError:
        return None
    return mark if isinstance(mark, dict) and {"sequence", "head", "at"} <= set(mark) else None


def newest() -> QuerySet[Event]:
    """The newest event first."""
    return Event.objects.order_by("-sequence")


@dataclass(frozen=True)
class ShownEvent:
    """An event as its page shows it. ``who``: the account's present name; the chain itself holds only its number."""

    event: Event
    at: datetime
    who: str
    details: list[tuple[str, str]]


def shown(events: Sequence[Event]) -> list[ShownEvent]:
    """Events with the names of their accounts, in one question."""
    numbers = {int(event.actor[5:]) for event in events if re.fullmatch(r"user:\d+", event.actor)}
    names = {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=numbers)}
    return [
        ShownEvent(
            event, datetime.fromisoformat(event.at), names.get(event.actor, ""),
            [(name, str(value)) for name, value in event.payload.items()],
        )
        for event in events
    ]  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """The newest signed checkpoint, and how many there are."""

    sequence: int
    at: datetime
    count: int


def last_mark(folder: Path) -> Mark | None:
    """None without any checkpoint; what is wrong with one is for ``verify`` to say."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]
    marks = [mark for mark in map(_read_mark, lines) if mark is not None]
    if not marks:
        return None
    newest_mark = marks[-1]
    return Mark(int(newest_mark["sequence"]), datetime.fromisoformat(newest_mark["at"]), len(marks))


def tail_faults(last: int = 200) -> list[Fault]:
    """A quick look: the last events against themselves, the key and the head."""
    events = list(Event.objects.order_by("-sequence")[:last])[::-1]
    verdict, misfits = Verdict(), list[Event]()
    for before, event in zip([None, *events], events, strict=False):
        if before is not None:
            _note_missing(verdict, before.sequence + 1, event.sequence)
        _check_link(verdict, event, before.digest if before else event.previous, misfits)
    _name_misfits(verdict, misfits)
    _check_end(verdict, last=events[-1].sequence if events else 0)
    return verdict.faults
