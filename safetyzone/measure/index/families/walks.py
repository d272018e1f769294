"""How many of the risk points that were found on walks are mended or closed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, Q

from safetyzone.foundation.places.models import Place
from safetyzone.listen.walks.models import PointState, RiskPoint
from safetyzone.measure.index.definitions import Indicator
from safetyzone.measure.index.measured import NO_WALK, Family, Measured, missing

ENDED = Q(state__in=[PointState.MENDED, PointState.CLOSED])


def _counts(zones: Sequence[Place]) -> dict[int, dict[str, Any]]:
    rows = RiskPoint.objects.filter(zone__in=zones).order_by().values("zone")
    counted = rows.annotate(
        every=Count("pk"), ended=Count("pk", filter=ENDED), made_up=Count("pk", filter=Q(sample=True)),
        found=Max("found_on"), last=Max("ended_on"),
    )  # fmt: skip
    return {row["zone"]: dict(row) for row in counted}


def stamps(zones: Sequence[Place]) -> Mapping[int, Any]:
    """The counts themselves."""
    return {
        zone: [row["every"], row["ended"], str(row["found"]), str(row["last"])] for zone, row in _counts(zones).items()
    }


def measured(zone: Place, asked: Sequence[Indicator]) -> dict[str, Measured]:
    """A full count of what walks have found."""
    row = _counts([zone]).get(zone.pk)
    if row is None:
        return {each.code: missing(NO_WALK) for each in asked}
    day = max(row["found"], row["last"] or row["found"])
    share = Measured(100.0 * row["ended"] / row["every"], n=row["every"], day=day, sample=bool(row["made_up"]))
    return {each.code: share for each in asked}


WALKS = Family(stamps, measured)
