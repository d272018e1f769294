"""What a database notes beside its rows must not tell in which order answers came: that order, joined with the times of the
audit events, would give every answer a minute, and a sheet of paper or a visit its answer.

SQLite numbers rows as they are inserted: each answer is given a random number at once. PostgreSQL stamps each row version
with its transaction and keeps old versions until they are vacuumed: every night, and when a wave is closed, the rows of
answers, codes and sheets are written anew under one stamp and packed in the order of their random ids.
"""

import os
from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from django.core.files.storage import FileSystemStorage
from django.db import connection, models, transaction
from django.utils import timezone

from safetyzone.foundation.audit.actions import record
from safetyzone.listen.polls.models import Answer, Attachment, CodeSheet, PaperSheet, Receipt, Wave, WaveState

POSTGRESQL: Final = "postgresql"
SQLITE: Final = "sqlite"
# Model → a field that is written anew with the value it has.
WRITTEN_ANEW: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (Answer, "channel"),
    (CodeSheet, "stratum"),
    (PaperSheet, "state"),
    (Receipt, "digest"),
)


def scatter(answers: Sequence[Answer]) -> None:
    """Call inside the transaction that inserts them: SQLite's own row numbers then say nothing."""
    if connection.vendor != SQLITE or not answers:
        return
    field = Answer._meta.pk
    keys = [field.get_db_prep_value(answer.pk, connection) for answer in answers]
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE polls_answer SET rowid = random() WHERE id IN ({marks})", keys)  # noqa: S608 - marks alone


def without_time(attachment: Attachment) -> None:
    """A picture's file says on which day it came, as its answer does, and not when."""
    if isinstance(attachment.file.storage, FileSystemStorage):
        midnight = datetime.combine(timezone.localdate(), time(), timezone.get_current_timezone()).timestamp()
        os.utime(attachment.file.path, (midnight, midnight))


def mix(*, wave: int, by: str) -> None:
    """One stamp for everything that is known of the wave's answers. Repeatable; a job, because tables are packed."""
    if connection.vendor == SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # older versions of the rows of codes stand in the log
        return
    with transaction.atomic():
        for model, field in WRITTEN_ANEW:
            model._default_manager.filter(wave_id=wave).update(**{field: models.F(field)})
        record(action="polls.answers_mixed", subject=f"wave:{wave}", by=by)
    for model, _field in WRITTEN_ANEW:
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"CLUSTER {table} USING {table}_pkey")


def mix_open_waves() -> None:
    """The nightly job, for waves that are being answered."""
    for wave in Wave.objects.filter(state=WaveState.OPEN).order_by("pk").values_list("pk", flat=True):
        mix(wave=wave, by="system")
