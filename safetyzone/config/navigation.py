"""The six steps on every page, and what each leads to.

To add a page: one ``Entry`` in its step, once its address exists. A step without a page for the reader is not shown.
"""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.queries import permissions_held
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.area import area


@dataclass(frozen=True)
class Entry:
    """A page of a step: shown to those who hold ``permission`` somewhere."""

    title: str | Promise
    url_name: str
    permission: Permission


@dataclass(frozen=True)
class Step:
    """``namespaces``: URL namespaces, or names without one, that belong to the step beside those of its entries."""

    key: str
    title: str | Promise
    entries: tuple[Entry, ...]
    namespaces: tuple[str, ...] = ()

    def owns(self, namespace: str) -> bool:
        return bool(namespace) and (
            namespace in self.namespaces or any(entry.url_name.split(":")[0] == namespace for entry in self.entries)
        )

    def above(self, url_name: str) -> str:
        """The one entry under which a page lies that is none itself; empty where there is none, or more than one."""
        names = [entry.url_name for entry in self.entries]
        if ":" not in url_name or url_name in names:
            return ""
        near = [name for name in names if name.split(":")[0] == url_name.split(":")[0]]
        return near[0] if len(near) == 1 else ""


@dataclass(frozen=True)
class Link:
    """An entry as one reader sees it on one page."""

    title: str | Promise
    url: str
    current: bool
    within: bool = False  # the page is not the entry's own but one below it


@dataclass(frozen=True)
class Shown:
    """A step as one reader sees it on one page."""

    key: str
    title: str | Promise
    url: str
    entries: list[Link] = field(default_factory=list)
    current: bool = False


STEPS = (
    Step(
        "listen",
        _("Listen"),
        (
            Entry(_("Polls"), "polls:waves", Permission.VIEW_ZONE),
            Entry(_("Suggestions"), "suggestions:conversations", Permission.VIEW_ZONE),
            Entry(_("Budgets"), "budgets:rounds", Permission.VIEW_ZONE),
            Entry(_("Walks"), "walks:overview", Permission.VIEW_ZONE),
            Entry(_("Incident files"), "incidents:imports", Permission.VIEW_INCIDENTS),
        ),
        ("poll_results", "poll_clients"),
    ),
    Step(
        "analyse",
        _("Analyse"),
        (
            Entry(_("Zones"), "board:zones", Permission.VIEW_ZONE),
            Entry(_("All side by side"), "board:board", Permission.VIEW_BOARD),
        ),
        ("pictures", "home"),
    ),
    Step(
        "plan",
        _("Plan"),
        (
            Entry(_("Problems and plans"), "problems:overview", Permission.VIEW_ZONE),
            Entry(_("Decisions"), "decisions:decisions", Permission.VIEW_ZONE),
        ),
    ),
    Step(
        "act",
        _("Act"),
        (
            Entry(_("Tasks"), "tasks:tasks", Permission.VIEW_ZONE),
            Entry(_("Partners"), "partners:partners", Permission.VIEW_ZONE),
            Entry(_("Meetings"), "meetings:meetings", Permission.VIEW_ZONE),
        ),
    ),
    Step(
        "measure",
        _("Measure"),
        (
            Entry(_("Targets"), "targets:overview", Permission.VIEW_ZONE),
            Entry(_("Local index"), "index:overview", Permission.VIEW_ZONE),
            Entry(_("Did it work?"), "effects:overview", Permission.VIEW_ZONE),
        ),
    ),
    Step(
        "publish",
        _("Publish"),
        (
            Entry(_("Monthly briefs"), "briefs:zones", Permission.VIEW_ZONE),
            Entry(_("Public pages"), "site:team_zones", Permission.PUBLISH),
        ),
    ),
    Step(
        "programme",
        _("Programme"),
        (
            Entry(_("Roll-out"), "rollout:overview", Permission.VIEW_BOARD),
            Entry(_("Choosing areas"), "selection:selections", Permission.VIEW_BOARD),
            Entry(_("Driving committees"), "committee:committees", Permission.VIEW_BOARD),
        ),
    ),
)


def steps_for(held: set[Permission], *, url_name: str, namespace: str) -> list[Shown]:
    """The steps that have something for a reader who holds these permissions."""
    shown = []
    for step in STEPS:
        above = step.above(url_name)
        entries = [
            Link(entry.title, reverse(entry.url_name), entry.url_name == url_name, entry.url_name == above)
            for entry in step.entries
            if entry.permission in held
        ]
        if entries:
            current = step.owns(namespace) or any(entry.current for entry in entries)
            shown.append(Shown(step.key, step.title, entries[0].url, entries, current))
    return shown


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame around every page needs."""
    user = getattr(request, "user", None)
    held = permissions_held(user) if user is not None else set()
    match = request.resolver_match
    name = match.view_name if match else ""
    steps = steps_for(held, url_name=name, namespace=name.split(":")[0])
    return {
        "steps": steps,
        "step": next((step for step in steps if step.current), None),
        "may_manage_people": Permission.MANAGE_PEOPLE in held,
        "held": held,
        "languages": settings.LANGUAGES,  # each in its own words
        "demo": settings.DEMO,
        "tiles_url": settings.TILES_URL,
        "area": area,
    }
