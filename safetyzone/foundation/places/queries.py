"""Reads of the hierarchy. What a reader may see is decided in ``foundation/access/queries``."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from safetyzone.foundation.audit.memory import once
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
    return Category.objects.filter(pack=pack, withdrawn=False)


def pack_content(slug: str) -> dict[str, Any]:
    """What the area pack says beside its places and categories; empty if it was never loaded."""
    packs = AreaPack.objects.filter(slug=slug)
    return once(("pack", slug), lambda: packs.values_list("content", flat=True).first() or {})


def categories_by_code(pack: str) -> dict[str, Category]:
    """Every category by its code, also those that left the pack: incidents still carry them."""
    return {category.code: category for category in Category.objects.filter(pack=pack)}


def groups_of(pack: str) -> list[dict[str, Any]]:
    """The area's crime groups in order: code, names, origin, and number where it has one."""
    return _listed(pack, "groups")


def targets_of(pack: str) -> list[dict[str, Any]]:
    """What the programme promised: question, counted answers, denominator, threshold, direction, level."""
    return _listed(pack, "targets")


def partner_kinds_of(pack: str) -> list[dict[str, Any]]:
    """Kinds of partners: code and names."""
    return _listed(pack, "partner_kinds")


def partner_networks_of(pack: str) -> list[dict[str, Any]]:
    """Networks such as the "Big 6": code, names, kinds; at most one is the default."""
    return _listed(pack, "partner_networks")


def emergency_of(pack: str) -> list[dict[str, Any]]:
    """Numbers to call, the most important first."""
    return _listed(pack, "emergency")


def localities_of(pack: str) -> list[dict[str, Any]]:
    """Centres of districts: names, lon, lat. Records placed exactly there were probably never located."""
    return _listed(pack, "localities")


def languages_of(pack: str) -> list[str]:
    """The area's languages, its own first."""
    languages: list[str] = pack_content(pack).get("languages") or ["en"]
    return languages


def _listed(pack: str, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pack_content(pack).get(key) or []
    return found


def named(names: dict[str, str], language: str | None = None) -> str:
    """A name of the pack in ``language`` or the reader's, else the first there is."""
    wanted = (language or get_language() or "en").split("-")[0]
    return names.get(wanted) or next(iter(names.values()), "")


def programme_name(pack: str) -> str:
    """What the programme is called here, in the reader's language."""
    return named(pack_content(pack).get("programme", {}).get("names", {}))


def level_name(pack: str, level: Level | str) -> str:
    """What a level is called here, such as "police station"."""
    return named(pack_content(pack).get("levels", {}).get(str(level), {})) or str(Level(level).label)


def buddhist_years(pack: str) -> bool:
    """Whether dates are shown in Buddhist years. Stored dates never are."""
    return bool(pack_content(pack).get("calendar", {}).get("years") == "buddhist")


def usual_default_points(pack: str) -> list[tuple[float, float]]:
    """(longitude, latitude) of provinces' and districts' middles, where records without a place are often put."""
    middles = Place.objects.filter(pack=pack, level=Level.PROVINCE, lon__isnull=False).values_list("lon", "lat")
    found = [(lon, lat) for lon, lat in middles if lon is not None and lat is not None]
    return found + [(place["lon"], place["lat"]) for place in localities_of(pack)]
