"""Rows into the database, quickly and in transactions short enough for everybody else."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np
import polars as pl
from django.db import connection, transaction

from safetyzone.listen.incidents.mapping import ORIGINS
from safetyzone.listen.incidents.models import Import, Incident, PlacePrecision, Reject, TimePrecision
from safetyzone.listen.incidents.refusals import RejectRow, shortened

TABLE: Final = Incident._meta.db_table
COLUMNS: Final = (
    *("station_id", "identity", "digest", "source_id", "category", "category_text", "origin"),
    *("occurred_from", "occurred_to", "time_precision", "default_time", "reported_at"),
    *("lon", "lat", "cell", "place_precision", "address", "solved", "import_run_id"),
)
MOMENTS: Final = ("occurred_from", "occurred_to", "reported_at")
# Texts that may stand in a statement as they are.
OUR_WORDS: Final = frozenset({"", *ORIGINS, *TimePrecision.values, *PlacePrecision.values})
_AIM: Final = 0.1  # seconds of a write; 0.25 is promised
_FEWEST, _MOST, _ALL = 250, 16_000, 1 << 20


@contextmanager
def long_log() -> Iterator[None]:
    """While an import writes, SQLite's log is folded back between its transactions by ``fold_log``, not inside of one."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA wal_autocheckpoint").fetchone()[0]
        cursor.execute("PRAGMA wal_autocheckpoint = 0")
        try:
            yield
        finally:
            fold_log()
            cursor.execute(f"PRAGMA wal_autocheckpoint = {int(usual)}")


def fold_log() -> None:
    """Bring the log's pages back to the database file. Nobody waits for it: it takes no lock that a writer needs."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


class Pace:
    """How many rows one transaction takes, learnt from how long the last ones took.

    ``alone``: nobody else uses the database, so a transaction may be as long as its batch.
    """

    def __init__(self, *, alone: bool = False) -> None:
        self.alone = alone
        self.rows = _ALL if alone else 1_000
        self.longest = 0.0

    @contextmanager
    def writing(self, rows: int = 0) -> Iterator[None]:
        """One write transaction of this many rows; 0: of a size that teaches nothing."""
        begun = time.perf_counter()
        with transaction.atomic():
            yield
        self.took(time.perf_counter() - begun, rows)

    def took(self, seconds: float, rows: int) -> None:
        self.longest = max(self.longest, seconds)
        if rows >= self.rows // 2 and not self.alone:
            fits = int(self.rows * _AIM / max(seconds, 1e-4))
            self.rows = int(np.clip(fits, max(_FEWEST, self.rows // 4), min(_MOST, self.rows * 2)))


@dataclass(frozen=True)
class Block:
    """Rows to be stored, by column. What is the same in all of them stands in the statement: fewer values to hand over."""

    count: int
    varying: dict[str, Sequence[Any]]
    same: dict[str, str | int | None]


def block_of(
    frame: pl.DataFrame, identity: Sequence[bytes], digest: Sequence[bytes], default_time: Sequence[bool], run: Import
) -> Block:
    """The columns of COLUMNS from interpreted rows."""
    block = Block(
        frame.height, {"identity": identity, "digest": digest}, {"station_id": run.station_id, "import_run_id": run.pk}
    )
    if any(default_time):
        block.varying["default_time"] = default_time
    else:
        block.same["default_time"] = 0
    for name in COLUMNS:
        if name in frame.columns:
            _add(block, name, _stored(frame[name]))
    return block


def _stored(column: pl.Series) -> pl.Series:
    if column.name == "cell":
        return column.replace(0, None)
    if column.name not in MOMENTS or column.null_count() == len(column):
        return column
    # The database's own text of a moment in UTC, as Django writes and reads it.
    text = (column * 1_000_000).cast(pl.Datetime("us")).dt.to_string("%Y-%m-%d %H:%M:%S")
    return text + "+00" if connection.vendor == "postgresql" else text


def _add(block: Block, name: str, column: pl.Series) -> None:
    if column.null_count() == len(column):
        block.same[name] = None
    elif column.dtype == pl.String and column[0] in OUR_WORDS and bool((column == column[0]).all()):
        block.same[name] = str(column[0])
    else:
        block.varying[name] = column.to_list()


def insert(block: Block, pace: Pace) -> None:
    """In as many transactions as the pace asks for; invisible until their import is done."""
    write = _copied if connection.vendor == "postgresql" else _inserted
    rows, left = zip(*block.varying.values(), strict=True), block.count
    while left > 0:
        size = min(pace.rows, left)
        with pace.writing(size):
            write(block, islice(rows, size))
        left -= size


def _inserted(block: Block, rows: Iterator[tuple[Any, ...]]) -> None:
    names = ", ".join([*block.varying, *block.same])
    values = ", ".join([*("?" * len(block.varying)), *map(_literal, block.same.values())])
    # SQLite's own cursor: Django's would copy every row to look at it. The literals are numbers and our own words.
    connection.connection.executemany(f"INSERT INTO {TABLE} ({names}) VALUES ({values})", rows)  # noqa: S608


def _literal(value: str | int | None) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(int(value))
    assert value in OUR_WORDS
    return f"'{value}'"


def _copied(block: Block, rows: Iterator[tuple[Any, ...]]) -> None:
    names = ", ".join([*block.varying, *block.same])
    same = tuple(bool(value) if name == "default_time" else value for name, value in block.same.items())
    with connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row + same)


def supersede(numbers: Sequence[int], run: Import, pace: Pace) -> None:
    """Mark rows whose place a row of this import takes once it is done."""
    _in_parts(f"UPDATE {TABLE} SET superseded_by_id = %s WHERE id = %s", [(run.pk, n) for n in numbers], pace)  # noqa: S608


def set_default_time(identities: Sequence[bytes], flag: bool, run: Import, pace: Pace) -> None:
    """What only the whole file shows: whether its 00:00 or 12:00 are probably a form's defaults."""
    rows = [(flag, run.station_id, identity, run.pk) for identity in identities]
    # "+ 0" keeps the database from walking through all rows of the import for each identity.
    statement = (
        f"UPDATE {TABLE} SET default_time = %s WHERE station_id = %s AND identity = %s AND import_run_id + 0 = %s"  # noqa: S608
    )
    _in_parts(statement, rows, pace)


def _in_parts(statement: str, rows: Sequence[tuple[Any, ...]], pace: Pace) -> None:
    first = 0
    while first < len(rows):
        part = rows[first : first + pace.rows]
        with pace.writing(len(part)), connection.cursor() as cursor:
            if connection.vendor == "sqlite":  # its own cursor: Django's would copy every row to look at it
                connection.connection.executemany(statement.replace("%s", "?"), part)
            else:
                cursor.executemany(statement, part)
        first += len(part)


def insert_rejects(rejects: Sequence[RejectRow], run: Import, pace: Pace) -> None:
    made = [
        Reject(
            import_run=run, line=row.line, column=shortened(row.column), value=shortened(row.value), code=row.code,
            reason=shortened(row.reason, 300),
        )
        for row in rejects
    ]  # fmt: skip
    for first in range(0, len(made), 1_000):
        with pace.writing():
            Reject.objects.bulk_create(made[first : first + 1_000])


def remove(run: Import, pace: Pace) -> None:
    """Take back what a stopped import staged; nothing of it was ever visible."""
    for table, column in ((TABLE, "import_run_id"), (Reject._meta.db_table, "import_run_id")):
        statement = f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {column} = %s LIMIT %s)"  # noqa: S608
        _until_none(statement, run, pace)
    _let_go(run, pace)


def _let_go(run: Import, pace: Pace) -> None:
    """Rows that the stopped import would have superseded. Found before the lock is taken: no index leads to them."""
    find = f"SELECT id FROM {TABLE} WHERE superseded_by_id = %s AND id > %s ORDER BY id LIMIT %s"  # noqa: S608
    last, numbers = 0, [0]
    while numbers:
        with connection.cursor() as cursor:
            cursor.execute(find, [run.pk, last, pace.rows])
            numbers = [number for (number,) in cursor.fetchall()]
        last = max(numbers, default=last)
        statement = f"UPDATE {TABLE} SET superseded_by_id = NULL WHERE id = %s"  # noqa: S608
        _in_parts(statement, [(number,) for number in numbers], pace)


def _until_none(statement: str, run: Import, pace: Pace) -> None:
    touched = 1
    while touched:
        with pace.writing(), connection.cursor() as cursor:
            cursor.execute(statement, [run.pk, pace.rows])
            touched = cursor.rowcount
