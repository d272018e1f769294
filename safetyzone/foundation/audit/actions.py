"""Append to the chain, inside the transaction of the action it records."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from safetyzone.foundation.audit.models import Event, Head
from safetyzone.foundation.runs.actions import canonical

GENESIS = "0" * 64


def link_digest(*, sequence: int, at: str, actor: str, action: str, subject: str, payload: dict[str, Any], previous: str) -> str:
    """SHA-256 over the event's content and the link before it."""
    return hashlib.sha256(canonical([sequence, at, actor, action, subject, payload, previous])).hexdigest()


def sign(text: str) -> str:
    """HMAC-SHA-256 with the key that is kept outside the database."""
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def keyed_digest(value: str) -> str:
    """A personal value's stand-in: equal values give equal digests, and nobody without the key can guess back."""
    return sign("value:" + value)[:32]


def record(*, action: str, subject: str, by: str, **payload: Any) -> Event:
    """One event for one action. Call it inside the action's own transaction: both happen or neither."""
    with transaction.atomic():
        Head.objects.get_or_create(key=1, defaults={"sequence": 0, "digest": GENESIS})
        head = Head.objects.select_for_update().get(key=1)
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        sequence = head.sequence + 1
        digest = link_digest(sequence=sequence, at=at, actor=by, action=action, subject=subject, payload=payload,
                             previous=head.digest)
        event = Event.objects.create(sequence=sequence, at=at, actor=by, action=action, subject=subject, payload=payload,
                                     previous=head.digest, digest=digest, mac=sign(digest))
        head.sequence, head.digest = sequence, digest
        head.save()
    return event
