"""``safetyzone index ZONE``."""

import json
import sys
from typing import Any

import click
from django.utils import translation

from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import by_slug, zones_of
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.index import shown
from safetyzone.measure.index.comparison import compared, sensitivity
from safetyzone.measure.index.compute import index_of_zone, refreshed
from safetyzone.measure.index.definitions import Hierarchy
from safetyzone.measure.index.weighting import in_force

BY = "command-line"


@click.command("index")
@click.argument("zone")
@click.option("--sensitivity", "depends", is_flag=True, help="of a place above zones: what the ranks depend on, too")
@click.option("--json", "as_json", is_flag=True, help="print the run as JSON")
def command(zone: str, depends: bool, as_json: bool) -> None:
    """The local index of ZONE; of a station, bureau or country: of all its zones, with rank ranges."""
    place = by_slug(zone)
    if place is None:
        raise click.ClickException(f"no place {zone!r}; `safetyzone area load` brings zones in")
    held = in_force(place)
    if held is None:
        raise click.ClickException(f"the area pack {place.pack!r} states no index (index.yaml)")
    if place.level == Level.ZONE:
        if depends:
            raise click.UsageError("--sensitivity is for a place above zones")
        run = index_of_zone(place, by=BY)
        assert run is not None
        _print(run, as_json, _zone_lines(run, held.hierarchy))
        return
    _all(place)
    run = compared(place, by=BY)
    assert run is not None
    found = sensitivity(place, by=BY) if depends else None
    _print(run, as_json, _place_lines(run, found), sensitivity=found.result if found else None)


def _all(place: Place) -> None:
    """Every zone anew where something changed; progress on a terminal."""
    zones = list(zones_of(place).select_related("parent"))
    with click.progressbar(refreshed(zones, by=BY), length=len(zones), label="zones", hidden=not _terminal()) as bar:
        for _zone, _run in bar:
            pass


def _terminal() -> bool:
    return sys.stdout.isatty() and sys.stderr.isatty()


def _print(run: Run, as_json: bool, lines: list[str], **more: Any) -> None:
    if as_json:
        said = {"key": run.key, "inputs": run.inputs, "seed": run.seed, "code_version": run.code_version,
                "parameters": run.parameters}  # fmt: skip
        extra = {name: value for name, value in more.items() if value is not None}
        click.echo(json.dumps({"run": said, **run.result, **extra}, ensure_ascii=False))
        return
    for line in lines:
        click.echo(line)


def _zone_lines(run: Run, hierarchy: Hierarchy) -> list[str]:
    with translation.override("en"):
        whole = run.result["overall"]
        head = (
            f"{whole['score']:.1f} of 100 ({whole['low']:.1f} to {whole['high']:.1f})"
            if whole
            else f"no score of the whole: missing {shown.missing_names(hierarchy, run.result['missing_domains'])}"
        )
        lines = [f"Local index: {head}"]
        for domain in shown.page(hierarchy, run.result):
            score = (
                "missing"
                if domain["score"] is None
                else f"{domain['score']:.0f} ({domain['low']:.0f} to {domain['high']:.0f})"
            )
            lines.append(f"{domain['name']}: {score}; {domain['have']} of {domain['of']} indicators")
            lines += [_card_line(card) for card in domain["cards"]]
        return [*lines, f"run {run.key}"]


def _card_line(card: dict[str, Any]) -> str:
    if card["value"] is None:
        return f"  {card['name']}: missing. {card['why_words']}"
    span = f" ({card['range'][0]} to {card['range'][1]})" if card["range"] else ""
    rests = f", n = {card['n']:,}" if card["n"] is not None else ""
    return f"  {card['name']}: {card['amount']}{span}{rests}; {card['score']:.0f} points; {card['source']}"


def _place_lines(run: Run, found: Run | None) -> list[str]:
    result = run.result
    lines = [f"{result['have']} zones with a score of the whole, {len(result['apart'])} without"]
    if not result["ranked"]:
        lines.append(f"not enough zones for ranks: {result['have']} so far, {result['need']} needed")
    for row in result["zones"]:
        ranks = f"; between place {row['ranks']['both'][0]} and {row['ranks']['both'][1]}" if row["ranks"] else ""
        lines.append(f"{row['slug']}: {row['score']:.1f} ({row['low']:.1f} to {row['high']:.1f}){ranks}")
    lines += [f"{row['slug']}: missing {', '.join(row['missing'])}" for row in result["apart"]]
    with translation.override("en"):
        lines += [
            f"places depend on {row['name']}: {row['total']:.0%}"
            for row in (shown.factors(found.result) if found else [])
        ]
    return [*lines, f"run {run.key}"]
