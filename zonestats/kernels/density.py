"""Kernel sums on a grid of cell centres. Distances are in cells; the first cell's centre is the origin."""

import math

import numpy as np

from zonestats.checks import FloatArray
from zonestats.kernels.compile import kernel


@kernel()
def sum_gaussian(
    u: FloatArray, v: FloatArray, weights: FloatArray, width: float, reach: float, out: FloatArray
) -> None:
    """Exact sum of weight · exp(−d² / 2 width²) over the points within ``reach`` of a centre along each axis."""
    ny, nx = out.shape
    row_part = np.empty(ny)
    column_part = np.empty(nx)
    scale = -0.5 / (width * width)
    for p in range(u.size):
        left = max(0, math.ceil(u[p] - reach))
        right = min(nx - 1, math.floor(u[p] + reach))
        low = max(0, math.ceil(v[p] - reach))
        high = min(ny - 1, math.floor(v[p] + reach))
        if left > right or low > high:
            continue
        for i in range(left, right + 1):
            column_part[i] = math.exp(scale * (i - u[p]) ** 2)
        for j in range(low, high + 1):
            row_part[j] = weights[p] * math.exp(scale * (j - v[p]) ** 2)
        for j in range(low, high + 1):
            for i in range(left, right + 1):
                out[j, i] += row_part[j] * column_part[i]


@kernel()
def sum_quartic(u: FloatArray, v: FloatArray, weights: FloatArray, radius: float, out: FloatArray) -> None:
    """Exact sum of weight · (1 − d² / radius²)² over the points nearer than ``radius``."""
    ny, nx = out.shape
    inverse = 1.0 / (radius * radius)
    for p in range(u.size):
        low = max(0, math.ceil(v[p] - radius))
        high = min(ny - 1, math.floor(v[p] + radius))
        for j in range(low, high + 1):
            rest = 1.0 - (j - v[p]) ** 2 * inverse
            half = radius * math.sqrt(max(rest, 0.0))
            left = max(0, math.ceil(u[p] - half))
            right = min(nx - 1, math.floor(u[p] + half))
            for i in range(left, right + 1):
                share = rest - (i - u[p]) ** 2 * inverse
                out[j, i] += weights[p] * share * share


@kernel()
def assign_cubic(u: FloatArray, v: FloatArray, weights: FloatArray, out: FloatArray) -> None:
    """Spread each point over the 4 × 4 nearest nodes with the weights of cubic (Lagrange) interpolation.

    A sum of any smooth function over the nodes then equals the sum over the points but for a term of the fourth order
    in the node spacing. Points without all 16 nodes are left out.
    """
    ny, nx = out.shape
    for p in range(u.size):
        i = math.floor(u[p])
        j = math.floor(v[p])
        if i < 1 or j < 1 or i + 2 >= nx or j + 2 >= ny:
            continue
        f = u[p] - i
        a0 = -f * (f - 1) * (f - 2) / 6
        a1 = (f + 1) * (f - 1) * (f - 2) / 2
        a2 = -(f + 1) * f * (f - 2) / 2
        a3 = (f + 1) * f * (f - 1) / 6
        g = v[p] - j
        b = (
            -weights[p] * g * (g - 1) * (g - 2) / 6,
            weights[p] * (g + 1) * (g - 1) * (g - 2) / 2,
            -weights[p] * (g + 1) * g * (g - 2) / 2,
            weights[p] * (g + 1) * g * (g - 1) / 6,
        )
        for k in range(4):
            out[j - 1 + k, i - 1] += b[k] * a0
            out[j - 1 + k, i] += b[k] * a1
            out[j - 1 + k, i + 1] += b[k] * a2
            out[j - 1 + k, i + 2] += b[k] * a3


@kernel()
def blur(nodes: FloatArray, taps: FloatArray, step: int, middle: FloatArray, out: FloatArray) -> None:
    """Separable convolution of ``nodes`` with ``taps`` (odd length), kept at every ``step``-th node along both axes.

    ``middle`` has shape (rows of ``out``, columns of ``nodes``), all zero.
    """
    ny, nx = out.shape
    for j in range(ny):
        for t in range(taps.size):
            for i in range(nodes.shape[1]):
                middle[j, i] += taps[t] * nodes[j * step + t, i]
    for j in range(ny):
        for i in range(nx):
            total = 0.0
            for t in range(taps.size):
                total += taps[t] * middle[j, i * step + t]
            out[j, i] = total


@kernel()
def share_gaussian(x: FloatArray, low: float, high: float, width: float, out: FloatArray) -> None:
    """Share of a Gaussian of standard deviation ``width`` around each x that lies between ``low`` and ``high``."""
    scale = 1.0 / (width * math.sqrt(2.0))
    for p in range(x.size):
        out[p] = 0.5 * (math.erf((high - x[p]) * scale) - math.erf((low - x[p]) * scale))
