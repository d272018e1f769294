"""When did the level of a count series change?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput


@dataclass(frozen=True, eq=False)
class ChangePoints:
    """Segments of constant rate."""

    starts: IntArray  # first index of every segment but the first: where a new level begins
    means: FloatArray  # mean count of each segment
    cost: float  # −2 log-likelihood (up to a constant) plus penalties
    penalty: float  # per change
    n: int

    def summary(self) -> str:
        """Plain text: n, number of changes, where, levels."""
        levels = " → ".join(f"{mean:.3g}" for mean in self.means)
        if self.starts.size == 0:
            return f"No change of level in {self.n} counts (Poisson, BIC penalty {self.penalty:.3g}): mean {levels}"
        where = ", ".join(str(start) for start in self.starts)
        return f"{self.starts.size} change(s) of level in {self.n} counts, from index {where}: {levels}"


def change_points(counts: ArrayLike, *, penalty: float | None = None, min_size: int = 1) -> ChangePoints:
    """Change points of a Poisson rate by PELT: the exact minimum of Σ cost + penalty · changes.

    Cost of a segment with sum k and length m: −2 k log(k / m) + 2 k, its −2 log-likelihood but for a constant (0 for k
    = 0). ``penalty``: default BIC with two parameters a change (its place and the new level): 2 log n. ``counts``:
    (n,), in time order; ``min_size``: shortest segment.

    Source: Killick, Fearnhead & Eckley 2012, J. Am. Stat. Assoc. 107, 1590–1598.

    >>> change_points([3, 2, 4, 3, 2, 9, 8, 10, 9]).starts.tolist()
    [5]
    """
    series = checks.integers("counts", counts, minimum=1)
    if (series < 0).any():
        raise InvalidInput("counts", "must not be negative")
    if int(min_size) < 1:
        raise InvalidInput("min_size", f"must be at least 1, not {min_size}")
    price = 2 * math.log(series.size) if penalty is None else float(penalty)
    if not price >= 0:
        raise InvalidInput("penalty", f"must be 0 or more, not {penalty}")
    sums = np.concatenate(([0.0], np.cumsum(series)))
    last, best = _prune(sums, price, int(min_size))
    starts = _trace(last)
    edges = np.concatenate(([0], starts, [series.size]))
    means = np.diff(sums[edges]) / np.diff(edges)
    return ChangePoints(starts, means, float(best), price, series.size)


def segment_cost(sums: FloatArray, begin: IntArray, end: int) -> FloatArray:
    """Poisson cost of the segments from each of ``begin`` up to ``end`` (left out)."""
    k, m = sums[end] - sums[begin], end - begin
    rate = np.where(k > 0, k / m, 1.0)
    return np.asarray(2 * k * (1 - np.log(rate)))


def _prune(sums: FloatArray, penalty: float, min_size: int) -> tuple[IntArray, float]:
    """Optimal partitioning over the candidates that can still win (PELT, with cost never rising when split)."""
    n = sums.size - 1
    best = np.full(n + 1, np.inf)
    best[0] = -penalty
    last = np.zeros(n + 1, dtype=np.int64)
    candidates = np.zeros(1, dtype=np.int64)
    for end in range(min(min_size, n), n + 1):
        totals = best[candidates] + segment_cost(sums, candidates, end)
        winner = int(totals.argmin())
        best[end], last[end] = totals[winner] + penalty, candidates[winner]
        # A candidate beaten now stays beaten; one step of a segment too short to close must still be waited for.
        keep = candidates[totals <= best[end]] if min_size == 1 else candidates
        opened = end + 1 - min_size
        candidates = np.append(keep, opened) if opened >= min_size else keep
    return last, float(best[n])


def _trace(last: IntArray) -> IntArray:
    starts = []
    end = last.size - 1
    while last[end] > 0:
        end = int(last[end])
        starts.append(end)
    return np.array(starts[::-1], dtype=np.int64)
