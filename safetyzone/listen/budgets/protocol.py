"""The printed protocol of a decided round."""

from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safetyzone.foundation.media.pdf import pdf
from safetyzone.foundation.pages.templatetags.figures import day, moment, number
from safetyzone.listen.budgets.models import Round
from safetyzone.listen.budgets.words import how, money, told

_LAYOUT: Final = Path(__file__).parent / "print" / "protocol.typ"


def protocol(held: Round) -> bytes:
    """In the reader's language; the run's key on every page lets anybody find the computation."""
    assert held.run is not None
    result: dict[str, Any] = held.run.result
    data = {
        "language": get_language() or "en",
        "title": _("Protocol of the participatory budget"),
        "round": held.title,
        "facts": [
            [_("Zone"), held.zone.name],
            [_("Budget"), money(held.budget, held.currency)],
            [_("Voting"), f"{day(held.opens)} – {day(held.closes)}"],
            [_("Voters"), number(result["voters"])],
            [_("Decided"), moment(held.decided_at)],
        ],
        "how_title": _("How it was decided"),
        "how": [sentence for sentence in how(result, held.currency) if sentence],
        "heads": [_("No."), _("Project"), _("Cost"), _("Approvals"), _("Result and reason")],
        "rows": [
            [
                str(row.project.number),
                row.project.title,
                row.project.proposer,
                money(row.project.cost, held.currency),
                number(row.approvals),
                row.reason,
                row.chosen,
            ]
            for row in told(held)
        ],
        "signed": [_("For the team"), _("For the residents")],
        "foot": f"run {held.run.key[:16]} · {held.run.code_version}",
        "sample": _("SAMPLE – for demonstration only") if held.sample else "",
    }
    return pdf(_LAYOUT, data)
