"""Which weights and goalposts hold where: the nearest version at or above a place, else the area pack's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from safetyzone.foundation.places.models import Place
from safetyzone.measure.index.definitions import Hierarchy, hierarchy
from safetyzone.measure.index.models import Weighting


@dataclass(frozen=True)
class InForce:
    """``version``: None where the pack's own marks hold."""

    hierarchy: Hierarchy
    version: Weighting | None

    def stated(self) -> dict[str, Any]:
        """JSON-ready: whose version, and its marks."""
        return {
            "place": self.version.place.slug if self.version else None,
            "version": self.version.version if self.version else 0,
            "weights": self.hierarchy.weights,
            "goalposts": self.hierarchy.goalposts,
        }


def in_force(place: Place) -> InForce | None:
    """What holds at a place; None where its area states no index."""
    return in_force_at([place]).get(place.pk)


def in_force_at(places: Sequence[Place]) -> dict[int, InForce]:
    """By place, what holds there. Two queries and one for each area pack, however many places."""
    packs = {pack: hierarchy(pack) for pack in {place.pack for place in places}}
    newest: dict[str, Weighting] = {}
    for version in Weighting.objects.filter(place__pack__in=packs).select_related("place").order_by("version", "pk"):
        newest[version.place.path] = version
    found = {}
    for place in places:
        stated = packs[place.pack]
        if stated is not None:
            found[place.pk] = _nearest(place, stated, newest)
    return found


def _nearest(place: Place, stated: Hierarchy, newest: dict[str, Weighting]) -> InForce:
    parts = place.path.strip("/").split("/")
    for depth in range(len(parts), 0, -1):
        version = newest.get("/" + "/".join(parts[:depth]) + "/")
        if version is not None:
            return InForce(stated.with_marks(version.weights, version.goalposts), version)
    return InForce(stated, None)


def versions_of(place: Place) -> list[Weighting]:
    """Every version made at this very place, the newest first."""
    return list(Weighting.objects.filter(place=place).select_related("place").order_by("-version"))


def seen_mark(found: InForce) -> str:
    """What an editor saw: sent back with the form, so that two people who edit at once do not overwrite each other."""
    return f"{found.version.place.slug}:{found.version.version}" if found.version else "pack"
