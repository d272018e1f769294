"""Fear against recorded crime: where people avoid going, beside where incidents were recorded, cell by cell.

METHODS §1: a cell disagrees only if both its fear interval and its crime-rate interval lie on opposite sides of the zone's
values. All cells are of one size, so a rate is a count a cell. Only a probability sample has fear intervals.
"""

from typing import Any, Final

import numpy as np

from safetyzone.foundation.places.cells import cells_of, parents_of
from safetyzone.foundation.places.geometry import Boundary
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave, WaveMode
from safetyzone.listen.polls.results.fearmap import PLACE_TYPES, pinned_rows
from safetyzone.listen.polls.results.figures import share
from safetyzone.listen.polls.results.sample import Sample, sample_of
from safetyzone.listen.polls.screening import PIN_RESOLUTION
from zonestats import minimums
from zonestats.checks import FloatArray, IntArray
from zonestats.trend import garwood

METHOD: Final = "fear"
FEAR: Final = "fear"  # feared more than the zone's cells usually are, and less was recorded
CRIME: Final = "crime"  # more was recorded, and it is feared less


def fear_of(wave: Wave, *, inputs: str, picture: Run | None, by: str) -> Run | None:
    """The stored run, or a new one; None where the questionnaire asks for no place or the zone has no boundary.

    ``inputs``: the wave's digest. ``picture``: the zone's picture, where there is one to compare with.
    """
    names = [question["name"] for question in wave.questionnaire.questions if question["type"] in PLACE_TYPES]
    if not names or not wave.zone.boundary:
        return None
    parameters = {"wave": wave.pk, "picture": picture.key if picture else None}
    return computed(
        method=METHOD, place=wave.zone, inputs=inputs, parameters=parameters, seed=0,
        compute=lambda: compared(wave, names, picture.result if picture else None, wave.zone.boundary or {}), by=by,
    )  # fmt: skip


def compared(wave: Wave, names: list[str], picture: dict[str, Any] | None, boundary: Boundary) -> dict[str, Any]:
    """JSON-ready. Cells with fewer than ten pins hold no fear figure; their verdict names a side, never a number."""
    sample = sample_of(wave)
    crimes = _recorded(picture)
    resolution = min([PIN_RESOLUTION, *([crimes[0]] if crimes else [])])
    cells = cells_of(boundary, resolution)
    who, where = pinned_rows(sample, names)
    at = parents_of(where, resolution)
    table = _counts(crimes, cells, resolution) if crimes else None
    ends = None if table is None else garwood(table)
    usual = float(table.mean()) if table is not None and cells.size else None
    marked = set(at.tolist())
    nobody = _avoids(wave, sample, who[:0])  # the same for every cell without a mark
    fears = [_avoids(wave, sample, who[at == cell]) if cell in marked else nobody for cell in cells.tolist()]
    comparable = [each for each in fears if each["kind"] == "estimate" and not each["refusal"]]
    zone_fear = float(np.mean([each["share"] for each in comparable])) if comparable else None
    found = []
    for position, (cell, fear) in enumerate(zip(cells.tolist(), fears, strict=True)):
        crime = None if table is None or ends is None else [int(table[position]), *ends[position].tolist()]
        found.append(_cell(cell, fear, crime, zone_fear, usual))
    pins = int(np.isin(at, cells).sum())
    return {
        "n": sample.n, "mode": wave.mode, "resolution": resolution, "minimum": minimums.POLL_MAP_ANSWERS, "cells": found,
        "pins": pins, "outside": int(at.size - pins), "zone": {"fear": zone_fear, "crime": usual},
        "hidden": sum(1 for each in fears if 0 < each["count"] < minimums.POLL_MAP_ANSWERS),
        "recorded": None if table is None or picture is None else {"n": int(table.sum()), "basis": picture["basis"]},
        "compared": zone_fear is not None and usual is not None,
    }  # fmt: skip


def _recorded(picture: dict[str, Any] | None) -> tuple[int, IntArray, FloatArray] | None:
    """Resolution, cells and counts of the picture; None where nothing is mapped."""
    columns = picture["cells"]["columns"] if picture else {"cell": [], "n": []}
    if not columns["cell"]:
        return None
    cells = np.array([int(cell, 16) for cell in columns["cell"]], np.int64)
    return int(cells[0] >> 52 & 0xF), cells, np.array(columns["n"], np.float64)


def _counts(crimes: tuple[int, IntArray, FloatArray], cells: IntArray, resolution: int) -> FloatArray:
    """Incidents in each of the zone's cells. Small cells whose middle lies in a cell outside the zone go to none."""
    _, own, n = crimes
    parents = parents_of(own, resolution)
    place = np.searchsorted(cells, parents)
    inside = (place < cells.size) & (cells[np.minimum(place, cells.size - 1)] == parents)
    return np.bincount(place[inside], weights=n[inside], minlength=cells.size).astype(np.float64)


def _avoids(wave: Wave, sample: Sample, rows: IntArray) -> dict[str, Any]:
    """The share of everybody asked who avoids a cell."""
    avoids = np.zeros(sample.n, np.bool_)
    avoids[rows] = True
    return share(
        sample, avoids, np.ones(sample.n, np.bool_), probability=wave.mode == WaveMode.PROBABILITY, gamma=wave.gamma
    )


def _cell(
    cell: int, fear: dict[str, Any], crime: list[float] | None, zone_fear: float | None, zone_crime: float | None
) -> dict[str, Any]:
    shown = fear["count"] >= minimums.POLL_MAP_ANSWERS
    estimated = fear["kind"] == "estimate" and not fear["refusal"]
    verdict = ""
    if estimated and crime is not None and zone_fear is not None and zone_crime is not None:
        verdict = disagrees((fear["low"], fear["high"]), (crime[1], crime[2]), zone_fear, zone_crime)
    return {
        "cell": f"{cell:x}", "n": fear["count"] if shown else None,
        "fear": [fear["share"], fear["low"], fear["high"]] if shown and estimated else None, "crime": crime,
        "verdict": verdict,
    }  # fmt: skip


def disagrees(fear: tuple[float, float], crime: tuple[float, float], zone_fear: float, zone_crime: float) -> str:
    """ "fear" or "crime" where both intervals (low, high) clear the zone's values on opposite sides; "" otherwise."""
    if fear[0] > zone_fear and crime[1] < zone_crime:
        return FEAR
    if fear[1] < zone_fear and crime[0] > zone_crime:
        return CRIME
    return ""
