"""Contract cases of index."""

from typing import Any

import numpy as np

from zonestats import index
from zonestats.tests.contract import Arrays, Case

SPEC = {
    "name": "all",
    "normalise": "minmax",
    "children": [
        {"name": "first", "children": [{"name": "a"}, {"name": "b", "direction": -1, "kind": "mean"}]},
        {"name": "c", "weight": 2},
    ],
}


def _columns(n: int, seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return {name: rng.normal(size=n) for name in "abc"}


def _build(**columns: Any) -> index.Index:
    return index.build(SPEC, columns)


def _scores(found: index.Index) -> Any:
    return found.scores


CASES = [Case("index.build", _build, _columns, n=40, nan_allowed=("a", "b", "c"), aligned=_scores)]

EXEMPT = {
    "index.sobol": "takes outputs of a design, whose rows belong together; tried on the Ishigami function",
    "index.table": "takes mappings with names, no arrays; tried in test_index_build.py",
}
