"""What a worker does with one message."""

import secrets
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import OperationalError, connection
from django.utils.module_loading import import_string

from safetyzone.foundation.jobs.actions import finish, put_off, renew, stumble, take_up
from safetyzone.foundation.jobs.models import Job

# A worker process does one message at a time; the library tells which before it calls the function.
_MESSAGE: dict[str, int | None] = {"id": None}


class HeldElsewhere(Exception):
    """Another worker has the job; raised so that the message stays until that worker has finished it."""


def remember_message(*, task: dict[str, Any], **_: Any) -> None:
    """Receiver of the library's ``pre_execute``."""
    _MESSAGE["id"] = task.get("ack_id")


def run(key: str) -> None:
    """Do the job of this key once. A message for a job that is done or given up is let go."""
    message = _MESSAGE["id"]
    job = take_up(key=key, holder=secrets.token_hex(16))
    if job is None:
        if put_off(key=key, message=message):
            raise HeldElsewhere(key)
        return
    function: Callable[..., object] = import_string(job.path)
    with Hold(job, message), Attempt(job, message):
        function(**job.arguments)


class Hold:
    """Renews the hold on a job from a thread of its own while the job runs."""

    def __init__(self, job: Job, message: int | None) -> None:
        self.job, self.message = job, message
        self.over = Event()
        self.thread = Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _keep(self) -> None:
        while not self.over.wait(settings.JOB_HOLD_SECONDS / 4):
            try:
                renew(key=self.job.key, holder=self.job.holder, message=self.message)
            except OperationalError:  # a busy database: there are three more tries before the hold runs out
                continue
        connection.close()


class Attempt:
    """Writes down how an attempt ended, whatever ended it; the library then logs the error itself."""

    def __init__(self, job: Job, message: int | None) -> None:
        self.job, self.message = job, message

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind is None:
            finish(job=self.job)
            return False
        # Swallowing the last failure acknowledges the message; an earlier one leaves it to be delivered again.
        again = stumble(job=self.job, problem=f"{kind.__name__}: {error}"[:2000], message=self.message)
        return not again
