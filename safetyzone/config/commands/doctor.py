"""``safetyzone doctor``."""

import json
from dataclasses import asdict
from typing import Final

import click

from safetyzone.config.doctor import machine, records
from safetyzone.config.doctor.findings import Check, Finding

CHECKS: Final[tuple[Check, ...]] = (
    machine.data_folder, machine.disk, machine.keys, machine.time_zone, machine.front_end, machine.fonts,
    machine.compiled_loops, records.database, records.audit_chain, records.checkpoints, records.jobs,
)  # fmt: skip
SIGNS: Final = {"ok": "ok  ", "warning": "hm  ", "bad": "BAD "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print the findings as JSON")
def command(as_json: bool) -> None:
    """Check this installation and say what to do. Exit 1 when something is bad; what is merely worth knowing is exit 0."""
    findings = [check() for check in CHECKS]
    sound = all(finding.state != "bad" for finding in findings)
    if as_json:
        click.echo(json.dumps({"sound": sound, "findings": [asdict(f) for f in findings]}, ensure_ascii=False))
    else:
        for finding in findings:
            say(finding)
    raise SystemExit(0 if sound else 1)


def say(finding: Finding) -> None:
    """One line, and one more with the advice."""
    click.echo(f"{SIGNS[finding.state]}{finding.name}: {finding.message}")
    if finding.advice:
        click.echo(f"      {finding.advice}")
