"""All zones side by side, read from stored pictures; nothing is computed for a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from safetyzone.analyse.pictures.queries import METHOD
from safetyzone.foundation.access.queries import places_visible, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import at_level
from safetyzone.foundation.runs.models import Run

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from safetyzone.foundation.people.models import User

    Reader = User | AnonymousUser


@dataclass(frozen=True)
class Line:
    """One zone on the board. ``year``: the last months against the same months a year earlier, from the stored picture."""

    zone: Place
    bureau: Place | None
    run_key: str
    year: dict[str, Any] | None
    refusal: dict[str, Any] | None
    last: date | None  # day of the newest record
    age_days: int | None
    sample: bool

    @property
    def clear(self) -> str:
        """more, fewer, or nothing that chance could not do."""
        if not self.year or self.year.get("low") is None:
            return ""
        return "more" if self.year["low"] > 1 else "fewer" if self.year["high"] < 1 else "unclear"


def zones_for(reader: "Reader", permission: Permission, *, bureau: str = "", words: str = "") -> QuerySet[Place]:
    """The zones the reader may see, in the order of the hierarchy; never by how much is recorded there."""
    found = places_visible(reader, permission).filter(level=Level.ZONE, withdrawn=False)
    if bureau:
        found = found.filter(path__contains=f"/{bureau}/")
    if words:
        found = found.filter(_named_like(words))
    return found.select_related("parent").defer("boundary", "parent__boundary").order_by("path")


def _named_like(words: str) -> Q:
    """Of the zone or its station, in any language of the pages; key by key, because SQLite stores Thai in JSON escaped."""
    wanted = Q(slug__icontains=words)
    for code, _ in settings.LANGUAGES:
        wanted |= Q(**{f"names__{code}__icontains": words}) | Q(**{f"parent__names__{code}__icontains": words})
    return wanted


def bureaus_for(reader: "Reader", permission: Permission) -> list[Place]:
    """The bureaus in or above what the reader may see."""
    paths = scopes(reader, permission)
    above = [prefix for path in paths for prefix in prefixes(path)]
    return list(at_level(Level.BUREAU).filter(within(paths) | Q(path__in=above)).defer("boundary"))


def prefixes(path: str) -> list[str]:
    """/a/b/c/ → /a/, /a/b/, /a/b/c/."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]


def lines(zones: list[Place], bureaus: list[Place]) -> list[Line]:
    """One line for each zone, in two queries however many there are."""
    pictures = {found["place_id"]: found for found in _latest_pictures(zones)}
    of_path = {bureau.path: bureau for bureau in bureaus}
    return [_line(zone, pictures.get(zone.pk), of_path) for zone in zones]


def _latest_pictures(zones: list[Place]) -> Iterable[Mapping[str, Any]]:
    """The newest picture of each zone with the usual filters; of its result only what a line shows."""
    usual = Run.objects.filter(
        method=METHOD, parameters__group="", parameters__origin="reported", parameters__from=None, parameters__to=None
    )
    newest = usual.filter(place=OuterRef("pk")).order_by("-computed_at", "-pk").values("pk")[:1]
    keys = Place.objects.filter(pk__in=[zone.pk for zone in zones]).values(latest=Subquery(newest))
    return (
        Run.objects.filter(pk__in=keys)
        .order_by()
        .values(
            "place_id", "key", "result__trend__year", "result__trend__refusal", "result__basis__to", "result__sample"
        )
    )


def _line(zone: Place, found: Mapping[str, Any] | None, bureaus: dict[str, Place]) -> Line:
    bureau = next((bureaus[path] for path in prefixes(zone.path) if path in bureaus), None)
    if found is None:
        return Line(zone, bureau, "", None, None, None, None, zone.sample)
    last = date.fromisoformat(found["result__basis__to"][:10]) if found["result__basis__to"] else None
    age = (timezone.localdate() - last).days if last else None
    sample = bool(found["result__sample"]) or zone.sample
    year, refusal = found["result__trend__year"], found["result__trend__refusal"]
    return Line(zone, bureau, found["key"], year, refusal, last, age, sample)
