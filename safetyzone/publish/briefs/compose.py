"""Put a month's figures together from the runs and records that other pages show too."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from safetyzone.act.tasks.promises import Promises, promises, promises_by_organisation
from safetyzone.act.tasks.queries import effort_share
from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.queries import source_of
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.suggestions.queries import newest_of
from safetyzone.listen.suggestions.results import stored as stored_votes
from safetyzone.measure.targets.compute import targets_of_wave
from safetyzone.measure.targets.queries import deciding_wave
from safetyzone.publish.briefs.figures import DAYS, PERCENT, RATIO, Figure, percent
from zonestats import minimums

PLACES = 5
FEW = 30  # a share of fewer is flagged


@dataclass(frozen=True)
class Sources:
    """The runs a brief is taken from."""

    reported: Run
    discovered: Run
    targets: Run | None
    suggestions: Run | None

    def keys(self) -> list[str]:
        return [run.key for run in (self.reported, self.discovered, self.targets, self.suggestions) if run is not None]


def month_filters(month: str, origin: str) -> Filters:
    """The zone page's filters that show exactly this month."""
    year, number = (int(part) for part in month.split("-"))
    return Filters(since=date(year, number, 1), until=date(year, number, monthrange(year, number)[1]), origin=origin)


def sources_of(zone: Place, month: str, by: str) -> Sources:
    """Computes what is not there yet."""
    known = source_of(zone)
    wave, conversation = deciding_wave(zone), newest_of(zone)
    return Sources(
        reported=picture_of(zone=zone, filters=month_filters(month, "reported"), by=by, source=known),
        discovered=picture_of(zone=zone, filters=month_filters(month, "discovered"), by=by, source=known),
        targets=targets_of_wave(wave, by=by) if wave else None,
        suggestions=stored_votes(conversation) if conversation else None,
    )


def sections(zone: Place, sources: Sources) -> list[dict[str, Any]]:
    """The brief's sections in order, each a code and its figures."""
    parts = [
        ("incidents", list(_incidents(sources))), ("places", list(_places(sources.reported))),
        ("hours", list(_hours(sources.reported))), ("feelings", list(_feelings(sources.targets))),
        ("promises", list(_promises(zone))), ("suggestions", list(_suggestions(sources.suggestions))),
        ("quality", list(_quality(sources.reported))),
    ]  # fmt: skip
    return [{"code": code, "figures": [figure.stated() for figure in figures]} for code, figures in parts if figures]


def _incidents(sources: Sources) -> Iterator[Figure]:
    result, run = sources.reported.result, sources.reported.key
    yield Figure("inc.n", "reported", result["counts"]["n"], rule="reported", run=run)
    for row in result["counts"]["by_group"]:
        yield Figure(f"inc.{row['group'] or 'none'}", "group", row["n"], about=row["group"], rule="reported", run=run)
    trend = result["trend"]["months"]
    if trend and (before := trend[-1]["last_year"]) is not None:
        yield Figure("inc.last_year", "last_year", before, rule="reported", run=run)
        ratio = trend[-1].get("ratio") or {}
        yield Figure(
            "inc.ratio",
            "ratio",
            _two(ratio.get("ratio")),
            RATIO,
            _two(ratio.get("low")),
            _two(ratio.get("high")),
            run=run,
        )
    share = result["share"]
    yield Figure("inc.station", "station", share["of"], rule="reported", run=run)
    few = "few" if share["of"] < FEW else ""
    yield Figure("inc.share", "share", percent(share["share"]), PERCENT, n=share["of"], rule=few, run=run)
    found = sources.discovered
    yield Figure("inc.discovered", "discovered", found.result["counts"]["n"], rule="discovered", run=found.key)


def _two(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _places(run: Run) -> Iterator[Figure]:
    enough = [row for row in run.result["places"] if row["n"] >= minimums.PUBLIC_COUNT]
    for row in enough[:PLACES]:
        about = f"{row['distance_m']} {row['bearing']}".strip()
        yield Figure(f"place.{row['rank']}", "place", row["n"], about=about, rule="not_mapped", run=run.key)


def _hours(run: Run) -> Iterator[Figure]:
    clock = run.result["clock"]
    yield Figure("clock.n", "timed", clock["n"], run=run.key)
    if clock["peak"]:
        hours = f"{clock['peak']['from']:02d}:00–{clock['peak']['to']:02d}:00"
        yield Figure(
            "clock.peak", "peak", percent(clock["peak"]["share"]), PERCENT, n=clock["n"], about=hours, run=run.key
        )


def _feelings(run: Run | None) -> Iterator[Figure]:
    for judged in run.result["targets"] if run else []:
        figure = judged["figure"] or {"n": 0, "kind": "none", "refusal": {}}
        estimate = figure["kind"] == "estimate" and not figure["refusal"]
        volunteers = figure["kind"] == "volunteers" and not figure["refusal"]
        low, high = (
            (figure["low"], figure["high"]) if estimate else figure["sensitivity"] if volunteers else (None, None)
        )
        value = figure["share"] if estimate or volunteers else None
        rule = "sample" if estimate else "volunteers" if volunteers else "missing"
        yield Figure(
            f"target.{judged['code']}", f"target:{judged['verdict']['status']}", percent(value), PERCENT, percent(low),
            percent(high), figure["n"], judged["code"], rule, run.key if run else "",
        )  # fmt: skip


def _promises(zone: Place) -> Iterator[Figure]:
    whole = promises(zone)
    if not whole.asked:
        return
    yield from _promise_figures("tasks", "", whole)
    if whole.median_age_days is not None:
        yield Figure("tasks.age", "age", whole.median_age_days, DAYS, rule="as_of")
    for kind, n in effort_share(zone).items():
        yield Figure(f"tasks.{kind}", kind, n, rule="as_of")
    for organisation, own in promises_by_organisation(zone):
        # As it was entered, whoever makes the brief: the reader's language is a matter of ``words``.
        yield from _promise_figures(f"org{organisation.pk}", organisation.name, own)


def _promise_figures(key: str, about: str, held: Promises) -> Iterator[Figure]:
    for name in ("kept", "late", "handed_back", "open", "overdue"):
        yield Figure(f"{key}.{name}", name, getattr(held, name), n=held.n, about=about, rule="as_of")


def _suggestions(run: Run | None) -> Iterator[Figure]:
    if run is not None:
        yield Figure("sug.voters", "voters", run.result["voters"], run=run.key)
        yield Figure("sug.statements", "statements", len(run.result["statements"]), run=run.key)


def _quality(run: Run) -> Iterator[Figure]:
    held = run.result["quality"]
    for name in ("read", "rejected", "no_place", "date_only", "undated", "default_times"):
        yield Figure(f"data.{name}", f"data:{name}", held[name], run=run.key)
