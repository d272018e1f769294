"""Many tests at once: which p-values survive a false-discovery rate."""

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import BoolArray
from zonestats.errors import InvalidInput


def false_discovery(p: ArrayLike, rate: float) -> BoolArray:
    """Benjamini–Hochberg: True where the hypothesis is rejected at false-discovery rate ``rate``.

    With m p-values in ascending order, all up to the largest k with p(k) ≤ k · rate / m are rejected. NaN (no test was
    possible) is never rejected and does not count in m.

    Source: Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57, 289–300.

    >>> false_discovery([0.001, 0.02, 0.03, 0.9], 0.05).tolist()
    [True, True, True, False]
    """
    values = checks.floats("p", p, allow_nan=True)
    level = checks.fraction("rate", rate)
    tested = np.isfinite(values)
    if ((values[tested] < 0) | (values[tested] > 1)).any():
        raise InvalidInput("p", "must lie between 0 and 1")
    ranked = np.sort(values[tested])
    passed = np.flatnonzero(ranked <= level * np.arange(1, ranked.size + 1) / max(ranked.size, 1))
    if passed.size == 0:
        return np.zeros(values.shape, dtype=np.bool_)
    return np.asarray(tested & (values <= ranked[passed[-1]]))
