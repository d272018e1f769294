"""What a public function declares so that the one common contract test can try it.

Each module has ``tests/cases/<module>.py`` with ``CASES: list[Case]``; ``tests/test_contract.py`` runs them all against:
empty input, one row, NaN and infinity, text, wrong shape, lists, huge, reordered rows, read-only arrays untouched, same
seed same bytes, translated coordinates, and a frozen result with a summary. Every function in a module's ``__all__``
needs a case; ``EXEMPT: dict[str, str]`` in the cases file names the few that take no rows, each with the reason.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Case:
    """One public function and how to call it."""

    name: str  # "hotspots.kde"; a second case of the same function: "hotspots.kde (quartic)"
    call: Callable[..., Any]  # called as call(**arrays, **options)
    arrays: Callable[[int, int], Arrays]  # (n, seed) -> row-aligned arrays (first axis = rows)
    options: Mapping[str, Any] = field(default_factory=dict)
    n: int = 200  # rows of the ordinary call
    huge: int = 100_000  # rows of the large call, which must finish within 30 s
    coordinates: tuple[str, ...] = ()  # arrays that may be shifted together without changing the answer
    nan_allowed: tuple[str, ...] = ()  # arrays in which NaN means something
    any_shape: tuple[str, ...] = ()  # arrays that may have any number of dimensions
    own_length: tuple[str, ...] = ()  # arrays that need not be as long as the others
    # What must not depend on the order of rows: result -> comparable array(s); None where order has meaning.
    unordered: Callable[[Any], Any] | None = None
    # What must not change under translation; default: ``unordered``, else ``aligned``.
    translated: Callable[[Any], Any] | None = None
    # Rows whose order result values follow: result -> array aligned with rows, compared after un-permuting.
    aligned: Callable[[Any], Any] | None = None
    tolerance: float = 1e-9


def digest(result: Any) -> str:
    """A checksum of everything in a result, so that equal bytes can be told from nearly equal numbers."""
    found = hashlib.sha256()
    _feed(found, result)
    return found.hexdigest()


def _feed(found: Any, part: Any) -> None:
    if isinstance(part, np.ndarray):
        found.update(f"{part.dtype}{part.shape}".encode())
        found.update(str(part.tolist()).encode() if part.dtype.hasobject else np.ascontiguousarray(part).tobytes())
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        for place in dataclasses.fields(part):
            _feed(found, getattr(part, place.name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            found.update(repr(key).encode())
            _feed(found, value)
    elif isinstance(part, list | tuple):
        for member in part:
            _feed(found, member)
    elif not callable(part):
        found.update(repr(part).encode())
