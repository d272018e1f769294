"""Named steps that speak again while they take long."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

import click

HEARTBEAT_SECONDS: Final = 8.0


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say the step's name at once, and how long it takes at least every ten seconds."""
    click.echo(f"· {title} …")
    started, over = time.monotonic(), Event()

    def speak() -> None:
        while not over.wait(HEARTBEAT_SECONDS):
            click.echo(f"  {title}: {time.monotonic() - started:.0f} s so far")

    voice = Thread(target=speak, daemon=True)
    voice.start()
    try:
        yield
    finally:
        over.set()
        voice.join()
