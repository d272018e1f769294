"""One import of a station at a time, on any database; a killed import's lock is free at once."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from django.conf import settings
from django.db import connection

from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.refusals import Refused

_FAMILY: Final = 5_274  # of PostgreSQL's advisory locks, ours for imports
_LOOK_AGAIN: Final = 0.2
PATIENCE: Final = 600.0  # seconds


@contextmanager
def station_lock(station: Place, *, patience: float = PATIENCE) -> Iterator[None]:
    """Wait until no other import of the station runs; refuses after ``patience`` seconds."""
    held = _advisory(station, patience) if connection.vendor == "postgresql" else _file(station, patience)
    with held:
        yield


@contextmanager
def _advisory(station: Place, patience: float) -> Iterator[None]:
    # Held by the connection: the server lets go of it when the process dies.
    with connection.cursor() as cursor:

        def taken() -> bool:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_FAMILY, station.pk])
            return bool(cursor.fetchone()[0])

        _wait(taken, station, patience)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_FAMILY, station.pk])


@contextmanager
def _file(station: Place, patience: float) -> Iterator[None]:
    # SQLite's users share a machine, and the kernel lets go of a file lock when the process dies.
    folder = settings.DATA / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"import-{station.slug}").open("a") as handle:

        def taken() -> bool:
            return _try(handle)

        _wait(taken, station, patience)
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)


def _try(handle: TextIO) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(taken: Callable[[], bool], station: Place, patience: float) -> None:
    until = time.monotonic() + patience
    while not taken():
        if time.monotonic() > until:
            raise Refused("busy", f"another import of {station.slug} is running; try again when it has finished")
        time.sleep(_LOOK_AGAIN)
