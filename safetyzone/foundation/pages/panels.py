"""A page about one thing is an ordered list of panels; each feature registers its own.

So the zone's page shows what later steps know about the zone, and no step imports upward.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from safetyzone.foundation.access.queries import may
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.late import PANELS, settle
from safetyzone.foundation.places.models import Place

Render = Callable[[HttpRequest, Any], str | None]


@dataclass(frozen=True)
class Panel:
    """``page``: "zone", "station" …; ``slot``: "main" or "side"; ``render`` returns safe HTML, or None to stay away."""

    page: str
    slot: str
    order: int
    key: str
    title: str | Promise
    permission: Permission
    render: Render


_PANELS: dict[tuple[str, str], Panel] = {}


def register(panel: Panel) -> None:
    """By a function that the app names for ``PANELS``; the same key registers once."""
    _PANELS[(panel.page, panel.key)] = panel


def panels_for(page: str, slot: str) -> list[Panel]:
    """The page's panels of a slot, in order."""
    settle(PANELS)
    wanted = [panel for panel in _PANELS.values() if panel.page == page and panel.slot == slot]
    return sorted(wanted, key=lambda panel: (panel.order, panel.key))


def rendered(request: HttpRequest, *, page: str, slot: str, place: Place, subject: Any) -> list[tuple[Panel, str]]:
    """Each panel the reader may see, with its HTML."""
    panels = panels_for(page, slot)
    allowed = {permission for permission in {p.permission for p in panels} if may(request.user, permission, place)}
    shown = []
    for panel in panels:
        if panel.permission in allowed and (html := panel.render(request, subject)) is not None:
            shown.append((panel, html))
    return shown


def rendered_to_all(request: HttpRequest, *, page: str, slot: str, subject: Any) -> list[tuple[Panel, str]]:
    """Every panel of a page that anybody may read, such as "statement": whoever registers one there shows it to the world."""
    made = [(panel, panel.render(request, subject)) for panel in panels_for(page, slot)]
    return [(panel, html) for panel, html in made if html is not None]
