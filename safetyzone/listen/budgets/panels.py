"""What participatory budgets put on the zone's page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import Panel, register
from safetyzone.listen.budgets.queries import newest_of
from safetyzone.listen.budgets.words import money, told


def zone_panel(request: HttpRequest, page: Any) -> str | None:
    """The running round, or what the last one bought; nothing where there was none."""
    held = newest_of(page.zone)
    if held is None:
        return None
    chosen = [row for row in told(held) if row.chosen]
    return render_to_string("budgets/zone_panel.html", {
        "round": held, "zone": page.zone, "budget": money(held.budget, held.currency), "chosen": chosen,
    })  # fmt: skip


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Panel("zone", "side", 62, "budget", _("Participatory budget"), Permission.VIEW_ZONE, zone_panel))
