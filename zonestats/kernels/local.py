"""Conditional permutation of neighbour sums."""

from zonestats.checks import FloatArray, IntArray
from zonestats.kernels.compile import kernel


@kernel()
def compare_draws(
    values: FloatArray,
    observed: FloatArray,
    slot: IntArray,
    degrees: IntArray,
    slack: float,
    deck: IntArray,
    uniforms: FloatArray,
    at_least_out: IntArray,
    at_most_out: IntArray,
    sums_out: FloatArray,
) -> None:
    """Draw one random order of the cells per row of ``uniforms`` and keep the sums of its first k values.

    ``degrees`` are the distinct neighbour counts, ascending; ``slot[i]`` says which of them cell ``i`` has. ``deck`` is
    any order of the cells and is shuffled on (a partial Fisher–Yates from any order is again uniform). The sums of row
    r go to ``sums_out[r]``. The first k of a random order, with cell i replaced by the (k + 1)-th where i is among
    them, are a uniform draw of k *other* cells; so where i was drawn, the comparison of the plain sum with
    ``observed[i]`` is taken back and the corrected one counted in ``at_least_out[i]`` and ``at_most_out[i]``.
    """
    n = deck.size
    length = uniforms.shape[1]
    for r in range(uniforms.shape[0]):
        for j in range(length):
            k = j + int(uniforms[r, j] * (n - j))
            deck[j], deck[k] = deck[k], deck[j]
        total = 0.0
        done = 0
        for d in range(degrees.size):
            while done < degrees[d]:
                total += values[deck[done]]
                done += 1
            sums_out[r, d] = total
        for j in range(length - 1):
            cell = deck[j]
            degree = degrees[slot[cell]]
            if j < degree:
                plain = sums_out[r, slot[cell]]
                fair = plain - values[cell] + values[deck[degree]]
                low = observed[cell] - slack
                high = observed[cell] + slack
                at_least_out[cell] += int(fair >= low) - int(plain >= low)
                at_most_out[cell] += int(fair <= high) - int(plain <= high)
