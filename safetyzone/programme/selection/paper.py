"""The committee's paper: what was chosen, by which rules, how steady it is, who said what."""

from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safetyzone.foundation.media.pdf import pdf
from safetyzone.foundation.pages.templatetags.figures import moment, number, percent
from safetyzone.foundation.places.models import Place
from safetyzone.programme.committee.queries import seats_of, votes
from safetyzone.programme.rollout.definitions import definitions
from safetyzone.programme.selection import shown
from safetyzone.programme.selection.models import Selection
from safetyzone.programme.selection.queries import decision_of
from safetyzone.programme.selection.rules import rules_from

_LAYOUT: Final = Path(__file__).parent / "print" / "paper.typ"


def paper(selection: Selection, places: dict[str, Place]) -> bytes:
    """In the reader's language; the run's key on every page lets anybody find the computation."""
    assert selection.run is not None
    chosen = shown.chosen_of(selection, places)
    data: dict[str, Any] = {
        "language": get_language() or "en", "title": _("Choice of areas"), "selection": selection.title,
        "facts": facts(selection, places), "heads": heads(), "rows": [_row(n, each) for n, each in enumerate(chosen, start=1)],
        "plans_title": _("Plans that were compared"), "plan_heads": plan_heads(), "plans": plan_rows(selection),
        "steadiness": shown.steadiness(selection.run.result), "seats_title": _("What the committee said"),
        "seat_heads": [_("Organisation"), _("Office"), _("Position"), _("Words")], "seats": _seats(selection),
        "foot": f"run {selection.run.key[:16]} · {selection.run.code_version}",
        "sample": _("SAMPLE – for demonstration only") if selection.sample else "",
    }  # fmt: skip
    return pdf(_LAYOUT, data)


def facts(selection: Selection, places: dict[str, Place]) -> list[list[str]]:
    """Name and value of everything the choice rests on."""
    assert selection.run is not None
    plan = selection.run.result["plans"][selection.plan]
    pack = selection.place.pack
    return [
        [_("For"), selection.place.name],
        [_("Phase"), definitions(pack).phase_name(selection.phase)],
        [
            _("State"),
            str(selection.get_state_display()) + (f", {moment(selection.signed_at)}" if selection.signed_at else ""),
        ],
        [_("Areas"), number(len(plan["chosen"]))],
        [_("Cost altogether"), number(plan["cost"])],
        [_("Candidates"), number(selection.run.result["candidates"])],
        *([name, words] for name, words in shown.rules_in_words(rules_from(selection.rules), places, pack)),
    ]


def heads() -> list[str]:
    return [
        _("No."),
        _("Area"),
        _("Province"),
        _("Kind"),
        _("Score"),
        _("Cost"),
        _("Firmness"),
        _("Next best here"),
        _("Reasons"),
    ]


def _row(position: int, each: shown.Chosen) -> list[str]:
    reasons = "; ".join(
        f"{ground.name} {ground.score:g}: {ground.words}" + (f" ({ground.source})" if ground.source else "")
        for ground in each.grounds
    )
    if each.reason:
        reasons = _("In whatever its score: %(reason)s.") % {"reason": each.reason} + " " + reasons
    return [
        str(position), each.area, each.station, each.province, each.kind, f"{each.score:.1f}", number(each.cost),
        percent(each.share), each.second or "–", reasons,
    ]  # fmt: skip


def plan_heads() -> list[str]:
    return [_("Plan"), _("Score"), _("Cost"), _("Instead of the best plan's areas")]


def plan_rows(selection: Selection) -> list[list[str]]:
    return [
        [str(plan.number) + (" ✓" if plan.number == selection.plan + 1 else ""), f"{plan.score:,.1f}", number(plan.cost),
         ", ".join(plan.instead) or "–"]
        for plan in shown.plans_of(selection)
    ]  # fmt: skip


def _seats(selection: Selection) -> list[list[str]]:
    """Each seat with what it said; before the committee is asked, the seats alone."""
    decision = decision_of(selection)
    if decision is None:
        return [
            [str(seat.organisation), str(seat.get_office_display()), "–", ""] for seat in seats_of(selection.committee)
        ]
    return [
        [str(vote.seat.organisation), str(vote.seat.get_office_display()),
         str(vote.position.get_stance_display()) if vote.position else "–", vote.position.words if vote.position else ""]
        for vote in votes(selection.committee, decision)
    ]  # fmt: skip
