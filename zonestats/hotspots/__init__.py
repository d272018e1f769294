"""Hot spots: densities, local statistics and how hot spots change."""

from zonestats.hotspots.density import Density, kde
from zonestats.hotspots.gi import LocalG, gi_star
from zonestats.hotspots.multiple import false_discovery
from zonestats.hotspots.neighbours import Neighbours, adjacency, cells, grid, neighbours, within

__all__ = [
    "Density",
    "LocalG",
    "Neighbours",
    "adjacency",
    "cells",
    "false_discovery",
    "gi_star",
    "grid",
    "kde",
    "neighbours",
    "within",
]
