"""Points moved far enough to hide an address and near enough to keep the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray
from zonestats.errors import InvalidInput

TRIES = 400
_GOLDEN, _MIX_A, _MIX_B = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
Bits = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Masked:
    """Moved points; NaN where no place inside the boundary was found."""

    x: FloatArray
    y: FloatArray
    hidden: BoolArray
    inner: float
    outer: float

    def summary(self) -> str:
        """Plain text: how far points were moved and how many are hidden."""
        return (
            f"{self.x.size:,} points moved {self.inner:g} to {self.outer:g} m inside the boundary, "
            f"{int(self.hidden.sum())} hidden because no place was found"
        )


def geomask(
    x: ArrayLike,
    y: ArrayLike,
    boundary: ArrayLike | Sequence[ArrayLike],
    *,
    inner: float,
    outer: float,
    seed: int,
) -> Masked:
    """Move every point to a place between ``inner`` and ``outer`` metres away, inside the boundary (donut masking).

    ``x, y``: (n,) metres. ``boundary``: (corners, 2) one ring, or a list of rings (holes and islands by the even–odd rule).
    Places are even over the ring-shaped area: distance √(inner² + u (outer² − inner²)). One place always moves the same way
    under one seed, in any order and in every release: drawing anew would let an average find it. Keep the seed secret.
    Source: Hampton et al. 2010, American Journal of Epidemiology 172, 1062–1069.

    Points for which 400 places fall outside are hidden. Errors: InvalidInput for points outside the boundary, rings with
    fewer than 3 corners, inner not in [0, outer).

    >>> import numpy as np
    >>> from zonestats import disclosure
    >>> made = disclosure.geomask([50.0], [50.0], [[0, 0], [100, 0], [100, 100], [0, 100]], inner=10, outer=30, seed=1)
    >>> bool(10 <= np.hypot(made.x - 50, made.y - 50)[0] <= 30)
    True
    """
    east, north = checks.floats("x", x, minimum=1), checks.floats("y", y, minimum=1)
    checks.same_length(x=east, y=north)
    rings = _rings(boundary)
    least, most = float(inner), checks.positive("outer", outer)
    if not 0 <= least < most:
        raise InvalidInput("inner", f"must be at least 0 and below outer ({most:g}), not {inner}")
    outside = ~inside(east, north, rings)
    if outside.any():
        raise InvalidInput(
            "x and y", f"{int(outside.sum())} points lie outside the boundary, the first at {int(outside.argmax())}"
        )
    state = _place_bits(east, north, checks.seed_of(seed))
    moved_x, moved_y = np.full(east.size, np.nan), np.full(east.size, np.nan)
    waiting = np.arange(east.size)
    for attempt in range(TRIES):
        far = np.sqrt(least**2 + _unit(state[waiting], 2 * attempt) * (most**2 - least**2))
        angle = 2 * np.pi * _unit(state[waiting], 2 * attempt + 1)
        new_x, new_y = east[waiting] + far * np.cos(angle), north[waiting] + far * np.sin(angle)
        good = inside(new_x, new_y, rings)
        moved_x[waiting[good]], moved_y[waiting[good]] = new_x[good], new_y[good]
        waiting = waiting[~good]
        if waiting.size == 0:
            break
    return Masked(moved_x, moved_y, np.isnan(moved_x), least, most)


def inside(x: FloatArray, y: FloatArray, rings: list[FloatArray]) -> BoolArray:
    """Even–odd rule over all rings; each edge is half open, so a point between two edges is counted once."""
    odd = np.zeros(x.size, dtype=np.bool_)
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            if y1 == y2:
                continue
            crosses = (y1 <= y) != (y2 <= y)
            odd ^= crosses & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return odd


def _rings(boundary: ArrayLike | Sequence[ArrayLike]) -> list[FloatArray]:
    listed: list[Any] = list(boundary) if isinstance(boundary, Sequence) else [boundary]
    if listed and np.ndim(listed[0]) == 1:  # one ring given as a list of corners
        listed = [listed]
    rings = [checks.floats("boundary", ring, ndim=2) for ring in listed]
    if not rings or any(ring.shape[0] < 3 or ring.shape[1] != 2 for ring in rings):
        raise InvalidInput("boundary", "needs rings of at least 3 corners, each an x and a y")
    return rings


def _place_bits(x: FloatArray, y: FloatArray, seed: int) -> Bits:
    """64 bits for each place, from the seed and the place alone."""
    start = np.uint64(seed & (2**64 - 1))
    with np.errstate(over="ignore"):
        return _mixed(_mixed(_mixed(start + _GOLDEN) ^ (x + 0.0).view(np.uint64)) ^ _mixed((y + 0.0).view(np.uint64)))


def _unit(state: Bits, draw: int) -> FloatArray:
    """A number in [0, 1) for each state: SplitMix64's output at position ``draw``."""
    with np.errstate(over="ignore"):
        return np.asarray((_mixed(state + _GOLDEN * np.uint64(draw + 1)) >> np.uint64(11)) * 2.0**-53)


def _mixed(state: Bits | np.uint64) -> Bits:
    """SplitMix64's mixing function (Steele, Lea & Flood 2014)."""
    z = np.asarray(state, dtype=np.uint64)
    z = (z ^ (z >> np.uint64(30))) * _MIX_A
    z = (z ^ (z >> np.uint64(27))) * _MIX_B
    return np.asarray(z ^ (z >> np.uint64(31)))
