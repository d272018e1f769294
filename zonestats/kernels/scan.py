"""The scan's inner loop: cylinders grow place by place; simulated maps lie side by side (``lanes``).

Every centre is searched by one thread and writes only its own row, so nothing depends on the number of threads.
"""

import numpy as np
from numba import prange

from zonestats.kernels.compile import kernel

_TINY = 1e-12


@kernel(parallel=True)
def search(
    counts: np.ndarray, expected: np.ndarray, order: np.ndarray, whole: np.ndarray, size: np.ndarray, longest: int,
    prospective: bool, k_log_k: np.ndarray, out: np.ndarray, out_where: np.ndarray,
) -> None:  # fmt: skip
    """out[i, lane] = largest log-likelihood ratio of the cylinders around place i.

    ``counts`` (places, periods, lanes), ``expected`` (places, periods) of which a part is given, while
    ``k_log_k`` (k = 0 … total) tells the total of all. ``out_where[i]``, if it has
    columns, = (places in the circle, first period, last period) of lane 0's best.
    """
    places, periods, lanes = counts.shape
    total = k_log_k.size - 1
    for i in prange(places):
        inside = np.zeros((periods + 1, lanes), dtype=counts.dtype)  # running sums over periods, of the places so far
        hoped = np.zeros(periods + 1)
        for k in range(size[i]):
            j = order[i, k]
            e = 0.0
            for p in range(periods):
                e += expected[j, p]
                hoped[p + 1] += e
            for lane in range(lanes):
                c = np.int32(0)
                for p in range(periods):
                    c += counts[j, p, lane]
                    inside[p + 1, lane] += c
            if whole[i, k] == 0:
                continue
            for end in range(periods, 0, -1):
                if prospective and end < periods:
                    break
                for begin in range(end - 1, max(-1, end - 1 - longest), -1):
                    e = hoped[end] - hoped[begin]
                    rest = total - e
                    if e <= _TINY or rest <= _TINY * total:
                        continue
                    log_e = np.log(e)
                    log_rest = np.log(rest)
                    for lane in range(lanes):
                        c = inside[end, lane] - inside[begin, lane]
                        if c <= e:
                            continue
                        ratio = k_log_k[c] - c * log_e + k_log_k[total - c] - (total - c) * log_rest
                        if ratio > out[i, lane] + 1e-9:
                            out[i, lane] = ratio
                            if lane == 0 and out_where.shape[1] > 0:
                                out_where[i, 0] = k + 1
                                out_where[i, 1] = begin
                                out_where[i, 2] = end - 1
