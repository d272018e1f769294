"""Weights of control units that meet the treated units' totals exactly."""

from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput
from zonestats.survey.calibration import Calibrated, calibrate

LEAST = 1e-9  # a weight stays above 0


def calibrated(
    table: FloatArray, totals: FloatArray, members: int, method: str, start: FloatArray | None = None
) -> Calibrated | None:
    """Weights (controls,) with ``weights @ table == totals``, or None where there are none.

    They start from equal weights that already add up to the number of treated units. "calibration" changes them linearly
    within (0, ∞), "raking" multiplicatively. ``start``: multipliers of nearly the same units.
    """
    base = [members / table.shape[0]] * table.shape[0]
    distance, bounds = ("linear", (LEAST, float("inf"))) if method == "calibration" else ("raking", None)
    try:
        return calibrate(base, table, totals, distance=distance, bounds=bounds, start=start)
    except InvalidInput:
        return None
