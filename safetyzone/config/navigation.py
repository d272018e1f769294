"""The six steps across the top of every page, and what each leads to."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.queries import scopes
from safetyzone.foundation.access.roles import Permission


@dataclass(frozen=True)
class Entry:
    """A page of a step: shown to those who hold ``permission`` somewhere."""

    title: str | Promise
    url_name: str
    permission: Permission


@dataclass(frozen=True)
class Step:
    key: str
    title: str | Promise
    entries: tuple[Entry, ...]


STEPS = (
    Step("listen", _("Listen"), (Entry(_("Incident files"), "incidents:imports", Permission.VIEW_INCIDENTS),)),
    Step("analyse", _("Analyse"), (Entry(_("Zones"), "board:zones", Permission.VIEW_ZONE),)),
    Step("plan", _("Plan"), ()),
    Step("act", _("Act"), ()),
    Step("measure", _("Measure"), (Entry(_("Board"), "board:board", Permission.VIEW_BOARD),)),
    Step("publish", _("Publish"), ()),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame around every page needs."""
    user = getattr(request, "user", None)
    held = {p for p in Permission if user is not None and scopes(user, p)} if user and user.is_authenticated else set()
    steps = [(step, [entry for entry in step.entries if entry.permission in held]) for step in STEPS]
    return {"steps": steps, "held": held, "demo": settings.DEMO, "tiles_url": settings.TILES_URL}
