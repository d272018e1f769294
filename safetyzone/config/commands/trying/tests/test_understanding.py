"""From a file to a mapping and a zone: what is measured, what is said, what is refused."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyzone.config.commands.trying.kinds import MOST, categories_of, discovered_among, group_of
from safetyzone.config.commands.trying.telling import Teller
from safetyzone.config.commands.trying.understanding import Understood, Wishes, understand
from safetyzone.config.commands.trying.zone import frame_of, time_zone_at
from safetyzone.foundation.places.geometry import Plane, area_km2, contains
from safetyzone.listen.incidents.refusals import Refused


def understood(path: Path, **wishes: object) -> Understood:
    return understand(path, Wishes(**wishes), Teller(quiet=True))  # type: ignore[arg-type]


def written(folder: Path, header: str, lines: list[str]) -> Path:
    path = folder / "records.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def points(n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    made = np.random.default_rng(5)
    return 100.54 + made.normal(0, 0.01, n), 13.74 + made.normal(0, 0.01, n)


def city(folder: Path, *, stamp: str = "2024-01-{day:02d} {hour:02d}:15", extra: list[str] | None = None) -> Path:
    lon, lat = points()
    lines = [
        f"{n},{stamp.format(day=n % 27 + 1, hour=n % 24)},{x:.6f},{y:.6f},{'theft' if n % 3 else 'Narcotics'}"
        for n, (x, y) in enumerate(zip(lon, lat, strict=True))
    ]
    return written(folder, "id,date,lon,lat,offense", [*lines, *(extra or [])])


def test_the_zone_holds_the_middle_99_percent_and_counts_the_rest() -> None:
    lon, lat = points(10_000)
    lon[:30], lat[:30] = 101.9, 13.9
    frame = frame_of(lon, lat)
    inside = contains(frame.boundary, lon, lat)
    assert frame.strays == int((~inside).sum())
    assert 30 <= frame.strays <= 200
    assert frame.width_km == pytest.approx(7.5, abs=1.5)


def test_records_at_one_point_still_have_a_zone() -> None:
    frame = frame_of(np.full(5, 100.5), np.full(5, 13.7))
    assert 0.1 < area_km2(frame.boundary) < 1
    assert frame.strays == 0


@given(st.floats(-170, 170), st.floats(-60, 60), st.integers(2, 300))
@settings(max_examples=40, deadline=None)
def test_a_zone_is_always_a_valid_area_with_nearly_all_records(lon: float, lat: float, n: int) -> None:
    made = np.random.default_rng(n)
    frame = frame_of(lon + made.normal(0, 0.02, n), lat + made.normal(0, 0.02, n))
    assert area_km2(frame.boundary) > 0
    assert frame.strays <= 4 * math.ceil(n * 0.005)  # half a percent, at most one record more, on each of four sides


def test_the_suns_clock() -> None:
    assert [time_zone_at(lon) for lon in (-77.0, 0.1, 100.5)] == ["Etc/GMT+5", "UTC", "Etc/GMT-7"]


def test_a_file_is_understood_and_told(tmp_path: Path) -> None:
    found = understood(city(tmp_path))
    assert (found.rows, found.position_known, found.time_zone) == (400, True, "UTC")
    assert found.mapping.source == "records"
    assert found.mapping.categories == {"theft": "theft", "narcotics": "narcotics"}
    told = " ".join(found.notes)
    assert "“lon”" in told
    assert "taken as found by police work, so not in the rates: Narcotics" in told


def test_times_with_an_offset_are_shown_by_the_suns_clock_and_that_is_said(tmp_path: Path) -> None:
    path = city(tmp_path, stamp="2024-01-{day:02d} {hour:02d}:15:00+00")
    found = understood(path)
    assert found.time_zone == "Etc/GMT-7"
    assert any("--time-zone names the real one" in note for note in found.notes)
    assert understood(path, time_zone="Asia/Bangkok").time_zone == "Asia/Bangkok"


def test_ids_that_repeat_later_in_the_file_are_not_used(tmp_path: Path) -> None:
    assert understood(city(tmp_path)).mapping.source_id == "id"
    again = understood(city(tmp_path, extra=[f"{n},2024-02-01 10:00,100.54,13.74,theft" for n in range(3)]))
    assert again.mapping.source_id == ""


def test_ambiguous_dates_are_refused_with_the_option_that_settles_them(tmp_path: Path) -> None:
    lines = [f"0{n % 9 + 1}/0{n % 8 + 1}/2023,100.54{n:03d},13.74{n:03d}" for n in range(60)]
    path = written(tmp_path, "date,lon,lat", lines)
    with pytest.raises(Refused, match="--date-order"):
        understood(path)
    assert understood(path, date_order="dmy").mapping.date_order == "dmy"


def test_metres_without_a_system_are_laid_out_true_to_scale(tmp_path: Path) -> None:
    made = np.random.default_rng(3)
    east = np.round(491_000 + made.uniform(-2000, 2000, 300), 1)
    north = np.round(5_458_000 + made.uniform(-1000, 1000, 300), 1)
    lines = [
        f"2024-01-{n % 27 + 1:02d} 10:00,{x:.1f},{y:.1f}" for n, (x, y) in enumerate(zip(east, north, strict=True))
    ]
    path = written(tmp_path, "date,X,Y", lines)
    found = understood(path)
    assert not found.position_known
    assert any("position on Earth unknown, give --crs" in note for note in found.notes)
    x, y = Plane(lon=-140, lat=0).to_metres(found.survey.lon, found.survey.lat)
    assert np.ptp(x) == pytest.approx(np.ptp(east), rel=1e-6)
    assert np.ptp(y) == pytest.approx(np.ptp(north), rel=1e-6)
    known = understood(path, crs="EPSG:26910")
    assert known.position_known
    assert -124 < known.frame.lon < -122


def test_a_file_without_a_single_place_is_refused(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "date,lat,lon",
        [f"2024-01-{n:02d} 10:00,13.7411,100.5411" if n == 1 else f"2024-01-{n:02d} 10:00,," for n in range(1, 20)],
    )
    with pytest.raises(Refused, match=r"1 rows have coordinates in “lon” and “lat”"):
        understood(path)


def test_what_police_discover_is_kept_out_of_the_rates() -> None:
    kinds = Counter({"THEFT": 9, "NARCOTICS": 5, "Porte de arma": 2, "Robo a transeunte": 1, "พยายามฆ่า": 1})
    assert discovered_among(kinds) == ["NARCOTICS", "Porte de arma"]
    assert [group_of(word) for word in kinds] == ["property", "order", "order", "property", "person"]


def test_rare_kinds_share_one_category_and_codes_never_collide() -> None:
    kinds = Counter({f"Kind {n}!": 500 - n for n in range(MOST + 20)} | {"kind-1": 600, "อื่น ๆ": 3})
    categories, codes = categories_of(kinds)
    made = [category["code"] for category in categories]
    assert len(made) == len(set(made)) == MOST + 1
    assert set(codes.values()) == set(made)
    assert codes["kind 99!"] == "rarer-kinds"
