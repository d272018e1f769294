"""The index as the area pack states it: domains, indicators, goalposts, weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from safetyzone.foundation.places.queries import named, pack_content

# How the sampling error of a unit is drawn: see zonestats.index.
KINDS: Final = {"percent": "percent", "per-1000": "rate", "minutes": "mean", "hours": "mean", "count": "exact"}
# What a value of a unit can be.
POSSIBLE: Final = {
    "percent": (0.0, 100.0), "per-1000": (0.0, 1000.0), "minutes": (0.0, 1440.0), "hours": (0.0, 8784.0),
    "count": (0.0, 1e6),
}  # fmt: skip


@dataclass(frozen=True)
class Indicator:
    """``low`` and ``high`` are in the unit; ``more``: more is better, so ``high`` is worth 100 points, else ``low`` is."""

    code: str
    names: dict[str, str]
    definition: dict[str, str]
    unit: str
    more: bool
    low: float
    high: float
    reason: dict[str, str]
    weight: float = 1.0
    records: dict[str, Any] = field(default_factory=dict)  # how it is computed; empty: only entered

    @property
    def name(self) -> str:
        """In the reader's language."""
        return named(self.names)

    @property
    def family(self) -> str:
        """Which records it is computed from; empty: none."""
        return str(self.records.get("records", ""))


@dataclass(frozen=True)
class Domain:
    code: str
    names: dict[str, str]
    question: dict[str, str]
    indicators: tuple[Indicator, ...]
    weight: float = 1.0

    @property
    def name(self) -> str:
        """In the reader's language."""
        return named(self.names)


@dataclass(frozen=True)
class Hierarchy:
    """``least_share``: of a domain's indicators that need a value, else the domain is missing."""

    domains: tuple[Domain, ...]
    least_share: float = 0.5
    aggregate: str = "arithmetic"
    source: str = ""

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for domain in self.domains for indicator in domain.indicators)

    @property
    def nodes(self) -> "list[Domain | Indicator]":
        """Everything that has a weight."""
        return [*self.domains, *self.indicators]

    def indicator(self, code: str) -> Indicator | None:
        """The indicator of a code."""
        return next((each for each in self.indicators if each.code == code), None)

    @property
    def weights(self) -> dict[str, float]:
        """Of every domain and indicator."""
        return {each.code: each.weight for each in self.nodes}

    @property
    def goalposts(self) -> dict[str, list[float]]:
        """Of every indicator: low and high."""
        return {each.code: [each.low, each.high] for each in self.indicators}

    def with_marks(self, weights: Mapping[str, float], goalposts: Mapping[str, Sequence[float]]) -> "Hierarchy":
        """The same with other weights and goalposts; codes that are not given keep theirs, strange ones are passed over."""
        domains = tuple(
            replace(
                domain,
                weight=float(weights.get(domain.code, domain.weight)),
                indicators=tuple(_marked(each, weights, goalposts) for each in domain.indicators),
            )
            for domain in self.domains
        )
        return replace(self, domains=domains)

    def spec(self) -> dict[str, Any]:
        """For ``zonestats.index.build``."""
        return {
            "name": "index", "normalise": "goalposts", "aggregate": self.aggregate, "least_share": self.least_share,
            "children": [
                {"name": domain.code, "weight": domain.weight, "children": [_leaf(each) for each in domain.indicators]}
                for domain in self.domains
            ],
        }  # fmt: skip


def _marked(indicator: Indicator, weights: Mapping[str, float], goalposts: Mapping[str, Sequence[float]]) -> Indicator:
    low, high = goalposts.get(indicator.code, (indicator.low, indicator.high))
    weight = float(weights.get(indicator.code, indicator.weight))
    return replace(indicator, weight=weight, low=float(low), high=float(high))


def _leaf(indicator: Indicator) -> dict[str, Any]:
    return {
        "name": indicator.code, "direction": 1 if indicator.more else -1, "weight": indicator.weight,
        "kind": KINDS[indicator.unit], "low": indicator.low, "high": indicator.high,
    }  # fmt: skip


def hierarchy(pack: str) -> Hierarchy | None:
    """The area's index, with the pack's own weights and goalposts; None where the area states none."""
    stated: dict[str, Any] = pack_content(pack).get("index") or {}
    if not stated.get("domains"):
        return None
    return Hierarchy(
        tuple(_domain(each) for each in stated["domains"]), least_share=stated.get("least_share", 0.5),
        aggregate=stated.get("aggregate", "arithmetic"), source=stated.get("source", ""),
    )  # fmt: skip


def _domain(stated: dict[str, Any]) -> Domain:
    return Domain(
        stated["code"], stated["names"], stated.get("question", {}), tuple(_indicator(each) for each in stated["indicators"]),
        weight=stated.get("weight", 1.0),
    )  # fmt: skip


def _indicator(stated: dict[str, Any]) -> Indicator:
    posts = stated["goalposts"]
    return Indicator(
        stated["code"], stated["names"], stated["definition"], stated["unit"], stated["direction"] == "more",
        float(posts["low"]), float(posts["high"]), stated["reason"], weight=stated.get("weight", 1.0),
        records=stated.get("from", {}),
    )  # fmt: skip
