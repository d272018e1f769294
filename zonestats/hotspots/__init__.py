"""Hot spots: densities, local statistics and how hot spots change.

Names load on first use (PEP 562): a map of Gi* need not wait for the import of k-d trees.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zonestats.hotspots.adjacent import Neighbours, adjacency, by_id, cells, grid, neighbours
    from zonestats.hotspots.bins import Counts, OccupiedCells, count, occupied
    from zonestats.hotspots.density import Density, kde
    from zonestats.hotspots.distance import within
    from zonestats.hotspots.gi import LocalG, gi_star
    from zonestats.hotspots.history import Emerging, emerging
    from zonestats.hotspots.lisa import LocalMoran, local_moran
    from zonestats.hotspots.multiple import false_discovery
    from zonestats.hotspots.risk import RiskRatio, risk_ratio

_HOME = {
    "Counts": "bins",
    "Density": "density",
    "Emerging": "history",
    "LocalG": "gi",
    "LocalMoran": "lisa",
    "Neighbours": "adjacent",
    "OccupiedCells": "bins",
    "RiskRatio": "risk",
    "adjacency": "adjacent",
    "by_id": "adjacent",
    "cells": "adjacent",
    "count": "bins",
    "emerging": "history",
    "false_discovery": "multiple",
    "gi_star": "gi",
    "grid": "adjacent",
    "kde": "density",
    "local_moran": "lisa",
    "neighbours": "adjacent",
    "occupied": "bins",
    "risk_ratio": "risk",
    "within": "distance",
}

__all__ = [
    "Counts",
    "Density",
    "Emerging",
    "LocalG",
    "LocalMoran",
    "Neighbours",
    "OccupiedCells",
    "RiskRatio",
    "adjacency",
    "by_id",
    "cells",
    "count",
    "emerging",
    "false_discovery",
    "gi_star",
    "grid",
    "kde",
    "local_moran",
    "neighbours",
    "occupied",
    "risk_ratio",
    "within",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
