"""The signed link of a task: which task, which version of the link, until when. It holds no secret of the organisation."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from safetyzone.act.tasks.models import Task
from safetyzone.foundation.audit.actions import keyed_digest

SALT: Final = "safetyzone.task-link"
_ROWS: Final = (
    "zone__parent", "organisation", "payer", "before", "after", "statement__conversation", "problem", "risk_point",
)  # fmt: skip
GUESSES_AN_HOUR: Final = 30
_HOUR: Final = 3600


@dataclass(frozen=True)
class Opened:
    """``standing``: "good", "expired" or "replaced". Only a good link shows the task."""

    task: Task
    standing: str


class NoLink(Exception):
    """Not a link of ours, or cut short on its way."""


def token_of(task: Task) -> str:
    """The link as it works today."""
    return signing.Signer(salt=SALT).sign_object([task.pk, task.link_version, task.link_until.toordinal()])


def path_of(task: Task) -> str:
    return reverse("task_link:page", args=[token_of(task)])


def address_of(task: Task) -> str:
    """For letters, which are written without anybody's request."""
    return settings.ADDRESS + path_of(task)


def opened(token: str) -> Opened:
    """The task of a link, if it is one. Raises ``NoLink``."""
    try:
        number, version, until = signing.Signer(salt=SALT).unsign_object(token)
        last = date.fromordinal(until)
    except (signing.BadSignature, ValueError, TypeError) as problem:
        raise NoLink from problem
    task = Task.objects.select_related(*_ROWS).filter(pk=number).first()
    if task is None:
        raise NoLink
    if version != task.link_version:
        return Opened(task, "replaced")
    return Opened(task, "good" if timezone.localdate() <= last else "expired")


def guessing(device: str) -> bool:
    """Whether a device has shown too many links that are none in this hour. Its address is neither stored nor logged."""
    key = "tasks.guess:" + keyed_digest(f"{timezone.now():%Y-%m-%dT%H}:{device}")
    cache.add(key, 0, _HOUR)
    return int(cache.incr(key)) > GUESSES_AN_HOUR
