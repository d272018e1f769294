"""``safetyzone board``: sum all zones up now, instead of at the next quarter of an hour."""

import json
import time

import click

from safetyzone.programme.board.actions import sum_up
from safetyzone.programme.board.models import BoardRow


@click.command("board")
@click.option("--json", "as_json", is_flag=True, help="print how many zones were summed up and changed")
def command(as_json: bool) -> None:
    """Bring the board in line with the records now. While a worker runs this happens every quarter of an hour."""
    started = time.perf_counter()
    changed = sum_up(by="command-line")
    result = {"zones": BoardRow.objects.count(), "changed": changed, "seconds": round(time.perf_counter() - started, 2)}
    if as_json:
        click.echo(json.dumps(result))
    else:
        click.echo(f"{result['zones']} zones summed up, {changed} changed, in {result['seconds']} s.")
