"""How many kinds of partners have an agreement in force in the zone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from safetyzone.foundation.partners.models import Agreement
from safetyzone.foundation.partners.queries import at_and_above
from safetyzone.foundation.places.models import Place
from safetyzone.measure.index.definitions import Indicator
from safetyzone.measure.index.measured import NO_PARTNERS, Family, Measured, missing

Held = dict[str, list[tuple[str, bool]]]  # by the path of the organisation's place: its kind, made up for demonstration


def _all() -> Held:
    """Agreements that hold today with active organisations."""
    today = timezone.localdate()
    holds = Q(expires_on__isnull=True) | Q(expires_on__gte=today)
    found = Agreement.objects.filter(holds, signed_on__lte=today, organisation__active=True)
    held: Held = {}
    rows = found.values_list("organisation__place__path", "organisation__kind", "sample").order_by("pk")
    for path, kind, sample in rows:
        held.setdefault(path, []).append((kind, sample))
    return held


def _of(zone: Place, held: Held) -> list[tuple[str, bool]]:
    return [row for path in at_and_above(zone) for row in held.get(path, [])]


def stamps(zones: Sequence[Place]) -> Mapping[int, Any]:
    """The kinds themselves: an agreement that runs out today changes them."""
    held = _all()
    return {zone.pk: sorted(_of(zone, held)) for zone in zones}


def measured(zone: Place, asked: Sequence[Indicator]) -> dict[str, Measured]:
    """A full count. A zone that never signed anything has no list of agreements, which is not the same as none in force."""
    if not Agreement.objects.filter(organisation__place__path__in=at_and_above(zone)).exists():
        return {each.code: missing(NO_PARTNERS) for each in asked}
    rows = _of(zone, _all())
    kinds = sorted({kind for kind, _ in rows})
    found = Measured(float(len(kinds)), n=len(rows), about={"kinds": kinds}, sample=any(sample for _, sample in rows))
    return {each.code: found for each in asked}


PARTNERS = Family(stamps, measured)
