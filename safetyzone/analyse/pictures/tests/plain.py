"""A picture's material without a database."""

import numpy as np

from safetyzone.analyse.pictures.compose import Material
from safetyzone.analyse.pictures.parts.records import Columns, Frame
from zonestats import hotspots

SIDE, STEP = 20, 80.0  # a frame of 20 × 20 squares of 80 m stands in for hexagons


def plain_columns(n: int, *, seed: int = 1) -> Columns:
    """Two years of incidents round a point on the equator, in order of time."""
    random = np.random.default_rng(seed)
    minutes = np.sort(random.integers(0, 731 * 1440, n))
    since = np.datetime64("2023-01-01T00:00", "s") + minutes.astype("m8[m]")
    spans = np.where(random.random(n) < 0.2, random.integers(1, 900, n), 0).astype("m8[m]")
    until = np.where(spans > np.timedelta64(0, "m"), since + spans, np.datetime64("NaT"))
    return Columns(
        lon=random.uniform(0, 0.0143, n), lat=random.uniform(0, 0.0143, n), cell=np.arange(n, dtype=np.int64),
        precision=random.choice([1, 2, 3], n, p=[0.05, 0.25, 0.7]), since=since, until=until.astype("datetime64[s]"),
        local=since.astype("datetime64[ms]").astype(np.int64), dated=np.ones(n, np.bool_), dayed=np.ones(n, np.bool_),
        timed=random.random(n) < 0.9, default_time=np.zeros(n, np.bool_), category=random.integers(0, 3, n),
        reported=random.random(n) < 0.8, solved=random.integers(-1, 2, n),
    )  # fmt: skip


def plain_frame() -> Frame:
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    x, y = (column + 0.5) * STEP, (row + 0.5) * STEP
    return Frame(9, np.arange(SIDE * SIDE, dtype=np.int64), x / 111_195, y / 111_195, x, y, hotspots.grid(SIDE, SIDE))


def plain_material(n: int, *, seed: int = 1) -> Material:
    rows, frame = plain_columns(n, seed=seed), plain_frame()
    x, y = rows.lon * 111_195, rows.lat * 111_195
    column, row = (np.clip(v // STEP, 0, SIDE - 1).astype(np.int64) for v in (x, y))
    return Material(
        zone="plain", station="plain-station", sample=True, tz="UTC", rows=rows, group=rows.category,
        groups=("", "a", "b"), inside=np.ones(n, np.bool_), x=x, y=y, parents=row * SIDE + column, frame=frame,
        sources=("made",), files={"files": 1, "read": n, "accepted": n, "corrected": 0, "unchanged": 0, "rejected": 0},
    )  # fmt: skip
