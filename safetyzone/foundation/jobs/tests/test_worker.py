"""A real worker process, killed outright in the middle of a job: the job is handed out again and done."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django_q.models import OrmQ

from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.jobs.models import Job, JobState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
EXAMPLES = "safetyzone.foundation.jobs.tests.examples."
PATIENCE_SECONDS = 40


def database_url() -> str:
    """The test's own database, as another process names it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{quote(str(given['NAME']))}"
    return f"postgresql://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@pytest.fixture
def start_worker() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        environment = {**os.environ, "DATABASE_URL": database_url(), "SAFETYZONE_JOB_HOLD": "2"}
        process = subprocess.Popen(
            [sys.executable, "-m", "safetyzone", "worker"], env=environment, start_new_session=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def eventually(seen: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not seen():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def state(key: str) -> str:
    return Job.objects.get(key=key).state


def test_a_killed_workers_job_is_delivered_again_and_done_once(
    start_worker: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    file = tmp_path / "notes"
    enqueue(EXAMPLES + "killed_the_first_time", key="kill", file=str(file))
    worker = start_worker()
    eventually(lambda: state("kill") == JobState.DONE)
    notes = file.read_text().splitlines()
    assert [note.split(" by ")[0] for note in notes] == ["begun", "begun", "done"]
    assert notes[0] != notes[1]
    eventually(lambda: not OrmQ.objects.exists())
    assert Job.objects.get(key="kill").attempts == 2
    worker.terminate()
    assert worker.wait(20) == 0


def test_the_whole_worker_killed_and_started_again_finishes_what_was_begun(
    start_worker: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    file = tmp_path / "notes"
    enqueue(EXAMPLES + "waits_for_a_file", key="slow", file=str(file), wait_for=str(tmp_path / "go"))
    first = start_worker()
    eventually(file.exists)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    (tmp_path / "go").touch()
    start_worker()
    eventually(lambda: state("slow") == JobState.DONE)
    assert file.read_text().splitlines() == ["begun", "begun", "done"]


def test_asked_to_stop_again_and_again_it_stops_once_and_in_order(
    start_worker: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    enqueue(EXAMPLES + "note", key="up", file=str(tmp_path / "notes"), text="up")
    worker = start_worker()
    eventually(lambda: state("up") == JobState.DONE)
    for _ in range(300):
        worker.terminate()
    assert worker.wait(20) == 0
