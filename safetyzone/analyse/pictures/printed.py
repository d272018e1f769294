"""The picture as lines of text: what the page's tables hold, for a terminal."""

from collections.abc import Iterator, Sequence
from typing import Any

from safetyzone.analyse.pictures.findings import percent
from safetyzone.foundation.runs.models import Run


def lines(run: Run, names: Sequence[str]) -> Iterator[str]:
    """Places, hours, months, groups, and where the numbers come from."""
    result = run.result
    yield from _places(result, names)
    yield from _hours(result["clock"])
    yield from _months(result["trend"])
    yield from _counts(result)
    basis = result["basis"]
    period = f"{basis['from']} to {basis['to']}" if basis["from"] else "no dates"
    if result["sample"]:
        yield "SAMPLE: the zone's boundary or its records are made up"
    yield f"n = {basis['n']:,}, {period}, source: {', '.join(basis['sources']) or 'none'}; counted: {basis['rule']}"
    yield f"run {run.key[:16]}, {run.code_version}, seed {run.seed}, {run.duration_ms} ms"


def _places(result: dict[str, Any], names: Sequence[str]) -> Iterator[str]:
    yield f"Places (of {result['cells']['cells']} hexagons)"
    for row, name in zip(result["places"], names, strict=True):
        mark = "hot spot" if row["hot"] else "leaning" if row["leaning"] else ""
        z = "" if row["z"] is None else f"z {row['z']:.1f}"
        yield f"  {row['rank']:>2}  {row['n']:>7,}  {percent(row['share']):>6}  {z:<7} {mark:<9} {name}"
    yield ""


def _hours(clock: dict[str, Any]) -> Iterator[str]:
    if clock["refusal"]:
        return
    by_hour = [sum(row) for row in clock["weights"]]
    yield f"Hours (n = {clock['n']:,}, {clock['time_zone']}; {clock['date_only']:,} with a date only are left out)"
    for first in range(0, 24, 6):
        yield "  " + "  ".join(f"{hour:02d}h {by_hour[hour]:>8,.1f}" for hour in range(first, first + 6))
    yield ""


def _months(trend: dict[str, Any]) -> Iterator[str]:
    if not trend["months"]:
        return
    yield "Months (95 % interval; last year's same month)"
    for month in trend["months"][-12:]:
        before = "" if month["last_year"] is None else f"{month['last_year']:,}"
        yield f"  {month['month']}  {month['n']:>7,}  ({month['low']:,g} to {month['high']:,g})  {before}"
    yield ""


def _counts(result: dict[str, Any]) -> Iterator[str]:
    counts, share = result["counts"], result["share"]
    for group in counts["by_group"]:
        name = group["group"] or "not grouped"
        yield f"  group {name}: {group['n']:,} ({group['reported']:,} reported, {group['discovered']:,} discovered)"
    if not share["refusal"]:
        yield f"The zone holds {share['n']:,} of its station's {share['of']:,} ({percent(share['share'])})."
    yield ""
