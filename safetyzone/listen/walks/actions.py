"""Take in what a walk saw, stop by stop; mend, close and hand over risk points."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import shapely
import shapely.ops
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.media.actions import keep_picture
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.cells import INCIDENT_RESOLUTION, cells_at
from safetyzone.foundation.places.geometry import Plane, shape_of
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.privacy.screen import screen
from safetyzone.listen.walks.models import CHECKED, Finding, Kind, PointState, RiskPoint, Stop, Walk
from safetyzone.listen.walks.refusals import Refused

PURPOSE: Final = "walk"
FARTHEST_M: Final = (
    300.0  # outside the boundary: what a phone's position errs by between high houses, and a little more
)
WORDS: Final = 500
OLDEST: Final = 60  # days a phone may have kept a stop before it was sent


@dataclass(frozen=True)
class Told:
    """One stop as a phone tells it. ``findings``: by kind, good, bad or unseen; ``key``s are made on the phone."""

    walk: uuid.UUID
    key: uuid.UUID
    walked_on: date
    dark: bool = False
    walkers: str = ""
    lon: float | None = None
    lat: float | None = None
    place_words: str = ""
    findings: dict[str, str] = field(default_factory=dict)
    other: bool = False
    words: str = ""
    picture: bytes | None = None


@dataclass(frozen=True)
class Received:
    """``already``: the same stop had arrived before; nothing was stored twice."""

    stop: Stop
    already: bool


def receive_stop(*, zone: Place, told: Told, by: str, sample: bool = False) -> Received:
    """Store one stop with its risk points. Raises ``Refused`` and ``BadPicture``; nothing is stored then.

    The picture is cleaned and kept before the row: a stop that is there has its picture.
    """
    if known := Stop.objects.filter(key=told.key, walk__zone=zone).first():
        return Received(known, True)
    _sound(zone, told)
    picture = keep_picture(place=zone, raw=told.picture, purpose=PURPOSE, by=by) if told.picture else None
    try:
        with transaction.atomic():
            return Received(_stored(zone, told, picture, by, sample), False)
    except IntegrityError:
        # The same stop came in a second request meanwhile: that one is stored.
        known = Stop.objects.filter(key=told.key, walk__zone=zone).first()
        if known is None:
            raise Refused(
                "", _("This walk belongs to another zone. Open the list of this zone and walk again.")
            ) from None
        return Received(known, True)


def _stored(zone: Place, told: Told, picture: Picture | None, by: str, sample: bool) -> Stop:
    walk = Walk.objects.filter(key=told.walk, zone=zone).first()
    if walk is None:
        walk = Walk.objects.create(
            zone=zone, key=told.walk, walked_on=told.walked_on, dark=told.dark, walkers=screen(told.walkers).text[:200],
            received_by=by, sample=sample or zone.sample,
        )  # fmt: skip
    place, words = screen(told.place_words).text[:160].strip(), screen(told.words).text[:WORDS].strip()
    stop = Stop.objects.create(
        walk=walk, key=told.key, lon=told.lon, lat=told.lat, place_words=place, words=words, other=told.other,
        picture=picture, **{kind: told.findings.get(kind, Finding.UNSEEN) for kind in CHECKED},
    )  # fmt: skip
    kinds = [kind for kind in CHECKED if told.findings.get(kind) == Finding.BAD]
    placed = told.lon is not None and told.lat is not None
    cell = int(cells_at([told.lon or 0.0], [told.lat or 0.0], INCIDENT_RESOLUTION)[0]) if placed else None
    for kind in [*kinds, *([Kind.OTHER] if told.other else [])]:
        RiskPoint.objects.create(
            zone=zone, walk=walk, stop=stop, kind=kind, cell=cell, lon=told.lon, lat=told.lat, place_words=place,
            words=words, found_on=walk.walked_on, before=picture, sample=walk.sample,
        )  # fmt: skip
    record(action="walks.stop_received", subject=f"walk:{walk.pk}", by=by, zone=zone.slug, stop=stop.pk,
           points=len(kinds) + told.other, picture=str(picture.pk) if picture else None)  # fmt: skip
    return stop


def _sound(zone: Place, told: Told) -> None:
    """Refuse what cannot be placed, dated or read."""
    if zone.level != Level.ZONE:
        raise Refused("zone", _("A walk belongs to a zone."))
    days = (timezone.localdate() - told.walked_on).days
    if not -1 <= days <= OLDEST:  # a phone's own day may be one ahead
        raise Refused("walked_on", _("The day of the walk is not within the last %(days)s days.") % {"days": OLDEST})
    if (told.lon is None) != (told.lat is None) or (told.lon is None and not told.place_words.strip()):
        raise Refused("place", _("Say where this is: by the phone's position, on the map, or in words."))
    if set(told.findings) - set(CHECKED) or set(told.findings.values()) - set(Finding.values):
        raise Refused("findings", _("The answers of this stop cannot be read. Update the page and enter it again."))
    looked = any(finding != Finding.UNSEEN for finding in told.findings.values())
    if not looked and not told.other:
        raise Refused("findings", _("Nothing was looked at here: answer at least one of the questions."))
    if told.other and not told.words.strip():
        raise Refused("words", _("Say in words what else has to be mended."))
    if told.lon is not None and told.lat is not None:
        _near(zone, told.lon, told.lat)


def _near(zone: Place, lon: float, lat: float) -> None:
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Refused("place", _("This is no position on Earth."))
    if not zone.boundary or shape_of(zone.boundary).intersects(_point(lon, lat)):
        return
    metres = metres_outside(zone, lon, lat)
    if metres > FARTHEST_M:
        raise Refused("place", _("This point lies %(metres)s m outside the zone. Correct it on the map, or say the place "
                                 "in words.") % {"metres": f"{round(metres, -1):,.0f}"})  # fmt: skip


def metres_outside(zone: Place, lon: float, lat: float) -> float:
    """From the zone's boundary."""
    from_boundary = shape_of(zone.boundary or {})
    plane = Plane.of(zone.boundary or {})
    nearest = shapely.ops.nearest_points(from_boundary, _point(lon, lat))[0]
    x, y = plane.to_metres([lon, nearest.x], [lat, nearest.y])
    return float(((x[0] - x[1]) ** 2 + (y[0] - y[1]) ** 2) ** 0.5)


def _point(lon: float, lat: float) -> shapely.Point:
    return shapely.Point(lon, lat)


def give_point(*, point: RiskPoint, organisation: Organisation | None, by: str) -> RiskPoint:
    """Who takes care of it; None: nobody yet. Raises ``Refused``."""
    with transaction.atomic():
        current = _open(point)
        if organisation is not None and not organisations_of(current.zone).filter(pk=organisation.pk).exists():
            raise Refused("owner", _("%(name)s does not work in this zone.") % {"name": organisation})
        current.owner = organisation
        current.save(update_fields=["owner"])
        record(action="walks.point_given", subject=f"risk_point:{current.pk}", by=by,
               organisation=organisation.pk if organisation else None)  # fmt: skip
    return current


def mend_point(*, point: RiskPoint, picture: bytes | None = None, words: str = "", by: str) -> RiskPoint:
    """It is mended, with a picture after where there is one. Raises ``Refused`` and ``BadPicture``."""
    after = keep_picture(place=point.zone, raw=picture, purpose=PURPOSE, by=by) if picture else None
    return _ended(point, PointState.MENDED, words, after, by)


def close_point(*, point: RiskPoint, words: str, by: str) -> RiskPoint:
    """Nothing is done about it; ``words`` say why. Raises ``Refused``."""
    if not words.strip():
        raise Refused("words", _("Write why nothing is done about it."))
    return _ended(point, PointState.CLOSED, words, None, by)


def reopen_point(*, point: RiskPoint, by: str) -> RiskPoint:
    """It is there again, or was closed by mistake. Raises ``Refused``."""
    with transaction.atomic():
        current = RiskPoint.objects.select_for_update().get(pk=point.pk)
        if current.state == PointState.OPEN:
            raise Refused("", _("This risk point is open already."))
        current.state, current.ended_on, current.ended_words = PointState.OPEN, None, ""
        current.save(update_fields=["state", "ended_on", "ended_words"])
        record(action="walks.point_reopened", subject=f"risk_point:{current.pk}", by=by)
    return current


def _ended(point: RiskPoint, state: PointState, words: str, after: Picture | None, by: str) -> RiskPoint:
    with transaction.atomic():
        current = _open(point)
        current.state, current.ended_on = state, timezone.localdate()
        current.ended_words, current.after = screen(words).text[:300].strip(), after or current.after
        current.save(update_fields=["state", "ended_on", "ended_words", "after"])
        record(action=f"walks.point_{state}", subject=f"risk_point:{current.pk}", by=by,
               picture=str(after.pk) if after else None)  # fmt: skip
    return current


def _open(point: RiskPoint) -> RiskPoint:
    """The row, held, as it is now; refused once it has ended."""
    current = RiskPoint.objects.select_for_update(of=("self",)).select_related("zone").get(pk=point.pk)
    if current.state != PointState.OPEN:
        raise Refused("", _("This risk point has ended already: %(state)s. Nothing was changed.") % {
            "state": current.get_state_display()})  # fmt: skip
    return current
