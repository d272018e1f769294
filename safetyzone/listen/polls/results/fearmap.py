"""Where people say they avoid going: cells with enough answers, nothing finer."""

from collections import Counter
from typing import Any, Final

import numpy as np
import polars as pl

from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results.sample import Sample
from zonestats import minimums
from zonestats.checks import IntArray

PLACE_TYPES: Final = frozenset({"geopoint"})


def fear_map(wave: Wave, sample: Sample) -> dict[str, Any]:
    """Pins by H3 cell of resolution 10; cells with fewer than ten answers are left out and counted."""
    names = [item["name"] for item in wave.questionnaire.questions if item["type"] in PLACE_TYPES]
    pins = Counter(cell for name in names for cell in pinned(sample, name))
    shown = {cell: n for cell, n in pins.items() if n >= minimums.POLL_MAP_ANSWERS}
    return {
        "n": pins.total(),
        "cells": [{"cell": cell, "n": n} for cell, n in sorted(shown.items())],
        "hidden_cells": len(pins) - len(shown),
        "hidden_n": pins.total() - sum(shown.values()),
        "minimum": minimums.POLL_MAP_ANSWERS,
    }


def pinned(sample: Sample, name: str) -> list[str]:
    """The cells that were pinned, one entry a pin; a repeated question gives several."""
    given = sample.columns.table[name].drop_nulls()
    return (given.explode().drop_nulls() if given.dtype == pl.List(pl.String) else given).to_list()


def pinned_rows(sample: Sample, names: list[str]) -> tuple[IntArray, IntArray]:
    """Who pinned, and which cell; several pins of one person in one cell are one."""
    pairs: set[tuple[int, int]] = set()
    for name in names:
        for row, said in enumerate(sample.columns.table[name].to_list()):
            for cell in said if isinstance(said, list) else [said]:
                if cell:
                    pairs.add((row, int(cell, 16)))
    table = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
