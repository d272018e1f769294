"""The printed record of a decision."""

from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safetyzone.foundation.decisions.models import Decision, DecisionState
from safetyzone.foundation.decisions.queries import standing
from safetyzone.foundation.decisions.words import Said, everybody, how_it_stands, rule_in_words
from safetyzone.foundation.media.pdf import pdf
from safetyzone.foundation.pages.templatetags.figures import moment
from safetyzone.foundation.partners.queries import kind_names

_LAYOUT: Final = Path(__file__).parent / "print" / "record.typ"


def record_of(decision: Decision) -> bytes:
    """In the reader's language: what was asked, what everybody said, what came of it, and its digest."""
    return pdf(_LAYOUT, record_data(decision))


def record_data(decision: Decision) -> dict[str, Any]:
    """Everything that is printed."""
    stands = standing(decision)
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": _("Record of a decision"),
        "question": decision.question,
        "told": decision.told,
        "facts": [
            [_("Place"), decision.place.name],
            [_("Asked"), moment(decision.opened_at)],
            [_("Outcome"), decision.get_state_display()],
            [_("Closed"), moment(decision.closed_at)],
        ],
        "stands": how_it_stands(stands),
        "missing": stands.missing if decision.state == DecisionState.OPEN else [],
        "rule_title": _("Rule: %(name)s") % {"name": stands.rule.name},
        "rule": rule_in_words(stands.rule, kind_names(decision.place.pack)),
        "heads": [_("Organisation"), _("Says"), _("In its words")],
        "rows": [_row(said) for said in everybody(decision)],
        "signed": [_("For the police"), _("For the residents"), _("For the others")],
        "foot": _("Decision %(number)s · content %(digest)s · printed %(moment)s") % {
            "number": decision.pk, "digest": decision.content_digest[:16], "moment": moment(timezone.now()),
        },
        "sample": _("SAMPLE – for demonstration only") if decision.sample else "",
    }  # fmt: skip


def _row(said: Said) -> list[str]:
    position = said.position
    if position is None:
        return [str(said.organisation), said.kind, _("has not spoken"), ""]
    return [str(said.organisation), said.kind, position.get_stance_display(), position.words]
