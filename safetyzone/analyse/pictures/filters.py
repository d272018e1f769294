"""What a picture is asked for: group, period, and reported or discovered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

ORIGINS: Final = ("reported", "discovered", "all")


class FilterError(ValueError):
    """A filter that cannot be used; the message says which and what to write instead."""


@dataclass(frozen=True)
class Filters:
    """``group``: a crime group's code, "" for all. ``since`` and ``until``: local days, both counted."""

    group: str = ""
    since: date | None = None
    until: date | None = None
    origin: str = "reported"

    def stated(self) -> dict[str, Any]:
        """As a run's parameters keep them."""
        return {
            "group": self.group,
            "from": self.since.isoformat() if self.since else None,
            "to": self.until.isoformat() if self.until else None,
            "origin": self.origin,
        }

    def query(self) -> dict[str, str]:
        """As the address of the page spells them: only what differs from the usual."""
        spelled = {key: value for key, value in self.stated().items() if value}
        if self.origin == "reported":
            del spelled["origin"]
        return spelled


def filters_from(asked: Mapping[str, Any]) -> Filters:
    """From an address's or a command's words. Raises ``FilterError``."""
    origin = str(asked.get("origin") or "reported")
    if origin not in ORIGINS:
        raise FilterError(
            _("origin is %(given)r; write one of %(known)s") % {"given": origin, "known": ", ".join(ORIGINS)}
        )
    since, until = _day(asked, "from"), _day(asked, "to")
    if since and until and since > until:
        raise FilterError(_("the period ends (%(to)s) before it begins (%(from)s)") % {"from": since, "to": until})
    return Filters(str(asked.get("group") or "")[:60], since, until, origin)


def _day(asked: Mapping[str, Any], name: str) -> date | None:
    given = str(asked.get(name) or "").strip()
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise FilterError(
            _("%(name)s is %(given)r; write a day as YYYY-MM-DD, such as 2024-03-31")
            % {"name": name, "given": given[:20]}
        ) from None
