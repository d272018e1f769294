"""Rules and outcomes in plain words, the same on the page and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safetyzone.foundation.decisions.models import Decision, DecisionState, Position
from safetyzone.foundation.decisions.queries import Standing, counted_positions
from safetyzone.foundation.decisions.rules import Rule
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import kind_names, organisations_of


@dataclass(frozen=True)
class Said:
    """An organisation that is asked, and what it says; no position: it has not spoken."""

    organisation: Organisation
    kind: str
    position: Position | None


def everybody(decision: Decision) -> list[Said]:
    """Who is asked, by kind in the area's order; of a closed decision only those who spoke."""
    names = kind_names(decision.place.pack)
    positions = {position.organisation_id: position for position in counted_positions(decision)}
    asked = {position.organisation_id: position.organisation for position in positions.values()}
    if decision.state == DecisionState.OPEN:
        asked |= {organisation.pk: organisation for organisation in organisations_of(decision.place)}
    order = {code: place for place, code in enumerate(names)}
    listed = sorted(asked.values(), key=lambda each: (order.get(each.kind, len(order)), each.name))
    return [Said(each, names.get(each.kind, each.kind), positions.get(each.pk)) for each in listed]


def rule_in_words(rule: Rule, names: Mapping[str, str]) -> list[str]:
    """When a question under this rule counts as agreed."""
    told = [
        _("Enough have spoken: organisations at least %(n)s, kinds of partners at least %(kinds)s.")
        % {"n": rule.min_organisations, "kinds": rule.min_kinds}
    ]
    if rule.required_kinds:
        listed = ", ".join(names.get(kind, kind) for kind in rule.required_kinds)
        told.append(_("Somebody of each of these is among them: %(kinds)s.") % {"kinds": listed})
    told.append(_("At least one agrees, and at most %(share)s %% stand aside.")
                % {"share": round(rule.max_stand_aside_share * 100)})  # fmt: skip
    if rule.blocks_allowed:
        told.append(
            ngettext("One block does not hinder it.", "%(n)s blocks do not hinder it.", rule.blocks_allowed)
            % {"n": rule.blocks_allowed}
        )
    else:
        told.append(_("Nobody blocks."))
    return told


def how_it_stands(standing: Standing) -> str:
    """One sentence with the three numbers."""
    return _("%(agree)s agree, %(aside)s stand aside, %(block)s block.") % {
        "agree": standing.agree, "aside": standing.stand_aside, "block": standing.block,
    }  # fmt: skip
