"""What takes longer than a page may: all zones of a place, and what their ranks depend on."""

from safetyzone.foundation.places.queries import by_slug, zones_of
from safetyzone.measure.index.comparison import compared, sensitivity
from safetyzone.measure.index.compute import refreshed


def compare(*, place: str, by: str) -> None:
    """Repeatable: what is stored already is left as it is."""
    found = by_slug(place)
    if found is not None:
        for _zone, _run in refreshed(list(zones_of(found)), by=by):
            pass
        compared(found, by=by)
        sensitivity(found, by=by)
