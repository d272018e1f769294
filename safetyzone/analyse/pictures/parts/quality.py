"""The data-quality box: what the files held, and how exactly time and place of the zone's incidents are known."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from safetyzone.analyse.pictures.parts.records import BoolArray, Columns
from safetyzone.listen.incidents.columns import PRECISIONS


def quality(station: Columns, inside: BoolArray, files: Mapping[str, int]) -> dict[str, Any]:
    """``files``: rows read, accepted, corrected, unchanged and rejected over the station's finished imports.

    Time and place are told for the zone's incidents of any group and origin, before any filter; ``outside`` and
    ``no_place`` are the station's other incidents.
    """
    zone = station.where(inside)
    placed = station.placed
    return {
        **files, "in_station": station.n, "in_zone": zone.n,
        "outside": int((placed & ~inside).sum()), "no_place": int((~placed).sum()),
        "place_precision": {
            name: int((zone.precision == code).sum()) for code, name in enumerate(PRECISIONS)},
        "timed": int(zone.timed.sum()), "date_only": int((zone.dated & ~zone.timed).sum()),
        "undated": int((~zone.dated).sum()), "default_times": int(zone.default_time.sum()),
        "span": int((zone.timed & ~np.isnat(zone.until) & (zone.until > zone.since)).sum()),
    }  # fmt: skip
