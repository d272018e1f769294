"""A made-up boundary where none is published: irregular enough to look like a place, and of exactly the area asked for."""

import hashlib
import math
from typing import Any, Final

from safetyzone.foundation.places.geometry import Plane, area_km2

CORNERS: Final = 28
DEFAULT_AREA_KM2: Final = 2.0
_WAVES: Final = ((2, 0.16), (3, 0.11), (5, 0.06))  # lobes round the centre and how far they reach
_DIGITS: Final = 6  # about ten centimetres


def sample_boundary(name: str, *, lon: float, lat: float, km2: float = DEFAULT_AREA_KM2) -> dict[str, Any]:
    """A polygon round the centre; the same name, centre and area give the same polygon on every machine.

    >>> round(area_km2(sample_boundary("jomtien", lon=100.875, lat=12.885, km2=9.91)), 2)
    9.91
    """
    phases = [byte / 256 * 2 * math.pi for byte in hashlib.sha256(name.encode()).digest()[: len(_WAVES)]]
    radius = math.sqrt(km2 * 1e6 / math.pi)
    # The lobes and the rounding change the area a little; two corrections bring it to the asked one.
    for _ in range(3):
        found = _polygon(Plane(lon=lon, lat=lat), radius, phases)
        radius *= math.sqrt(km2 / area_km2(found))
    return found


def _polygon(plane: Plane, radius: float, phases: list[float]) -> dict[str, Any]:
    angles = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
    reach = [
        radius
        * (1 + sum(size * math.cos(lobes * angle + phase) for (lobes, size), phase in zip(_WAVES, phases, strict=True)))
        for angle in angles
    ]
    lon, lat = plane.to_degrees(
        [r * math.cos(a) for r, a in zip(reach, angles, strict=True)],
        [r * math.sin(a) for r, a in zip(reach, angles, strict=True)],
    )
    ring = [[round(x, _DIGITS), round(y, _DIGITS)] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
