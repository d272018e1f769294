"""Bring an incident file in. Rows are staged in short transactions and become visible together, or not at all."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents import store, uploads
from safetyzone.listen.incidents.locks import PATIENCE, station_lock
from safetyzone.listen.incidents.mapping import Mapping
from safetyzone.listen.incidents.models import Import, ImportState, LookPurpose
from safetyzone.listen.incidents.plan import plan_import
from safetyzone.listen.incidents.preview import guess
from safetyzone.listen.incidents.reading import Reading
from safetyzone.listen.incidents.refusals import Refused
from safetyzone.listen.incidents.report import COUNTS, ImportReport

Progress = Callable[[int, int], None]
_BLOCK = 1 << 20


def import_file(
    *,
    path: Path,
    station: Place,
    mapping: Mapping,
    by: str,
    dry_run: bool = False,
    sample: bool = False,
    file_name: str = "",
    progress: Progress | None = None,
    run: Import | None = None,
    patience: float = PATIENCE,
    alone: bool = False,
) -> ImportReport:
    """Read the whole file; raises ``Refused``, having changed nothing, when the file as a whole cannot be taken.

    ``run`` is the record of an uploaded file; ``alone`` says that nobody else uses the database. Stopped half way, even by
    kill -9, nothing of the file becomes visible, and the station's next import clears away what was staged.
    """
    begun = time.perf_counter()
    plan = plan_import(path, station, mapping)
    digest = file_digest(path)
    name = file_name or path.name
    pace = store.Pace(alone=alone)
    if dry_run:
        reading = Reading(plan, station=station, file_digest=digest, run=None, pace=pace)
        reading.read(progress)
        return reading.report(begun, name)
    with station_lock(station, patience=patience), store.long_log():
        clear_stopped(station=station, by=by)
        run = _started(run, station=station, mapping=mapping, digest=digest, name=name, by=by, sample=sample)
        finished = False
        try:
            reading = Reading(plan, station=station, file_digest=digest, run=run, pace=pace)
            reading.read(progress)
            reading.settle_defaults()
            finished = True
        finally:
            if not finished:
                _take_back(run)
        report = reading.report(begun, name)
        _publish(run, report, by, pace)
    return replace(report, longest_write=round(pace.longest, 3))


def file_digest(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _started(
    run: Import | None, *, station: Place, mapping: Mapping, digest: str, name: str, by: str, sample: bool
) -> Import:
    run = run or Import(station=station, file_name=name, by=by, sample=sample)
    run.source, run.file_digest = mapping.source, digest
    run.mapping, run.mapping_digest = mapping.as_json(), mapping.digest
    run.state, run.problem, run.progress = ImportState.STAGING, "", 0
    run.save()
    return run


def _publish(run: Import, report: ImportReport, by: str, pace: store.Pace) -> None:
    """The short step in which every row of the file becomes visible."""
    counts = {name: getattr(report, name) for name in COUNTS}
    for name, value in counts.items():
        setattr(run, name, value)
    run.quality, run.notes, run.progress = report.quality, list(report.notes), 100
    run.state, run.finished_at = ImportState.DONE, timezone.now()
    with pace.writing():
        run.save()
        record(
            action="incidents.imported",
            subject=f"import:{run.pk}",
            by=by,
            station=run.station.slug,
            source=run.source,
            file=run.file_digest,
            mapping=run.mapping_digest,
            **counts,
        )


def _take_back(run: Import) -> None:
    """Remove what was staged. An uploaded file keeps its record, so that its mapping can be mended."""
    store.remove(run, store.Pace())
    if run.upload:
        Import.objects.filter(pk=run.pk).update(state=ImportState.ABANDONED, finished_at=timezone.now())
    else:
        run.delete()


def clear_stopped(*, station: Place, by: str) -> int:
    """Clear away what killed imports of the station left; call it with the station's lock held. Returns how many."""
    stopped: list[Any] = list(Import.objects.filter(station=station, state=ImportState.STAGING))
    for run in stopped:
        store.remove(run, store.Pace())
        with transaction.atomic():
            Import.objects.filter(pk=run.pk).update(state=ImportState.ABANDONED, finished_at=timezone.now())
            record(action="incidents.import_cleared", subject=f"import:{run.pk}", by=by, station=station.slug)
    return len(stopped)


def receive_file(*, station: Place, file: Any, name: str, by: str, sample: bool = False) -> Import:
    """Keep an uploaded file until its columns are confirmed. Refuses what is no table; guesses a first mapping."""
    upload = uploads.keep(file, name)
    run = Import(
        station=station, file_name=name[-255:], by=by, upload=upload, state=ImportState.UPLOADED, sample=sample
    )
    kept = False
    try:
        path = uploads.path_of(run)
        try:
            mapping, notes, missing = guess(path, source=Path(name).stem[:80] or "file")
        except Refused as refused:
            raise refused.about(path, name) from None
        run.file_digest, run.notes, run.problem = file_digest(path), list(notes), missing
        run.mapping = mapping.as_json() if mapping else {}
        with transaction.atomic():
            run.save()
            record(
                action="incidents.file_received",
                subject=f"import:{run.pk}",
                by=by,
                station=station.slug,
                file=run.file_digest,
            )
        kept = True
    finally:
        if not kept:
            uploads.drop(upload)
    return run


def import_later(*, run: Import, mapping: Mapping, by: str) -> bool:
    """Confirm the columns of an uploaded file and have a worker import it. False if that has been done already."""
    waiting = (ImportState.UPLOADED, ImportState.REFUSED, ImportState.ABANDONED)
    with transaction.atomic():
        changed = Import.objects.filter(pk=run.pk, state__in=waiting).update(
            state=ImportState.QUEUED, mapping=mapping.as_json(), mapping_digest=mapping.digest, source=mapping.source,
            problem="", progress=0, started_at=timezone.now(), by=by,
        )  # fmt: skip
        if not changed:
            return False
        record(action="incidents.columns_confirmed", subject=f"import:{run.pk}", by=by, mapping=mapping.digest)
        enqueue(
            "safetyzone.listen.incidents.tasks.import_upload", key=f"import:{run.pk}:{get_random_string(8)}", run=run.pk
        )
    return True


def import_uploaded(*, run: Import, by: str) -> ImportReport | None:
    """The worker's part. None: the file was refused, which its page says. Called again, it begins anew."""
    mapping, path = Mapping.from_json(run.mapping), uploads.path_of(run)
    try:
        report = import_file(path=path, station=run.station, mapping=mapping, by=by, file_name=run.file_name, run=run)
    except Refused as refused:
        problem = refused.about(path, run.file_name).message
        with transaction.atomic():
            Import.objects.filter(pk=run.pk).update(
                state=ImportState.REFUSED, problem=problem, refusal=refused.code, finished_at=timezone.now()
            )
            record(action="incidents.file_refused", subject=f"import:{run.pk}", by=by, code=refused.code)
        return None
    uploads.drop(run.upload)
    return report


def look_at_records(*, run: Import, purpose: str, what: str, by: str) -> None:
    """Record that somebody looks at single records of a file, and what for. ``what``: rejects, rejects.csv or rows."""
    with transaction.atomic():
        record(
            action="incidents.records_read", subject=f"import:{run.pk}", by=by, purpose=LookPurpose(purpose).value,
            what=what, station=run.station.slug,
        )  # fmt: skip


def discard_file(*, run: Import, by: str) -> bool:
    """Throw an uploaded file away that was not imported. False while it is being read, or once it is in."""
    waiting = (ImportState.UPLOADED, ImportState.REFUSED, ImportState.ABANDONED)
    with transaction.atomic():
        gone, _ = Import.objects.filter(pk=run.pk, state__in=waiting).exclude(upload="").delete()
        if gone:
            record(action="incidents.file_discarded", subject=f"import:{run.pk}", by=by, file=run.file_digest)
    if gone:
        uploads.drop(run.upload)
    return bool(gone)
