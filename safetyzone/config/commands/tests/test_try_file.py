"""``safetyzone try``, from the outside: a process of its own, a folder of its own, nothing left behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from django.utils import translation

from safetyzone.config.commands.try_file import command


def tried(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TMPDIR": str(folder / "tmp")}
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "safetyzone", "try", *arguments],
        capture_output=True, text=True, env=environment, cwd=folder, timeout=120,
    )  # fmt: skip


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """900 invented records, a third of them at one corner, most of them at night."""
    made = np.random.default_rng(11)
    path = tmp_path / "town.csv"
    lines = ["Incident No,Occurred,Block,Latitude,Longitude,Offense"]
    for n in range(900):
        hot = n % 3 == 0
        lat, lon = (
            (45.5 + made.normal(0, 0.0008), 9.2 + made.normal(0, 0.0008))
            if hot
            else (45.5 + made.uniform(-0.03, 0.03), 9.2 + made.uniform(-0.03, 0.03))
        )
        hour = int(made.integers(21, 24)) if n % 4 else int(made.integers(0, 24))
        day = f"{2022 + n % 2}-{n % 12 + 1:02d}-{n % 28 + 1:02d}"
        street = "Via Torino" if hot else f"Via {n % 40}"
        lines.append(
            f"A{n},{day} {hour:02d}:{n % 60:02d},{street},{lat:.6f},{lon:.6f},{'Theft' if n % 5 else 'Assault'}"
        )
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.slow
def test_a_picture_as_json_and_nothing_else(records: Path, tmp_path: Path) -> None:
    done = tried(tmp_path, str(records), "--no-serve", "--json")
    assert done.returncode == 0, done.stderr
    picture = json.loads(done.stdout)
    assert picture["file"]["import"]["rows_read"] == 900
    assert picture["file"]["position"] == "known"
    assert len(picture["findings"]) == 5
    assert picture["cells"]["hot"] >= 1
    assert picture["place_names"][0].startswith("Via Torino")
    assert picture["clock"]["peak"]["from"] in {20, 21}
    assert "“Latitude”" in done.stderr
    assert list((tmp_path / "tmp").glob("safetyzone-*")) == []
    assert not (tmp_path / "data").exists()


@pytest.mark.django_db(transaction=True)
def test_five_sentences_for_people(records: Path) -> None:
    done = CliRunner().invoke(command, [str(records), "--no-serve"])
    assert done.exit_code == 0, done.output
    said = done.output
    assert "town.csv: 900 rows. What was understood of it:" in said
    assert all(f"· {start}:" in said for start in ("Where", "When", "Trend", "Near repeats", "Records"))
    assert "Via Torino" in said


@pytest.mark.django_db(transaction=True)
def test_in_a_thai_terminal_people_read_thai(records: Path) -> None:
    with translation.override("th"):
        done = CliRunner().invoke(command, [str(records), "--no-serve"])
        refused = CliRunner().invoke(command, [str(records), "--no-serve", "--column", "lat=North"])
    assert done.exit_code == 0, done.output
    told = [line for line in done.output.splitlines() if line.startswith("  · ")]
    assert len(told) > 10
    assert [line for line in told if not any("\u0e01" <= letter <= "\u0e5b" for letter in line)] == []
    assert not any(line.endswith(".") for line in told)
    assert "ไฟล์ไม่มีคอลัมน์ “North”" in refused.stderr


@pytest.mark.parametrize(
    ("text", "arguments", "sentence"),
    [
        ("date,kind\n2024-01-01,theft\n", (), "No column for the place"),
        ("lat,lon\n45.501,9.201\n", (), "No column for when it happened"),
        ("", (), "is empty"),
        ("date,lat,lon\n", (), "has no rows"),
        ("date,lat,lon\n2024-01-01 10:00,45.5011,9.2011\n", ("--column", "lat=breadth"), "has no column “breadth”"),
    ],
)
def test_a_refusal_says_why(tmp_path: Path, text: str, arguments: tuple[str, ...], sentence: str) -> None:
    """Before any database is touched: this test has none."""
    path = tmp_path / "bad.csv"
    path.write_text(text)
    done = CliRunner().invoke(command, [str(path), "--no-serve", "--json", *arguments])
    assert done.exit_code == 1
    assert sentence in json.loads(done.stdout)["error"]["message"]


@pytest.mark.parametrize("arguments", [("--json",), ("--column", "colour=red"), ("--time-zone", "Mars")])
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = tmp_path / "town.csv"
    path.write_text("date,lat,lon\n")
    assert CliRunner().invoke(command, [str(path), *arguments]).exit_code == 2


def test_wrong_usage_leaves_nothing_behind(tmp_path: Path) -> None:
    done = tried(tmp_path, "no-such-file.csv")
    assert done.returncode == 2
    assert list((tmp_path / "tmp").glob("safetyzone-*")) == []


@pytest.mark.django_db(transaction=True)
def test_months_without_days_are_counted_whole_and_make_no_near_repeats(tmp_path: Path) -> None:
    """As police.uk publishes them: every record of a month would fall on its first day."""
    made = np.random.default_rng(2)
    path = tmp_path / "street.csv"
    months = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
    lines = [
        f"{month},{51.5 + made.normal(0, 0.01):.6f},{-0.1 + made.normal(0, 0.01):.6f},Burglary"
        for month in months
        for _ in range(20)
    ]
    path.write_text("\n".join(["Month,Latitude,Longitude,Crime type", *lines]) + "\n")
    done = CliRunner().invoke(command, [str(path), "--no-serve", "--json"])
    picture = json.loads(done.stdout)
    assert picture["near_repeat"]["refusal"]["have"] == 0
    assert picture["clock"]["refusal"]["have"] == 0
    assert [month["month"] for month in picture["trend"]["months"]][-1] == "2023-12"
    assert sum(month["n"] for month in picture["trend"]["months"]) == picture["cells"]["n"]
