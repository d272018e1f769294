"""One command runs web and worker, takes the next free port, starts again what dies, stops in order."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from safetyzone.config.commands.children import GIVE_UP_AFTER, Child, stop_all
from safetyzone.config.commands.serving import announce, answers, held_port, watch

PATIENCE_SECONDS = 60
START_SECONDS = 240  # a new database is prepared first, perhaps on a busy machine


def sleeper(seconds: float = 60) -> Child:
    return Child("sleeper", ["-c", f"import time; time.sleep({seconds})"])


def test_a_taken_port_is_passed_over_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with held_port("127.0.0.1", port) as found:
            assert found > port
    assert f"Port {port} is taken; using {found}." in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a port is looked at, not held")
def test_two_servers_started_at_the_same_moment_get_two_ports() -> None:
    """The web server listens seconds after its port was chosen, and would let another listen beside it."""
    with held_port("127.0.0.1", 18050) as first, held_port("127.0.0.1", first) as second:
        assert second > first
        with socket.socket() as web:
            web.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            web.bind(("127.0.0.1", first))
            web.listen()
            with socket.create_connection(("127.0.0.1", first)) as visitor, web.accept()[0] as met:
                assert met.getpeername() == visitor.getsockname()


def test_both_loopback_addresses_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    announce("127.0.0.1", 8123, None)
    said = capsys.readouterr().out
    assert "http://localhost:8123" in said
    assert "http://127.0.0.1:8123" in said


def test_a_child_that_dies_is_started_again_and_given_up_when_it_does_not_stay() -> None:
    said: list[str] = []
    child = Child("worker", ["-c", "raise SystemExit(3)"])
    child.start()
    assert watch([child], Event(), say=said.append) == 1
    assert said.count("The worker ended by itself; starting it again.") == GIVE_UP_AFTER
    stop_all([child])


def test_stopping_ends_children_and_grandchildren(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    program = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(file)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)"
    )
    child = Child("family", ["-c", program])
    child.start()
    wait_for(lambda: file.exists() and bool(file.read_text()))
    stop_all([child])
    wait_for(lambda: not alive(int(file.read_text())))
    assert child.died()


def alive(pid: int) -> bool:
    """Running, not merely waiting to be counted."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def wait_for(seen: Callable[[], bool], patience: float = PATIENCE_SECONDS) -> None:
    until = time.monotonic() + patience
    while not seen():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    """``safetyzone serve`` on a fresh folder, ready."""
    environment = {**os.environ, "SAFETYZONE_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    log = tmp_path / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "safetyzone", "serve", "--port", "18000"],
            env=environment, stdout=output, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
    try:
        wait_for(lambda: "Ctrl-C stops it." in log.read_text() or process.poll() is not None, START_SECONDS)
        found = re.search(r"localhost:(\d+)", log.read_text())
        assert found, log.read_text()
        yield process, int(found[1]), log
    finally:  # also when it was too slow to come up: nothing of a test goes on running
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def get(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return int(answer.status)


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in listed.split()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_serve_runs_both_restarts_a_killed_worker_and_stops_cleanly(
    served: tuple[subprocess.Popen[str], int, Path],
) -> None:
    process, port, log = served
    assert get(port, "/healthz") == get(port, "/readyz") == 200
    before = children_of(process.pid)
    assert len(before) == 2

    web, worker = before
    assert "granian" in command_of(web)
    assert "safetyzone\0worker" in command_of(worker)
    for name, pid in (("worker", worker), ("web", web)):
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: f"The {name} ended by itself; starting it again." in log.read_text())
        wait_for(lambda: len(children_of(process.pid)) == 2 and pid not in children_of(process.pid))
    wait_for(lambda: answers("127.0.0.1", port))
    running = [*children_of(process.pid), *(pid for child in children_of(process.pid) for pid in children_of(child))]

    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    wait_for(lambda: not any(alive(pid) for pid in running))
