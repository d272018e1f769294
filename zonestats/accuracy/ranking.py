"""Measures of a ranking of places: what share of events fell into the places named first?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput


@dataclass(frozen=True, eq=False)
class HitRate:
    """Share of events caught as more and more area is named."""

    area_share: FloatArray  # (cells + 1,) from 0 to 1
    event_share: FloatArray  # (cells + 1,)
    auc: float  # area under the curve: 0.5 for a random ranking
    events: float

    def at(self, area_share: float) -> float:
        """Share of events in the first ``area_share`` of the area."""
        return float(np.interp(checks.fraction("area_share", area_share), self.area_share, self.event_share))

    def summary(self) -> str:
        """Plain text: n, hit rate at 1 %, 5 % and 10 % of the area, area under the curve."""
        parts = ", ".join(f"{self.at(share):.1%} in {share:.0%} of the area" for share in (0.01, 0.05, 0.1))
        return f"Hit rate of {self.events:,.0f} events over {self.area_share.size - 1:,} cells: {parts}; AUC {self.auc:.3f}"


def pai(observed: ArrayLike, predicted: ArrayLike, *, area: ArrayLike | None = None) -> FloatArray:
    """Predictive accuracy index after 1, 2, … cells in order of predicted risk: share of events / share of area.

    Cells with equal predictions are taken with the fewest observed events first (pessimistic: a lucky order of ties
    must not look like skill), then the largest. ``observed``: (n,) events per cell; ``predicted``: (n,) risk, the
    higher the earlier; ``area``: (n,) areas, default all equal. NaN throughout if no event was observed.

    Source: Chainey, Tompson & Uhlig 2008, Security Journal 21, 4–28.

    >>> pai([8, 2, 0, 0], [0.9, 0.5, 0.5, 0.1]).round(3).tolist()
    [3.2, 1.6, 1.333, 1.0]
    """
    curve = hit_rate(observed, predicted, area=area)
    return np.asarray(curve.event_share[1:] / curve.area_share[1:])


def pei(observed: ArrayLike, predicted: ArrayLike, *, area: ArrayLike | None = None) -> FloatArray:
    """Prediction efficiency index: PAI divided by the best PAI any ranking could reach with the same area.

    The best ranking takes cells by observed events per area; between two of its steps a part of the next cell fills the
    area up. Between 0 and 1; arguments as :func:`pai`.

    Source: Hunt 2016, dissertation, University of Texas at Dallas (PEI*, as in the 2017 NIJ forecasting challenge).

    >>> pei([8, 2, 0, 0], [0.5, 0.9, 0.5, 0.1]).round(3).tolist()
    [0.25, 0.2, 1.0, 1.0]
    """
    seen, _, size = _cells(observed, predicted, area)
    curve = hit_rate(observed, predicted, area=area)
    best = hit_rate(observed, seen / size, area=area)
    reachable = np.interp(curve.area_share[1:], best.area_share, best.event_share)
    return np.asarray(curve.event_share[1:] / reachable)


def rri(observed: ArrayLike, predicted: ArrayLike, *, area: ArrayLike | None = None) -> FloatArray:
    """Recapture rate index after 1, 2, … cells: predicted events so far / observed events so far.

    Order as in :func:`pai`. 1 means that as many events as predicted were seen; ∞ where none has been seen so far
    although some were predicted, NaN where neither. ``predicted``: (n,) expected events.

    Source: Levine 2008, Security Journal 21, 295–302.

    >>> rri([4, 1, 1], [3.0, 2.0, 1.0]).tolist()
    [0.75, 1.0, 1.0]
    """
    seen, said, size = _cells(observed, predicted, area)
    order = ranking(seen, said, size)
    expected, found = np.cumsum(said[order]), np.cumsum(seen[order])
    empty = np.where(expected > 0, np.inf, np.nan)
    return np.divide(expected, found, out=empty, where=found > 0)


def hit_rate(observed: ArrayLike, predicted: ArrayLike, *, area: ArrayLike | None = None) -> HitRate:
    """The curve of events caught against area named, like a ROC curve for places; arguments as :func:`pai`.

    Source: Bowers, Johnson & Pease 2004, Br. J. Criminol. 44, 641–658 (search efficiency).

    >>> hit_rate([8, 2, 0, 0], [0.9, 0.5, 0.5, 0.1]).auc
    0.775
    """
    seen, said, size = _cells(observed, predicted, area)
    order = ranking(seen, said, size)
    total = float(seen.sum())
    ground = np.concatenate(([0.0], np.cumsum(size[order]) / size.sum()))
    if total == 0:
        return HitRate(ground, np.full(ground.size, np.nan), np.nan, 0.0)
    caught = np.concatenate(([0.0], np.cumsum(seen[order]) / total))
    ground[-1] = caught[-1] = 1.0
    return HitRate(ground, caught, float(np.trapezoid(caught, ground)), total)


def ranking(observed: FloatArray, predicted: FloatArray, area: FloatArray) -> IntArray:
    """Cells by predicted risk, highest first; ties: fewest observed first, then the largest area."""
    return np.lexsort((-area, observed, -predicted)).astype(np.int64)


def _cells(
    observed: ArrayLike, predicted: ArrayLike, area: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    seen, said = checks.floats("observed", observed, minimum=1), checks.floats("predicted", predicted)
    n = checks.same_length(observed=seen, predicted=said)
    size = np.ones(n) if area is None else checks.floats("area", area)
    checks.same_length(observed=seen, area=size)
    if (seen < 0).any():
        raise InvalidInput("observed", "must not be negative: give events per cell")
    if (size <= 0).any():
        raise InvalidInput("area", "must be above 0")
    return seen, said, size
