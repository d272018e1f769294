"""Axes of the trigger's grid: fine near zero, where most repeats fall, and coarse far away."""

from dataclasses import dataclass

import numpy as np

from zonestats.checks import FloatArray, IntArray

_DAY_SCALE, _DAY_NODES = 1.0, 30
_METRE_SCALE, _METRE_NODES = 25.0, 15  # nodes on each side of zero


@dataclass(frozen=True)
class Axis:
    """Node a lies at ``scale · sinh(step · (a − centre))``."""

    scale: float
    step: float
    centre: int
    size: int

    @property
    def nodes(self) -> FloatArray:
        return np.asarray(self.scale * np.sinh(self.step * (np.arange(self.size) - self.centre)))

    def position(self, values: FloatArray) -> FloatArray:
        """Where the values lie, in nodes; never beyond the last but one whole node."""
        found = np.arcsinh(values / self.scale) / self.step + self.centre
        return np.clip(found, 0.0, self.size - 1 - 1e-9)

    def spacing(self, values: FloatArray) -> FloatArray:
        """Distance between nodes around the values."""
        return np.asarray(self.scale * np.cosh(np.arcsinh(values / self.scale)) * self.step)


@dataclass(frozen=True)
class Axes:
    """Time and one axis for both directions of space."""

    days: Axis
    metres: Axis

    @property
    def shape(self) -> tuple[int, int, int]:
        return self.days.size, self.metres.size, self.metres.size

    def place(self, lag: FloatArray, dx: FloatArray, dy: FloatArray) -> tuple[IntArray, FloatArray]:
        """Whole nodes and fractions, each (n, 3)."""
        at = np.column_stack([self.days.position(lag), self.metres.position(dx), self.metres.position(dy)])
        node = at.astype(np.int64)
        return node, at - node


def axes(max_days: float, max_distance: float) -> Axes:
    """Axes that end at the largest lag and distance."""
    days = Axis(_DAY_SCALE, float(np.arcsinh(max_days / _DAY_SCALE)) / _DAY_NODES, 0, _DAY_NODES + 1)
    step = float(np.arcsinh(max_distance / _METRE_SCALE)) / _METRE_NODES
    return Axes(days, Axis(_METRE_SCALE, step, _METRE_NODES, 2 * _METRE_NODES + 1))
