"""What the poll itself puts on the page of its results."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.listen.polls.results import shown
from safetyzone.listen.polls.results.page import PollPage
from safetyzone.listen.polls.results.trend import changes

Context = Callable[[PollPage], dict[str, Any] | None]


def panel(template: str, context: Context) -> Callable[[HttpRequest, PollPage], str | None]:
    """Renders ``template`` once the figures are there; a context of None keeps the panel away."""

    def render(request: HttpRequest, page: PollPage) -> str | None:
        found = context(page) if page.run is not None else None
        if found is None or page.run is None:
            return None
        held = {"page": page, "wave": page.wave, "run": page.run, "result": page.run.result, **found}
        return render_to_string(f"poll_results/{template}.html", held)

    return render


def _result(page: PollPage) -> dict[str, Any]:
    return page.run.result if page.run else {}


def _sample(page: PollPage) -> dict[str, Any]:
    return {"weighted": shown.how_weighted(_result(page))}


def _questions(page: PollPage) -> dict[str, Any] | None:
    found = shown.questions(_result(page))
    return {"questions": found} if _result(page)["n"] else None


def _trend(page: PollPage) -> dict[str, Any] | None:
    if page.only is not None or not _result(page)["n"]:
        return None
    found = changes(page.wave, _result(page), by="page")
    return {"trend": found, "rows": [shown.change(row) for row in found["rows"]]}


def _came(page: PollPage) -> dict[str, Any]:
    result = _result(page)
    return {"channels": shown.channels(result), "flags": shown.flags(result)}


PANELS: Final[tuple[tuple[str, int, str, str | Promise, Context], ...]] = (
    ("top", 5, "sample", _("What these answers can tell"), _sample),
    ("main", 30, "questions", _("Every question"), _questions),
    ("main", 40, "trend", _("Since the wave before"), _trend),
    ("side", 60, "came", _("How the answers came"), _came),
)


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    for slot, order, key, title, context in PANELS:
        register(Panel("poll", slot, order, key, title, Permission.VIEW_ZONE, panel(key, context)))
