"""Argument checks shared by every public function.

Each returns a C-contiguous, writeable float64 or int64 array that shares no memory with a read-only input
(a compiled kernel would otherwise be compiled a second time for read-only arrays). Callers' arrays are never written to.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zonestats.errors import InvalidInput

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def floats(name: str, value: ArrayLike, *, ndim: int = 1, allow_nan: bool = False, minimum: int = 0) -> FloatArray:
    """``value`` as float64 of ``ndim`` dimensions; refuses infinities and, unless allowed, NaN."""
    try:
        array = np.ascontiguousarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidInput(name, f"cannot be read as numbers ({error})") from None
    _shape(name, array, ndim=ndim, minimum=minimum)
    if array.size:
        bad = np.isinf(array) if allow_nan else ~np.isfinite(array)
        if bad.any():
            first = tuple(int(i) for i in np.argwhere(bad)[0])
            raise InvalidInput(
                name, f"has {int(bad.sum())} missing or infinite values, the first at {first}; leave those rows out"
            )
    return array if array.flags.writeable else array.copy()


def integers(name: str, value: ArrayLike, *, ndim: int = 1, minimum: int = 0) -> IntArray:
    """``value`` as int64 of ``ndim`` dimensions; refuses fractions and missing values."""
    raw: NDArray[Any] = np.asarray(value)
    if raw.dtype.kind in "iub":
        array = np.ascontiguousarray(raw, dtype=np.int64)
    else:
        as_float = floats(name, raw, ndim=ndim, minimum=minimum)
        if not np.array_equal(as_float, np.rint(as_float)):
            raise InvalidInput(name, "must hold whole numbers")
        array = as_float.astype(np.int64)
    _shape(name, array, ndim=ndim, minimum=minimum)
    return array if array.flags.writeable else array.copy()


def booleans(name: str, value: ArrayLike, *, ndim: int = 1) -> BoolArray:
    """``value`` as booleans; numbers must be exactly 0 or 1."""
    raw = np.asarray(value)
    if raw.dtype != np.bool_ and not np.isin(raw, (0, 1)).all():
        raise InvalidInput(name, "must hold true or false (or 0 and 1)")
    array = np.ascontiguousarray(raw, dtype=np.bool_)
    _shape(name, array, ndim=ndim, minimum=0)
    return array if array.flags.writeable else array.copy()


def same_length(**arrays: NDArray[Any]) -> int:
    """The common length of the arrays' first axis."""
    lengths = {name: array.shape[0] for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise InvalidInput(" and ".join(lengths), f"must have the same number of rows: {listed}")
    return int(next(iter(lengths.values())))


def positive(name: str, value: float) -> float:
    """A finite number above zero."""
    number = float(value)
    if not np.isfinite(number) or number <= 0:
        raise InvalidInput(name, f"must be a finite number above 0, not {value}")
    return number


def fraction(name: str, value: float) -> float:
    """A number strictly between 0 and 1."""
    number = float(value)
    if not 0 < number < 1:
        raise InvalidInput(name, f"must lie between 0 and 1, not {value}")
    return number


def whole(name: str, value: float, least: int = 1) -> int:
    """A whole number of at least ``least``."""
    if not np.isfinite(value) or int(value) != value or value < least:
        raise InvalidInput(name, f"must be a whole number of at least {least}, not {value}")
    return int(value)


def choice(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """One of ``allowed``."""
    if value not in allowed:
        raise InvalidInput(name, f"must be one of {', '.join(allowed)}, not {value!r}")
    return value


def seed_of(seed: int | None) -> int:
    """A seed that was given: random results without one could not be repeated."""
    if seed is None:
        raise InvalidInput("seed", "give a whole number: a random result without a seed cannot be repeated")
    return int(seed)


def _shape(name: str, array: NDArray[Any], *, ndim: int, minimum: int) -> None:
    if array.ndim != ndim:
        raise InvalidInput(name, f"must have {ndim} dimension(s), not shape {array.shape}")
    if array.shape[0] < minimum:
        raise InvalidInput(name, f"needs at least {minimum} row(s), has {array.shape[0]}")
