"""What is said at the terminal: to people on a terminal in full, to programs as JSON and nothing else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

Advance = Callable[[int, int], None]


class Teller:
    """Sentences go to standard output; with ``--json`` to standard error, so that the output stays one document."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.console = Console(stderr=True)

    def say(self, text: str = "") -> None:
        click.echo(text, err=self.quiet)

    def heading(self, text: str) -> None:
        self.say()
        self.say(click.style(text, bold=True) if sys.stdout.isatty() else text)

    def points(self, lines: list[str] | tuple[str, ...]) -> None:
        for line in lines:
            self.say(f"  · {line}")

    @contextmanager
    def bar(self, what: str) -> Iterator[Advance | None]:
        """A progress bar on a terminal, none in a pipe."""
        if not self.console.is_terminal:
            yield None
            return
        parts = (TextColumn("  {task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*parts, console=self.console, transient=True) as progress:
            task = progress.add_task(what, total=None)

            def advance(done: int, size: int) -> None:
                progress.update(task, completed=done, total=size)

            yield advance

    @contextmanager
    def spinner(self, what: str) -> Iterator[Any]:
        """For work whose length is not known."""
        if not self.console.is_terminal:
            yield None
            return
        with self.console.status(f"  {what}"):
            yield None
