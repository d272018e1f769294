"""Compiled sums of Gaussians with a width of their own each, and the distances to neighbours that set those widths.

A Gaussian with independent axes is a product of one factor per axis, so a sum of thousands of them on a grid needs no
exponential per node; what lies beyond five standard deviations is 0. These loops take a millisecond and stay on one
thread: waiting for a second one costs more on a busy machine than it saves.
"""

import numpy as np

from zonestats.kernels.compile import kernel

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
def add_uneven(nodes: np.ndarray, mean: float, spread: float, out: np.ndarray) -> None:
    """out[a] += density of one kernel at nodes[a] (ascending)."""
    low = np.searchsorted(nodes, mean - _REACH * spread)
    high = np.searchsorted(nodes, mean + _REACH * spread)
    for a in range(low, high):
        out[a] += gaussian(nodes[a] - mean, spread)


@kernel()
def add_even(first: float, step: float, mean: float, spread: float, out: np.ndarray) -> None:
    """out[a] += density of one kernel at first + step · a.

    From one node to the next the density changes by a ratio which itself changes by a constant ratio: four exponentials
    a kernel are enough. Starts at the node nearest to the mean, so that rounding grows where the density is small.
    """
    low = max(0, int(np.ceil((mean - _REACH * spread - first) / step)))
    high = min(out.size, int(np.floor((mean + _REACH * spread - first) / step)) + 1)
    if low >= high:
        return
    middle = min(max(int((mean - first) / step), low), high - 1)
    h = step / spread
    z = (first + step * middle - mean) / spread
    bend = np.exp(-h * h)
    peak = np.exp(-0.5 * z * z) / (spread * _ROOT_TWO_PI)
    value, ratio = peak, np.exp(-h * (z + 0.5 * h))
    for a in range(middle, high):
        out[a] += value
        value *= ratio
        ratio *= bend
    value, ratio = peak, np.exp(h * (z - 0.5 * h))
    for a in range(middle - 1, low - 1, -1):
        value *= ratio
        ratio *= bend
        out[a] += value


@kernel()
def line_sum(first: float, step: float, mean: np.ndarray, spread: np.ndarray, out: np.ndarray) -> None:
    """out[a] += Σ_m density of kernel m at first + step · a."""
    for m in range(mean.size):
        add_even(first, step, mean[m], spread[m], out)


@kernel()
def add_rows(rows: np.ndarray, planes: np.ndarray, first: int, last: int, out: np.ndarray) -> None:
    """out[a, c] += Σ of rows[m, a] × planes[m, c] over the four m, first ≤ c < last: one pass over a row for four kernels."""
    p, q, r, s = planes[0][first:last], planes[1][first:last], planes[2][first:last], planes[3][first:last]
    for a in range(rows.shape[1]):
        i, j, k, l = rows[0, a], rows[1, a], rows[2, a], rows[3, a]  # noqa: E741
        if i + j + k + l > 0.0:
            row = out[a][first:last]
            for c in range(row.size):
                row[c] += (i * p[c] + j * q[c]) + (k * r[c] + l * s[c])


@kernel()
def reached(rows: np.ndarray) -> tuple[int, int]:
    """The run of columns outside which all four rows are 0."""
    first, last = 0, rows.shape[1]
    while first < last and rows[0, first] + rows[1, first] + rows[2, first] + rows[3, first] == 0.0:
        first += 1
    while first < last and rows[0, last - 1] + rows[1, last - 1] + rows[2, last - 1] + rows[3, last - 1] == 0.0:
        last -= 1
    return first, last


@kernel()
def plane_sum(origin: np.ndarray, step: float, mean: np.ndarray, spread: np.ndarray, out: np.ndarray) -> None:
    """out[a, c] += Σ_m density of kernel m at (y, x) = origin + step · (a, c); mean and spread (n, 2) as y, x.

    Kernels sorted by y reach the same rows four at a time. Factors live in a few kilobytes: tables of all of them
    would cost more in fresh memory than the sums themselves.
    """
    along, across = np.empty((4, out.shape[0])), np.empty((4, out.shape[1]))
    for begin in range(0, mean.shape[0], 4):
        along[:] = 0.0
        across[:] = 0.0
        for m in range(begin, min(begin + 4, mean.shape[0])):
            add_even(origin[0], step, mean[m, 0], spread[m, 0], along[m - begin])
            add_even(origin[1], step, mean[m, 1], spread[m, 1], across[m - begin])
        first, last = reached(across)
        add_rows(along, across, first, last, out)


@kernel()
def space_time_sum(nodes: np.ndarray, times: np.ndarray, mean: np.ndarray, spread: np.ndarray, out: np.ndarray) -> None:
    """out[a, b · width + c] += Σ_m density of kernel m at (times[a], nodes[b], nodes[c]), reflected at time 0.

    mean and spread (n, 3) as time, b, c. Reflection keeps at positive lags the mass that a kernel centred near 0 would
    lose to negative ones. Sorted by width, kernels reach the same rows four at a time.
    """
    size = nodes.size
    width = out.shape[1] // size  # ≥ size: rows may be padded to a round number
    later, across, along = np.empty((4, times.size)), np.empty((4, size)), np.empty((4, width))
    planes = np.empty((4, size * width))
    for begin in range(0, mean.shape[0], 4):
        later[:] = 0.0
        across[:] = 0.0
        along[:] = 0.0
        for m in range(begin, min(begin + 4, mean.shape[0])):
            add_uneven(times, mean[m, 0], spread[m, 0], later[m - begin])
            add_uneven(times, -mean[m, 0], spread[m, 0], later[m - begin])
            add_uneven(nodes, mean[m, 1], spread[m, 1], across[m - begin])
            add_uneven(nodes, mean[m, 2], spread[m, 2], along[m - begin])
        first, last = reached(across)
        for k in range(4):
            for b in range(first, last):
                for c in range(width):
                    planes[k, b * width + c] = across[k, b] * along[k, c]
        add_rows(later, planes, first * width, last * width, out)


@kernel()
def kth_gap(ordered: np.ndarray, k: int, out: np.ndarray) -> None:
    """out[i] = distance from ordered[i] (ascending) to its k-th nearest other value.

    k others and the value itself are a run ordered[j : j + k + 1]; the best run is where the left end stops being the
    farther one, found by bisection.
    """
    last = ordered.size - 1 - k
    for i in range(ordered.size):
        low, high = max(0, i - k), min(i, last)
        while low < high:
            j = (low + high) >> 1
            if ordered[j + k] - ordered[i] >= ordered[i] - ordered[j]:
                high = j
            else:
                low = j + 1
        gap = max(ordered[low + k] - ordered[i], ordered[i] - ordered[low])
        if low > max(0, i - k):
            gap = min(gap, max(ordered[low + k - 1] - ordered[i], ordered[i] - ordered[low - 1]))
        out[i] = gap


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
def scan_strip(points: np.ndarray, i: int, begin: int, at: int, end: int, gap: float, out_nearest: np.ndarray) -> None:
    """Offer the points of one strip, walking from ``at`` both ways along y until y alone is too far."""
    x, y, z = points[i, 0], points[i, 1], points[i, 2]
    farthest = out_nearest.size - 1
    low, high = at - 1, at
    down, up = True, True
    while down or up:
        for _ in range(_STRIDE):
            if low < begin or (y - points[low, 1]) ** 2 + gap >= out_nearest[farthest]:
                down = False
                break
            if low != i:
                apart = (x - points[low, 0]) ** 2 + (y - points[low, 1]) ** 2 + (z - points[low, 2]) ** 2
                keep_nearest(apart, out_nearest)
            low -= 1
        for _ in range(_STRIDE):
            if high >= end or (points[high, 1] - y) ** 2 + gap >= out_nearest[farthest]:
                up = False
                break
            if high != i:
                apart = (x - points[high, 0]) ** 2 + (y - points[high, 1]) ** 2 + (z - points[high, 2]) ** 2
                keep_nearest(apart, out_nearest)
            high += 1


@kernel()
def kth_distance(points: np.ndarray, size: int, k: int, out: np.ndarray) -> None:
    """out[i] = distance from point i, (n, 3), to its k-th nearest other.

    Points lie in strips of ``size`` along x, each sorted by y; strips are searched outwards until x alone is too far.
    """
    n = points.shape[0]
    strips = (n + size - 1) // size
    edge, nearest = np.empty((strips, 2)), np.empty(k)
    for s in range(strips):
        edge[s, 0] = np.min(points[s * size : min(n, (s + 1) * size), 0])
        edge[s, 1] = np.max(points[s * size : min(n, (s + 1) * size), 0])
    for own in range(strips):
        for i in range(own * size, min(n, (own + 1) * size)):
            nearest[:] = np.inf
            x, y = points[i, 0], points[i, 1]
            scan_strip(points, i, own * size, i, min(n, (own + 1) * size), 0.0, nearest)
            for way in (-1, 1):
                s = own + way
                while 0 <= s < strips:
                    gap = max(0.0, edge[s, 0] - x, x - edge[s, 1]) ** 2
                    if gap >= nearest[k - 1]:
                        break
                    begin, end = s * size, min(n, (s + 1) * size)
                    at = begin + np.searchsorted(points[begin:end, 1], y)
                    scan_strip(points, i, begin, at, end, gap, nearest)
                    s += way
            out[i] = np.sqrt(nearest[k - 1])
