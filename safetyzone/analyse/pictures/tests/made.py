"""A zone with made-up incidents: a hot spot, a night peak, a near-repeat series and a rise are planted, by seed."""

from datetime import UTC, datetime
from typing import Any

import numpy as np

from safetyzone.foundation.places.cells import cells_at, store_zone_cells
from safetyzone.foundation.places.geometry import Plane
from safetyzone.foundation.places.models import AreaPack, Category, Level, Place
from safetyzone.listen.incidents.models import Import, ImportState, Incident

LON, LAT = 100.54, 13.745
ZONE = "made-zone"


def square(lon: float, lat: float, side_m: float) -> dict[str, Any]:
    """A square boundary round a point."""
    half = side_m / 2
    x, y = np.array([-half, half, half, -half, -half]), np.array([-half, -half, half, half, -half])
    east, north = Plane(lon, lat).to_degrees(x, y)
    return {"type": "Polygon", "coordinates": [np.column_stack((east, north)).tolist()]}


def make_zone(slug: str = ZONE, *, side_m: float = 1400, sample: bool = True) -> Place:
    """country → station → zone with a boundary, cells and four crime groups."""
    country, _ = Place.objects.get_or_create(
        slug="made", defaults={"level": Level.COUNTRY, "path": "/made/", "names": {"en": "Made"}, "pack": "made"}
    )
    station = Place.objects.create(
        level=Level.STATION, slug=f"{slug}-station", path=f"/made/{slug}-station/", parent=country,
        names={"en": f"Station of {slug}", "th": f"สถานี {slug}"}, pack="made",
    )  # fmt: skip
    zone = Place.objects.create(
        level=Level.ZONE, slug=slug, path=f"{station.path}{slug}/", parent=station, pack="made", sample=sample,
        names={"en": f"Zone {slug}", "th": f"โซน {slug}"}, boundary=square(LON, LAT, side_m), time_zone="Asia/Bangkok",
    )  # fmt: skip
    store_zone_cells(zone)
    for code, group, origin in [("assault", "1", "reported"), ("theft", "2", "reported"), ("drugs", "4", "discovered")]:
        Category.objects.get_or_create(
            pack="made", code=code, defaults={"group": group, "names": {"en": code.title()}, "origin": origin}
        )
    groups = [("1", "Life and body"), ("2", "Property"), ("4", "State as victim")]
    content = {"groups": [{"code": code, "names": {"en": name}} for code, name in groups]}
    AreaPack.objects.get_or_create(slug="made", defaults={"version": "1", "digest": "0", "content": content})
    return zone


def make_import(zone: Place, *, digest: str = "a" * 64, state: str = ImportState.DONE, **counts: Any) -> Import:
    return Import.objects.create(
        station=zone.parent, source="made register", file_name="made.csv", file_digest=digest, mapping={},
        mapping_digest="b" * 64, state=state, finished_at=datetime(2025, 1, 1, tzinfo=UTC), sample=zone.sample, **counts,
    )  # fmt: skip


def make_incidents(zone: Place, n: int, *, seed: int = 1, digest: str = "a" * 64) -> Import:
    """``n`` incidents from January 2023 to December 2024, most inside the zone."""
    random = np.random.default_rng(seed)
    run = make_import(zone, digest=digest, rows_read=n + 7, accepted=n, rejected=7)
    x, y = random.uniform(-720, 720, n), random.uniform(-720, 720, n)
    spot = random.random(n) < 0.25
    x[spot], y[spot] = random.normal(300, 40, spot.sum()), random.normal(200, 40, spot.sum())
    lon, lat = Plane(LON, LAT).to_degrees(x, y)
    # Twice as many in the second year; every sixth repeats the one before after two days, a few metres away.
    day = np.where(random.random(n) < 2 / 3, random.integers(366, 731, n), random.integers(1, 366, n))
    hour = np.where(random.random(n) < 0.5, random.integers(20, 24, n), random.integers(0, 24, n))
    for follower in range(5, n, 6):
        lon[follower], lat[follower], day[follower] = (
            lon[follower - 1],
            lat[follower - 1],
            min(day[follower - 1] + 2, 730),
        )
    local = np.datetime64("2022-12-31T00:00") + day.astype("m8[D]") + hour.astype("m8[h]")
    since = [moment.replace(tzinfo=UTC) for moment in (local - np.timedelta64(7, "h")).astype("M8[s]").tolist()]
    cell = cells_at(lon, lat)
    category = random.choice(["theft", "theft", "assault", "drugs"], n)
    rows = [_incident(zone, run, i, since[i], (lon[i], lat[i], int(cell[i])), str(category[i])) for i in range(n)]
    Incident.objects.bulk_create(rows, batch_size=1000)
    return run


def _incident(
    zone: Place, run: Import, number: int, since: datetime, at: tuple[float, float, int], category: str
) -> Incident:
    dated_only = number % 20 == 0
    return Incident(
        station=zone.parent, identity=number.to_bytes(16, "big"), digest=b"0" * 16, category=category,
        origin="discovered" if category == "drugs" else "reported",
        occurred_from=since.replace(hour=17, minute=0) if dated_only else since,
        time_precision="date" if dated_only else "exact", lon=at[0], lat=at[1], cell=at[2],
        place_precision="area" if number % 50 == 1 else "exact", address=f"{number % 9} Made Road",
        solved=[True, False, None][number % 3], import_run=run,
    )  # fmt: skip
