"""An incident file into the default database, against a bare ``executemany`` of the same columns in the same settings."""

import gc
import os
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.bench_protocol import Bench, Data

KINDS = ("theft", "assault", "gambling")


@dataclass(frozen=True)
class Ready:
    """The same incidents as tuples."""

    rows: list[tuple[Any, ...]]


def file_and_rows(n: int, seed: int) -> Data:
    """A CSV of a station register, a fresh database with the station, and the same incidents as ready tuples."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetyzone.config.settings")
    os.environ["SAFETYZONE_DATA"] = folder = tempfile.mkdtemp(prefix="safetyzone-bench-")
    import django

    django.setup()
    import polars  # noqa: F401 - imports are not part of the memory of an import
    import pyproj  # noqa: F401
    from django.core.management import call_command

    from safetyzone.foundation.places.models import Category, Place
    from safetyzone.listen.incidents import actions  # noqa: F401

    call_command("migrate", verbosity=0)
    parent = None
    for level, slug in (("country", "land"), ("bureau", "bureau"), ("province", "province"), ("station", "town")):
        parent = Place.objects.create(
            level=level, slug=slug, path=f"{parent.path if parent else '/'}{slug}/", parent=parent, names={"en": slug},
            pack="bench", lon=100.54 if level == "station" else None, lat=13.745 if level == "station" else None,
        )  # fmt: skip
    for kind in KINDS:
        Category.objects.create(pack="bench", code=kind, group="all", names={"en": kind}, origin="reported")
    path = Path(folder) / "register.csv"
    rows = incidents(n, seed, path)
    gc.collect()
    gc.freeze()  # the ready rows are the peer's; the collector should not walk through them for either
    return {"path": path, "ready": Ready(rows)}


def incidents(n: int, seed: int, path: Path) -> list[tuple[Any, ...]]:
    """Numbered in order, at any time of five years, round the station's point."""
    import numpy as np

    from safetyzone.foundation.places.cells import cells_at

    random = np.random.default_rng(seed)
    lon, lat = random.normal(100.54, 0.01, n).round(6), random.normal(13.745, 0.01, n).round(6)
    cell = cells_at(lon, lat).tolist()
    start = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
    when = (start + random.integers(0, 1826 * 1440, n) * 60).astype("datetime64[s]")
    local = np.datetime_as_string(when + np.timedelta64(7, "h")).tolist()
    stored = [text.replace("T", " ") for text in np.datetime_as_string(when).tolist()]
    kind = [KINDS[k] for k in random.integers(0, 3, n).tolist()]
    east, north = lon.tolist(), lat.tolist()
    with path.open("w") as file:
        file.write("no,kind,when,lon,lat,street,solved\n")
        for k in range(n):
            file.write(
                f"C-{k:08d},{kind[k]},{local[k]},{east[k]},{north[k]},{k % 977} Road,{'yes' if k % 3 else 'no'}\n"
            )
    return [
        (1, k.to_bytes(16, "big"), k.to_bytes(16, "little"), f"C-{k:08d}", kind[k], kind[k], "reported", stored[k], None,
         "exact", False, None, east[k], north[k], cell[k], "exact", f"{k % 977} Road", k % 3 > 0, 1)
        for k in range(n)
    ]  # fmt: skip


def imported(path: Path, ready: Ready) -> int:
    """Ours: guessed encoding and separator, dates, zones, H3, validation, identity, default flags, audit event."""
    from safetyzone.foundation.places.models import Place
    from safetyzone.listen.incidents.actions import import_file
    from safetyzone.listen.incidents.mapping import Mapping, Moment

    mapping = Mapping(
        source="register", source_id="no", category="kind", occurred_from=Moment("when"), lon="lon", lat="lat",
        address="street", solved="solved",
    )  # fmt: skip
    report = import_file(path=path, station=Place.objects.get(slug="town"), mapping=mapping, by="bench")
    return report.accepted


def inserted(path: Path, ready: Ready) -> int:
    """The peer: ready tuples of the same columns into a table without any index, in one transaction, same settings."""
    from django.conf import settings

    from safetyzone.listen.incidents.store import COLUMNS

    database = sqlite3.connect(path.with_name("bare.sqlite3"), isolation_level=None)
    database.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
    database.execute(f"CREATE TABLE bare (id INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
    database.execute("BEGIN IMMEDIATE")
    database.executemany(
        f"INSERT INTO bare ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})", ready.rows
    )
    database.execute("COMMIT")
    (stored,) = database.execute("SELECT COUNT(*) FROM bare").fetchone()
    database.close()
    return int(stored)


BENCHES = [
    Bench(
        name="import of an incident file into SQLite, against bare executemany",
        data=file_and_rows,
        ours=imported,
        peer=inserted,
        peer_package=None,
        agree=lambda ours, peer: float(abs(ours - peer)),
        agree_unit="rows",
        sizes=(600_000,),
        full_sizes=(600_000, 3_000_000),
        budget="≥ 1/3 of the speed of executemany, memory < 500 MB whatever the size",
        growth=(1_000, 10_000, 100_000, 1_000_000),
        repeat=1,
    ),
]
