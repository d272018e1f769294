"""Hot spots: counts per cell, Gi* with permutations and a false-discovery rate, and a density."""

from typing import Any, Final

import numpy as np
from scipy.spatial import cKDTree

from safetyzone.analyse.pictures.parts.records import (
    BoolArray,
    Columns,
    FloatArray,
    Frame,
    IntArray,
    Selection,
    listed,
    not_mixed,
    significant,
)  # fmt: skip
from zonestats import hotspots

PERMUTATIONS: Final = 999
FALSE_DISCOVERY: Final = 0.05
NOMINAL: Final = 0.05
# A density grid of about this many cells along the longer side: enough to draw, small enough to store.
GRID_SIDE: Final = 48


def cell_positions(rows: Columns, frame: Frame, parents: IntArray, inside: BoolArray) -> IntArray:
    """Position in the frame of each row's cell; −1 for rows that are not inside the zone.

    A row inside the boundary can lie in a cell whose centre is outside it. It goes to the nearest cell of the zone, so
    that the cells' counts add up to the zone's.
    """
    if not frame.n:
        return np.full(rows.n, -1, np.int64)
    place = np.minimum(np.searchsorted(frame.cell, parents), frame.n - 1)
    strangers = np.flatnonzero(inside & (frame.cell[place] != parents))
    if strangers.size:
        place[strangers] = _nearest(rows.lon[strangers], rows.lat[strangers], frame)
    return np.where(inside, place, -1)


def _nearest(lon: FloatArray, lat: FloatArray, frame: Frame) -> IntArray:
    # Degrees of longitude shrink with the latitude; inside one zone a single factor is exact enough to choose a neighbour.
    shrink = float(np.cos(np.radians(frame.lat.mean())))
    tree = cKDTree(np.column_stack((frame.lon * shrink, frame.lat)))
    return np.asarray(tree.query(np.column_stack((lon * shrink, lat)))[1], np.int64)


def cells(chosen: Selection, frame: Frame, *, seed: int) -> dict[str, Any]:
    """One column per fact, one entry per cell; z and p are None where the method refuses or is undefined."""
    mapped = chosen.rows.mapped & (chosen.place >= 0)
    counts = np.bincount(chosen.place[mapped], minlength=frame.n).astype(np.int64)
    found = {
        "method": f"Gi*, each cell with its neighbours; false-discovery rate {FALSE_DISCOVERY}",
        "resolution": frame.resolution, "permutations": PERMUTATIONS, "seed": seed, "false_discovery": FALSE_DISCOVERY,
        "cells": frame.n, "n": int(counts.sum()), "not_mapped": int((~mapped).sum()),
    }  # fmt: skip
    if not frame.n:
        reason = "the zone has no boundary yet, so there are no cells to count in"
        nothing: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        refused = {"code": "no_cells", "have": 0, "need": 1, "reason": reason}
        return {**found, "refusal": refused, "hot": 0, "cold": 0, "n_hot": 0, "columns": nothing}
    return {**found, **_local_g(counts, frame, seed)}


_COLUMNS: Final = ("cell", "lon", "lat", "n", "z", "p", "p_sim", "hot", "cold", "leaning")


def _local_g(counts: IntArray, frame: Frame, seed: int) -> dict[str, Any]:
    result = hotspots.gi_star(
        counts, neighbours=frame.neighbours, permutations=PERMUTATIONS, seed=seed, fdr=FALSE_DISCOVERY
    )
    refused, nothing = result.refusal, np.full(frame.n, np.nan)
    z, p, p_sim = (nothing,) * 3 if refused or result.p_sim is None else (result.z, result.p, result.p_sim)
    hot, cold = (np.zeros(frame.n, np.bool_),) * 2 if refused else (result.hot, result.cold)
    leaning = (p <= NOMINAL) & (z > 0) & ~hot
    values = (
        [f"{cell:x}" for cell in frame.cell.tolist()], [round(v, 6) for v in frame.lon.tolist()],
        [round(v, 6) for v in frame.lat.tolist()], counts.tolist(), listed(z), listed(p), listed(p_sim),
        hot.tolist(), cold.tolist(), leaning.tolist(),
    )  # fmt: skip
    return {
        "refusal": None if refused is None else {
            "code": refused.code, "have": refused.have, "need": refused.need, "reason": refused.reason},
        "hot": int(hot.sum()), "cold": int(cold.sum()), "n_hot": int(counts[hot].sum()),
        "columns": dict(zip(_COLUMNS, values, strict=True)),
    }  # fmt: skip


def density(chosen: Selection, frame: Frame) -> dict[str, Any]:
    """Events per km² on a square grid over the zone's cells."""
    mapped = chosen.rows.mapped
    n = int(mapped.sum())
    found: dict[str, Any] = {"method": "Gaussian kernel, no edge correction", "n": n, "refusal": None}
    if chosen.mixed:
        return {**found, "refusal": not_mixed(n)}
    if not frame.n:
        reason = "the zone has no boundary yet"
        return {**found, "refusal": {"code": "no_cells", "have": 0, "need": 1, "reason": reason}}
    box = (float(frame.x.min()), float(frame.y.min()), float(frame.x.max()), float(frame.y.max()))
    step = max(box[2] - box[0], box[3] - box[1], 1.0) / GRID_SIDE
    extent = (box[0] - step, box[1] - step, box[2] + step, box[3] + step)
    result = hotspots.kde(chosen.x[mapped], chosen.y[mapped], cell=step, bandwidth=2 * step, extent=extent)
    if (refused := result.refusal) is not None:
        said = {"code": refused.code, "have": refused.have, "need": refused.need, "reason": refused.reason}
        return {**found, "refusal": said}
    row, column = np.unravel_index(int(result.values.argmax()), result.values.shape)
    return {
        **found, "cell_m": significant(step, 6), "bandwidth_m": significant(2 * step, 6),
        "rows": result.values.shape[0], "columns": result.values.shape[1],
        "x0_m": significant(result.x0, 8), "y0_m": significant(result.y0, 8),
        "peak_per_km2": significant(float(result.values.max())),
        "peak_x_m": significant(float(result.x[column]), 6), "peak_y_m": significant(float(result.y[row]), 6),
        "per_km2": listed(result.values.ravel(), 3),
    }  # fmt: skip
