"""What a public function declares so that the one common contract test can try it.

Each module has ``tests/cases/<module>.py`` with ``CASES: list[Case]``; ``tests/test_contract.py`` runs them all against:
empty input, one row, NaN, wrong shape, huge, reordered rows, read-only arrays untouched, same seed same bytes and
translated coordinates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Case:
    """One public function and how to call it."""

    name: str  # "hotspots.kde"
    call: Callable[..., Any]  # called as call(**arrays, **options)
    arrays: Callable[[int, int], Arrays]  # (n, seed) -> row-aligned arrays (first axis = rows)
    options: Mapping[str, Any] = field(default_factory=dict)
    n: int = 200  # rows of the ordinary call
    huge: int = 100_000  # rows of the large call, which must finish within 30 s
    coordinates: tuple[str, ...] = ()  # arrays that may be shifted together without changing the answer
    nan_allowed: tuple[str, ...] = ()  # arrays in which NaN means something
    # What must not depend on the order of rows: result -> comparable array(s); None where order has meaning.
    unordered: Callable[[Any], Any] | None = None
    # What must not change under translation; default: ``unordered``.
    translated: Callable[[Any], Any] | None = None
    # Rows whose order result values follow: result -> array aligned with rows, compared after un-permuting.
    aligned: Callable[[Any], Any] | None = None
    tolerance: float = 1e-9
