"""Sums of products that do not depend on the number of threads.

BLAS adds the parts of a long dot product in an order that depends on its threads, and on a busy machine its waiting
threads spin: thirty survey figures of 50,000 answers took 9.6 s beside ten other processes, 8 s of it in dot products.
"""

import numpy as np

from zonestats.checks import FloatArray

PRODUCTS = 200_000  # of one block
STRIPE = 64  # columns taken at once
HELD = 4_000_000  # numbers of the blocks' sums held at once


def dot(a: FloatArray, b: FloatArray) -> float:
    """Σ a b over (n,) arrays, added pairwise.

    >>> import numpy as np
    >>> dot(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    11.0
    """
    return float(np.multiply(a, b).sum())


def columns(table: FloatArray, weights: FloatArray) -> FloatArray:
    """Σ over rows of weights (n,) × table (n, k), shape (k,).

    >>> import numpy as np
    >>> columns(np.array([[1.0, 0.0], [2.0, 5.0]]), np.array([10.0, 1.0])).tolist()
    [12.0, 5.0]
    """
    return np.asarray(np.einsum("nk,n->k", table, weights))


def rows(table: FloatArray, multipliers: FloatArray) -> FloatArray:
    """Σ over columns of table (n, k) × multipliers (k,), shape (n,).

    >>> import numpy as np
    >>> rows(np.array([[1.0, 0.0], [2.0, 5.0]]), np.array([10.0, 1.0])).tolist()
    [10.0, 25.0]
    """
    return np.asarray(np.einsum("nk,k->n", table, multipliers))


def gram(table: FloatArray, weights: FloatArray) -> FloatArray:
    """Σ over rows of weight × row rowᵀ of table (n, k), shape (k, k).

    >>> import numpy as np
    >>> gram(np.array([[1.0, 0.0], [2.0, 5.0]]), np.array([10.0, 1.0])).tolist()
    [[14.0, 10.0], [10.0, 25.0]]
    """
    width = table.shape[1]
    scaled, out = weights[:, None] * table, np.empty((width, width))
    for first in range(0, width, STRIPE):
        left = scaled[:, first : first + STRIPE]
        for second in range(first, width, STRIPE):
            part = crossed(left, table[:, second : second + STRIPE])
            out[first : first + STRIPE, second : second + STRIPE] = part
            if second > first:
                out[second : second + STRIPE, first : first + STRIPE] = part.T
    return out


def crossed(left: FloatArray, right: FloatArray) -> FloatArray:
    """Σ over rows of leftᵀ (a, n) × right (n, b), shape (a, b).

    In blocks of rows so small that OpenBLAS (its limit: 262,144 products) takes each on one thread; a single column would
    go to another of its routines, with a far lower limit.

    >>> import numpy as np
    >>> crossed(np.array([[1.0, 0.0], [2.0, 5.0]]), np.array([[10.0], [1.0]])).tolist()
    [[12.0], [5.0]]
    """
    n, a, b = left.shape[0], left.shape[1], right.shape[1]
    if min(a, b) < 2:
        return np.asarray(np.einsum("na,nb->ab", left, right))
    block = max(2, PRODUCTS // (a * b))
    at_once = block * max(1, HELD // (a * b))
    out: FloatArray = np.zeros((a, b))
    for first in range(0, n, at_once):
        last = min(first + at_once, n)
        whole = first + (last - first) // block * block
        stacked = left[first:whole].reshape(-1, block, a).transpose(0, 2, 1) @ right[first:whole].reshape(-1, block, b)
        out += stacked.sum(axis=0)
        if last - whole > 1:
            out += left[whole:last].T @ right[whole:last]
        elif last > whole:
            out += np.outer(left[whole], right[whole])
    return out


def products(left: FloatArray, right: FloatArray) -> FloatArray:
    """left (n, k) × right (k, b), shape (n, b), in blocks as in ``crossed``.

    >>> import numpy as np
    >>> products(np.array([[1.0, 0.0], [2.0, 5.0]]), np.array([[10.0], [1.0]])).tolist()
    [[10.0], [25.0]]
    """
    deep, wide = right.shape
    block = PRODUCTS // max(deep * wide, 1) if wide > 1 else 0
    whole = left.shape[0] if block > 1 else 0
    whole -= whole % max(block, 1) == 1  # one row alone is a vector, too
    out = np.empty((left.shape[0], wide))
    for first in range(0, whole, max(block, 1)):
        last = min(first + block, whole)
        np.matmul(left[first:last], right, out=out[first:last])
    out[whole:] = np.einsum("nk,kb->nb", left[whole:], right)
    return out
