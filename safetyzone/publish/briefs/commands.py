"""``safetyzone brief ZONE --month YYYY-MM --to FILE``."""

import json
from pathlib import Path

import click

from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import by_slug
from safetyzone.foundation.runs.models import Run
from safetyzone.publish.briefs.actions import NoBrief, make_brief
from safetyzone.publish.briefs.printed import printed
from safetyzone.publish.briefs.sheet import sheet
from safetyzone.publish.briefs.words import told

KINDS = (".pdf", ".xlsx", ".json")


@click.command("brief")
@click.argument("zone")
@click.option("--month", required=True, metavar="YYYY-MM", help="a month that is over")
@click.option(
    "--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="a .pdf, .xlsx or .json file to write"
)
@click.option("--json", "as_json", is_flag=True, help="print the brief as JSON")
def command(zone: str, month: str, path: Path | None, as_json: bool) -> None:
    """The month of ZONE on paper: the same numbers as the zone's page, the sheet and the data."""
    place = by_slug(zone, level=Level.ZONE)
    if place is None:
        raise click.ClickException(f"no zone {zone!r}; `safetyzone area load` brings zones in")
    if path is not None and path.suffix not in KINDS:
        raise click.UsageError(f"{path.name}: write a file that ends in {', '.join(KINDS)}")
    try:
        run = make_brief(zone=place, month=month, by="command-line")
    except NoBrief as problem:
        raise click.ClickException(str(problem)) from None
    data = json.dumps({"run": run.key, **run.result}, ensure_ascii=False)
    if path is not None:
        path.write_bytes(_content(path.suffix, place, run, data))
    if as_json:
        click.echo(data)
        return
    if path is not None:
        click.echo(f"{path}: {path.stat().st_size:,} bytes")
        return
    for part in told(place, run.result):
        click.echo(part.title)
        for row in part.rows:
            click.echo(f"  {row.value:>10}  {row.range:<20} {row.label}  [{row.key}]")


def _content(kind: str, place: Place, run: Run, data: str) -> bytes:
    if kind == ".pdf":
        return printed(place, run)
    return sheet(place, run) if kind == ".xlsx" else data.encode()
