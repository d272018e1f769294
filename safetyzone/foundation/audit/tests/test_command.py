"""``safetyzone audit verify`` after somebody worked on the database by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.audit.commands import command

pytestmark = pytest.mark.django_db
REWOUND = "UPDATE audit_head SET sequence = 3, digest = (SELECT digest FROM audit_event WHERE sequence = 3)"


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """Five events and a signed checkpoint of the fifth."""
    for number in range(1, 6):
        record(action="test.done", subject=f"thing:{number}", by="system", number=number)
    done = CliRunner().invoke(command, ["checkpoint", "--to", str(tmp_path)])
    assert done.exit_code == 0
    assert done.stdout.startswith("event 5, head ")
    return tmp_path


def by_hand(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def verified(*options: str) -> tuple[int, str, dict[str, Any]]:
    """The exit code, what people read, what programs read."""
    told, data = (CliRunner().invoke(command, ["verify", *options, *more]) for more in ((), ("--json",)))
    assert told.exit_code == data.exit_code
    return told.exit_code, told.stdout, json.loads(data.stdout)


def test_untouched(marks: Path) -> None:
    code, told, data = verified("--checkpoints", str(marks))
    assert (code, data["sound"], data["events"], data["checkpoints"]) == (0, True, 5, 1)
    assert "No event was changed, removed or reordered." in told
    assert "cannot be checked" not in told


@pytest.mark.parametrize(
    ("statements", "kind", "sequence", "sentence"),
    [
        (["UPDATE audit_event SET payload = '{\"number\": 7}' WHERE sequence = 2"], "changed", 2,
         "changed: event 2 (test.done, "),
        (["DELETE FROM audit_event WHERE sequence = 4"], "missing", 4, "missing: event 4 is missing"),
        (["UPDATE audit_event SET sequence = 99 WHERE sequence = 2",
          "UPDATE audit_event SET sequence = 2 WHERE sequence = 3",
          "UPDATE audit_event SET sequence = 3 WHERE sequence = 99"], "reordered", 2,
         "reordered: the event now numbered 2 was written as number 3"),
        (["DELETE FROM audit_event WHERE sequence > 3"], "cut off", 4, "cut off: events 4 to 5 were cut off"),
        (["DELETE FROM audit_event WHERE sequence > 3", REWOUND], "cut off", 4, "a checkpoint knows number 5"),
    ],
    ids=["changed", "missing", "reordered", "cut-off", "cut-off-with-its-head"],
)  # fmt: skip
def test_what_was_done_by_hand_is_named(
    marks: Path, statements: list[str], kind: str, sequence: int, sentence: str
) -> None:
    by_hand(*statements)
    code, told, data = verified("--checkpoints", str(marks))
    assert (code, data["sound"]) == (1, False)
    assert sentence in told
    assert (kind, sequence) in [(fault["kind"], fault["sequence"]) for fault in data["faults"]]
    assert "No event was changed" not in told


def test_without_checkpoints_it_says_that_the_end_cannot_be_checked(marks: Path) -> None:
    by_hand("DELETE FROM audit_event WHERE sequence > 3", REWOUND)
    code, told, data = verified()
    assert (code, data["end_checked"]) == (0, False)
    assert "The end cannot be checked" in told


def test_a_folder_of_checkpoints_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert CliRunner().invoke(command, ["verify", "--checkpoints", str(tmp_path / "none")]).exit_code == 2
