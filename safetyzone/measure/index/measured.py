"""What is known of one indicator in one zone: a value with its error, or why there is none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from safetyzone.foundation.places.models import Place
from safetyzone.measure.index.definitions import Indicator

# Why a value is missing.
NOT_ENTERED: Final = "not_entered"
NO_POLL: Final = "no_poll"
NO_SAMPLE: Final = "no_sample"
NOT_ASKED: Final = "not_asked"
TOO_FEW: Final = "too_few"
NO_RESIDENTS: Final = "no_residents"
NO_INCIDENTS: Final = "no_incidents"
NO_YEAR: Final = "no_year"
NO_TASKS: Final = "no_tasks"
NO_WALK: Final = "no_walk"
NO_PARTNERS: Final = "no_partners"


@dataclass(frozen=True)
class Measured:
    """``value`` in the indicator's unit; ``se`` only where it is an estimate; ``low``, ``high``: its 95 % interval.

    ``n``: what it rests on; ``n_eff``: effective answers of a survey; ``day``: the last day it is about; ``about``:
    codes and names that say where it comes from.
    """

    value: float | None
    why: str = ""
    se: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    n_eff: float | None = None
    day: date | None = None
    about: dict[str, Any] = field(default_factory=dict)
    sample: bool = False

    def stated(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "value": self.value, "why": self.why, "se": self.se, "low": self.low, "high": self.high, "n": self.n,
            "day": self.day.isoformat() if self.day else None, "about": self.about, "sample": self.sample,
        }  # fmt: skip


def missing(why: str, **about: Any) -> Measured:
    """No value, and why."""
    return Measured(None, why, about=about)


@dataclass(frozen=True)
class Family:
    """Records that indicators are computed from.

    ``stamps``: by zone, something that changes whenever the values may have changed; a few queries however many zones.
    ``measured``: the values of one zone's indicators of this family, by code.
    """

    stamps: Callable[[Sequence[Place]], Mapping[int, Any]]
    measured: Callable[[Place, Sequence[Indicator]], dict[str, Measured]]
