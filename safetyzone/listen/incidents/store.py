"""Rows into the database, quickly and in transactions short enough for everybody else."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, repeat
from typing import Any, Final

import numpy as np
import polars as pl
from django.db import connection, transaction

from safetyzone.listen.incidents.models import Import, Incident, Reject
from safetyzone.listen.incidents.refusals import RejectRow, shortened

TABLE: Final = Incident._meta.db_table
COLUMNS: Final = (
    *("station_id", "identity", "digest", "source_id", "category", "category_text", "origin"),
    *("occurred_from", "occurred_to", "time_precision", "default_time", "reported_at"),
    *("lon", "lat", "cell", "place_precision", "address", "solved", "import_run_id"),
)
_AIM: Final = 0.1  # seconds of a write; 0.25 is promised
_FEWEST, _MOST = 250, 16_000


_LOG_PAGES: Final = 8_000  # 32 MB


@contextmanager
def long_log() -> Iterator[None]:
    """Let SQLite's log grow while an import writes: each page goes back to the database file once, not many times."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA wal_autocheckpoint").fetchone()[0]
        cursor.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA wal_autocheckpoint = {int(usual)}")


class Pace:
    """How many rows one transaction takes, learnt from how long the last ones took."""

    def __init__(self) -> None:
        self.rows = 1_000
        self.longest = 0.0

    def took(self, seconds: float, rows: int) -> None:
        self.longest = max(self.longest, seconds)
        if rows >= self.rows // 2:
            fits = int(self.rows * _AIM / max(seconds, 1e-4))
            self.rows = int(np.clip(fits, max(_FEWEST, self.rows // 4), min(_MOST, self.rows * 2)))


def stored_rows(
    frame: pl.DataFrame, identity: Sequence[bytes], digest: Sequence[bytes], default_time: Sequence[bool], run: Import
) -> Iterator[tuple[Any, ...]]:
    """Tuples in the order of COLUMNS, made one by one as they are written."""
    moment = {name: _moments(frame[name]) for name in ("occurred_from", "occurred_to", "reported_at")}
    columns: list[Any] = [
        repeat(run.station_id), identity, digest, *_lists(frame, "source_id", "category", "category_text", "origin"),
        moment["occurred_from"], moment["occurred_to"], *_lists(frame, "time_precision"), default_time,
        moment["reported_at"], *_lists(frame, "lon", "lat"), frame["cell"].replace(0, None).to_list(),
        *_lists(frame, "place_precision", "address", "solved"), repeat(run.pk),
    ]  # fmt: skip
    return zip(*columns, strict=False)


def _lists(frame: pl.DataFrame, *names: str) -> Iterator[list[Any]]:
    return (frame[name].to_list() for name in names)


def _moments(seconds: pl.Series) -> Any:
    """As the database's own text of a moment in UTC, as Django writes and reads it."""
    if seconds.null_count() == len(seconds):
        return repeat(None)
    text = (seconds * 1_000_000).cast(pl.Datetime("us")).dt.to_string("%Y-%m-%d %H:%M:%S")
    return (text + "+00" if connection.vendor == "postgresql" else text).to_list()


def insert(rows: Iterator[tuple[Any, ...]], count: int, pace: Pace) -> None:
    """In as many transactions as the pace asks for; invisible until their import is done."""
    while count > 0:
        size = min(pace.rows, count)
        begun = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            _write(cursor, islice(rows, size))
        pace.took(time.perf_counter() - begun, size)
        count -= size


def _write(cursor: Any, rows: Iterator[tuple[Any, ...]]) -> None:
    names = ", ".join(COLUMNS)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {TABLE} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    # SQLite's own cursor: Django's would copy every row to look at it.
    marks = ", ".join("?" * len(COLUMNS))
    connection.connection.executemany(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", rows)  # noqa: S608


def supersede(numbers: Sequence[int], run: Import, pace: Pace) -> None:
    """Mark rows whose place a row of this import takes once it is done."""
    _in_parts(f"UPDATE {TABLE} SET superseded_by_id = %s WHERE id = %s", [(run.pk, n) for n in numbers], pace)  # noqa: S608


def set_default_time(identities: Sequence[bytes], flag: bool, run: Import, pace: Pace) -> None:
    """What only the whole file shows: whether its 00:00 or 12:00 are probably a form's defaults."""
    rows = [(flag, run.station_id, identity, run.pk) for identity in identities]
    statement = f"UPDATE {TABLE} SET default_time = %s WHERE station_id = %s AND identity = %s AND import_run_id = %s"  # noqa: S608
    _in_parts(statement, rows, pace)


def _in_parts(statement: str, rows: Sequence[tuple[Any, ...]], pace: Pace) -> None:
    first = 0
    while first < len(rows):
        part = rows[first : first + pace.rows]
        begun = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, part)
        pace.took(time.perf_counter() - begun, len(part))
        first += len(part)


def insert_rejects(rejects: Sequence[RejectRow], run: Import) -> None:
    made = [
        Reject(
            import_run=run, line=row.line, column=shortened(row.column), value=shortened(row.value), code=row.code,
            reason=shortened(row.reason, 300),
        )
        for row in rejects
    ]  # fmt: skip
    for first in range(0, len(made), 1_000):
        Reject.objects.bulk_create(made[first : first + 1_000])


def remove(run: Import, pace: Pace) -> None:
    """Take back what a stopped import staged; nothing of it was ever visible."""
    for table, column in ((TABLE, "import_run_id"), (Reject._meta.db_table, "import_run_id")):
        statement = f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {column} = %s LIMIT %s)"  # noqa: S608
        _until_none(statement, run, pace)
    statement = (
        f"UPDATE {TABLE} SET superseded_by_id = NULL WHERE id IN "  # noqa: S608
        f"(SELECT id FROM {TABLE} WHERE superseded_by_id = %s LIMIT %s)"
    )
    _until_none(statement, run, pace)


def _until_none(statement: str, run: Import, pace: Pace) -> None:
    touched = 1
    while touched:
        begun = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [run.pk, pace.rows])
            touched = cursor.rowcount
        pace.took(time.perf_counter() - begun, touched)
