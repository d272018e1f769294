"""Compiled loops of the self-exciting model: sums of Gaussians on grids, and the responsibilities of an EM step.

A Gaussian with independent axes is a product of one factor per axis, so a sum of thousands of them on a grid needs no
exponential per node; factors beyond five standard deviations are skipped. Every output element is summed by one thread
in a fixed order. Loops of a few milliseconds stay on one thread: waiting for a second one would cost more on a busy
machine than it saves.
"""

import numpy as np
from numba import prange

from zonestats.kernels.compile import kernel
from zonestats.kernels.streams import stream_start, unit

_REACH = 5.0  # standard deviations kept: what lies beyond is below 4e-6 of the peak
_STRIDE = 8
_ROOT_TWO_PI = 2.5066282746310002


@kernel()
def gaussian(apart: float, spread: float) -> float:
    """Density of a Gaussian of standard deviation ``spread`` at ``apart``; 0 beyond the reach."""
    z = apart / spread
    if abs(z) > _REACH:
        return 0.0
    return float(np.exp(-0.5 * z * z) / (spread * _ROOT_TWO_PI))


@kernel()
def gaussian_factors(
    nodes: np.ndarray, mean: np.ndarray, spread: np.ndarray, out: np.ndarray, out_window: np.ndarray
) -> None:
    """out[m, a] = density of kernel m at nodes[a] (ascending), for out_window[m, 0] ≤ a < out_window[m, 1]; 0 elsewhere."""
    for m in range(mean.size):
        low = np.searchsorted(nodes, mean[m] - _REACH * spread[m])
        high = np.searchsorted(nodes, mean[m] + _REACH * spread[m])
        out_window[m, 0] = low
        out_window[m, 1] = high
        for a in range(low, high):
            out[m, a] = gaussian(nodes[a] - mean[m], spread[m])


@kernel()
def kth_gap(ordered: np.ndarray, k: int, out: np.ndarray) -> None:
    """out[i] = distance from ordered[i] (ascending) to its k-th nearest other value."""
    for i in range(ordered.size):
        low, high, gap = i, i, 0.0
        for _ in range(k):
            down = ordered[i] - ordered[low - 1] if low > 0 else np.inf
            up = ordered[high + 1] - ordered[i] if high < ordered.size - 1 else np.inf
            if down <= up:
                low -= 1
                gap = down
            else:
                high += 1
                gap = up
        out[i] = gap


@kernel()
def line_sum(nodes: np.ndarray, mean: np.ndarray, spread: np.ndarray, out: np.ndarray) -> None:
    """out[a] = Σ_m density of kernel m at nodes[a]."""
    for a in range(nodes.size):
        total = 0.0
        for m in range(mean.size):
            total += gaussian(nodes[a] - mean[m], spread[m])
        out[a] = total


@kernel()
def plane_sum(
    first: np.ndarray, first_window: np.ndarray, second: np.ndarray, window: np.ndarray, out: np.ndarray
) -> None:
    """out[a, c] = Σ_m first[m, a] × second[m, c], inside the windows of kernel m."""
    for a in range(out.shape[0]):
        for m in range(first.shape[0]):
            if first_window[m, 0] <= a < first_window[m, 1]:
                w = first[m, a]
                for c in range(window[m, 0], window[m, 1]):
                    out[a, c] += w * second[m, c]


@kernel()
def space_time_sum(
    nodes: np.ndarray, mean: np.ndarray, spread: np.ndarray, first: np.ndarray, second: np.ndarray,
    out_planes: np.ndarray, out: np.ndarray,
) -> None:  # fmt: skip
    """out[a, b · width + c] = Σ_m time factor × first[m, b] × second[m, c]; the time factor is reflected at 0.

    Reflection keeps at positive lags the mass that a kernel centred near 0 would lose to negative ones. ``out_planes``
    holds first × second of some kernels at a time: long rows are added several numbers at once.
    """
    size, width = out_planes.shape[0], second.shape[1]
    for begin in range(0, mean.size, size):
        end = min(begin + size, mean.size)
        for m in range(end - begin):
            for b in range(first.shape[1]):
                for c in range(width):
                    out_planes[m, b * width + c] = first[begin + m, b] * second[begin + m, c]
        for a in range(nodes.size):
            row = out[a]
            for k in range(begin, end):
                w = gaussian(nodes[a] - mean[k], spread[k]) + gaussian(nodes[a] + mean[k], spread[k])
                if w > 0.0:
                    flat = out_planes[k - begin]
                    for c in range(row.size):
                        row[c] += w * flat[c]


@kernel()
def keep_nearest(squared: float, out_nearest: np.ndarray) -> None:
    """Insert into the ascending list of the smallest values seen, if it belongs there."""
    at = out_nearest.size - 1
    if squared >= out_nearest[at]:
        return
    while at > 0 and out_nearest[at - 1] > squared:
        out_nearest[at] = out_nearest[at - 1]
        at -= 1
    out_nearest[at] = squared


@kernel()
def kth_from(x: np.ndarray, y: np.ndarray, z: np.ndarray, i: int, k: int) -> float:
    """Euclidean distance from point i to its k-th nearest other; ``x`` ascends.

    The search walks outwards along x, eight points a side at a time, until x alone is farther than the k-th so far.
    """
    nearest = np.full(k, np.inf)
    low, high = i - 1, i + 1
    left, right = low >= 0, high < x.size
    while left or right:
        for _ in range(_STRIDE):
            if low < 0 or (x[i] - x[low]) ** 2 >= nearest[k - 1]:
                left = False
                break
            keep_nearest((x[i] - x[low]) ** 2 + (y[i] - y[low]) ** 2 + (z[i] - z[low]) ** 2, nearest)
            low -= 1
        for _ in range(_STRIDE):
            if high >= x.size or (x[high] - x[i]) ** 2 >= nearest[k - 1]:
                right = False
                break
            keep_nearest((x[i] - x[high]) ** 2 + (y[i] - y[high]) ** 2 + (z[i] - z[high]) ** 2, nearest)
            high += 1
    return float(np.sqrt(nearest[k - 1]))


@kernel()
def kth_distance(x: np.ndarray, y: np.ndarray, z: np.ndarray, k: int, out: np.ndarray) -> None:
    """out[i] = distance from point i to its k-th nearest other; ``x`` ascends."""
    for i in range(x.size):
        out[i] = kth_from(x, y, z, i, k)


@kernel()
def bilinear(grid: np.ndarray, a: float, b: float) -> float:
    """Value between the nodes of a plane grid; positions beyond its rim count as on it."""
    last_a, last_b = grid.shape[0] - 1, grid.shape[1] - 1
    ia = min(max(int(a), 0), last_a - 1)
    ib = min(max(int(b), 0), last_b - 1)
    fa = min(max(a - ia, 0.0), 1.0)
    fb = min(max(b - ib, 0.0), 1.0)
    low = grid[ia, ib] * (1 - fb) + grid[ia, ib + 1] * fb
    high = grid[ia + 1, ib] * (1 - fb) + grid[ia + 1, ib + 1] * fb
    return float(low * (1 - fa) + high * fa)


@kernel()
def read_plane(grid: np.ndarray, a: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    """out[i] = grid at (a[i], b[i]), in nodes."""
    for i in range(a.size):
        out[i] = bilinear(grid, a[i], b[i])


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


@kernel()
def interpolate(grid: np.ndarray, node: np.ndarray, part: np.ndarray, scale: float, out: np.ndarray) -> None:
    """out[q] = scale × grid at (node[q] + part[q]), nodes and fractions of shape (n, 3)."""
    for q in range(node.shape[0]):
        out[q] = scale * trilinear(grid, node[q, 0], node[q, 1], node[q, 2], part[q, 0], part[q, 1], part[q, 2])


@kernel()
def respond(
    start: np.ndarray, background: np.ndarray, trigger: np.ndarray, seed: int, turn: int,
    out_own: np.ndarray, out_share: np.ndarray, out_choice: np.ndarray,
) -> None:  # fmt: skip
    """E step: out_own[i] = P(i is background), out_share[q] = P(pair q is parent and child), and one draw of each.

    Pairs of child i are start[i] ≤ q < start[i + 1]; out_choice[i] is the pair drawn, or −1 for background.
    """
    counter = stream_start(seed, turn)
    for i in range(start.size - 1):
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
