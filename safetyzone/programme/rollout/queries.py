"""Reads of the roll-out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest

from safetyzone.foundation.access.queries import may, places_visible
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import above, at_level
from safetyzone.programme.rollout.definitions import Definitions, StageRule, definitions
from safetyzone.programme.rollout.models import PhaseBegun, StageCode, StageMove, ZoneStage
from safetyzone.programme.rollout.needs import Lack, lacking


@dataclass(frozen=True)
class Stage:
    """Where a zone stands; ``missing``: what the next stage needs and is not on record, in sentences."""

    code: str
    name: str
    phase: int
    since: datetime | None
    missing: list[str]
    next: StageRule | None

    @property
    def ready(self) -> bool:
        """It may go on."""
        return self.next is not None and not self.missing


def record_of(zone: Place) -> ZoneStage | None:
    """The zone's record, if it takes part."""
    return ZoneStage.objects.filter(zone=zone).select_related("template").first()


def stage_of(zone: Place) -> Stage | None:
    """Where the zone stands and what is missing for the next stage; None for a zone that takes no part yet."""
    held = record_of(zone)
    if held is None:
        return None
    known = definitions(zone.pack)
    following = next_stage(known, held.stage)
    lacks = lacking(zone, known, following) if following else []
    return Stage(
        held.stage, known.stage(held.stage).name, held.phase, held.since, [lack.sentence for lack in lacks], following
    )


def next_stage(known: Definitions, code: str) -> StageRule | None:
    """The stage that follows; nothing follows "closed"."""
    return None if code == StageCode.CLOSED else known.after(code)


def lacks_for(zone: Place, to: str) -> list[Lack]:
    """What a stage needs and is not on record."""
    known = definitions(zone.pack)
    return lacking(zone, known, known.stage(to))


def moves_of(zone: Place) -> QuerySet[StageMove]:
    """How the zone came where it is, the newest first."""
    return StageMove.objects.filter(zone=zone)


def taking_part(place: Place) -> QuerySet[ZoneStage]:
    """The zones below a place that take part and are not closed."""
    found = ZoneStage.objects.filter(zone__path__startswith=place.path, zone__withdrawn=False)
    return found.exclude(stage=StageCode.CLOSED).select_related("zone__parent")


def stations_taking_part(place: Place) -> set[int]:
    """Keys of the stations that have such a zone."""
    return {key for key in taking_part(place).values_list("zone__parent_id", flat=True) if key is not None}


def counts(place: Place) -> dict[tuple[int, str], int]:
    """Zones by phase and stage."""
    found = ZoneStage.objects.filter(zone__path__startswith=place.path, zone__withdrawn=False)
    rows = found.values_list("phase", "stage").annotate(n=Count("pk")).order_by()
    return {(phase, stage): n for phase, stage, n in rows}


def phase_now(place: Place) -> int:
    """The newest phase that has begun for a place or one it lies in; the first without any record."""
    country = above(place, Level.COUNTRY)
    asked = [found for found in (place, country) if found]
    begun = PhaseBegun.objects.filter(place__in=asked).order_by("-number").values_list("number", flat=True).first()
    return begun or 1


def evaluated_zones(pack: str) -> QuerySet[Place]:
    """Zones that others may begin from: what they did has been evaluated."""
    good = (StageCode.EVALUATED, StageCode.SUSTAINED)
    return at_level(Level.ZONE).filter(pack=pack, rollout__stage__in=good).select_related("parent")


def zone_or_404(request: HttpRequest, slug: str) -> Place:
    """A zone whose roll-out the reader may look at."""
    found = places_visible(request.user, Permission.VIEW_ZONE).filter(slug=slug, level=Level.ZONE)
    zone = found.select_related("parent__parent").first()
    if zone is None:
        raise Http404("no such zone for you")
    return zone


def may_move(request: HttpRequest, zone: Place) -> bool:
    return may(request.user, Permission.ROLL_OUT, zone)


def may_except(request: HttpRequest, zone: Place) -> bool:
    """Whether the reader may move a zone although something is missing: only who rolls out the whole country."""
    country = above(zone, Level.COUNTRY)
    return country is not None and isinstance(request.user, User) and may(request.user, Permission.ROLL_OUT, country)
