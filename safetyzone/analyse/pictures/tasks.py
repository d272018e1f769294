"""Pictures that take longer than a page may."""

from typing import Any

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.filters import filters_from
from safetyzone.foundation.places.models import Level
from safetyzone.foundation.places.queries import by_slug


def compute(*, zone: str, filters: dict[str, Any], by: str) -> None:
    """Repeatable: a picture that is stored already is left as it is."""
    place = by_slug(zone, level=Level.ZONE)
    if place is not None:
        picture_of(zone=place, filters=filters_from(filters), by=by)
