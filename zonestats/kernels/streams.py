"""Counter-based random streams for kernels: the draw depends on (seed, stream, position) alone, never on threads.

The generator is SplitMix64 (Steele, Lea & Flood 2014): a 64-bit counter pushed through a mixing function. Every
permutation or replicate has a stream of its own, so any of them can be drawn by any thread in any order.
"""

import numpy as np

from zonestats.kernels.compile import kernel

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53


@kernel()
def mixed(state: np.uint64) -> np.uint64:
    """SplitMix64's output function."""
    z = state
    z = (z ^ (z >> np.uint64(30))) * _MIX_A
    z = (z ^ (z >> np.uint64(27))) * _MIX_B
    return z ^ (z >> np.uint64(31))


@kernel()
def stream_start(seed: int, stream: int) -> np.uint64:
    """The first counter of ``stream``: two rounds of mixing separate neighbouring seeds and streams."""
    return mixed(mixed(np.uint64(seed) + _GOLDEN) ^ (np.uint64(stream) * _GOLDEN + _MIX_A))


@kernel()
def unit(counter: np.uint64) -> float:
    """A number in [0, 1) with 53 random bits."""
    return (mixed(counter) >> np.uint64(11)) * _TO_UNIT


@kernel()
def below(counter: np.uint64, bound: int) -> tuple[np.int64, np.uint64]:
    """An integer in [0, bound), exactly uniform (Lemire 2019), and the counter to go on with; bound < 2**32."""
    limit = np.uint64(bound)
    low_bits = np.uint64(0xFFFFFFFF)
    counter = counter + _GOLDEN
    product = (mixed(counter) >> np.uint64(32)) * limit
    if (product & low_bits) < limit:
        least = (np.uint64(1 << 32) - limit) % limit
        while (product & low_bits) < least:
            counter = counter + _GOLDEN
            product = (mixed(counter) >> np.uint64(32)) * limit
    return np.int64(product >> np.uint64(32)), counter


@kernel()
def shuffle(out: np.ndarray, counter: np.uint64) -> np.uint64:
    """Fisher–Yates in place."""
    for i in range(out.size - 1, 0, -1):
        j, counter = below(counter, i + 1)
        kept = out[i]
        out[i] = out[j]
        out[j] = kept
    return counter
