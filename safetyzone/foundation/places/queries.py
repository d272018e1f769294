"""Reads of the hierarchy. What a reader may see is decided in ``foundation/access/queries``."""

from typing import Any

from django.db.models import QuerySet

from safetyzone.foundation.places.models import AreaPack, Category, Level, Place


def current() -> QuerySet[Place]:
    """Every place that is still in its area pack."""
    return Place.objects.filter(withdrawn=False)


def at_level(level: Level | str, *, below: Place | None = None) -> QuerySet[Place]:
    """The places of one level, of one part of the hierarchy if ``below`` is given."""
    found = current().filter(level=level)
    return found.filter(path__startswith=below.path) if below else found


def zones_of(place: Place) -> QuerySet[Place]:
    """The zones at or below a place."""
    return at_level(Level.ZONE, below=place)


def stations_of(place: Place) -> QuerySet[Place]:
    """The stations at or below a place."""
    return at_level(Level.STATION, below=place)


def children_of(place: Place) -> QuerySet[Place]:
    """The places right below a place."""
    return current().filter(parent=place)


def ancestors(place: Place) -> list[Place]:
    """From the country down to the place's parent."""
    parts = place.path.strip("/").split("/")
    paths = ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
    return sorted(Place.objects.filter(path__in=paths), key=lambda found: len(found.path))


def above(place: Place, level: Level | str) -> Place | None:
    """The place of ``level`` that ``place`` lies in, or is."""
    if place.level == level:
        return place
    return next((found for found in ancestors(place) if found.level == level), None)


def station_of(place: Place) -> Place | None:
    """The station of a zone; the station itself; None above stations."""
    return above(place, Level.STATION)


def by_slug(slug: str, *, level: Level | str | None = None) -> Place | None:
    """The place of this slug, also a withdrawn one, because records hang on it."""
    found = Place.objects.filter(slug=slug)
    return (found.filter(level=level) if level else found).select_related("parent").first()


def categories_of(pack: str) -> QuerySet[Category]:
    """The crime categories of an area pack, in its order."""
    return Category.objects.filter(pack=pack)


def pack_content(slug: str) -> dict[str, Any]:
    """What the area pack says beside its places and categories; empty if it was never loaded."""
    pack = AreaPack.objects.filter(slug=slug).first()
    content: dict[str, Any] = pack.content if pack else {}
    return content
