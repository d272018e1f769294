"""Comparing candidates takes longer than a page may where provinces share a budget or quotas."""

from typing import Final

from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.jobs.models import Job, JobState
from safetyzone.foundation.runs.models import Run
from safetyzone.programme.selection.actions import compare
from safetyzone.programme.selection.compute import key_of
from safetyzone.programme.selection.models import Candidate, Selection

AT_ONCE: Final = 120  # candidates that are compared while the reader waits


def start_comparing(selection: Selection, *, by: str) -> bool:
    """Compare a short list now; have a long one compared by the worker. Says whether it is done."""
    key = key_of(selection)
    short = Candidate.objects.filter(selection=selection).count() <= AT_ONCE
    if short or Run.objects.filter(key=key).exists():
        compare(selection=selection, by=by)
        return True
    enqueue("safetyzone.programme.selection.tasks.run", key=_job(selection, key), selection=selection.pk, by=by)
    return False


def run(*, selection: int, by: str) -> None:
    """Repeatable: a computed result is found again."""
    held = Selection.objects.filter(pk=selection).select_related("place").first()
    if held is not None:
        compare(selection=held, by=by)


def being_compared(selection: Selection) -> bool:
    """Whether a worker has it in hand."""
    waiting = (JobState.QUEUED, JobState.RUNNING)
    return Job.objects.filter(key__startswith=_job(selection, ""), state__in=waiting).exists()


def _job(selection: Selection, key: str) -> str:
    return f"selection:{selection.pk}:{key}"
