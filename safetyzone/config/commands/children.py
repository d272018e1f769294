"""The web server and the worker as child processes: started, watched, started again, stopped with everything below them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

GRACE_SECONDS = 10.0
LIVED_SECONDS = 30.0  # a child that lived this long did not die of its own start
GIVE_UP_AFTER = 5


def end_with_parent() -> None:
    """Runs in the child before its program: when we are killed outright, Linux asks the child to stop."""
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGTERM)


@dataclass
class Child:
    """Starts in a session of its own, so that Ctrl-C reaches it in order and its own children can be ended with it."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    short_lives: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, *self.command],
            start_new_session=True,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def restart(self) -> bool:
        """Start again; False when it died too often right after its start."""
        self.short_lives = 0 if time.monotonic() - self.started > LIVED_SECONDS else self.short_lives + 1
        self.sweep()
        if self.short_lives >= GIVE_UP_AFTER:
            return False
        self.start()
        return True

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Let it end in order until then, and end what is left."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self.sweep()
        self.process.wait()

    def sweep(self) -> None:
        """End what the child left behind in its session."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def stop_all(children: list[Child]) -> None:
    """Ask all at once, then wait for each."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.wait(until)
