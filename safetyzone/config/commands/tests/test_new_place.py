"""A place that nobody thought of, from nothing to its picture, by the commands and in the order a newcomer finds them."""

import json
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

MAPPING = """
mapping: 1
source: denuncias
columns: {source_id: Expediente, category: Delito, occurred_from: Fecha, lat: Latitud, lon: Longitud}
categories: {Hurto: theft, Robo: robbery}
"""
ROWS = 400
pytestmark = pytest.mark.slow


def safetyzone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command itself, with nothing but an empty folder for its data."""
    environment = {**os.environ, "SAFETYZONE_DATA": str(folder), "LC_ALL": "C.UTF-8"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "safetyzone", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def records(path: Path) -> None:
    """Two years of made-up thefts, most of them round one corner."""
    made = random.Random(4)
    lines = ["Expediente,Delito,Fecha,Latitud,Longitud"]
    for number in range(ROWS):
        when = datetime(2023, 1, 1, tzinfo=UTC) + timedelta(minutes=made.randrange(730 * 1440))
        spread = 0.0004 if number % 2 else 0.002
        lat, lon = 10.3905 + made.gauss(0, spread), -75.4795 + made.gauss(0, spread)
        kind = "Hurto" if number % 3 else "Robo"
        lines.append(f"A{number},{kind},{when:%d/%m/%Y %H:%M},{lat:.6f},{lon:.6f}")
    path.write_text("\n".join(lines))


@pytest.mark.slow
def test_from_an_empty_folder_to_a_picture_in_another_country(tmp_path: Path) -> None:
    pack, data = tmp_path / "puerto-azul", tmp_path / "data"
    made = safetyzone(
        data, "area", "new", str(pack), "--name", "Puerto Azul", "--language", "es", "--time-zone", "America/Bogota",
        "--emergency", "123", "--centre", "10.39,-75.48",
    )  # fmt: skip
    assert (made.returncode, made.stderr) == (0, "")
    assert f"safetyzone area check {pack}" in made.stdout, "it says what comes next"
    checked = safetyzone(data, "area", "check", str(pack))
    assert (checked.returncode, checked.stdout) == (0, f"{pack}: valid\nLoad it: safetyzone area load {pack}\n")

    first, again = (safetyzone(data, "area", "load", str(pack), "--json") for _ in range(2))
    assert (first.returncode, first.stderr) == (0, ""), "a new installation's database is prepared on the way"
    assert len(json.loads(first.stdout)["created"]) == 5
    assert json.loads(again.stdout)["nothing"] is True

    records(tmp_path / "rows.csv")
    (tmp_path / "m.yaml").write_text(MAPPING)
    given = (str(tmp_path / "rows.csv"), "--station", "puerto-azul-station", "--mapping", str(tmp_path / "m.yaml"))
    imported = safetyzone(data, "import", "incidents", *given)
    assert imported.returncode == 0, imported.stderr
    assert "400 rows read: 400 accepted, 0 corrected, 0 unchanged, 0 rejected" in imported.stdout
    assert "times without an offset are America/Bogota" in imported.stdout

    shown = safetyzone(data, "picture", "puerto-azul-zone", "--json")
    assert (shown.returncode, shown.stderr) == (0, "")
    picture = json.loads(shown.stdout)
    assert picture["counts"]["n"] == ROWS
    assert picture["places"][0]["hot"] is True
    # Nobody said how many people live there: nothing is made up, and the drawn boundary says that it is one.
    assert picture["sample"] is True
    with closing(sqlite3.connect(data / "safetyzone.sqlite3")) as database:
        unknown = database.execute("SELECT population, households, area_km2 FROM places_place").fetchall()
    assert unknown == [(None, None, None)] * 5
    index = safetyzone(data, "index", "puerto-azul-zone")
    assert index.returncode == 1
    assert "states no index" in index.stderr
