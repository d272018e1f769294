"""django-q2's queue table with a short, renewable lock, so that a killed worker's message comes back in minutes.

The library has one ``retry`` time for everything, which must be longer than the longest job. Here the lock is short from the
start, and whoever runs the job pushes it forward (``running.Hold``).
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_q.brokers.orm import ORM


def hold_until() -> datetime:
    """Until when a message or job is kept from others if nobody renews it."""
    return timezone.now() + timedelta(seconds=settings.JOB_HOLD_SECONDS)


class Queue(ORM):
    """Named in ``settings.Q_CLUSTER``."""

    def timeout(self, task: Any) -> datetime:
        return hold_until()
