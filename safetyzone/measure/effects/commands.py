"""``safetyzone effects ZONE``."""

import json
import sys
from typing import Any

import click
from django.utils import translation

from safetyzone.foundation.places.models import Level
from safetyzone.foundation.places.queries import by_slug
from safetyzone.measure.effects.compute import NotFinished, effect_of, finished_plans
from safetyzone.measure.effects.shown import told
from safetyzone.plan.problems.models import Plan


@click.command("effects")
@click.argument("zone")
@click.option("--plan", "number", type=int, help="number of one finished plan; all of them without it")
@click.option("--json", "as_json", is_flag=True, help="print the runs as JSON")
def command(zone: str, number: int | None, as_json: bool) -> None:
    """What came of the finished plans of ZONE, against the comparison that was fixed before each started."""
    place = by_slug(zone, level=Level.ZONE)
    if place is None:
        raise click.ClickException(f"no zone {zone!r}; `safetyzone area load` brings zones in")
    plans = [plan for plan in finished_plans(place) if number is None or plan.pk == number]
    if number is not None and not plans:
        raise click.ClickException(f"zone {zone!r} has no finished plan number {number}")
    found = []
    with click.progressbar(plans, label="plans", hidden=as_json or not sys.stdout.isatty()) as bar:
        for plan in bar:
            found.append(_judged(plan))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    if not found:
        click.echo("no plan of this zone is finished")
    for each in found:
        click.echo("\n".join([f"{each['title']}: {each['status']}", *(f"  {line}" for line in each["sentences"])]))


def _judged(plan: Plan) -> dict[str, Any]:
    try:
        run = effect_of(plan, by="command-line")
    except NotFinished as problem:
        raise click.ClickException(str(problem)) from None
    with translation.override("en"):
        words = told(run)
    return {"title": plan.title, "sentences": [str(line) for line in words["lines"]], **run.result, "run": run.key}
