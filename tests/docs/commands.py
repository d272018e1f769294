"""The command line as it is, for the tests of its documentation."""

from collections.abc import Iterator
from importlib import import_module

import click

from safetyzone.config.cli import COMMANDS


def all_commands() -> dict[str, click.Command]:
    """``area load`` → its click command, for every command that does something."""
    return dict(pair for name, entry in COMMANDS.items() for pair in _below(name, import_module(entry.module).command))


def _below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for part, inner in command.commands.items():
            yield from _below(f"{name} {part}", inner)
    else:
        yield name, command


def options_of(command: click.Command) -> set[str]:
    """``--json``, ``--port`` …"""
    return {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for name in parameter.opts
        if name.startswith("--")
    }
