"""A zone's whole picture, from the rows in the default database to the JSON of the run."""

import os
import tempfile
from datetime import UTC, datetime
from typing import Any

from benchmarks.bench_protocol import Bench, Data

BATCH = 20_000


def database_with_incidents(n: int, seed: int) -> Data:
    """A throw-away SQLite file with a zone of 3 km² and ``n`` incidents of five years."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetyzone.config.settings")
    os.environ.setdefault("SAFETYZONE_DATA", tempfile.mkdtemp(prefix="safetyzone-bench-"))
    import django

    django.setup()
    from django.core.management import call_command

    from safetyzone.analyse.pictures.tests.made import make_import, make_zone

    call_command("migrate", verbosity=0)
    zone = make_zone(f"bench-{n}-{seed}", side_m=1750)
    run = make_import(zone, digest=f"{seed:064d}", rows_read=n, accepted=n)
    insert(zone.parent_id, run.pk, n, seed)
    return {"zone": zone}


def insert(station: int | None, run: int, n: int, seed: int) -> None:
    """Straight into the table: a quarter in one spot, half at night, one in ten known only as from–to."""
    import numpy as np
    from django.db import connection, transaction

    from safetyzone.analyse.pictures.tests.made import LAT, LON
    from safetyzone.foundation.places.cells import cells_at
    from safetyzone.foundation.places.geometry import Plane

    random = np.random.default_rng(seed)
    x, y = random.uniform(-900, 900, n), random.uniform(-900, 900, n)
    spot = random.random(n) < 0.25
    x[spot], y[spot] = random.normal(300, 60, spot.sum()), random.normal(200, 60, spot.sum())
    lon, lat = Plane(LON, LAT).to_degrees(x, y)
    cell = cells_at(lon, lat)
    start = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
    since = start + random.integers(0, 1826, n) * 86_400 + random.integers(0, 1440, n) * 60
    until = since + random.integers(1, 720, n) * 60
    spans = random.random(n) < 0.1
    category = random.choice(["theft", "assault"], n).tolist()
    columns = (
        "station_id, identity, digest, source_id, category, category_text, origin, occurred_from, occurred_to, "
        "time_precision, default_time, lon, lat, cell, place_precision, address, import_run_id"
    )
    moments = [written(values) for values in (since, until)]
    rows = (
        (station, k.to_bytes(16, "big"), b"0" * 16, str(k), category[k], "", "reported", moments[0][k],
         moments[1][k] if spans[k] else None, "exact", False, lon[k], lat[k], int(cell[k]), "exact", f"{k % 977} Road", run)
        for k in range(n)
    )  # fmt: skip
    marks = ", ".join(["%s"] * 17)
    with transaction.atomic(), connection.cursor() as cursor:
        block: list[Any] = []
        for row in rows:
            block.append(row)
            if len(block) == BATCH:
                cursor.executemany(f"INSERT INTO incidents_incident ({columns}) VALUES ({marks})", block)
                block = []
        cursor.executemany(f"INSERT INTO incidents_incident ({columns}) VALUES ({marks})", block)


def written(seconds: Any) -> list[str]:
    """As the database holds moments: 2024-05-05 22:30:00."""
    import numpy as np

    return [text.replace("T", " ") for text in np.datetime_as_string(seconds.astype("datetime64[s]")).tolist()]


def whole_picture(zone: Any) -> dict[str, Any]:
    """Everything but the stored row: which records there are, reading them, and every part of the picture."""
    from safetyzone.analyse.pictures.compose import picture
    from safetyzone.analyse.pictures.filters import Filters
    from safetyzone.analyse.pictures.queries import SEED, material_of, source_of

    return picture(material_of(source_of(zone)), Filters(), seed=SEED)


BENCHES = [
    Bench(
        name="a zone's whole picture, read from SQLite",
        data=database_with_incidents,
        ours=whole_picture,
        peer=None,
        peer_package=None,
        agree=None,
        sizes=(5_000, 600_000),
        budget="≤ 1 s at 5,000 incidents, ≤ 10 s at 600,000",
        growth=(1_000, 10_000, 100_000, 1_000_000),
    ),
]
