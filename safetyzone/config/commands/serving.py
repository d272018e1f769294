"""Web server and worker together, from any command that ends in a page to look at."""

import errno
import http.client
import signal
import socket
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Final

import click
from django.conf import settings
from django.db import connections

from safetyzone.config.commands.children import Child, stop_all
from safetyzone.foundation.tables import bring_up_to_date, pending_migrations

LOOK_SECONDS: Final = 0.3
READY_SECONDS: Final = 60.0
PORTS_TO_TRY: Final = 100
ANYWHERE: Final = {"127.0.0.1": "localhost", "0.0.0.0": "localhost", "::1": "localhost", "localhost": "localhost"}  # noqa: S104


def step(text: str) -> None:
    """A named step, at once also through a pipe."""
    click.echo(f"· {text} …")


def serve(*, host: str = "127.0.0.1", port: int = 8000, open_path: str | None = None, worker: bool = True) -> int:
    """Bring everything up to date, run until Ctrl-C or SIGTERM, stop in order. Returns the exit code."""
    prepare()
    with held_port(host, port) as free:
        return _serve_at(host, free, open_path=open_path, worker=worker)


def _serve_at(host: str, port: int, *, open_path: str | None, worker: bool) -> int:
    children = [Child("web", web_command(host, port))]
    if worker:
        children.append(Child("worker", ["-m", "safetyzone", "worker"]))
    stop = stop_on_signals()
    for child in children:
        child.start()
    try:
        if not wait_until_ready(host, port, children[0], stop):
            return 0 if stop.is_set() else 1
        announce(host, port, open_path)
        return watch(children, stop)
    finally:
        stop_all(children)


def prepare() -> None:
    """The database as this version needs it."""
    if pending_migrations():
        step("Bringing the database up to date")
        bring_up_to_date()
    connections.close_all()


@contextmanager
def held_port(host: str, wanted: int) -> Iterator[int]:
    """The wanted port, or the next one that nobody has, held for our own web server.

    Granian lets others listen where it does (SO_REUSEPORT). Of two servers started at the same moment each would find the
    port free, and then get half of the other's visitors: so it is taken here first and shared with the server afterwards.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wanted, wanted + PORTS_TO_TRY):
        with socket.socket(family) as held:
            # What is left of closed connections is no hindrance.
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                held.bind((host, port))
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise click.ClickException(f"cannot listen on {host}: {error.strerror}") from None
                continue
            if sys.platform == "linux":
                held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
                held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            else:
                held.close()  # elsewhere the options mean other things: looking must do
            if port != wanted:
                click.echo(f"Port {wanted} is taken; using {port}.")
            yield port
            return
    raise click.ClickException(f"no free port from {wanted} to {wanted + PORTS_TO_TRY - 1}; give one with --port")


def web_command(host: str, port: int) -> list[str]:
    return [
        "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
        # More than cores: threads that wait for the disk commit together (listen/polls/actions/together.py).
        "--blocking-threads", "8", "--backlog", "1024", "--no-ws", "--log-level", "error",
        "--workers-kill-timeout", "5", "--respawn-failed-workers", "safetyzone.config.wsgi:application",
    ]  # fmt: skip


def stop_on_signals() -> Event:
    """Set by Ctrl-C and SIGTERM."""
    stop = Event()

    def asked(number: int, frame: FrameType | None) -> None:
        # Once is enough: a second signal in the middle of ``set`` would wait for the first one's lock for ever.
        for name in names:
            signal.signal(name, signal.SIG_IGN)
        stop.set()

    names = (signal.SIGINT, signal.SIGTERM)
    for name in names:
        signal.signal(name, asked)
    return stop


def wait_until_ready(host: str, port: int, web: Child, stop: Event) -> bool:
    """Until the web server answers; False when it died, took too long or was asked to stop."""
    step("Starting the web server")
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and not stop.wait(LOOK_SECONDS / 2):
        if answers(host, port):
            return True
        if web.died():
            click.echo("The web server stopped at its start; `safetyzone doctor` may know why.", err=True)
            return False
    if not stop.is_set():
        click.echo(f"The web server did not answer within {READY_SECONDS:.0f} s.", err=True)
    return False


def answers(host: str, port: int) -> bool:
    asked = http.client.HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=5)  # noqa: S104
    try:
        asked.request("GET", "/healthz", headers={"Host": "localhost"})
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def announce(host: str, port: int, open_path: str | None) -> None:
    """Both loopback addresses: passkeys need localhost, some machines resolve only the number."""
    if host in ANYWHERE:
        click.echo(f"\nReady:  http://localhost:{port}   or   http://127.0.0.1:{port}")
    else:
        click.echo(f"\nReady:  http://{host}:{port}")
    if host not in {"127.0.0.1", "localhost", "::1"} and len(settings.ALLOWED_HOSTS) == 3:
        click.echo("Others reach it only by names listed in SAFETYZONE_HOSTS.")
    if open_path:
        address = f"http://localhost:{port}{open_path}"
        click.echo(f"Opening {address}")
        webbrowser.open(address)
    click.echo("Ctrl-C stops it.")


def watch(children: list[Child], stop: Event, *, say: Callable[[str], None] = click.echo) -> int:
    """Start again what dies, until asked to stop."""
    while not stop.wait(LOOK_SECONDS):
        for child in children:
            if child.died():
                say(f"The {child.name} ended by itself; starting it again.")
                if not child.restart():
                    say(f"The {child.name} does not stay up; `safetyzone doctor` may know why.")
                    return 1
    say("Stopping …")
    return 0
