"""Where people say they avoid going: cells with enough answers, nothing finer."""

from collections import Counter
from typing import Any, Final

from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results.sample import Sample
from zonestats import minimums

PLACE_TYPES: Final = frozenset({"geopoint"})


def fear_map(wave: Wave, sample: Sample) -> dict[str, Any]:
    """Pins by H3 cell of resolution 10; cells with fewer than ten answers are left out and counted."""
    names = [item["name"] for item in wave.questionnaire.questions if item["type"] in PLACE_TYPES]
    pins = Counter(row[name] for row in sample.data for name in names if name in row)
    shown = {cell: n for cell, n in pins.items() if n >= minimums.POLL_MAP_ANSWERS}
    return {
        "n": pins.total(),
        "cells": [{"cell": cell, "n": n} for cell, n in sorted(shown.items())],
        "hidden_cells": len(pins) - len(shown),
        "hidden_n": pins.total() - sum(shown.values()),
        "minimum": minimums.POLL_MAP_ANSWERS,
    }
