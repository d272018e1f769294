"""Compiled loops of the self-exciting model: sums of Gaussians on grids, and the responsibilities of an EM step.

A Gaussian with independent axes is a product of one factor per axis, so a sum of thousands of them on a grid needs no
exponential per node; factors beyond six standard deviations are skipped. Every output element is summed by one thread
in a fixed order.
"""

import numpy as np
from numba import prange

from zonestats.kernels.compile import kernel
from zonestats.kernels.streams import stream_start, unit

_REACH = 6.0  # standard deviations kept
_ROOT_TWO_PI = 2.5066282746310002


@kernel()
def gaussian(apart: float, spread: float) -> float:
    """Density of a Gaussian of standard deviation ``spread`` at ``apart``; 0 beyond the reach."""
    z = apart / spread
    if abs(z) > _REACH:
        return 0.0
    return float(np.exp(-0.5 * z * z) / (spread * _ROOT_TWO_PI))


@kernel(parallel=True)
def gaussian_factors(nodes: np.ndarray, mean: np.ndarray, spread: np.ndarray, out: np.ndarray) -> None:
    """out[m, a] = density of kernel m at nodes[a] (ascending)."""
    for m in prange(mean.size):
        for a in range(nodes.size):
            out[m, a] = gaussian(nodes[a] - mean[m], spread[m])


@kernel(parallel=True)
def line_sum(
    nodes: np.ndarray, mean: np.ndarray, spread: np.ndarray, weight: np.ndarray, out: np.ndarray
) -> None:  # fmt: skip
    """out[a] = Σ_m weight[m] × density of kernel m at nodes[a]."""
    for a in prange(nodes.size):
        total = 0.0
        for m in range(mean.size):
            total += weight[m] * gaussian(nodes[a] - mean[m], spread[m])
        out[a] = total


@kernel(parallel=True)
def plane_sum(
    nodes: np.ndarray, mean: np.ndarray, spread: np.ndarray, weight: np.ndarray, other: np.ndarray, out: np.ndarray
) -> None:
    """out[a, c] = Σ_m weight[m] × density of m at nodes[a] × other[m, c]."""
    for a in prange(nodes.size):
        for m in range(mean.size):
            w = weight[m] * gaussian(nodes[a] - mean[m], spread[m])
            if w > 0.0:
                for c in range(other.shape[1]):
                    out[a, c] += w * other[m, c]


@kernel(parallel=True)
def space_time_sum(
    nodes: np.ndarray, mean: np.ndarray, spread: np.ndarray, first: np.ndarray, second: np.ndarray, out: np.ndarray
) -> None:
    """out[a, b, c] = mean over m of time factor × first[m, b] × second[m, c]; the time factor is reflected at 0.

    Reflection keeps at positive lags the mass that a kernel centred near 0 would lose to negative ones.
    """
    kernels = mean.size
    for a in prange(nodes.size):
        for m in range(kernels):
            w = (gaussian(nodes[a] - mean[m], spread[m]) + gaussian(nodes[a] + mean[m], spread[m])) / kernels
            if w == 0.0:
                continue
            for b in range(first.shape[1]):
                v = w * first[m, b]
                if v == 0.0:
                    continue
                for c in range(second.shape[1]):
                    out[a, b, c] += v * second[m, c]


@kernel()
def trilinear(grid: np.ndarray, a: int, b: int, c: int, fa: float, fb: float, fc: float) -> float:
    """Value between the nodes of a three-dimensional grid."""
    low = (grid[a, b, c] * (1 - fc) + grid[a, b, c + 1] * fc) * (1 - fb) + (
        grid[a, b + 1, c] * (1 - fc) + grid[a, b + 1, c + 1] * fc
    ) * fb
    high = (grid[a + 1, b, c] * (1 - fc) + grid[a + 1, b, c + 1] * fc) * (1 - fb) + (
        grid[a + 1, b + 1, c] * (1 - fc) + grid[a + 1, b + 1, c + 1] * fc
    ) * fb
    return float(low * (1 - fa) + high * fa)


@kernel(parallel=True)
def interpolate(grid: np.ndarray, node: np.ndarray, part: np.ndarray, scale: float, out: np.ndarray) -> None:
    """out[q] = scale × grid at (node[q] + part[q]), nodes and fractions of shape (n, 3)."""
    for q in prange(node.shape[0]):
        out[q] = scale * trilinear(grid, node[q, 0], node[q, 1], node[q, 2], part[q, 0], part[q, 1], part[q, 2])


@kernel(parallel=True)
def respond(
    start: np.ndarray, background: np.ndarray, trigger: np.ndarray, seed: int, turn: int,
    out_own: np.ndarray, out_share: np.ndarray, out_choice: np.ndarray,
) -> None:  # fmt: skip
    """E step: out_own[i] = P(i is background), out_share[q] = P(pair q is parent and child), and one draw of each.

    Pairs of child i are start[i] ≤ q < start[i + 1]; out_choice[i] is the pair drawn, or −1 for background.
    """
    counter = stream_start(seed, turn)
    for i in prange(start.size - 1):
        total = background[i]
        for q in range(start[i], start[i + 1]):
            total += trigger[q]
        drawn = unit(counter + np.uint64(i) * np.uint64(0x9E3779B97F4A7C15)) * total
        out_own[i] = background[i] / total if total > 0.0 else 1.0
        passed = background[i]
        out_choice[i] = -1
        for q in range(start[i], start[i + 1]):
            out_share[q] = trigger[q] / total if total > 0.0 else 0.0
            if out_choice[i] < 0 and drawn >= passed and drawn < passed + trigger[q]:
                out_choice[i] = q
            passed += trigger[q]


@kernel(parallel=True)
def excitement(
    cell_x: np.ndarray, cell_y: np.ndarray, x: np.ndarray, y: np.ndarray, lag: np.ndarray, grid: np.ndarray,
    scale: np.ndarray, reach: float, side: float, parts: int, steps: int, out: np.ndarray,
) -> None:  # fmt: skip
    """out[c] = mean over cell c and one day of Σ_events g(lag, dx, dy), g from its grid.

    ``scale`` = (time scale, time step, space scale, space step) of the sinh-spaced nodes; ``lag`` ≥ 0 is the time from
    each event to the start of the day; a cell is averaged over parts × parts points and the day over ``steps`` moments.
    """
    half = (grid.shape[1] - 1) // 2
    last_time, last = grid.shape[0] - 1, grid.shape[1] - 1
    for c in prange(cell_x.size):
        total = 0.0
        for e in range(x.size):
            if abs(cell_x[c] - x[e]) > reach + side or abs(cell_y[c] - y[e]) > reach + side:
                continue
            for s in range(steps):
                a = np.arcsinh((lag[e] + (s + 0.5) / steps) / scale[0]) / scale[1]
                if a >= last_time:
                    continue
                ia = int(a)
                for i in range(parts):
                    dx = cell_x[c] + ((i + 0.5) / parts - 0.5) * side - x[e]
                    b = np.arcsinh(dx / scale[2]) / scale[3] + half
                    if b < 0 or b >= last:
                        continue
                    ib = int(b)
                    for j in range(parts):
                        dy = cell_y[c] + ((j + 0.5) / parts - 0.5) * side - y[e]
                        d = np.arcsinh(dy / scale[2]) / scale[3] + half
                        if d < 0 or d >= last:
                            continue
                        total += trilinear(grid, ia, ib, int(d), a - ia, b - ib, d - int(d))
        out[c] = total / (steps * parts * parts)
