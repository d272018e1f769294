"""``safetyzone import``."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click
from django.utils.translation import gettext
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from safetyzone.foundation.places.models import Level
from safetyzone.foundation.places.queries import by_slug
from safetyzone.listen.incidents.actions import import_file
from safetyzone.listen.incidents.coordinates import crs_name
from safetyzone.listen.incidents.mapping import DATE_ORDERS, Mapping, MappingError
from safetyzone.listen.incidents.mapping_file import read_mapping
from safetyzone.listen.incidents.refusals import Refused
from safetyzone.listen.incidents.sentences import in_readers_language

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Bring records in."""


@command.command("incidents")
@click.argument("file", type=_FILE)
@click.option("--station", "slug", required=True, help="slug of the station, such as pak-kret")
@click.option("--mapping", "mapping_file", required=True, type=_FILE, help="YAML file: which column is what")
@click.option("--dry-run", is_flag=True, help="check everything, store nothing")
@click.option("--date-order", type=click.Choice(DATE_ORDERS), help="where the dates themselves do not say")
@click.option("--crs", help="coordinate system of projected coordinates, such as EPSG:32647")
@click.option("--json", "as_json", is_flag=True, help="print the report as JSON")
def incidents(
    file: Path, slug: str, mapping_file: Path, dry_run: bool, date_order: Any, crs: str | None, as_json: bool
) -> None:
    """Import an incident FILE (CSV, XLSX, Parquet or GeoJSON) for a station.

    Every row is accounted for: accepted, corrected, unchanged or rejected with its line, column and reason. The same file
    again changes nothing. Exit 1: refused, nothing changed.
    """
    try:
        station = by_slug(slug, level=Level.STATION)
        if station is None:
            raise Refused(
                "no_such_station", f"there is no station {slug!r}; load an area first: safetyzone area load thailand"
            )
        mapping = _with_options(read_mapping(mapping_file), date_order, crs)
        with _bar(file.name) as advance:
            report = import_file(
                path=file, station=station, mapping=mapping, by="command-line", dry_run=dry_run, progress=advance
            )
    except MappingError as problem:
        _refuse("mapping", str(problem), as_json, f"{mapping_file.name}: ")
    except Refused as refused:
        _refuse(refused.code, refused.message, as_json)
    except KeyboardInterrupt:
        _refuse("stopped", "stopped; nothing was changed", as_json)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else report.summary())


def _with_options(mapping: Mapping, date_order: Any, crs: str | None) -> Mapping:
    return replace(mapping, date_order=date_order or mapping.date_order, crs=crs_name(crs) if crs else mapping.crs)


def _refuse(code: str, message: str, as_json: bool, where: str = "") -> NoReturn:
    if as_json:  # for programs: in one language, whatever the terminal's
        error = {"code": code, "message": where + message, "details": {}}
        click.echo(json.dumps({"error": error}, ensure_ascii=False))
    else:
        why = where + in_readers_language(message)
        click.echo(gettext("Not imported: %(why)s") % {"why": why}, err=True)
    sys.exit(1)


@contextmanager
def _bar(name: str) -> Iterator[Any]:
    """A bar on a terminal, nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    parts = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*parts, console=console, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, size: bar.update(task, completed=done, total=size)
