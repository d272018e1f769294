"""Targets on the zone's page and on the page of a poll."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.deciding import answers_that_decide
from safetyzone.listen.polls.models import Wave
from safetyzone.measure.targets import evaluate, shown
from safetyzone.measure.targets.compute import targets_of_wave
from safetyzone.measure.targets.definitions import SURVEY, targets
from safetyzone.measure.targets.queries import deciding_wave, published


def on_poll(request: HttpRequest, page: Any) -> str | None:
    """What this wave says about the targets; before any answer, how many would decide."""
    wave: Wave = page.wave
    if page.only is not None or page.run is None:
        return None  # a target is about everybody
    asked = [target for target in targets(wave.zone.pack) if target.kind == SURVEY]
    if not asked:
        return None
    return _drawn(request, wave.zone, wave, page.run.inputs)


def on_zone(request: HttpRequest, page: Any) -> str | None:
    """What the zone's deciding wave says; without one, what it would take."""
    zone: Place = page.zone
    return _drawn(request, zone, deciding_wave(zone), "") if targets(zone.pack) else None


def _drawn(request: HttpRequest, zone: Place, wave: Wave | None, inputs: str) -> str:
    asked = [target for target in targets(zone.pack) if target.kind == SURVEY]
    by = f"user:{request.user.pk}" if isinstance(request.user, User) else "page"
    run = targets_of_wave(wave, by=by, inputs=inputs) if wave else None
    rows = shown.rows(run.result, asked, shown.choice_names(wave.questionnaire.questions)) if wave and run else []
    told = all(row["status"] != evaluate.CANNOT_TELL for row in rows)
    context = {
        "wave": wave, "run": run, "rows": rows, "published": _published(zone),
        "needed": [] if rows and told else [(t.name, shown.goal(t), answers_that_decide(t.threshold, t.direction)) for t in asked],
    }  # fmt: skip
    return render_to_string("targets/panel.html", context)


def _published(zone: Place) -> list[dict[str, Any]]:
    return [
        {"target": each.target, "goal": shown.goal(each.target), "figure": each.figure,
         **(shown.verdict_of(each.verdict.stated()) if each.verdict else {})}
        for each in published(zone.pack)
    ]  # fmt: skip


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("poll", "top", 10, "targets", _("Targets"), Permission.VIEW_ZONE, on_poll))
    register(Panel("zone", "side", 12, "targets", _("Targets"), Permission.VIEW_ZONE, on_zone))
