"""Why each project was chosen or not, in plain words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safetyzone.foundation.pages.templatetags.figures import number
from safetyzone.listen.budgets.models import Project, Round


@dataclass(frozen=True)
class Told:
    """One project as the result page and the protocol show it."""

    project: Project
    approvals: int
    chosen: bool
    round: int | None
    reason: str


def money(told: dict[str, str] | Decimal, currency: str) -> str:
    """1,234.50 THB; whole amounts without decimals."""
    value = Decimal(told["shown"]) if isinstance(told, dict) else told
    whole = value == value.to_integral_value()
    return f"{number(int(value) if whole else value)} {currency}"


def told(held: Round) -> list[Told]:
    """Chosen projects first, in the order they were bought; then the others by approvals."""
    if held.run is None:
        return []
    projects = {project.number: project for project in held.projects.all()}
    rows = [
        Told(projects[row["number"]], row["approvals"], row["chosen"], row["round"], reason(row, held.currency))
        for row in held.run.result["projects"]
    ]
    return sorted(rows, key=lambda row: (row.round or len(rows) + 1, -row.approvals, row.project.number))


def reason(row: dict[str, Any], currency: str) -> str:
    """One or two sentences."""
    names = {
        "n": number(row["approvals"]), "most": money(row["most"], currency), "left": money(row["left"], currency),
        "unspent": money(row["unspent"], currency), "cost": money(row["cost"], currency), "round": row["round"],
        "less": number(row["paid_less"]),
    }  # fmt: skip
    if row["chosen"]:
        return _chosen(row, names)
    if row["code"] == "no_approvals":
        return _("Not chosen: nobody approved it.")
    if row["code"] == "over_budget":
        return _("Not chosen: it costs %(cost)s; of the budget %(unspent)s is left, and its %(n)s supporters have %(left)s "
                 "left together.") % names  # fmt: skip
    return _("Not chosen: its %(n)s supporters have %(left)s left together, and it costs %(cost)s.") % names


def _chosen(row: dict[str, Any], names: dict[str, Any]) -> str:
    said = ngettext(
        "Chosen as number %(round)s: its only supporter pays %(most)s.",
        "Chosen as number %(round)s: its %(n)s supporters share the cost, at most %(most)s each.",
        row["approvals"],
    ) % names  # fmt: skip
    if row["paid_less"]:
        said += " " + ngettext(
            "%(less)s of them had less left and gives all of it.",
            "%(less)s of them had less left and give all of it.",
            row["paid_less"],
        ) % names  # fmt: skip
    return said


def how(result: dict[str, Any], currency: str) -> list[str]:
    """The method in three sentences, with this round's numbers."""
    names = {
        "budget": money(result["budget"], currency), "voters": number(result["voters"]),
        "first": money(result["first_share"], currency), "share": money(result["share"], currency),
        "spent": money(result["spent"], currency), "left": money(result["left"], currency),
    }  # fmt: skip
    return [
        _("The budget of %(budget)s belongs to all %(voters)s voters in equal parts: %(first)s each.") % names,
        _("A project is bought when those who approve of it can pay it together from their parts. The project that asks the "
          "least of its supporters comes first; then they have that much less for the next.") % names,
        _("Because some money would stay unused, everybody's part was raised step by step to %(share)s, as far as the budget "
          "allows.") % names if result["share"] != result["first_share"] else "",
        _("Spent: %(spent)s. Left over: %(left)s.") % names,
    ]  # fmt: skip
