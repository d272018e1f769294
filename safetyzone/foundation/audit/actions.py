"""Append to the chain, inside the transaction of the action it records; sign its end outside the database."""

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from safetyzone.foundation.audit.memory import forget
from safetyzone.foundation.audit.models import Event, Head
from safetyzone.foundation.privacy.canonical import canonical

GENESIS = "0" * 64


def link_digest(
    *, sequence: int, at: str, actor: str, action: str, subject: str, payload: dict[str, Any], previous: str
) -> str:
    """SHA-256 over the event's content and the link before it."""
    return hashlib.sha256(canonical([sequence, at, actor, action, subject, payload, previous])).hexdigest()


def sign(text: str) -> str:
    """HMAC-SHA-256 with the key that is kept outside the database."""
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def keyed_digest(value: str) -> str:
    """A personal value's stand-in: equal values give equal digests, and nobody without the key can guess back."""
    return sign("value:" + value)[:32]


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def record(*, action: str, subject: str, by: str, **payload: Any) -> Event:
    """One event for one action. Call it inside the action's own transaction: both happen or neither.

    ``payload`` holds ids, field names, counts and keyed digests. Whoever appends holds the head's row until the
    transaction ends, so concurrent writers queue and cannot fork the chain.
    """
    return record_each([Entry(action, subject, by, payload)])[0]


@dataclass(frozen=True)
class Entry:
    """What is to be recorded of one action."""

    action: str
    subject: str
    by: str
    payload: dict[str, Any]


def record_each(entries: Sequence[Entry]) -> list[Event]:
    """One event for each of several actions that share a transaction, in order."""
    with transaction.atomic():
        head = Head.objects.select_for_update().filter(key=1).first()
        if head is None:
            Head.objects.get_or_create(key=1, defaults={"sequence": 0, "digest": GENESIS})
            head = Head.objects.select_for_update().get(key=1)
        events = []
        for entry in entries:
            link: dict[str, Any] = {
                "sequence": head.sequence + 1, "at": now(), "actor": entry.by, "action": entry.action,
                "subject": entry.subject, "payload": entry.payload, "previous": head.digest,
            }  # fmt: skip
            digest = link_digest(**link)
            events.append(Event(**link, digest=digest, mac=sign(digest)))
            head.sequence, head.digest = head.sequence + 1, digest
        Event.objects.bulk_create(events)
        head.save()
    forget()
    return events


def checkpoint_text(mark: dict[str, Any]) -> str:
    """What a checkpoint's signature covers."""
    return f"checkpoint:{mark['sequence']}:{mark['head']}:{mark['at']}"


def write_checkpoint(*, folder: Path | None = None) -> dict[str, Any]:
    """Append the chain's signed end to this month's file outside the database, safely on disk before it returns."""
    target = folder or settings.AUDIT_CHECKPOINTS
    target.mkdir(parents=True, exist_ok=True)
    head = Head.objects.filter(key=1).first()
    mark: dict[str, Any] = {
        "sequence": head.sequence if head else 0, "head": head.digest if head else GENESIS, "at": now(),
    }  # fmt: skip
    mark["mac"] = sign(checkpoint_text(mark))
    with (target / f"audit-{mark['at'][:7]}.jsonl").open("a") as handle:
        handle.write(json.dumps(mark) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    return mark


def hourly_checkpoint() -> None:
    """The scheduled job."""
    write_checkpoint()
