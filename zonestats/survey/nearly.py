"""Raking of many samples that are all nearly the whole one, as a jackknife's replicates are."""

from collections.abc import Iterable

import numpy as np

from zonestats.checks import BoolArray, FloatArray
from zonestats.single import one_thread
from zonestats.sums import columns, gram, products
from zonestats.survey.calibration import Calibrated, cell_sums
from zonestats.survey.scores import Variable

SWEEPS = 60
CLOSE = 1e-12  # relative to each total
AT_ONCE = 400_000  # numbers of one kind held for a block of samples


def raked_points(made: Calibrated, asked: Variable, samples: Iterable[FloatArray]) -> FloatArray:
    """The figure of each sample (base weights of the rows ``made`` raked), raked to the same totals.

    Newton's method with the curvature of the whole sample for all: a sample that differs by one unit in m comes nearer by
    a factor of about m in every sweep, and nothing has to be factorised anew. NaN where it does not converge: that
    sample must be raked by itself. Exact to 1e-12 of each total.
    """
    cells = made.auxiliary.shape[0]
    reached = cell_sums(made.cell, made.weights, cells)
    totals, curvature = columns(made.auxiliary, reached), gram(made.auxiliary, reached)
    with one_thread(totals.size):
        inverse = np.asarray(np.linalg.pinv(curvature, rcond=1e-12, hermitian=True))
    parts = (np.ones_like(made.base), asked.values, asked.denominator)
    size, found, held = max(1, AT_ONCE // cells), [], []
    for base in samples:
        held.append(np.stack([cell_sums(made.cell, base * part, cells) for part in parts]))
        if len(held) == size:
            found.append(_points(made, asked.kind, totals, inverse, np.stack(held)))
            held = []
    if held:
        found.append(_points(made, asked.kind, totals, inverse, np.stack(held)))
    return np.concatenate(found) if found else np.empty(0)


def _points(made: Calibrated, kind: str, totals: FloatArray, inverse: FloatArray, sums: FloatArray) -> FloatArray:
    """Figures of the samples whose cells hold ``sums`` (samples, [weight, w·y, w·x], cells)."""
    factors, converged = _factors(made, totals, inverse, sums[:, 0])
    top, bottom = (factors * sums[:, 1]).sum(axis=1), (factors * sums[:, 2]).sum(axis=1)
    if kind == "total":
        return np.where(converged, top, np.nan)
    return np.asarray(np.divide(top, bottom, out=np.full(top.size, np.nan), where=converged & (bottom != 0)))


def _factors(
    made: Calibrated, totals: FloatArray, inverse: FloatArray, weights: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Weight after ÷ before in every cell, and which samples have met every total."""
    scale = np.where(totals != 0, totals, 1.0)
    multipliers = np.tile(made.multipliers, (weights.shape[0], 1))
    across = np.ascontiguousarray(made.auxiliary.T)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(SWEEPS):
            factors = np.exp(products(multipliers, across))
            missing = totals - products(weights * factors, made.auxiliary)
            converged = np.abs(missing / scale).max(axis=1) <= CLOSE
            if converged.all():
                break
            multipliers += products(missing, inverse)
    return factors, np.asarray(converged)
