"""``safetyzone try FILE``: a picture of any incident file, without setting anything up."""

import atexit
import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import click
from django.db import connections
from django.utils.translation import gettext

from safetyzone.config.commands.folders import THROWAWAY
from safetyzone.config.commands.serving import serve
from safetyzone.config.commands.trying.picture import BY, Pictured, make_picture
from safetyzone.config.commands.trying.telling import Teller
from safetyzone.config.commands.trying.understanding import Understood, Wishes, understand
from safetyzone.foundation.people.actions import give_role
from safetyzone.foundation.people.links import make_link_token
from safetyzone.listen.incidents.coordinates import crs_name
from safetyzone.listen.incidents.finder.finding import FIELDS
from safetyzone.listen.incidents.mapping import DATE_ORDERS
from safetyzone.listen.incidents.refusals import Refused
from safetyzone.listen.incidents.sentences import in_readers_language

READER = "you@localhost"


def _columns(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for value in values:
        field, equals, name = value.partition("=")
        if not equals or field not in FIELDS:
            raise click.BadParameter(f"write FIELD=NAME, where FIELD is one of {', '.join(FIELDS)}")
        found[field] = name
    return found


def _time_zone(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value and value not in available_timezones():
        raise click.BadParameter(f"{value!r} is no time zone; write it as America/Chicago")
    return value


@click.command("try")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--date-order", type=click.Choice(DATE_ORDERS), help="where the dates themselves do not say")
@click.option("--crs", help="coordinate system of metre coordinates, such as EPSG:26910")
@click.option("--time-zone", callback=_time_zone, help="of the place, where times say their distance from Greenwich")
@click.option("--column", "columns", multiple=True, callback=_columns, help="FIELD=NAME, where the finder is wrong")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="taken: the next free one")
@click.option("--no-serve", is_flag=True, help="print the findings and stop, without a page")
@click.option("--json", "as_json", is_flag=True, help="print the picture as JSON (with --no-serve)")
def command(
    file: Path, date_order: str | None, crs: str | None, time_zone: str | None, columns: dict[str, str], port: int,
    no_serve: bool, as_json: bool,
) -> None:  # fmt: skip
    """A picture of any incident FILE with coordinates and times (CSV, XLSX, Parquet or GeoJSON).

    Finds the columns, or names the one it could not find. Everything happens on this machine, in a temporary folder that is
    removed at the end. Exit 1: the file cannot be used, and why.
    """
    if as_json and not no_serve:
        raise click.UsageError("--json prints the picture and stops; say --no-serve with it")
    begun = time.perf_counter()
    teller = Teller(quiet=as_json)
    wishes = Wishes(date_order, crs_name(crs) if crs else None, time_zone, columns)
    try:
        understood = understand(file, wishes, teller)
        _tell_understood(file, understood, teller)
        pictured = make_picture(file, understood, teller)
        if as_json:
            click.echo(json.dumps(pictured.as_json(understood, begun), ensure_ascii=False))
        else:
            _tell_findings(pictured, teller, time.perf_counter() - begun)
        code = 0 if no_serve else _show(pictured, port)
    except Refused as refused:
        code = _refuse(refused, as_json)
    except KeyboardInterrupt:
        teller.say(gettext("Stopped; nothing is left behind."))
        code = 1
    sys.exit(code)


def _tell_understood(file: Path, understood: Understood, teller: Teller) -> None:
    about = {"file": file.name, "rows": f"{understood.rows:,}"}
    teller.heading(gettext("%(file)s: %(rows)s rows. What was understood of it:") % about)
    teller.points([in_readers_language(note) for note in understood.notes])


def _tell_findings(pictured: Pictured, teller: Teller, seconds: float) -> None:
    report = pictured.report
    teller.heading(gettext("What the records say:"))
    teller.points(pictured.findings)
    if report.rejects:
        teller.heading(gettext("Rows not taken: %(n)s, the first of them:") % {"n": f"{report.rejected:,}"})
        teller.points([in_readers_language(row.summary()) for row in report.rejects[:3]])
    teller.say()
    teller.say(gettext("%(n)s seconds, all on this machine.") % {"n": f"{seconds:,.1f}"})


def _show(pictured: Pictured, port: int) -> int:
    membership = give_role(
        email=READER, role="commander", place=pictured.zone.parent or pictured.zone, by=BY, giver=None, name="You"
    )
    token = make_link_token(membership.user)
    return serve(port=port, open_path=f"/enter/{token}/?next=/zones/{pictured.zone.slug}/", worker=False)


def _refuse(refused: Refused, as_json: bool) -> int:
    if as_json:
        error: dict[str, Any] = {"code": refused.code, "message": refused.message, "details": {}}
        click.echo(json.dumps({"error": error}, ensure_ascii=False))
    else:
        why = in_readers_language(refused.message)
        click.echo(gettext("Cannot make a picture: %(why)s") % {"why": why}, err=True)
    return 1


def _remove() -> None:
    """The throw-away folder and its database."""
    connections.close_all()
    for folder in THROWAWAY:
        shutil.rmtree(folder, ignore_errors=True)


# The folder is there before the options are read: it goes however this ends, also after wrong usage.
atexit.register(_remove)
