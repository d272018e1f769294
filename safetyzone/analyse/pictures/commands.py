"""``safetyzone picture ZONE``."""

import json
from typing import Any

import click
from django.utils import translation

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.filters import FilterError, filters_from
from safetyzone.analyse.pictures.findings import sentences
from safetyzone.analyse.pictures.printed import lines
from safetyzone.analyse.pictures.queries import place_names
from safetyzone.foundation.places.models import Level
from safetyzone.foundation.places.queries import by_slug


@click.command("picture")
@click.argument("zone")
@click.option("--group", default="", help="code of a crime group; all without it")
@click.option("--from", "since", default="", metavar="YYYY-MM-DD", help="first day that counts")
@click.option("--to", "until", default="", metavar="YYYY-MM-DD", help="last day that counts")
@click.option("--origin", type=click.Choice(["reported", "discovered", "all"]), default="reported", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="print the run as JSON")
def command(zone: str, group: str, since: str, until: str, origin: str, as_json: bool) -> None:
    """Where and when it happens in ZONE, and whether it rises: the same numbers as the zone's page."""
    place = by_slug(zone, level=Level.ZONE)
    if place is None:
        raise click.ClickException(f"no zone {zone!r}; `safetyzone area load` brings zones in")
    try:
        filters = filters_from({"group": group, "from": since, "to": until, "origin": origin})
    except FilterError as error:
        raise click.UsageError(str(error)) from None
    run = picture_of(zone=place, filters=filters, by="command-line")
    names = place_names(run, addresses=True)
    if as_json:
        click.echo(json.dumps(_stated(run, names), ensure_ascii=False))
        return
    with translation.override("en"):
        for line in [*sentences(run, "en", names), "", *lines(run, names)]:
            click.echo(line)


def _stated(run: Any, names: list[str]) -> dict[str, Any]:
    said = {"key": run.key, "inputs": run.inputs, "seed": run.seed, "code_version": run.code_version}
    return {"run": said, "place_names": names, **run.result}
