"""Ask for work to be done later; take it up, finish it, give it up."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.models import Failure, OrmQ
from django_q.tasks import async_task

from safetyzone.foundation.jobs.broker import hold_until
from safetyzone.foundation.jobs.models import Job, JobState

RUNNER: Final = "safetyzone.foundation.jobs.running.run"
ATTEMPTS: Final = 5
FIRST_PAUSE_SECONDS: Final = 10
PAUSE_GROWS: Final = 6  # 10 s, 1 min, 6 min, 36 min
KEPT_DAYS: Final = 30


def enqueue(path: str, *, key: str, **arguments: Any) -> Job:
    """Have ``path(**arguments)`` called by a worker, once for this key.

    The message is a row written in the caller's transaction: the job exists if and only if that transaction commits.
    A key that waits, runs or is done is left alone; one that was given up is tried anew.
    """
    with transaction.atomic():
        job, made = Job.objects.get_or_create(key=key, defaults={"path": path, "arguments": arguments})
        if not made:
            revived = Job.objects.filter(key=key, state=JobState.FAILED).update(
                state=JobState.QUEUED, attempts=0, path=path, arguments=arguments, problem="", finished_at=None
            )
            if not revived:
                return job
            job.refresh_from_db()
        _send(key)
    return job


def take_up(*, key: str, holder: str) -> Job | None:
    """Begin an attempt, unless the job is finished or somebody else still holds it."""
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, held_until__lt=timezone.now())
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(free, key=key).first()
        if job is None:
            return None
        if job.attempts >= ATTEMPTS:  # every attempt killed its worker
            _close(job, JobState.FAILED, job.problem or "its worker was killed at every attempt")
            return None
        job.state, job.holder, job.held_until = JobState.RUNNING, holder, hold_until()
        job.attempts += 1
        job.save()
    return job


def renew(*, key: str, holder: str, message: int | None) -> None:
    """Keep the job and its message from other workers a while longer."""
    until = hold_until()
    if Job.objects.filter(key=key, holder=holder, state=JobState.RUNNING).update(held_until=until):
        _lock_message(message, until)


def finish(*, job: Job) -> None:
    """The work is done."""
    with transaction.atomic():
        _close(job, JobState.DONE, "")


def stumble(*, job: Job, problem: str, message: int | None) -> bool:
    """An attempt failed: wait longer each time, and give up after the last. Says whether it will be tried again."""
    with transaction.atomic():
        if job.attempts >= ATTEMPTS:
            _close(job, JobState.FAILED, problem)
            return False
        ours = Job.objects.filter(pk=job.pk, holder=job.holder)
        if not ours.update(state=JobState.QUEUED, problem=problem, holder="", held_until=None):
            return False
        _lock_message(message, timezone.now() + pause(job.attempts))
    return True


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts."""
    return timedelta(seconds=FIRST_PAUSE_SECONDS * PAUSE_GROWS ** (attempts - 1))


def revive_lost() -> int:
    """Send unfinished jobs anew when no message is left at all; the worker does so when it starts. Says how many."""
    with transaction.atomic():
        if OrmQ.objects.exists():
            return 0
        lost = Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
        for job in lost:
            _send(job.key)
    return len(lost)


def forget_old() -> None:
    """The scheduled job: what was done long ago needs no row."""
    long_ago = timezone.now() - timedelta(days=KEPT_DAYS)
    Job.objects.filter(state=JobState.DONE, finished_at__lt=long_ago).delete()
    Failure.objects.filter(stopped__lt=long_ago).delete()


def put_off(*, key: str, message: int | None) -> bool:
    """Deliver the message again when the hold of whoever runs the job has run out; False if nobody runs it."""
    job = Job.objects.filter(key=key, state=JobState.RUNNING).first()
    if job is None or job.held_until is None:
        return False
    _lock_message(message, job.held_until + timedelta(seconds=1))
    return True


def _send(key: str) -> None:
    send: Callable[..., object] = async_task  # the library is untyped
    send(RUNNER, key, task_name=key[:100])


def _lock_message(message: int | None, until: datetime) -> None:
    """Not delivered before then; without a message there is nothing to keep."""
    if message is not None:
        OrmQ.objects.filter(pk=message).update(lock=until)


def _close(job: Job, state: JobState, problem: str) -> None:
    """Ended; by a worker whose hold had run out and passed to another: nothing to say."""
    Job.objects.filter(pk=job.pk, holder=job.holder).update(
        state=state, problem=problem, holder="", held_until=None, finished_at=timezone.now()
    )
