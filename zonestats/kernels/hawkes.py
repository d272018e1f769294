"""Compiled loops of the self-exciting model: possible parents, grids read between nodes, and the E step.

Loops of a millisecond stay on one thread: waiting for a second one would cost more on a busy machine than it saves.
"""

import numpy as np
from numba import prange

from zonestats.kernels.compile import kernel
from zonestats.kernels.streams import stream_start, unit


@kernel()
def parents(
    strip_start: np.ndarray, strip_of: np.ndarray, by_strip: np.ndarray, points: np.ndarray, days: float,
    distance: float, out_start: np.ndarray, out_parent: np.ndarray,
) -> None:  # fmt: skip
    """Earlier events within ``days`` and ``distance`` of each event, (n, 3) x, y, t in order of time.

    Strips along y are ``distance`` high, ``by_strip`` holds their events in order of time. Without room in
    ``out_parent`` only counts: out_start[i + 1] − out_start[i] parents of event i; with room, they are written there.
    """
    found = 0
    for i in range(points.shape[0]):
        first = found
        for s in range(max(strip_of[i] - 1, 0), min(strip_of[i] + 2, strip_start.size - 1)):
            run = by_strip[strip_start[s] : strip_start[s + 1]]
            for at in range(np.searchsorted(run, i) - 1, -1, -1):
                j = run[at]
                lag = points[i, 2] - points[j, 2]
                if lag > days:
                    break
                apart = (points[i, 0] - points[j, 0]) ** 2 + (points[i, 1] - points[j, 1]) ** 2
                if lag > 0.0 and apart <= distance * distance:
                    if out_parent.size > 0:
                        out_parent[found] = j
                    found += 1
        if out_parent.size > 0:
            out_parent[first:found].sort()
        out_start[i + 1] = found


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
