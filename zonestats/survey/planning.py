"""How many answers a poll needs before it can decide anything."""

import math

from scipy import special

from zonestats import checks
from zonestats.errors import InvalidInput


def answers_needed(
    expected: float, threshold: float, *, deff: float = 1.5, power: float = 0.8, level: float = 0.95
) -> int:
    """Answers after which the interval lies wholly on one side of ``threshold`` with probability ``power``.

    ``expected``: the share thought to be true; n = deff · p(1 − p) (z_level + z_power)² / (p − threshold)².
    Source: Cochran 1977, *Sampling Techniques*, §4.4, with the design effect of Kish 1965.

    Errors: InvalidInput when the expected share is the threshold itself: no number of answers decides that.

    >>> from zonestats import survey
    >>> survey.answers_needed(0.35, 0.40), survey.answers_needed(0.30, 0.40)
    (1072, 248)
    """
    share, limit = checks.fraction("expected", expected), checks.fraction("threshold", threshold)
    factor = checks.positive("deff", deff)
    if share == limit:
        raise InvalidInput("expected", "equals the threshold; no number of answers can decide that")
    reach = special.ndtri((1 + checks.fraction("level", level)) / 2) + special.ndtri(checks.fraction("power", power))
    return math.ceil(factor * share * (1 - share) * (reach / (share - limit)) ** 2)
