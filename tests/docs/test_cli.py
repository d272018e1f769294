"""docs/reference/cli.md and the command line say the same."""

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from safetyzone.config.cli import COMMANDS
from safetyzone.config.commands import doctor
from tests.contracts.house import ROOT
from tests.docs.commands import all_commands, options_of

PAGE = ROOT / "docs" / "reference" / "cli.md"
HELP_SECONDS = 0.4


def sections() -> dict[str, str]:
    """Command → its text, by the headings of the page."""
    parts = re.split(r"^## `safetyzone (.+?)`$", PAGE.read_text(), flags=re.MULTILINE)
    return dict(zip((" ".join(p.split()[: depth_of(p)]) for p in parts[1::2]), parts[2::2], strict=True))


def depth_of(heading: str) -> int:
    """How many words of a heading are the command; the rest are its arguments, in capitals or brackets."""
    return sum(1 for word in heading.split() if re.fullmatch(r"[a-z-]+", word))


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    assert sorted(sections()) == sorted(all_commands())


@pytest.mark.parametrize("name", sorted(all_commands()))
def test_options_are_documented_and_exist(name: str) -> None:
    written = set(re.findall(r"^\| `(--[a-z-]+)", sections()[name], flags=re.MULTILINE))
    assert written == options_of(all_commands()[name])


@pytest.mark.parametrize("name", sorted(all_commands()))
def test_every_command_explains_itself(name: str) -> None:
    command = all_commands()[name]
    shown = CliRunner().invoke(command, ["--help"])
    assert shown.exit_code == 0
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.is_flag and not parameter.help:
            assert parameter.type.name in {"choice", "text"}, f"{parameter.opts} says nothing about itself"


def test_wrong_usage_is_exit_code_2() -> None:
    for name, command in all_commands().items():
        assert CliRunner().invoke(command, ["--no-such-option"]).exit_code == 2, name


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_is_quick(arguments: list[str], tmp_path: Path) -> None:
    """The best of three, in processor time: other tests may be running beside this one."""
    program = "import resource, sys; from safetyzone.config.cli import main\n" \
        "try: main(sys.argv[1:])\n" \
        "except SystemExit: pass\n" \
        "used = resource.getrusage(resource.RUSAGE_SELF); print(used.ru_utime + used.ru_stime, file=sys.stderr)"  # fmt: skip
    took = []
    for _ in range(3):
        shown = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
        took.append(float(shown.stderr.strip().splitlines()[-1]))
    assert min(took) < HELP_SECONDS
    assert shown.stdout


def test_help_lists_every_command_with_a_sentence() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "safetyzone", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for name, entry in COMMANDS.items():
        assert re.search(rf"^  {name} +\S", shown, flags=re.MULTILINE)
        assert entry.does.endswith(".")


@pytest.mark.django_db
def test_doctor_prints_json_and_one_line_for_each_finding() -> None:
    plain = CliRunner().invoke(doctor.command)
    assert plain.exit_code == 0, plain.output
    told = json.loads(CliRunner().invoke(doctor.command, ["--json"]).output)
    assert told["sound"]
    assert len(told["findings"]) == len(doctor.CHECKS)
    assert all(finding["name"] in plain.output for finding in told["findings"])
    assert all(finding["advice"] for finding in told["findings"] if finding["state"] != "ok")
