"""The product of a table with itself, without the threads of a linear algebra library.

Two hundred small products wait longer for busy threads than they take; one plain loop does not.
"""

import numpy as np

from zonestats.kernels.compile import kernel


@kernel()
def gram(table: np.ndarray) -> np.ndarray:
    """tableᵀ · table; zeros (unseen votes) cost nothing."""
    rows, columns = table.shape
    out = np.zeros((columns, columns))
    for i in range(rows):
        for a in range(columns):
            value = table[i, a]
            if value != 0.0:
                for b in range(a, columns):
                    out[a, b] += value * table[i, b]
    for a in range(columns):
        for b in range(a):
            out[a, b] = out[b, a]
    return out
