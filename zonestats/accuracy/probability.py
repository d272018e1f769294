"""Measures of predicted probabilities and expected counts: are they true?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.trend.counts import garwood


@dataclass(frozen=True, eq=False)
class Brier:
    """Mean squared error of probabilities, and where it comes from."""

    score: float  # 0 is perfect
    reference: float  # of always saying the observed share
    skill: float  # 1 − score / reference; NaN where the reference is 0
    n: int

    def summary(self) -> str:
        """Plain text: n, score, skill."""
        return f"Brier score {self.score:.4f} over {self.n:,} forecasts (base rate {self.reference:.4f}, skill {self.skill:.1%})"


@dataclass(frozen=True, eq=False)
class Calibration:
    """Predicted against observed in groups of rising prediction."""

    predicted: FloatArray  # (groups,) mean prediction
    observed: FloatArray  # (groups,) mean outcome
    ci: FloatArray  # (groups, 2) of the mean outcome
    n: IntArray  # (groups,) forecasts in each group
    ratio: float  # all observed / all predicted
    kind: str

    def summary(self) -> str:
        """Plain text: n, overall ratio, groups whose interval misses the prediction."""
        off = int(((self.predicted < self.ci[:, 0]) | (self.predicted > self.ci[:, 1])).sum())
        return (
            f"Calibration of {int(self.n.sum()):,} forecasts ({self.kind}): observed / predicted {self.ratio:.3f}; "
            f"{off} of {self.n.size} groups outside their 95% interval"
        )


def brier(observed: ArrayLike, probability: ArrayLike) -> Brier:
    """Brier score: mean (p − o)² of probabilities p of an event that happened (o = 1) or not (0).

    Source: Brier 1950, Monthly Weather Review 78, 1–3; skill against the base rate: Murphy 1973.

    >>> brier([1, 0, 0, 1], [0.9, 0.2, 0.1, 0.6]).score.__round__(3)
    0.055
    """
    happened, said = _binary(observed), _probabilities("probability", probability)
    n = checks.same_length(observed=happened, probability=said)
    score = float(np.mean((said - happened) ** 2))
    share = float(happened.mean())
    reference = share * (1 - share)
    return Brier(score, reference, 1 - score / reference if reference > 0 else np.nan, n)


def calibration(
    observed: ArrayLike, predicted: ArrayLike, *, bins: int = 10, kind: str = "probability", level: float = 0.95
) -> Calibration:
    """Reliability of predictions, in ``bins`` groups of about equal size; equal predictions stay together.

    ``kind="probability"``: outcomes 0 or 1, Wilson intervals. ``kind="count"``: outcomes are counts, predictions
    expected counts, Garwood intervals of the group's total. A good forecast has its predictions inside the intervals.

    Source: Murphy & Winkler 1977, Appl. Statist. 26, 41–47; Wilson 1927, J. Am. Stat. Assoc. 22, 209–212.

    >>> calibration([0, 0, 1, 1], [0.1, 0.1, 0.8, 0.8], bins=2).observed.tolist()
    [0.0, 1.0]
    """
    checks.choice("kind", kind, ("probability", "count"))
    if int(bins) < 1:
        raise InvalidInput("bins", f"must be at least 1, not {bins}")
    alpha = 1 - checks.fraction("level", level)
    seen = _binary(observed) if kind == "probability" else _counts(observed)
    said = _probabilities("predicted", predicted) if kind == "probability" else checks.floats("predicted", predicted)
    checks.same_length(observed=seen, predicted=said)
    group = _groups(said, int(bins))
    n = np.bincount(group)
    totals = np.bincount(group, seen).astype(np.float64)
    expected = np.bincount(group, said)
    z = float(ndtri(1 - alpha / 2))
    ci = _wilson(totals, n, z) if kind == "probability" else garwood(np.rint(totals), level=level) / n[:, None]
    ratio = float(seen.sum() / said.sum()) if said.sum() > 0 else np.nan
    return Calibration(expected / n, totals / n, ci, n.astype(np.int64), ratio, kind)


def _groups(predicted: FloatArray, bins: int) -> IntArray:
    """Numbers 0, 1, … of groups by quantiles of the predictions, none of them empty."""
    edges = np.unique(np.quantile(predicted, np.arange(1, bins) / bins, method="lower"))
    _, group = np.unique(np.searchsorted(edges, predicted, side="left"), return_inverse=True)
    return group.astype(np.int64)


def _wilson(successes: FloatArray, n: IntArray, z: float) -> FloatArray:
    share = successes / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return np.column_stack((np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)))


def _binary(observed: ArrayLike) -> FloatArray:
    outcome = checks.floats("observed", observed, minimum=1)
    if not np.isin(outcome, (0, 1)).all():
        raise InvalidInput("observed", "must be 0 or 1: did the event happen?")
    return outcome


def _counts(observed: ArrayLike) -> FloatArray:
    counts = checks.integers("observed", observed, minimum=1)
    if (counts < 0).any():
        raise InvalidInput("observed", "must not be negative")
    return counts.astype(np.float64)


def _probabilities(name: str, value: ArrayLike) -> FloatArray:
    said = checks.floats(name, value)
    if ((said < 0) | (said > 1)).any():
        raise InvalidInput(name, "must lie between 0 and 1")
    return said
