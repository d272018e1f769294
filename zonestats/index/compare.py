"""Two versions of an index side by side."""

from dataclasses import dataclass

import numpy as np

from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput
from zonestats.index.model import ranks


@dataclass(frozen=True, eq=False)
class Comparison:
    """Per zone, before and after; ``shift`` is positive where a zone moves up. Ranks are among zones scored in both."""

    zones: tuple[str, ...]
    score_before: FloatArray
    score_after: FloatArray
    rank_before: FloatArray
    rank_after: FloatArray
    shift: FloatArray
    mean_shift: float  # mean absolute change of rank
    largest_shift: float
    spearman: float

    def summary(self) -> str:
        """Plain text."""
        return (
            f"{int(np.isfinite(self.shift).sum())} zones: ranks change by {self.mean_shift:.2f} on average, at most "
            f"{self.largest_shift:.0f}; rank correlation {self.spearman:.3f}"
        )


def compare(zones: tuple[str, ...], before: FloatArray, other_zones: tuple[str, ...], after: FloatArray) -> Comparison:
    """Match zones by name; raises InvalidInput if they share none."""
    place = {zone: k for k, zone in enumerate(other_zones)}
    if not any(zone in place for zone in zones):
        raise InvalidInput("other", "has no zone in common with this index")
    matched = np.array([after[place[zone]] if zone in place else np.nan for zone in zones])
    both = np.isfinite(before) & np.isfinite(matched)
    old, new = (ranks(np.where(both, values, np.nan)[None])[0] for values in (before, matched))
    shift = old - new
    size = np.abs(shift[both])
    spearman = float("nan")
    if both.sum() > 1 and np.ptp(old[both]) > 0 and np.ptp(new[both]) > 0:
        spearman = float(np.corrcoef(old[both], new[both])[0, 1])
    mean, largest = (float(size.mean()), float(size.max())) if size.size else (float("nan"), float("nan"))
    return Comparison(zones, before, matched, old, new, shift, mean, largest, spearman)
