"""What came of plans, on the zone's page and on the plan's own."""

from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.measure.effects.compute import effects_of, finished_plans, stored_effects
from safetyzone.measure.effects.shown import told
from safetyzone.plan.problems.models import Plan, PlanState

TOP: Final = 3


def zone_panel(request: HttpRequest, page: Any) -> str | None:
    """The latest finished plans with what came of them; nothing is computed for the zone's page."""
    plans = finished_plans(page.zone)[:TOP]
    if not plans:
        return None
    runs = stored_effects(plans)
    shown = [(plan, told(runs[plan.pk]) if plan.pk in runs else None) for plan in plans]
    return render_to_string("effects/panel.html", {"zone": page.zone, "plans": shown})


def plan_panel(request: HttpRequest, plan: Plan) -> str | None:
    """On a plan: what came of it once it is finished."""
    if plan.state != PlanState.FINISHED:
        return None
    run = effects_of(plan)
    return render_to_string("effects/plan_panel.html", {"plan": plan, "told": told(run) if run else None})


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "main", 34, "effects", _("Did it work?"), Permission.VIEW_ZONE, zone_panel))
    register(Panel("plan", "main", 60, "effects", _("Did it work?"), Permission.VIEW_ZONE, plan_panel))
