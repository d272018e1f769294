"""Jobs for the tests: they write down what happened to them in files."""

import os
import signal
import time
from pathlib import Path


def note(*, file: str, text: str) -> None:
    with Path(file).open("a") as handle:
        handle.write(text + "\n")


def always_fails(*, file: str) -> None:
    note(file=file, text="tried")
    raise ValueError("no such street")


def killed_the_first_time(*, file: str) -> None:
    """Kills its own worker with SIGKILL at the first attempt; does its work at the second."""
    first = not Path(file).exists()
    note(file=file, text=f"begun by {os.getpid()}")
    if first:
        os.kill(os.getpid(), signal.SIGKILL)
    note(file=file, text="done")


def waits_for_a_file(*, file: str, wait_for: str) -> None:
    """Does its work only when another file is there."""
    note(file=file, text="begun")
    while not Path(wait_for).exists():
        time.sleep(0.05)
    note(file=file, text="done")
