"""Intervals: Student's t, logit for proportions, Korn–Graubard for small counts."""

import numpy as np
from scipy import special

Interval = tuple[float, float]
NOTHING: Interval = (float("nan"), float("nan"))
SMALL = 5.0  # effective answers of one kind below which the logit interval is not trusted


def quantile(level: float, df: float) -> float:
    """Two-sided t quantile; NaN without degrees of freedom."""
    return float(special.stdtrit(df, (1 + level) / 2)) if df >= 1 else float("nan")


def student(estimate: float, se: float, df: float, level: float) -> Interval:
    """estimate ± t · se."""
    reach = quantile(level, df) * se
    return (estimate - reach, estimate + reach)


def logit(share: float, se: float, df: float, level: float) -> Interval:
    """logit(p) ± t · se / (p (1 − p)), turned back into shares (Korn & Graubard 1999, §3.2)."""
    centre = float(special.logit(share))
    reach = quantile(level, df) * se / (share * (1 - share))
    return (float(special.expit(centre - reach)), float(special.expit(centre + reach)))


def korn_graubard(share: float, effective: float, n: int, df: float, level: float) -> Interval:
    """Clopper–Pearson with the effective number of answers, corrected for the degrees of freedom.

    n* = n_eff (t_{n−1} / t_df)², then the beta quantiles with n* p and n* (1 − p) in the place of counts.
    Source: Korn & Graubard 1998, Survey Methodology 24(2), 193–201.
    """
    if df < 1 or n < 2 or not effective > 0:
        return NOTHING
    answers = effective * (quantile(level, n - 1) / quantile(level, df)) ** 2
    yes, no, tail = answers * share, answers * (1 - share), (1 - level) / 2
    low = 0.0 if yes <= 0 else float(special.betaincinv(yes, no + 1, tail))
    high = 1.0 if no <= 0 else float(special.betaincinv(yes + 1, no, 1 - tail))
    return (low, high)


def proportion(share: float, se: float, n: int, effective: float, df: float, level: float) -> tuple[Interval, str]:
    """The interval METHODS.md asks for, and its name.

    Korn–Graubard when no or every answer is "yes" or fewer than five effective answers are, else logit. Its effective
    number is p (1 − p) / se²; for a share of exactly 0 or 1, which has no such number, ``effective`` stands in.
    """
    inner = 0 < share < 1
    if inner and effective * share >= SMALL:
        return logit(share, se, df, level), "logit"
    if inner and se > 0:
        effective = share * (1 - share) / se**2
    if not np.isfinite(effective):
        return (share, share), "census"
    return korn_graubard(share, effective, n, df, level), "Korn–Graubard"
