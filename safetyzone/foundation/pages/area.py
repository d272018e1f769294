"""What the area pack says about the frame of every page: whom to call, how years are counted."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from safetyzone.foundation.places.models import AreaPack


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


# One reading serves a whole answer; nothing is kept from one request to the next.
_HELD: ContextVar[dict[str, Area] | None] = ContextVar("area_of_request", default=None)


def area() -> Area:
    """The loaded area pack; a plain one where none is loaded."""
    held = _HELD.get()
    if held is None:
        return _read()
    if "area" not in held:
        held["area"] = _read()
    return held["area"]


def _read() -> Area:
    pack = AreaPack.objects.order_by("loaded_at").last()
    if pack is None:
        return Area()
    content: dict[str, Any] = pack.content
    return Area(
        slug=pack.slug,
        calendar=content.get("calendar", {}).get("years", "gregorian"),
        currency=content.get("currency", ""),
        emergency=tuple(Emergency(str(entry["number"]), entry["names"]) for entry in content.get("emergency", [])),
    )


class AreaOfRequest:
    """Lets every part of one answer share one reading of the area pack."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        mark = _HELD.set({})
        try:
            return self.get_response(request)
        finally:
            _HELD.reset(mark)
