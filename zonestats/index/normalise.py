"""Bringing indicators to one scale. Arrays are (draws, zones); the best is always highest."""

from dataclasses import dataclass

import numpy as np

from zonestats.checks import FloatArray

METHODS = (
    "minmax", "zscore", "scaled", "goalposts", "rank", "percentile", "borda", "distance_to_max", "distance_to_target",
    "distance_to_reference", "fraction_of_max",
)  # fmt: skip


@dataclass(frozen=True)
class Marks:
    """What a method needs beside the values."""

    direction: int = 1
    low: float = 0.0
    high: float = 1.0
    target: float = 1.0
    reference: int = 0  # zone
    scale: tuple[float, float] = (0.0, 100.0)
    z: tuple[float, float] = (50.0, 15.0)


def normalise(x: FloatArray, method: str, marks: Marks) -> FloatArray:
    """Normalised values; zones without a value stay NaN, indicators without spread become NaN where they divide by it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        if method in ("goalposts", "scaled"):
            return _posts(x, marks, cut=method == "goalposts")
        if method == "zscore":
            return _zscore(x, marks)
        if method in ("rank", "borda", "percentile"):
            return _ranks(x, method, marks)
        share = _share(x * marks.direction, x, method, marks)
        return marks.scale[0] + share * (marks.scale[1] - marks.scale[0])


def _share(signed: FloatArray, x: FloatArray, method: str, marks: Marks) -> FloatArray:
    low, high = _least(signed), _most(signed)
    if method in ("minmax", "distance_to_max"):
        return _finite((signed - low) / (high - low))
    if method == "distance_to_target":
        return _finite(np.minimum((signed - low) / (marks.target * marks.direction - low), 1.0))
    if method == "distance_to_reference":
        return _finite((signed - low) / (signed[:, [marks.reference]] - low))
    if marks.direction > 0:
        return _finite(x / _most(x))
    return _finite(_least(x) / x)


def _posts(x: FloatArray, marks: Marks, *, cut: bool) -> FloatArray:
    share = (x - marks.low) / (marks.high - marks.low)
    share = share if marks.direction > 0 else 1.0 - share
    if cut:
        share = np.clip(share, 0.0, 1.0)
    return np.asarray(marks.scale[0] + share * (marks.scale[1] - marks.scale[0]))


def _zscore(x: FloatArray, marks: Marks) -> FloatArray:
    known = np.isfinite(x)
    count = known.sum(axis=1, keepdims=True)
    mean = np.where(known, x, 0.0).sum(axis=1, keepdims=True) / count
    squares = np.where(known, (x - mean) ** 2, 0.0).sum(axis=1, keepdims=True)
    z = _finite((x - mean) / np.sqrt(squares / (count - 1)))
    return marks.z[0] + marks.z[1] * marks.direction * z


def ascending(x: FloatArray) -> FloatArray:
    """1 = smallest of its row; equal values share the smaller rank; what is not finite is NaN. ``x`` (draws, zones)."""
    from scipy.stats import rankdata  # noqa: PLC0415 - half a second for who only reads an index

    return np.where(np.isfinite(x), rankdata(x, method="min", axis=1, nan_policy="omit"), np.nan)


def _ranks(x: FloatArray, method: str, marks: Marks) -> FloatArray:
    ranked = ascending(x * marks.direction)
    if method == "rank":
        return ranked
    if method == "borda":
        return ranked - 1
    count = np.isfinite(x).sum(axis=1, keepdims=True)
    return marks.scale[0] + _finite((ranked - 1) / (count - 1)) * (marks.scale[1] - marks.scale[0])


def _least(x: FloatArray) -> FloatArray:
    return np.asarray(np.min(np.where(np.isfinite(x), x, np.inf), axis=1, keepdims=True))


def _most(x: FloatArray) -> FloatArray:
    return np.asarray(np.max(np.where(np.isfinite(x), x, -np.inf), axis=1, keepdims=True))


def _finite(x: FloatArray) -> FloatArray:
    return np.where(np.isfinite(x), x, np.nan)
