"""Measures of the area pack: what each is, what is known of its effect, how firmly, what it costs, where that can be read."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.queries import named, pack_content

STRENGTHS: Final[dict[str, str | Promise]] = {
    "reviews": _("several systematic reviews or trials agree"),
    "review": _("one systematic review, or trials that differ"),
    "single": _("one good study"),
    "weak": _("weak studies only"),
    "unknown": _("not known"),
}
COST_BANDS: Final[dict[str, str | Promise]] = {
    "none": _("people's time only"),
    "low": _("low: within a station's or a shop's own means"),
    "middle": _("middle: a budget of the municipality or a sponsor"),
    "high": _("high: needs its own budget and upkeep"),
    "unknown": _("not known"),
}


@dataclass(frozen=True)
class Source:
    """Where what is said can be read."""

    words: str
    url: str


@dataclass(frozen=True)
class Measure:
    """One measure in the reader's language. ``effect``: what is known, in a sentence; "not known" where nothing is."""

    code: str
    name: str
    effort: str
    does: str
    effect: str
    strength: str
    cost: str
    against: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def strength_words(self) -> str | Promise:
        return STRENGTHS[self.strength]

    @property
    def cost_words(self) -> str | Promise:
        return COST_BANDS[self.cost]


def measures_catalogue(pack: str) -> dict[str, Measure]:
    """By code, in the pack's order; empty where the pack has none."""
    listed: list[dict[str, Any]] = pack_content(pack).get("measures") or []
    return {each["code"]: _measure(each) for each in listed}


def _measure(stated: dict[str, Any]) -> Measure:
    return Measure(
        code=stated["code"], name=named(stated["names"]), effort=stated["effort"], does=named(stated["does"]),
        effect=named(stated["effect"]), strength=stated["strength"], cost=stated["cost"],
        against=tuple(stated.get("against", ())),
        sources=tuple(Source(each["words"], each.get("url", "")) for each in stated.get("sources", ())),
    )  # fmt: skip
