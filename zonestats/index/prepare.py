"""Missing values and outliers. Arrays are (draws, zones)."""

import numpy as np

from zonestats.checks import FloatArray, IntArray

SKEW = 2.0
KURTOSIS = 3.5


def impute(x: FloatArray, rule: str, cluster: IntArray) -> FloatArray:
    """Fill NaN with the zones' mean or median, of all or of the zone's cluster (of all where the cluster has no value)."""
    missing = ~np.isfinite(x)
    if rule in ("none", "siblings") or not missing.any():
        return x
    middle = _median if rule.endswith("median") else _mean
    filled = np.where(missing, middle(x), x)
    if rule.startswith("group_"):
        for label in np.unique(cluster):
            mine = cluster == label
            own = middle(x[:, mine])
            usable = missing[:, mine] & np.isfinite(own)
            filled[:, mine] = np.where(usable, own, filled[:, mine])
    return filled


def treat(x: FloatArray, rule: str, most: int) -> FloatArray:
    """Winsorise up to ``most`` points, or take logarithms, of the draws whose |skewness| ≥ 2 and excess kurtosis ≥ 3.5.

    "winsorise": the outermost value on the skewed side is set to the next one, again while the test fails; "log":
    log(x − min + 0.01·range); "auto": winsorise, and the logarithm of the original values where that is not enough.
    Source: OECD/JRC 2008 handbook; these limits and this order as in COINr (Becker et al. 2022, JOSS 7, 4567).
    """
    if rule == "none":
        return x
    if rule == "log":
        return np.where(normal_enough(x)[:, None], x, _log(x))
    cut = _winsorised(x, most)
    if rule == "winsorise":
        return cut
    return np.where(normal_enough(cut)[:, None], cut, _log(x))


def normal_enough(x: FloatArray) -> np.ndarray:
    """Per draw, whether the indicator passes: |skewness| < 2 or excess kurtosis < 3.5; too few values pass."""
    skew, kurtosis = shape(x)
    return ~((np.abs(skew) >= SKEW) & (kurtosis >= KURTOSIS))


def shape(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Adjusted sample skewness G1 and excess kurtosis G2 per draw; NaN below three and four values."""
    known = np.isfinite(x)
    n = known.sum(axis=1).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        centred = np.where(known, x - _mean(x), 0.0)
        second = np.sum(centred**2, axis=1)
        skew = np.sqrt(n) * np.sum(centred**3, axis=1) / second**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
        fourth = n * np.sum(centred**4, axis=1) / second**2
        kurtosis = ((n + 1) * (fourth - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return np.where(n > 2, skew, np.nan), np.where(n > 3, kurtosis, np.nan)


def _winsorised(x: FloatArray, most: int) -> FloatArray:
    out, known = x.copy(), np.isfinite(x)
    moved = np.zeros(x.shape[0], dtype=np.int64)
    for _ in range(most):
        bad = np.flatnonzero(~normal_enough(out) & (moved < most))
        if not bad.size:
            break
        sign = np.where(shape(out[bad])[0] >= 0, 1.0, -1.0)[:, None]
        turned = np.where(np.isfinite(out[bad]), sign * out[bad], -np.inf)
        top = turned.max(axis=1, keepdims=True)
        at_top = turned == top
        second = np.where(at_top, -np.inf, turned).max(axis=1, keepdims=True)
        out[bad] = np.where(at_top & np.isfinite(second), sign * second, out[bad])
        moved = np.sum(known & (out != x), axis=1)
    return out


def _log(x: FloatArray) -> FloatArray:
    known = np.isfinite(x)
    low = np.min(np.where(known, x, np.inf), axis=1, keepdims=True)
    spread = np.max(np.where(known, x, -np.inf), axis=1, keepdims=True) - low
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(spread > 0, np.log(x - low + 0.01 * spread), x))


def _mean(x: FloatArray) -> FloatArray:
    known = np.isfinite(x)
    count = known.sum(axis=1, keepdims=True)
    sums = np.where(known, x, 0.0).sum(axis=1, keepdims=True)
    return np.asarray(np.divide(sums, count, out=np.full(sums.shape, np.nan), where=count > 0))


def _median(x: FloatArray) -> FloatArray:
    ordered = np.sort(x, axis=1)  # NaN last
    count = np.isfinite(x).sum(axis=1, keepdims=True)
    high = np.take_along_axis(ordered, np.maximum(count // 2, 0).clip(max=x.shape[1] - 1), axis=1)
    low = np.take_along_axis(ordered, np.maximum((count - 1) // 2, 0), axis=1)
    return np.where(count > 0, (low + high) / 2, np.nan)
