"""All zones side by side, read from their summary rows; nothing is computed for a page."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from safetyzone.foundation.access.queries import places_visible, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import at_level
from safetyzone.foundation.runs.models import Run
from safetyzone.programme.board.funnels import METHOD as FUNNEL
from safetyzone.programme.board.models import BoardRow

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from safetyzone.foundation.people.models import User

    Reader = User | AnonymousUser

COME = ("kept", "late", "handed_back", "overdue")


@dataclass(frozen=True)
class Line:
    """One zone on the board. ``row``: None where it has not been summed up yet."""

    zone: Place
    bureau: Place | None
    row: BoardRow | None

    @property
    def year(self) -> dict[str, Any] | None:
        """The last months against the same months a year earlier, from the stored picture."""
        return self.row.trend.get("year") if self.row else None

    @property
    def refusal(self) -> dict[str, Any] | None:
        return self.row.trend.get("refusal") if self.row else None

    @property
    def last(self) -> date | None:
        """Day of the newest record."""
        return self.row.newest if self.row else None

    @property
    def age_days(self) -> int | None:
        return (timezone.localdate() - self.last).days if self.last else None

    @property
    def sample(self) -> bool:
        return self.zone.sample or bool(self.row and self.row.sample)

    @property
    def clear(self) -> str:
        """more, fewer, or nothing that chance could not do."""
        if not self.year or self.year.get("low") is None:
            return ""
        return "more" if self.year["low"] > 1 else "fewer" if self.year["high"] < 1 else "unclear"

    @property
    def promises(self) -> dict[str, int] | None:
        """Counts, with ``come``: promises whose day has come."""
        held = self.row.promises if self.row else None
        return {**held, "come": sum(held[name] for name in COME)} if held else None


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the board to; an unknown value is no filter."""

    bureau: str = ""
    words: str = ""
    stage: str = ""
    phase: int | None = None


def zones_for(reader: "Reader", permission: Permission, filters: Filters) -> QuerySet[Place]:
    """The zones the reader may see, in the order of the hierarchy; never by how much is recorded there."""
    found = places_visible(reader, permission).filter(level=Level.ZONE, withdrawn=False)
    if filters.bureau:
        found = found.filter(path__contains=f"/{filters.bureau}/")
    if filters.words:
        found = found.filter(_named_like(filters.words))
    if filters.stage:
        found = found.filter(board_row__stage=filters.stage)
    if filters.phase is not None:
        found = found.filter(board_row__phase=filters.phase)
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
    """One line for each zone, in one query however many there are."""
    rows = {row.pk: row for row in BoardRow.objects.filter(pk__in=[zone.pk for zone in zones])}
    of_path = {bureau.path: bureau for bureau in bureaus}
    return [
        Line(zone, next((of_path[path] for path in prefixes(zone.path) if path in of_path), None), rows.get(zone.pk))
        for zone in zones
    ]


def summed_at() -> "datetime | None":
    """When the board was last brought in line with the records."""
    found: datetime | None = BoardRow.objects.aggregate(last=Max("summed_at"))["last"]
    return found


def points(zones: QuerySet[Place]) -> list[dict[str, Any]]:
    """For the map: where each zone, or its station, lies, and at which stage it stands."""
    wanted = ("slug", "names", "lon", "lat", "parent__lon", "parent__lat", "board_row__stage")
    return list(zones.order_by("path").values(*wanted))


def funnels_for(reader: "Reader") -> tuple[Run | None, set[str]]:
    """The newest stored funnels, and the slugs of the zones the reader may see in them."""
    run = Run.objects.filter(method=FUNNEL).order_by("-computed_at").select_related("place").first()
    seen = places_visible(reader, Permission.VIEW_BOARD).filter(level=Level.ZONE, withdrawn=False)
    return run, set(seen.values_list("slug", flat=True))


def provinces_drawn() -> list[tuple[float, float]]:
    """Middles of provinces: the map's only geography, so that no tile server is needed."""
    found = at_level(Level.PROVINCE).filter(lon__isnull=False).values_list("lon", "lat")
    return [(lon, lat) for lon, lat in found if lon is not None and lat is not None]
