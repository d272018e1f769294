"""``safetyzone area``: make, check and load an area pack."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.db import connection

from safetyzone.foundation.places.actions import Changes, load_folder
from safetyzone.foundation.places.packs.files import pack_folder
from safetyzone.foundation.places.packs.mistakes import Mistake, PackRefused
from safetyzone.foundation.places.packs.pack import check
from safetyzone.foundation.places.packs.starting import starting_pack, write_pack
from safetyzone.foundation.tables import bring_up_to_date

_SHOWN = 20  # names of a long list that are printed


@click.group()
def command() -> None:
    """Area packs: a country's or city's roll-out as readable files."""


def _centre(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[float, float] | None:
    if value is None:
        return None
    try:
        lat, lon = (float(part) for part in value.split(","))
    except ValueError:
        raise click.BadParameter("write it as latitude,longitude, such as 13.745,100.540") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise click.BadParameter(f"{lat:g} is no latitude or {lon:g} no longitude; latitude comes first")
    return lon, lat


@command.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="the area's name; the folder's name without it")
@click.option("--language", default="en", show_default=True, help="the area's own language, two or three letters")
@click.option("--time-zone", default="UTC", show_default=True, help="such as America/Bogota")
@click.option("--emergency", default="112", show_default=True, help="the number to call first")
@click.option(
    "--centre", callback=_centre, help="latitude,longitude of the first zone; gives it a sample boundary of 2 km²"
)
@click.option("--json", "as_json", is_flag=True, help="print what was made as JSON")
def new(
    folder: Path, name: str | None, language: str, time_zone: str, emergency: str, centre: tuple[float, float] | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Make a valid pack in FOLDER, to be filled in."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} is there already and not empty; nothing was written")
    documents = starting_pack(
        name=name or folder.resolve().name, language=language, time_zone=time_zone, centre=centre, emergency=emergency
    )
    written = write_pack(documents, folder)
    if mistakes := check(folder):
        for path in written:
            path.unlink()
        _print_mistakes(folder, mistakes, as_json=as_json)
        raise SystemExit(1)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "files": [path.name for path in written]}))
        return
    click.echo(f"Made {folder}: {', '.join(path.name for path in written)}")
    click.echo(f"Write your stations and zones into places.csv, then: safetyzone area check {folder}")


@command.command("check")
@click.argument("folder")
@click.option("--json", "as_json", is_flag=True, help="print the mistakes as JSON")
def check_command(folder: str, as_json: bool) -> None:
    """Explain every mistake of the pack in FOLDER, all at once. Exit 1 when there are any."""
    path = _folder(folder)
    mistakes = check(path)
    _print_mistakes(path, mistakes, as_json=as_json)
    if mistakes:
        raise SystemExit(1)
    if not as_json:
        click.echo(f"Load it: safetyzone area load {folder}")


def _folder(name: str) -> Path:
    try:
        return pack_folder(name)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from None


def _print_mistakes(folder: Path, mistakes: list[Mistake], *, as_json: bool) -> None:
    if as_json:
        found = [asdict(mistake) for mistake in mistakes]
        click.echo(json.dumps({"valid": not mistakes, "mistakes": found}, ensure_ascii=False))
        return
    for mistake in mistakes:
        click.echo(str(mistake))
    how_many = f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}" if mistakes else "valid"
    click.echo(f"{folder}: {how_many}")


@command.command("load")
@click.argument("folder")
@click.option("--json", "as_json", is_flag=True, help="print what changed as JSON")
def load(folder: str, as_json: bool) -> None:
    """Load the pack in FOLDER, or a shipped pack by its name, such as thailand. Loading again changes nothing."""
    path = _folder(folder)
    if not connection.introspection.table_names():  # a new installation's first command
        bring_up_to_date()
    try:
        changes = load_folder(folder=path, by="command-line")
    except PackRefused as refused:
        _print_mistakes(path, refused.mistakes, as_json=as_json)
        raise SystemExit(1) from None
    if as_json:
        click.echo(json.dumps({**asdict(changes), "nothing": changes.nothing}, ensure_ascii=False))
        return
    for line in _sentences(changes):
        click.echo(line)


def _sentences(changes: Changes) -> list[str]:
    if changes.nothing:
        return [f"{changes.pack}: nothing changed"]
    lists: list[tuple[str, Any]] = [
        ("places made", changes.created),
        ("places changed", [f"{slug} ({', '.join(fields)})" for slug, fields in changes.changed.items()]),
        ("places withdrawn", changes.withdrawn),
        ("categories made", changes.categories_created),
        (
            "categories changed",
            [f"{code} ({', '.join(fields)})" for code, fields in changes.categories_changed.items()],
        ),
        ("categories withdrawn", changes.categories_withdrawn),
    ]
    lines = [f"{changes.pack}: {len(found)} {what}: {_few(found)}" for what, found in lists if found]
    if changes.cells:
        lines.append(f"{changes.pack}: {changes.cells} cells of new boundaries")
    if changes.content:
        lines.append(f"{changes.pack}: programme, targets, partners, numbers taken over")
    return lines + [f"{changes.pack}: {line}" for line in changes.more]


def _few(found: list[str]) -> str:
    more = len(found) - _SHOWN
    return ", ".join(found[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
