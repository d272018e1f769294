"""The ratio of two changes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray
from zonestats.effects.results import NOTHING, Balance, Effect, Pair, count_pair, normal, too_few
from zonestats.errors import InvalidInput

PERIODS = ("treated before", "treated after", "control before", "control after")


def rate_ratio(
    *, treated: Pair, control: Pair, periods: Sequence[ArrayLike] | None = None, level: float = 0.95
) -> Effect:
    """Log of the relative incident rate ratio, log[(T1/T0) / (C1/C0)]; below 0 the treated area did better.

    Variance = (1/T0 + 1/T1 + 1/C0 + 1/C1) × φ, where φ is the Pearson dispersion of the counts per month or week around
    their four means, φ = Σ (x − m)²/m / (N − 4), never below 1. ``periods``: four arrays (treated before, treated
    after, control before, control after) that add up to the pairs; without them φ = 1, which real crime counts
    rarely meet. ``ratio`` and ``ratio_ci`` give the same as a ratio; ``parts["dispersion"]`` is φ. Lengths of before and
    after cancel.

    Source: Wilson 2022, J. Quantitative Criminology 38, 323–341. Errors: InvalidInput for wrong pairs, no events after in
    one area (the log does not exist), or periods that do not add up. Under 20 events before: ``.refusal``.

    >>> from zonestats import effects
    >>> found = effects.rate_ratio(treated=(100, 60), control=(200, 180))
    >>> round(found.ratio, 3), round(found.se, 4)
    (0.667, 0.1929)
    """
    checks.fraction("level", level)
    t, c = count_pair("treated", treated), count_pair("control", control)
    dispersion = 1.0 if periods is None else max(1.0, _dispersion(periods, np.concatenate([t, c])))
    refusal = too_few(t[0], c[0])
    balance = Balance(("before",), t[:1], c[:1], c[:1])
    n, parts = int(t.sum() + c.sum()), {"dispersion": dispersion}
    method, scale = "Relative incident rate ratio", "log ratio"
    if refusal:
        return Effect(np.nan, np.nan, NOTHING, np.nan, balance, n, method, scale, level, parts, refusal)
    if t[1] == 0 or c[1] == 0:
        raise InvalidInput("treated and control", "a ratio needs at least one event after in both areas; use wdd")
    effect = float(np.log(t[1] / t[0]) - np.log(c[1] / c[0]))
    se = float(np.sqrt(dispersion * np.sum(1 / np.concatenate([t, c]))))
    ci, p = normal(effect, se, level)
    return Effect(effect, se, ci, p, balance, n, method, scale, level, parts)


def _dispersion(periods: Sequence[ArrayLike], sums: FloatArray) -> float:
    if len(periods) != 4:
        raise InvalidInput("periods", f"give four arrays ({', '.join(PERIODS)}), not {len(periods)}")
    squares, count = 0.0, 0
    for name, values, total in zip(PERIODS, periods, sums, strict=True):
        x = checks.floats(f"periods ({name})", values, minimum=1)
        if (x < 0).any() or abs(x.sum() - total) > 1e-9 * max(1.0, total):
            raise InvalidInput(f"periods ({name})", f"add up to {x.sum():g}, the pair says {total:g}")
        mean = x.mean()
        squares += float(np.sum((x - mean) ** 2) / mean) if mean > 0 else 0.0
        count += x.size
    if count <= 4:
        raise InvalidInput("periods", "the dispersion needs at least two periods before or after")
    return squares / (count - 4)
