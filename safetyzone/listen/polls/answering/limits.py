"""A question's constraint, as far as the plain form checks it: bounds of a number, of a text's length, of how many are chosen.

``. >= 1 and . <= 20``, ``string-length(.) <= 500``, ``count-selected(.) <= 3``. A form that says more is answered through
the full engine; the plain form is then not offered.
"""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_PART: Final = re.compile(
    r"\s*(\.|string-length\(\s*\.\s*\)|count-selected\(\s*\.\s*\))\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*"
)


@dataclass(frozen=True)
class Limits:
    """None: no such bound."""

    least: float | None = None
    most: float | None = None
    longest: int | None = None
    most_chosen: int | None = None


class NotPlain(ValueError):
    """The constraint says more than the plain form understands."""


def limits_of(constraint: str) -> Limits:
    """The bounds of a constraint; raises ``NotPlain`` for anything else."""
    found: dict[str, float | None] = {}
    for part in filter(None, (piece.strip() for piece in re.split(r"\band\b", constraint))):
        match = _PART.fullmatch(part)
        if match is None:
            raise NotPlain(constraint)
        subject, sign, text = match.groups()
        name, value = _bound(subject, sign, float(text), constraint)
        found[name] = value
    chosen, longest = found.get("most_chosen"), found.get("longest")
    return Limits(
        least=found.get("least"),
        most=found.get("most"),
        longest=None if longest is None else int(longest),
        most_chosen=None if chosen is None else int(chosen),
    )


def _bound(subject: str, sign: str, value: float, constraint: str) -> tuple[str, float]:
    if subject == "." and sign in {">=", "<="}:
        return ("least" if sign == ">=" else "most"), value
    if sign == "<=" and subject != ".":
        return ("longest" if subject.startswith("string") else "most_chosen"), value
    raise NotPlain(constraint)


def fault(limits: Limits, value: object) -> str:
    """What is wrong with a value, in words; empty when nothing is."""
    if isinstance(value, list):
        most = limits.most_chosen
        if most is not None and len(value) > most:
            return ngettext("Choose only %(n)s.", "Choose at most %(n)s.", most) % {"n": most}
        return ""
    if isinstance(value, int | float):
        return _outside(limits, value)
    if limits.longest is not None and len(str(value)) > limits.longest:
        return _("This is longer than %(n)s characters.") % {"n": limits.longest}
    return ""


def _outside(limits: Limits, value: float) -> str:
    if limits.least is not None and value < limits.least:
        return _("The smallest number here is %(n)s.") % {"n": f"{limits.least:g}"}
    if limits.most is not None and value > limits.most:
        return _("The largest number here is %(n)s.") % {"n": f"{limits.most:g}"}
    return ""
