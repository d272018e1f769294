"""The tutorial runs as it stands, on a file such as its reader has."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "zonestats-from-a-csv.md"


def write_incidents(folder: Path) -> None:
    """Three years: a cluster of incidents with repeats near it, a thin background, one wrong coordinate."""
    rng = np.random.default_rng(7)
    many = rng.uniform(0, 1, 1500) < 0.4
    lon = np.where(many, rng.normal(100.54, 0.0015, 1500), rng.uniform(100.52, 100.56, 1500))
    lat = np.where(many, rng.normal(13.745, 0.0015, 1500), rng.uniform(13.73, 13.76, 1500))
    day = rng.integers(0, 1095, 1500)
    lon, lat, day = (
        np.append(lon, lon[:300]),
        np.append(lat, lat[:300]),
        np.append(day, day[:300] + rng.integers(1, 6, 300)),
    )
    lon[5] = 0.0
    dates = np.datetime64("2023-01-01") + day
    rows = "\n".join(f"{a},{b},{c}" for a, b, c in zip(lon, lat, dates, strict=True))
    (folder / "incidents.csv").write_text("longitude,latitude,date\n" + rows + "\n")


def test_the_tutorial_runs_and_finds_what_is_there(tmp_path: Path) -> None:
    write_incidents(tmp_path)
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL))
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "1 stray points left out" in done.stdout
    assert re.search(r"the hot squares hold [2-9]\d%", done.stdout)
    assert re.search(r"PAI [4-9]", done.stdout)
    assert "Rolling origin: 6 origins, 7 days each" in done.stdout
