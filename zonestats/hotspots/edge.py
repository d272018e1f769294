"""The share of a kernel that lies inside a rectangle, for edge correction."""

import math

import numpy as np

from zonestats.checks import FloatArray
from zonestats.hotspots.extent import Extent
from zonestats.kernels.density import share_gaussian

# Gauss–Legendre nodes over the quartic's width: the error of the share is below 1e-6.
_NODES = 96
_BLOCK = 20_000


def inside_share(x: FloatArray, y: FloatArray, bounds: Extent, *, bandwidth: float, kernel: str) -> FloatArray:
    """∫ over the rectangle of each event's kernel; 0 for events outside the rectangle."""
    x0, y0, x1, y1 = bounds
    inside = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
    if kernel == "gaussian":
        across, along = np.empty_like(x), np.empty_like(y)
        share_gaussian(x, x0, x1, bandwidth, across)
        share_gaussian(y, y0, y1, bandwidth, along)
        return np.where(inside, across * along, 0.0)
    share = inside.astype(np.float64)
    room = np.minimum(np.minimum(x - x0, x1 - x), np.minimum(y - y0, y1 - y))
    near = np.flatnonzero(inside & (room < bandwidth))
    for first in range(0, near.size, _BLOCK):
        some = near[first : first + _BLOCK]
        left, right = (x0 - x[some]) / bandwidth, (x1 - x[some]) / bandwidth
        low, high = (y0 - y[some]) / bandwidth, (y1 - y[some]) / bandwidth
        share[some] = _quartic_share(left, right, low, high)
    return share


def _quartic_share(left: FloatArray, right: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """∫∫ 3 (1 − u² − v²)² / π over the unit disc and left ≤ u ≤ right, low ≤ v ≤ high.

    With u = sin θ the half-height of the disc is cos θ and the integrand over θ is smooth up to the ends; the inner
    integral is a polynomial.
    """
    start, end = np.arcsin(np.clip(left, -1, 1)), np.arcsin(np.clip(right, -1, 1))
    nodes, shares = np.polynomial.legendre.leggauss(_NODES)
    angle = (start + end)[:, None] / 2 + (end - start)[:, None] / 2 * nodes
    half = np.cos(angle)
    top, bottom = np.minimum(high[:, None], half), np.maximum(low[:, None], -half)
    slices = np.maximum(_slice(top, half) - _slice(bottom, half), 0.0) * half
    return np.asarray((slices * shares).sum(axis=1) * (end - start) * 1.5 / math.pi)


def _slice(v: FloatArray, half: FloatArray) -> FloatArray:
    """∫₀ᵛ (half² − w²)² dw."""
    return np.asarray(half**4 * v - 2 * half**2 * v**3 / 3 + v**5 / 5)
