"""Killed processes, interrupted imports, two at once: nothing half visible, nothing doubled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.audit.queries import verify
from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents import store
from safetyzone.listen.incidents.actions import clear_stopped, import_file
from safetyzone.listen.incidents.locks import station_lock
from safetyzone.listen.incidents.mapping import Mapping, Moment
from safetyzone.listen.incidents.models import Import, ImportState, Incident, Reject
from safetyzone.listen.incidents.queries import visible
from safetyzone.listen.incidents.refusals import Refused
from safetyzone.listen.incidents.report import ImportReport

pytestmark = pytest.mark.django_db(transaction=True)
MAPPING = Mapping(source="register", source_id="no", occurred_from=Moment("when"), lon="lon", lat="lat")
HEADER = "no,when,lon,lat,padding"
Table = Callable[..., Path]


def rows(count: int, solved: str = "x" * 100) -> list[str]:
    return [
        f"{n},2022-04-{n % 28 + 1:02d} {n % 24:02d}:{n % 60:02d},{100.54 + n % 500 / 1e5:.5f},13.745,{solved}"
        for n in range(count)
    ]


def this_database() -> str:
    """The test's own database as DATABASE_URL, for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(at['NAME']).lstrip('/'))}"
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


HALF = """
import sys, time, django
django.setup()
from pathlib import Path
from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents import store
from safetyzone.listen.incidents.actions import clear_stopped, import_file
from safetyzone.listen.incidents.mapping import Mapping, Moment

def half(done, size):
    if done < size:
        print("half", flush=True)
        while True:  # short naps: a signal may reach another thread, and wakes no long wait
            time.sleep(0.02)

mapping = Mapping(source="register", source_id="no", occurred_from=Moment("when"), lon="lon", lat="lat")
import_file(path=Path(sys.argv[1]), station=Place.objects.get(slug="town"), mapping=mapping, by="test", progress=half)
"""


def killed_half_way(path: Path, how: signal.Signals) -> None:
    """Another process imports the file and is killed when it has staged a part of it."""
    environment = {
        **os.environ, "DATABASE_URL": this_database(), "SAFETYZONE_DATA": str(settings.DATA),
        "DJANGO_SETTINGS_MODULE": "safetyzone.config.settings",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", HALF, str(path)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        process.send_signal(how)
        process.wait(timeout=60)


def test_kill_9_leaves_nothing_visible_and_the_next_import_is_whole(station: Place, table: Table) -> None:
    path = table(HEADER, *rows(40_000))
    killed_half_way(path, signal.SIGKILL)
    assert 0 < Incident.objects.count() < 40_000, "it had staged a part"
    assert not visible(station).exists()
    assert Import.objects.get().state == ImportState.STAGING
    report = import_file(path=path, station=station, mapping=MAPPING, by="test")
    assert (report.rows_read, report.accepted) == (40_000, 40_000)
    assert visible(station).count() == Incident.objects.count() == 40_000
    assert sorted(Import.objects.values_list("state", flat=True)) == [ImportState.ABANDONED, ImportState.DONE]
    assert verify().sound


def test_ctrl_c_takes_everything_back(station: Place, table: Table) -> None:
    killed_half_way(table(HEADER, *rows(40_000)), signal.SIGINT)
    assert not Incident.objects.exists()
    assert not Import.objects.exists()
    assert not Event.objects.exists()


def test_a_correction_that_was_killed_leaves_the_old_rows_standing(station: Place, table: Table) -> None:
    first = table(HEADER, *rows(40_000), name="first.csv")
    import_file(path=first, station=station, mapping=MAPPING, by="test")
    changed = table(HEADER, *[row.replace("13.745", "13.744") for row in rows(40_000)], name="changed.csv")
    killed_half_way(changed, signal.SIGKILL)
    assert set(visible(station).values_list("lat", flat=True)) == {13.745}
    assert visible(station).count() == 40_000
    report = import_file(path=changed, station=station, mapping=MAPPING, by="test")
    assert report.corrected == 40_000
    assert set(visible(station).values_list("lat", flat=True)) == {13.744}


def test_two_imports_at_once_double_nothing(station: Place, table: Table) -> None:
    path = table(HEADER, *rows(3_000))
    together = Barrier(2)
    reports: list[ImportReport] = []

    def one() -> None:
        try:
            together.wait()
            reports.append(import_file(path=path, station=station, mapping=MAPPING, by="test"))
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((report.accepted, report.unchanged) for report in reports) == [(0, 3_000), (3_000, 0)]
    assert visible(station).count() == 3_000
    assert verify().sound


def test_who_cannot_wait_is_told(station: Place, table: Table) -> None:
    caught: list[Refused] = []

    def other() -> None:
        try:
            import_file(path=path, station=station, mapping=MAPPING, by="test", patience=0)
        except Refused as refused:
            caught.append(refused)
        finally:
            connection.close()

    path = table(HEADER, *rows(10))
    with station_lock(station):
        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert [refused.code for refused in caught] == ["busy"]
    assert "another import of town is running" in caught[0].message
    assert not Import.objects.exists()


def test_a_file_refused_at_its_end_leaves_nothing(station: Place, table: Table) -> None:
    path = table(HEADER, *rows(9_000), '"never closed' + "y" * 200_000, *rows(9_000))
    with pytest.raises(Refused, match="quotation mark"):
        import_file(path=path, station=station, mapping=MAPPING, by="test")
    for model in (Incident, Import, Reject, Event):
        assert not model.objects.exists()  # type: ignore[attr-defined]


def test_no_write_holds_others_up(station: Place, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """200,000 rows, rejects among them, and hundreds of early rows whose flag only the rest of the file settles."""
    # What this thread computes in a transaction, so that a busy machine does not decide the test.
    monkeypatch.setattr(store, "time", SimpleNamespace(perf_counter=time.thread_time))
    path = table(HEADER, *busy_register(200_000))
    report = import_file(path=path, station=station, mapping=MAPPING, by="test")
    assert (report.accepted, report.rejected) == (199_900, 100)
    assert Incident.objects.filter(default_time=True).count() == report.quality["default_time"] > 79_000
    assert report.longest_write < 0.25


def busy_register(count: int) -> list[str]:
    """Full hours evenly at first, then every second row at midnight; each 2,000th row stands far away."""
    lines = []
    for n in range(count):
        hour, minute = (n % 24, 0 if n % 3 else 7) if n < count // 5 or n % 2 else (0, 0)
        lat = 13.745 if n % 2_000 else 44.0
        lines.append(
            f"{n * 7919 % count},2022-04-{n % 28 + 1:02d} {hour:02d}:{minute:02d},{100.54 + n % 500 / 1e5:.5f},{lat},"
        )
    return lines


def test_a_stopped_import_lets_go_of_the_rows_it_would_have_corrected(station: Place, table: Table) -> None:
    import_file(path=table(HEADER, *rows(3_000)), station=station, mapping=MAPPING, by="test")
    run = Import.objects.create(station=station, source="register", file_name="b.csv", file_digest="b")
    Incident.objects.update(superseded_by=run)
    assert clear_stopped(station=station, by="test") == 1
    assert not Incident.objects.filter(superseded_by=run).exists()
    assert visible(station).count() == 3_000
