"""Hot spots: counts per cell, Gi* with permutations and a false-discovery rate, and a density."""

from typing import Any, Final

import numpy as np

from safetyzone.analyse.pictures.parts.records import Columns, Frame, IntArray, listed, significant
from zonestats import hotspots

PERMUTATIONS: Final = 999
FALSE_DISCOVERY: Final = 0.05
NOMINAL: Final = 0.05
# A density grid of about this many cells along the longer side: enough to draw, small enough to store.
GRID_SIDE: Final = 48


def cell_positions(rows: Columns, frame: Frame, parents: IntArray) -> IntArray:
    """Position in the frame of each row's cell.

    A row inside the boundary can lie in a cell whose centre is outside it. It goes to the nearest cell of the zone, so
    that the cells' counts add up to the zone's.
    """
    if not frame.n:
        return np.full(rows.n, -1, np.int64)
    place = np.minimum(np.searchsorted(frame.cell, parents), frame.n - 1)
    strangers = np.flatnonzero(frame.cell[place] != parents)
    if strangers.size:
        place[strangers] = _nearest(rows.lon[strangers], rows.lat[strangers], frame)
    return place


def _nearest(lon: Any, lat: Any, frame: Frame) -> IntArray:
    # Degrees of longitude shrink with the latitude; inside one zone a single factor is exact enough to choose a neighbour.
    shrink = float(np.cos(np.radians(frame.lat.mean())))
    centres = np.column_stack((frame.lon * shrink, frame.lat))
    found = np.empty(lon.size, np.int64)
    step = max(1, 2_000_000 // frame.n)
    for first in range(0, lon.size, step):
        points = np.column_stack((lon[first : first + step] * shrink, lat[first : first + step]))
        distance = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
        found[first : first + step] = distance.argmin(axis=1)
    return found


def cells(counts: IntArray, frame: Frame, *, seed: int, names: list[str]) -> dict[str, Any]:
    """One column per fact, one entry per cell; z and p are None where the method refuses or is undefined."""
    result = hotspots.gi_star(
        counts, neighbours=frame.neighbours, permutations=PERMUTATIONS, seed=seed, fdr=FALSE_DISCOVERY
    )
    refused = result.refusal
    nothing = np.full(frame.n, np.nan)
    z, p, p_sim = (nothing,) * 3 if refused or result.p_sim is None else (result.z, result.p, result.p_sim)
    hot, cold = (np.zeros(frame.n, np.bool_),) * 2 if refused else (result.hot, result.cold)
    return {
        "method": f"Gi*, each cell with its neighbours; false-discovery rate {FALSE_DISCOVERY}",
        "resolution": frame.resolution, "permutations": PERMUTATIONS, "seed": seed, "false_discovery": FALSE_DISCOVERY,
        "cells": frame.n, "n": int(counts.sum()),
        "refusal": None if refused is None else {
            "code": refused.code, "have": refused.have, "need": refused.need, "reason": refused.reason},
        "hot": int(hot.sum()), "cold": int(cold.sum()),
        "n_hot": int(counts[hot].sum()),
        "columns": {
            "cell": names, "lon": [round(v, 6) for v in frame.lon.tolist()], "lat": [round(v, 6) for v in frame.lat.tolist()],
            "n": counts.tolist(), "z": listed(z), "p": listed(p), "p_sim": listed(p_sim),
            "hot": hot.tolist(), "cold": cold.tolist(), "leaning": ((p <= NOMINAL) & (z > 0) & ~hot).tolist(),
        },
    }  # fmt: skip


def density(x: Any, y: Any, frame: Frame, *, n: int) -> dict[str, Any] | None:
    """Events per km² on a square grid over the zone's cells; None where the method's minimum is not reached."""
    if not frame.n:
        return None
    box = (float(frame.x.min()), float(frame.y.min()), float(frame.x.max()), float(frame.y.max()))
    side = max(box[2] - box[0], box[3] - box[1], 1.0)
    step = side / GRID_SIDE
    extent = (box[0] - step, box[1] - step, box[2] + step, box[3] + step)
    found = hotspots.kde(x, y, cell=step, bandwidth=2 * step, extent=extent)
    if found.refusal is not None:
        return None
    row, column = np.unravel_index(int(found.values.argmax()), found.values.shape)
    return {
        "method": "Gaussian kernel, no edge correction", "n": n, "cell_m": significant(step, 6),
        "bandwidth_m": significant(2 * step, 6), "rows": found.values.shape[0], "columns": found.values.shape[1],
        "x0_m": significant(found.x0, 8), "y0_m": significant(found.y0, 8),
        "peak_per_km2": significant(float(found.values.max())),
        "peak_x_m": significant(float(found.x[column]), 6), "peak_y_m": significant(float(found.y[row]), 6),
        "per_km2": listed(found.values.ravel(), 3),
    }  # fmt: skip
