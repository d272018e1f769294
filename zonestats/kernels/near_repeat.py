"""Compiled loops of the near-repeat tests.

Events lie in horizontal strips, sorted by x within a strip; a strip's neighbours in x are a run found by bisection.
Only occupied strips exist, so one stray point costs nothing. Pairs are kept as rows of (later event here, band).
Times of many permutations lie side by side (``lanes``), so that one pair is compared in all of them with vector
instructions; only integer counts are added, so the sum cannot depend on the order.
"""

from math import lgamma

import numpy as np
from numba import prange

from zonestats.kernels.compile import kernel
from zonestats.kernels.streams import below, shuffle, stream_start, unit

_FLUSH = 32_000  # a 16-bit counter would overflow at 32,767 pairs
_STRIDES = 64


@kernel()
def first_at_least(values: np.ndarray, low: int, high: int, target: float) -> int:
    """First index in values[low:high] (ascending) whose value is ≥ target, or ``high``."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


@kernel()
def row_pairs(
    i: int,
    x: np.ndarray,
    y: np.ndarray,
    strip_of: np.ndarray,
    strip_id: np.ndarray,
    strip_start: np.ndarray,
    height: float,
    floor: float,
    lowest: float,
    limits: np.ndarray,
    manhattan: bool,
    at: int,
    out_other: np.ndarray,
    out_band: np.ndarray,
) -> int:
    """Count (and, when the outputs have room, write from ``at``) the pairs of event ``i`` with those after it."""
    reach = limits[limits.size - 1]
    slack = 1e-9 * (reach + height)
    own = strip_of[i]
    found = 0
    for s in range(own, strip_id.size):
        gap = 0.0
        if s > own:
            gap = max(0.0, floor + strip_id[s] * height - y[i] - slack)
            if gap > reach:
                break
        width = reach - gap if manhattan else np.sqrt(reach * reach - gap * gap)
        width += slack
        end = strip_start[s + 1]
        j = i + 1 if s == own else first_at_least(x, strip_start[s], end, x[i] - width)
        while j < end and x[j] - x[i] <= width:
            dx = abs(x[j] - x[i])
            dy = abs(y[j] - y[i])
            apart = dx + dy if manhattan else np.sqrt(dx * dx + dy * dy)
            if lowest <= apart <= reach:
                if out_other.size > 0:
                    band = 0
                    while apart > limits[band]:
                        band += 1
                    out_other[at + found] = j
                    out_band[at + found] = band
                found += 1
            j += 1
    return found


@kernel(parallel=True)
def close_pairs(
    x: np.ndarray,
    y: np.ndarray,
    strip_of: np.ndarray,
    strip_id: np.ndarray,
    strip_start: np.ndarray,
    height: float,
    floor: float,
    lowest: float,
    limits: np.ndarray,
    manhattan: bool,
    rows: np.ndarray,
    start: np.ndarray,
    out_count: np.ndarray,
    out_other: np.ndarray,
    out_band: np.ndarray,
) -> None:
    """For rows[0] ≤ i < rows[1]: how many pairs, and, when ``out_other`` has room, which (from start[i - rows[0]])."""
    first = rows[0]
    n = rows[1] - first
    for b in prange(_STRIDES):
        for r in range(b, n, _STRIDES):
            at = start[r] if out_other.size > 0 else 0
            out_count[r] = row_pairs(
                first + r, x, y, strip_of, strip_id, strip_start, height, floor, lowest, limits, manhattan,
                at, out_other, out_band,
            )  # fmt: skip


@kernel(parallel=True)
def permuted(t: np.ndarray, seed: int, first: int, out: np.ndarray) -> None:
    """out[g, :, p] = permutation number first + g·lanes + p of ``t``; number 0 is ``t`` itself."""
    groups, n, lanes = out.shape
    for g in prange(groups):
        times = np.empty_like(t)
        for p in range(lanes):
            number = first + g * lanes + p
            for i in range(n):
                times[i] = t[i]
            if number > 0:
                shuffle(times, stream_start(seed, number))
            for i in range(n):
                out[g, i, p] = times[i]


@kernel()
def swap_chain(
    out_order: np.ndarray, place: np.ndarray, period: np.ndarray, log_exposure: np.ndarray, steps: int, start: np.uint64
) -> None:
    """Metropolis swaps of time labels; stationary at Π exposure(place of i, period of out_order[i])."""
    counter = start
    n = out_order.size
    for _ in range(steps):
        i, counter = below(counter, n)
        j, counter = below(counter, n)
        a, b = period[out_order[i]], period[out_order[j]]
        gain = (
            log_exposure[place[i], b]
            + log_exposure[place[j], a]
            - log_exposure[place[i], a]
            - log_exposure[place[j], b]
        )
        counter = counter + np.uint64(0x9E3779B97F4A7C15)
        if gain >= 0.0 or unit(counter) < np.exp(gain):
            kept = out_order[i]
            out_order[i] = out_order[j]
            out_order[j] = kept


@kernel(parallel=True)
def exposed_orders(
    place: np.ndarray,
    period: np.ndarray,
    log_exposure: np.ndarray,
    steps: int,
    seed: int,
    out: np.ndarray,
) -> None:
    """out[:, k] = time labels of replicate k (0 = observed), by Besag & Clifford's (1989) parallel method.

    A hub is reached from the data by ``steps`` swaps; every replicate leaves the hub by ``steps`` swaps of its own. The
    chain is reversible, so data and replicates are exchangeable under the null hypothesis however short the chain.
    """
    n, replicates = out.shape
    hub = np.arange(n)
    swap_chain(hub, place, period, log_exposure, steps, stream_start(seed, 0))
    for k in prange(replicates):
        order = hub.copy() if k > 0 else np.arange(n)
        if k > 0:
            swap_chain(order, place, period, log_exposure, steps, stream_start(seed, k))
        for i in range(n):
            out[i, k] = order[i]


@kernel()
def add_counts(out_acc: np.ndarray, out: np.ndarray) -> None:
    """out += out_acc; out_acc = 0."""
    bands, limits, lanes = out_acc.shape
    for b in range(bands):
        for k in range(limits):
            for p in range(lanes):
                out[b, k, p] += np.int64(out_acc[b, k, p])
                out_acc[b, k, p] = 0


@kernel(parallel=True)
def pairs_within(
    first: int, start: np.ndarray, other: np.ndarray, band: np.ndarray, times: np.ndarray, limits: np.ndarray,
    out_scratch: np.ndarray, out: np.ndarray,
) -> None:  # fmt: skip
    """out[g, b, k, p] += number of pairs of space band b with |t_i − t_j| ≤ limits[k] in lane p of group g.

    ``out_scratch`` (groups, bands, limits, lanes) is zero, of the dtype of ``times``.
    """
    groups, _, lanes = times.shape
    for g in prange(groups):
        T = times[g]
        acc = out_scratch[g]
        gap = np.empty_like(T[0])
        pending = 0
        for r in range(start.size - 1):
            i = first + r
            for q in range(start[r], start[r + 1]):
                j = other[q]
                b = band[q]
                for p in range(lanes):
                    gap[p] = abs(T[i, p] - T[j, p])
                for k in range(limits.size):
                    limit = limits[k]
                    for p in range(lanes):
                        acc[b, k, p] += gap[p] <= limit
                pending += 1
                if pending == _FLUSH:
                    add_counts(acc, out[g])
                    pending = 0
        add_counts(acc, out[g])


@kernel(parallel=True)
def weight_within(
    first: int, start: np.ndarray, other: np.ndarray, band: np.ndarray, times: np.ndarray, limits: np.ndarray,
    weights: np.ndarray, out: np.ndarray,
) -> None:  # fmt: skip
    """As ``pairs_within``, each pair counting w_i·w_j; pairs are added in a fixed order."""
    groups, _, lanes = times.shape
    for g in prange(groups):
        T = times[g]
        gap = np.empty_like(T[0])
        for r in range(start.size - 1):
            i = first + r
            for q in range(start[r], start[r + 1]):
                j = other[q]
                b = band[q]
                weight = weights[i] * weights[j]
                for p in range(lanes):
                    gap[p] = abs(T[i, p] - T[j, p])
                for k in range(limits.size):
                    limit = limits[k]
                    for p in range(lanes):
                        out[g, b, k, p] += weight if gap[p] <= limit else 0.0


@kernel()
def root(out_parent: np.ndarray, i: int) -> int:
    """Root of ``i``, halving the path on the way."""
    while out_parent[i] != i:
        out_parent[i] = out_parent[out_parent[i]]
        i = out_parent[i]
    return i


@kernel()
def link(
    first: int, start: np.ndarray, other: np.ndarray, t: np.ndarray, days: float,
    out_parent: np.ndarray, out_before: np.ndarray, out_after: np.ndarray, out_same: np.ndarray, out_space: np.ndarray,
) -> None:  # fmt: skip
    """Join pairs close in time into chains and count each event's earlier, later and simultaneous partners."""
    for r in range(start.size - 1):
        i = first + r
        for q in range(start[r], start[r + 1]):
            j = other[q]
            out_space[i] += 1
            out_space[j] += 1
            if abs(t[i] - t[j]) > days:
                continue
            if t[i] == t[j]:
                out_same[i] += 1
                out_same[j] += 1
            elif t[i] < t[j]:
                out_after[i] += 1
                out_before[j] += 1
            else:
                out_before[i] += 1
                out_after[j] += 1
            a, b = root(out_parent, i), root(out_parent, j)
            if a < b:
                out_parent[b] = a
            else:
                out_parent[a] = b


@kernel()
def neighbours_per_event(first: int, start: np.ndarray, other: np.ndarray, band: np.ndarray, out: np.ndarray) -> None:
    """out[i, b] += number of events in space band b of event i."""
    for r in range(start.size - 1):
        for q in range(start[r], start[r + 1]):
            out[first + r, band[q]] += 1
            out[other[q], band[q]] += 1


@kernel()
def upper_tail(least: int, drawn: int, marked: int, others: int) -> float:
    """P(X ≥ least) for X hypergeometric: ``drawn`` of ``others`` events, ``marked`` of which count."""
    low = max(0, drawn + marked - others)
    high = min(drawn, marked)
    if least <= low:
        return 1.0
    if least > high:
        return 0.0
    k = least
    log_term = lgamma(marked + 1.0) - lgamma(k + 1.0) - lgamma(marked - k + 1.0)
    log_term += lgamma(others - marked + 1.0) - lgamma(drawn - k + 1.0) - lgamma(others - marked - drawn + k + 1.0)
    log_term -= lgamma(others + 1.0) - lgamma(drawn + 1.0) - lgamma(others - drawn + 1.0)
    term = np.exp(log_term)
    total = 0.0
    while True:
        total += term
        if k == high:
            break
        grow = (drawn - k) * (marked - k) / ((k + 1.0) * (others - drawn - marked + k + 1.0))
        if grow < 1.0 and term < 1e-17 * total:
            break
        term *= grow
        k += 1
    return float(min(total, 1.0))


@kernel()
def upper_tails(least: np.ndarray, drawn: np.ndarray, marked: np.ndarray, others: int, out: np.ndarray) -> None:
    """out[a, b] = P(X ≥ least[a]) with drawn[a] and marked[b]."""
    for a in range(least.size):
        for b in range(marked.size):
            out[a, b] = upper_tail(least[a], drawn[a], marked[b], others)
