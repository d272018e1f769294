"""What the committee is asked to sign: exactly these areas, by this computation."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safetyzone.foundation.pages.templatetags.figures import number
from safetyzone.programme.selection.models import Selection


def content_of(selection: Selection) -> dict[str, Any]:
    """JSON of the decision."""
    assert selection.run is not None
    plan = selection.run.result["plans"][selection.plan]
    return {
        "selection": selection.pk, "phase": selection.phase, "run": selection.run.key, "plan": selection.plan,
        "cost": plan["cost"], "areas": plan["chosen"],
    }  # fmt: skip


def told(selection: Selection) -> list[str]:
    """The same in sentences."""
    assert selection.run is not None
    plan = selection.run.result["plans"][selection.plan]
    return [
        ngettext("%(n)s area for %(cost)s altogether.", "%(n)s areas for %(cost)s altogether.", len(plan["chosen"]))
        % {"n": number(len(plan["chosen"])), "cost": number(plan["cost"])},
        _("Plan %(plan)s of %(all)s that were compared; run %(key)s.")
        % {"plan": selection.plan + 1, "all": len(selection.run.result["plans"]), "key": selection.run.key[:12]},
    ]
