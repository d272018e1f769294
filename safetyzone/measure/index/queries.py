"""Reads for the pages of the index: who set weights, stored indices for lists, a zone's place among others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import ancestors
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.index.comparison import COMPARED
from safetyzone.measure.index.compute import METHOD, index_of
from safetyzone.measure.index.models import EnteredIndicator, Weighting

__all__ = ["Among", "among", "editors", "entered_of", "index_of", "lines"]


def editors(versions: Sequence[Weighting]) -> dict[int, str]:
    """By version, who made it, as the audit chain says."""
    subjects = {f"weighting:{version.pk}": version.pk for version in versions}
    events = Event.objects.filter(action="index.weighting_changed", subject__in=list(subjects))
    actors = {subjects[event.subject]: event.actor for event in events}
    numbers = [int(actor.removeprefix("user:")) for actor in actors.values() if actor.startswith("user:")]
    people = {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=numbers)}
    return {pk: people.get(actor, actor) for pk, actor in actors.items()}


def entered_of(zone: Place) -> list[EnteredIndicator]:
    """What was entered for a zone, the latest first."""
    return list(EnteredIndicator.objects.filter(zone=zone).order_by("-day", "indicator"))


def lines(zones: Sequence[Place]) -> list[tuple[Place, dict[str, Any] | None]]:
    """Each zone with what a list shows of its newest stored index; two queries, nothing is computed."""
    newest = Run.objects.filter(method=METHOD, place=OuterRef("pk")).order_by("-computed_at", "-pk").values("pk")[:1]
    keys = Place.objects.filter(pk__in=[zone.pk for zone in zones]).values(latest=Subquery(newest))
    rows = Run.objects.filter(pk__in=keys).order_by()
    held = {
        row["place_id"]: {
            "overall": row["result__overall"], "missing": row["result__missing_domains"], "sample": row["result__sample"],
            "computed_at": row["computed_at"],
        }
        for row in rows.values("place_id", "result__overall", "result__missing_domains", "result__sample", "computed_at")
    }  # fmt: skip
    return [(zone, held.get(zone.pk)) for zone in zones]


@dataclass(frozen=True)
class Among:
    """Where a zone stands among the zones of a place: between which ranks, of how many."""

    place: Place
    ranks: dict[str, list[int]]
    of: int
    run: Run


def among(zone: Place) -> list[Among]:
    """From the newest stored comparison of every place above the zone, the nearest place first."""
    found = []
    for place in reversed(ancestors(zone)):
        if place.level == Level.STATION:
            continue
        run = Run.objects.filter(method=COMPARED, place=place).order_by("-computed_at", "-pk").first()
        row = next((row for row in run.result["zones"] if row["slug"] == zone.slug), None) if run else None
        if run and row and row["ranks"]:
            found.append(Among(place, row["ranks"], run.result["have"], run))
    return found
