"""The database: reachable, up to date, its audit chain sound, its jobs being done."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from safetyzone.config.doctor.findings import Finding
from safetyzone.foundation.audit.queries import tail_faults
from safetyzone.foundation.jobs.models import Job, JobState

LATE: Final = timedelta(hours=2)
MIGRATE: Final = "Run `safetyzone serve`: it brings the database up to date."


def database() -> Finding:
    """Answers, and has the tables of this version."""
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        return Finding("database", "bad", f"no answer: {error}".strip(), "Check DATABASE_URL and that the server runs.")
    if pending:
        return Finding("database", "warning", f"{connection.vendor}, {pending} migrations behind this version", MIGRATE)
    return Finding("database", "ok", f"{connection.vendor}, up to date")


def audit_chain() -> Finding:
    """A quick look at the end of the chain; `audit verify` reads all of it."""
    try:
        faults = tail_faults()
    except DatabaseError:
        return Finding("audit chain", "warning", "cannot be read before the database is up to date", MIGRATE)
    if faults:
        return Finding(
            "audit chain", "bad", faults[0].message, "safetyzone audit verify names everything that is wrong."
        )
    return Finding("audit chain", "ok", "its last events are sound")


def checkpoints() -> Finding:
    """The chain's end is signed outside the database every hour while a worker runs."""
    files = sorted(Path(settings.AUDIT_CHECKPOINTS).glob("*.jsonl"))
    if not files:
        advice = "Run `safetyzone serve`, or sign one now: safetyzone audit checkpoint"
        return Finding("checkpoints", "warning", "none yet", advice)
    return Finding("checkpoints", "ok", f"{len(files)} files in {settings.AUDIT_CHECKPOINTS}")


def jobs() -> Finding:
    """Nothing waits for hours, nothing was given up."""
    try:
        failed = Job.objects.filter(state=JobState.FAILED).count()
        late = Job.objects.filter(state=JobState.QUEUED, attempts=0, queued_at__lt=timezone.now() - LATE).count()
    except DatabaseError:
        return Finding("jobs", "warning", "cannot be read before the database is up to date", MIGRATE)
    if late:
        return Finding(
            "jobs", "bad", f"{late} wait for more than two hours", "Is a worker running? safetyzone serve starts one."
        )
    if failed:
        return Finding(
            "jobs", "warning", f"{failed} were given up", "What they stumbled over stands in the table of jobs."
        )
    return Finding("jobs", "ok", "none is late")
