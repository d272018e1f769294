"""What the area pack says about the frame of every page: whom to call, how years are counted."""

from dataclasses import dataclass

from safetyzone.foundation.audit.memory import once
from safetyzone.foundation.places.models import AreaPack
from safetyzone.foundation.places.queries import pack_content


@dataclass(frozen=True)
class Emergency:
    number: str
    names: dict[str, str]


@dataclass(frozen=True)
class Area:
    """``calendar``: "gregorian" or "buddhist"; ``currency``: ISO 4217; ``emergency``: the first number is the one to call."""

    slug: str = ""
    calendar: str = "gregorian"
    currency: str = ""
    emergency: tuple[Emergency, ...] = ()


def area() -> Area:
    """The loaded area pack; a plain one where none is loaded."""
    return once("area", _read)


def _read() -> Area:
    slug = AreaPack.objects.order_by("loaded_at").values_list("slug", flat=True).last()
    if slug is None:
        return Area()
    content = pack_content(slug)
    return Area(
        slug=slug,
        calendar=content.get("calendar", {}).get("years", "gregorian"),
        currency=content.get("currency", ""),
        emergency=tuple(Emergency(str(entry["number"]), entry["names"]) for entry in content.get("emergency", [])),
    )
