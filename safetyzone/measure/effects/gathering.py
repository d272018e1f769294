"""The counts and poll figures that a fixed evaluation asks for."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave, WaveMode, WaveState
from safetyzone.measure.effects.incidents import Counts, Material
from safetyzone.measure.targets.compute import targets_of_wave
from safetyzone.plan.problems.counts import in_period, monthly_counts
from safetyzone.plan.problems.models import Evaluation


def places_of(evaluation: Evaluation) -> dict[str, list[Place]]:
    """By role, in the order of the hierarchy."""
    return {
        "treated": [evaluation.treated],
        **{role: list(getattr(evaluation, role).order_by("path")) for role in ("controls", "displaced", "displaced_controls")},
    }  # fmt: skip


def months_of(evaluation: Evaluation, places: dict[str, list[Place]], *, by: str) -> dict[str, list[Run]]:
    """By role, each zone's counts by month: stored runs or new ones."""
    return {role: [monthly_counts(zone, evaluation.group, by=by) for zone in zones] for role, zones in places.items()}


def material_of(evaluation: Evaluation, runs: dict[str, list[Run]]) -> Material:
    """Only months that every zone's files cover. None at all where the records do not reach the end of a period."""
    periods = ((evaluation.before_from, evaluation.before_to), (evaluation.after_from, evaluation.after_to))
    every = [run for of_role in runs.values() for run in of_role]
    common = [_common(every, first, last) for first, last in periods]
    asked = [_months(first, last) for first, last in periods]
    lists = {
        role: tuple(
            Counts(run.place.slug, *(_counts(run, *period, months) for period, months in zip(periods, common, strict=True)))
            for run in of_role
        )
        for role, of_role in runs.items()
    }  # fmt: skip
    dropped = sorted({month for months in asked for month in months} - {month for months in common for month in months})
    return Material(
        tuple(common[0]), tuple(common[1]), lists["treated"][0], lists["controls"], lists["displaced"],
        lists["displaced_controls"], tuple(dropped), (len(asked[0]), len(asked[1])),
    )  # fmt: skip


def _common(runs: Iterable[Run], first: date, last: date) -> list[str]:
    """Months of a period that all have; gaps inside may be left out, but its first and last month must be there."""
    held = [set(in_period(run, first, last)) for run in runs]
    months = sorted(set.intersection(*held)) if held else []
    whole = months and months[0] == f"{first:%Y-%m}" and months[-1] == f"{last:%Y-%m}"
    return months if whole else []


def _counts(run: Run, first: date, last: date, months: Sequence[str]) -> tuple[int, ...]:
    found = in_period(run, first, last)
    return tuple(found[month] for month in months)


def _months(first: date, last: date) -> list[str]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.year * 12 + first.month - 1
    return [f"{(start + k) // 12:04d}-{(start + k) % 12 + 1:02d}" for k in range(count)]


def waves_of(evaluation: Evaluation, zone: Place) -> tuple[Wave | None, Wave | None]:
    """The last random sample that closed by the end of the period before, and the last one of the period after."""
    answered = Wave.objects.filter(zone=zone, mode=WaveMode.PROBABILITY).exclude(state=WaveState.DRAFT)
    answered = answered.select_related("zone", "questionnaire").order_by("closes", "pk")
    before = answered.filter(closes__gte=evaluation.before_from, closes__lte=evaluation.before_to).last()
    after = answered.filter(opens__gte=evaluation.after_from, closes__lte=evaluation.after_to).last()
    return before, after


def figure_of(wave: Wave, outcome: str, *, by: str) -> dict[str, Any] | None:
    """The outcome's figure as the targets judge it; None where it was not asked, refused or has no error."""
    run = targets_of_wave(wave, by=by)
    row = next((row for row in run.result["targets"] if row["code"] == outcome), None) if run else None
    figure: dict[str, Any] | None = row["figure"] if row else None
    return figure if figure and figure["kind"] == "estimate" and not figure["refusal"] else None
