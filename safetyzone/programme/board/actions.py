"""Bring the board's rows in line with the records."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import at_level
from safetyzone.programme.board.funnels import draw_funnels
from safetyzone.programme.board.models import BoardRow
from safetyzone.programme.board.summing import summed

BATCH: Final = 100  # zones in one transaction: no write holds others up
_KEPT: Final = (
    "stage", "phase", "since", "targets", "promises", "effort", "trend", "newest", "picture", "sample", "summed_at",
)  # fmt: skip


def sum_up(*, by: str, below: Place | None = None) -> int:
    """Sum every zone up anew and draw the funnels. Repeatable: the same records give the same rows. Says how many changed."""
    now = timezone.now()
    keys = list(at_level(Level.ZONE, below=below).order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(keys), BATCH):
        zones = Place.objects.filter(pk__in=keys[start : start + BATCH]).defer("boundary")
        changed += _stored(summed(list(zones), now=now))
    gone, _each = BoardRow.objects.filter(zone__withdrawn=True).delete()
    if changed or gone:
        with transaction.atomic():
            record(action="board.summed_up", subject="board", by=by, changed=changed, gone=gone)
    for country in at_level(Level.COUNTRY):
        draw_funnels(country, by=by)
    return changed


def _stored(rows: list[BoardRow]) -> int:
    """Write the rows; says how many differ from what was there."""
    known = {row.pk: row.content for row in BoardRow.objects.filter(zone__in=[row.pk for row in rows])}
    BoardRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["zone"], update_fields=list(_KEPT))
    return sum(known.get(row.pk) != row.content for row in rows)
