"""Many small OpenRosa submissions at once, and a server that is killed while they arrive.

    python -m tests.scale.submissions --rate 200 --seconds 30 --kill-after 15

Open loop: each answer is due at its own moment, whether or not the server keeps up, and its time runs from that moment to
the 201. A client that gets no 201 sends the same answer again until it does. At the end every answer must be stored once.
Proof of work is off; the database is SQLite with ``synchronous=FULL``; what is served is ``safetyzone serve``.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

PREPARE = """
import django; django.setup()
from datetime import timedelta
from safetyzone.foundation.tables import bring_up_to_date
bring_up_to_date()
from django.utils import timezone
from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.listen.polls.actions import add_questionnaire
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.openrosa.documents import form_id
form = (b"| survey | | | |\\n| | type | name | label |\\n| | integer | n | Number |\\n| | text | said | Said |\\n"
        b"| settings | | |\\n| | form_id | version |\\n| | small | 1 |\\n")
asked = add_questionnaire(original=form, file_name="small.md", by="system")
zone = make_local_zone(name="Load", boundary=sample_boundary("load", lon=100.54, lat=13.745, km2=2.0), time_zone="Asia/Bangkok",
                       by="system")
today = timezone.localdate()
wave = Wave.objects.create(zone=zone, questionnaire=asked, title="Load", mode="optin", state="open", proof_bits=0, opens=today,
                           closes=today + timedelta(days=2))
print(form_id(wave))
"""
COUNT = """
import django; django.setup()
import json
from safetyzone.foundation.audit.models import Event
from safetyzone.listen.polls.models import Answer, Receipt
numbers = [data["n"] for data in Answer.objects.values_list("data", flat=True)]
print(json.dumps({"answers": len(numbers), "different": len(set(numbers)), "receipts": Receipt.objects.count(),
                  "events": Event.objects.filter(action="polls.answer_received").count()}))
"""
CONNECTIONS = 64
BOUNDARY = "safetyzone-load"


@dataclass
class Result:
    """``milliseconds``: due moment to 201 of each answer; ``late_ms``: how late the generator itself was at worst."""

    wanted: int = 0
    milliseconds: list[float] = field(default_factory=list)
    resent: int = 0
    other: dict[str, int] = field(default_factory=dict)
    late_ms: float = 0.0
    seconds: float = 0.0

    def quantile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def body(form: str, number: int) -> bytes:
    """One request, ready to be written to a socket."""
    xml = (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form}" version="1"><n>{number}</n><said>answer {number}</said>'
        f"<orx:meta><orx:instanceID>uuid:load-{number}</orx:instanceID></orx:meta></data>"
    )
    content = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n'
        f"Content-Type: text/xml\r\n\r\n{xml}\r\n--{BOUNDARY}--\r\n"
    )
    head = (
        "POST /openrosa/submission HTTP/1.1\r\nHost: localhost\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return (head + content).encode()


class Connection:
    """One client's connection; opened again when the server drops it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: bytes) -> int:
        """The status of the answer. Raises ``OSError`` or ``IncompleteReadError`` when there is none."""
        try:
            if self.streams is None:
                self.streams = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.streams
            writer.write(request)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
            length = next(
                (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
            )
            await reader.readexactly(length)
            return int(head.split(b" ", 2)[1])
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            await self.close()
            raise

    async def close(self) -> None:
        """Let go of the connection, also of one that the server has broken."""
        if self.streams is not None:
            writer = self.streams[1]
            self.streams = None
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def drive(port: int, form: str, rate: float, seconds: float, *, first: int = 0) -> Result:
    """Send ``rate`` answers a second, each at its moment."""
    wanted = int(rate * seconds)
    result = Result(wanted=wanted)
    due: asyncio.Queue[tuple[float, int]] = asyncio.Queue()
    begin = time.perf_counter() + 0.2

    async def client(connection: Connection) -> None:
        while True:
            moment, number = await due.get()
            await deliver(connection, body(form, number), moment, result)
            due.task_done()

    connections = [Connection(port) for _ in range(CONNECTIONS)]
    clients = [asyncio.create_task(client(connection)) for connection in connections]
    for position in range(wanted):
        moment = begin + position / rate
        pause = moment - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        else:
            result.late_ms = max(result.late_ms, -pause * 1000)
        due.put_nowait((moment, first + position))
    await due.join()
    result.seconds = time.perf_counter() - begin
    for task in clients:
        task.cancel()
    await asyncio.gather(*clients, return_exceptions=True)
    for connection in connections:
        await connection.close()
    return result


async def deliver(connection: Connection, request: bytes, moment: float, result: Result) -> None:
    while True:
        try:
            status = await connection.send(request)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            result.resent += 1
            await asyncio.sleep(0.3)
            continue
        if status == 201:
            result.milliseconds.append((time.perf_counter() - moment) * 1000)
            return
        result.other[str(status)] = result.other.get(str(status), 0) + 1
        await asyncio.sleep(0.3)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``safetyzone serve`` in a process group of its own, so that all of it can be killed at once."""

    def __init__(self, folder: Path, port: int) -> None:
        self.environment = {
            **os.environ,
            "SAFETYZONE_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "safetyzone.config.settings",
        }
        self.environment.pop("DATABASE_URL", None)
        self.port, self.log = port, folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def python(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip().splitlines()[-1]

    def start(self) -> None:
        command = [sys.executable, "-m", "safetyzone", "serve", "--port", str(self.port)]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
        until = time.monotonic() + 90
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def served() -> Iterator[tuple[Server, str]]:
    """A server on a fresh database with one open wave, and the wave's form id."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), free_port())
        form = server.python(PREPARE)
        server.start()
        try:
            yield server, form
        finally:
            server.kill()


async def with_a_kill(server: Server, form: str, rate: float, seconds: float, kill_after: float) -> Result:
    async def kill() -> None:
        await asyncio.sleep(kill_after)
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)

    killing = asyncio.create_task(kill()) if kill_after else None
    result = await drive(server.port, form, rate, seconds)
    if killing is not None:
        await killing
    return result


def run(rate: float, seconds: float, kill_after: float) -> tuple[Result, dict[str, int]]:
    """What the clients saw, and what the database holds."""
    with served() as (server, form):
        asyncio.run(drive(server.port, form, 20, 1, first=10_000_000))  # imports and first queries
        result = asyncio.run(with_a_kill(server, form, rate, seconds, kill_after))
        stored: dict[str, int] = json.loads(server.python(COUNT))
    return result, {name: count - 20 for name, count in stored.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--kill-after", type=float, default=0, help="seconds; 0: the server lives")
    options = parser.parse_args()
    result, stored = run(options.rate, options.seconds, options.kill_after)
    told: dict[str, Any] = {name: value for name, value in asdict(result).items() if name != "milliseconds"}
    told |= {f"p{share}_ms": round(result.quantile(share / 100), 1) for share in (50, 95, 99, 100)}
    print(json.dumps({**told, **stored}))
    return 0 if set(stored.values()) == {result.wanted} else 1


if __name__ == "__main__":
    raise SystemExit(main())
