"""Several scores into one. Arrays are (draws, zones, children); weights (draws or 1, children)."""

import numpy as np

from zonestats.checks import FloatArray

FLOOR = 0.01  # of the scale: what geometric and harmonic means take for less


def aggregate(
    x: FloatArray, weights: FloatArray, method: str, *, power: float, scale: tuple[float, float], least_share: float
) -> FloatArray:
    """(draws, zones). Missing children leave the weights of the others; under ``least_share`` of them the score is NaN.

    Geometric, harmonic and (power ≤ 0) generalised means need positive values: less than 1 % of the scale above its
    lower end counts as that much, so that one zero does not make the whole score zero.
    """
    known = np.isfinite(x)
    share = np.where(known, weights[:, None, :], 0.0)
    total = share.sum(axis=2)
    if method == "copeland":
        score = _copeland(x, weights)
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            share = share / total[:, :, None]
            score = _mean(x, share, method, power, scale[0] + FLOOR * (scale[1] - scale[0]))
    enough = (known.mean(axis=2) >= least_share) & (total > 0)
    return np.where(enough, score, np.nan)


def _mean(x: FloatArray, share: FloatArray, method: str, power: float, floor: float) -> FloatArray:
    if method == "arithmetic":
        return np.asarray(np.einsum("dzc,dzc->dz", share, np.where(np.isfinite(x), x, 0.0)))
    above = np.where(np.isfinite(x), np.maximum(x, max(floor, 1e-12)), 1.0)
    if method == "geometric" or (power == 0 and method == "generalised"):
        return np.asarray(np.exp(np.sum(share * np.log(above), axis=2)))
    exponent = -1.0 if method == "harmonic" else power
    return np.asarray(np.sum(share * above**exponent, axis=2) ** (1 / exponent))


def _copeland(x: FloatArray, weights: FloatArray) -> FloatArray:
    """Wins minus losses of each zone against every other; a win = more than half of the weight.

    A tie in an indicator gives half its weight to each; a missing value takes no part.
    """
    draws, zones, _ = x.shape
    out = np.empty((draws, zones))
    for d in range(draws):
        w = weights[d if weights.shape[0] > 1 else 0]
        balance = np.zeros((zones, zones))
        for child, weight in zip(x[d].T, w, strict=True):
            # Differences with a missing value are NaN, whose sign is set to 0: no part.
            balance += weight * np.nan_to_num(np.sign(child[:, None] - child[None, :]))
        out[d] = np.sign(np.round(balance, 12)).sum(axis=1)
    return out
