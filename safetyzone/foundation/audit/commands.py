"""``safetyzone audit``."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from safetyzone.foundation.audit.actions import write_checkpoint
from safetyzone.foundation.audit.queries import verify


@click.group()
def command() -> None:
    """The chain of everything that was done."""


@command.command("verify")
@click.option(
    "--checkpoints", type=click.Path(exists=True, file_okay=False, path_type=Path), help="folder of signed checkpoints"
)
@click.option("--json", "as_json", is_flag=True, help="print the verdict as JSON")
def verify_command(checkpoints: Path | None, as_json: bool) -> None:
    """Find changed, missing, reordered and cut-off events. Exit 1 when there are any."""
    verdict = verify(checkpoints=checkpoints)
    if as_json:
        click.echo(json.dumps({**asdict(verdict), "sound": verdict.sound}, ensure_ascii=False))
    else:
        click.echo(verdict.summary())
    if not verdict.sound:
        raise SystemExit(1)


@command.command("checkpoint")
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="default: the data folder's checkpoints"
)
@click.option("--json", "as_json", is_flag=True, help="print the checkpoint as JSON")
def checkpoint_command(folder: Path | None, as_json: bool) -> None:
    """Sign the chain's end into a file outside the database, as the server does every hour."""
    mark = write_checkpoint(folder=folder)
    click.echo(json.dumps(mark) if as_json else f"event {mark['sequence']}, head {mark['head'][:16]}")
