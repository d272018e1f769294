"""``safetyzone import incidents`` as programs and people meet it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.commands import command
from safetyzone.listen.incidents.mapping_file import read_mapping
from safetyzone.listen.incidents.models import Import, Incident

pytestmark = pytest.mark.django_db
MAPPING = "source: register\ncolumns: {source_id: no, occurred_from: when, lon: lon, lat: lat}\n"
ROWS = ("no,when,lon,lat", "1,2022-04-03 21:30,100.54,13.745", "2,never,100.54,13.745")
Table = Callable[..., Path]
DOCS = Path(__file__).resolve().parents[4] / "docs"


def run(path: Path, *options: str, mapping: str = MAPPING) -> Result:
    file = path.with_name("mapping.yaml")
    file.write_text(mapping)
    return CliRunner().invoke(command, ["incidents", str(path), "--station", "town", "--mapping", str(file), *options])


def test_a_report_in_plain_words(station: Place, table: Table) -> None:
    result = run(table(*ROWS))
    assert result.exit_code == 0
    assert "2 rows read: 1 accepted, 0 corrected, 0 unchanged, 1 rejected" in result.output
    assert "line 3, when “never”: not a date that can be read" in result.output
    assert "\r" not in result.output
    assert "━" not in result.output


def test_json_adds_up(station: Place, table: Table) -> None:
    report = json.loads(run(table(*ROWS), "--json").output)
    parts = ("accepted", "corrected", "unchanged", "rejected")
    assert sum(report[part] for part in parts) == report["rows_read"] == 2
    assert report["rejects"][0]["line"] == 3


def test_a_dry_run_stores_nothing(station: Place, table: Table) -> None:
    result = run(table(*ROWS), "--dry-run")
    assert result.exit_code == 0
    assert "Nothing was stored" in result.output
    assert not Incident.objects.exists()


def test_refusals_exit_1_and_change_nothing(station: Place, table: Table) -> None:
    path = table("no,when,lon,lat", "1,03/04/2565,100.54,13.745")
    result = run(path)
    assert result.exit_code == 1
    assert "--date-order" in result.output
    error = json.loads(run(path, "--json").output)["error"]
    assert error["code"] == "ambiguous_dates"
    assert run(path, "--date-order", "dmy").exit_code == 0
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "mapping", "sentence"),
    [
        (("--station", "nowhere"), MAPPING, "there is no station 'nowhere'"),
        ((), "source: x\ncolumns: {when: D}\n", "mapping.yaml: columns.when: there is no such entry"),
        (("--crs", "EPSG:0"), MAPPING, "is no coordinate system"),
    ],
)
def test_other_refusals(station: Place, table: Table, options: tuple[str, ...], mapping: str, sentence: str) -> None:
    result = run(table(*ROWS), *options, mapping=mapping)
    assert (result.exit_code, sentence in result.output) == (1, True), result.output
    assert not Import.objects.exists()


@pytest.mark.parametrize("options", [("--date-order", "ydm"), ("--no-such-option",)])
def test_wrong_usage_exits_2(station: Place, table: Table, options: tuple[str, ...]) -> None:
    assert run(table(*ROWS), *options).exit_code == 2


def test_the_mapping_in_the_manual_can_be_used() -> None:
    text = (DOCS / "reference" / "mapping.md").read_text()
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    mapping = read_mapping(example)
    assert mapping.occurred_from.time == "เวลา"
    assert mapping.solved_values == ("จับได้",)
