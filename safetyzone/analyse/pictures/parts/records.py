"""What a picture is computed from, and how its numbers are written down."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from safetyzone.listen.incidents.columns import BoolArray, Columns, FloatArray, IntArray
from zonestats.hotspots import Neighbours

__all__ = ["BoolArray", "Columns", "FloatArray", "Frame", "IntArray", "Selection", "listed", "refusal", "significant"]

# The picture's one rule: clusters may be looked for in anything, but found work and reported harm never share a rate.
MIXED = "reported and discovered incidents are not added up into one rate: choose one of the two"


@dataclass(frozen=True, eq=False)
class Frame:
    """The cells a zone's incidents are counted in, in ascending order of their index."""

    resolution: int
    cell: IntArray
    lon: FloatArray
    lat: FloatArray
    x: FloatArray  # metres east of the zone's middle
    y: FloatArray  # metres north of it
    neighbours: Neighbours

    @property
    def n(self) -> int:
        return int(self.cell.size)


@dataclass(frozen=True, eq=False)
class Selection:
    """The incidents a picture counts: the zone's, of the wanted group, origin and period."""

    rows: Columns
    group: IntArray  # of each row, position in ``groups``
    groups: tuple[str, ...]  # group codes; "" for what no group of the area holds
    x: FloatArray  # metres from the zone's middle
    y: FloatArray
    place: IntArray  # position of each row's cell in the frame
    mixed: bool  # reported and discovered together

    def where(self, chosen: BoolArray) -> "Selection":
        return Selection(
            self.rows.where(chosen), self.group[chosen], self.groups,
            self.x[chosen], self.y[chosen], self.place[chosen], self.mixed,
        )  # fmt: skip


def significant(value: float, digits: int = 4) -> float | None:
    """Rounded to significant digits; None for what is not a number, which JSON cannot hold."""
    return float(f"{value:.{digits}g}") if np.isfinite(value) else None


def listed(values: FloatArray, digits: int = 4) -> list[float | None]:
    """The same for a column."""
    return [significant(value, digits) for value in values.tolist()]


def refusal(have: float, need: float, reason: str) -> dict[str, Any]:
    """Why there is no number, in the shape every part uses."""
    return {"code": "not_enough", "have": have, "need": need, "reason": reason}


def not_mixed(n: int) -> dict[str, Any]:
    """The refusal of a rate over reported and discovered incidents together."""
    return {"code": "mixed_origin", "have": n, "need": n, "reason": MIXED}
