"""Two-sided normal p-values."""

import math

import numpy as np

from zonestats.checks import FloatArray

_ROOT_HALF = math.sqrt(0.5)


def two_sided_p(z: FloatArray) -> FloatArray:
    """p = erfc(abs(z) / √2), exact far into the tails; NaN stays NaN.

    Not scipy's, whose import takes longer than this does for a million cells.
    """
    return np.fromiter(map(math.erfc, (np.abs(z) * _ROOT_HALF).tolist()), np.float64, z.size)
