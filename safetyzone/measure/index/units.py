"""Units in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNITS: Final[dict[str, str | Promise]] = {
    "percent": _("percent"),
    "per-1000": _("per 1,000 residents"),
    "minutes": _("minutes"),
    "hours": _("hours"),
    "count": _("number"),
}


def unit_name(unit: str) -> str:
    """In the reader's language; a strange unit as it was given."""
    return str(UNITS.get(unit, unit))


def amount(value: float | None, unit: str) -> str:
    """A value with its unit, as short as it stays exact enough: 38.2 %, 4.1 minutes."""
    if value is None:
        return "–"
    number = f"{value:,.0f}" if unit == "count" or abs(value) >= 1000 else f"{value:,.1f}"
    return f"{number} %" if unit == "percent" else f"{number} {unit_name(unit)}" if unit != "count" else number
