"""``safetyzone worker``: does the jobs."""

import time
from typing import Any

import click
from django.db import connections
from django_q.cluster import Cluster

from safetyzone.foundation.jobs.actions import revive_lost
from safetyzone.foundation.jobs.schedules import write_schedules

LOOK_SECONDS = 0.5


@click.command()
def command() -> None:
    """Do the jobs that the web server and the clock ask for, until Ctrl-C. `safetyzone serve` starts one by itself.

    Exit code 0 when it was asked to stop, 1 when it broke down.
    """
    write_schedules()
    revive_lost()
    connections.close_all()
    cluster: Any = Cluster()  # the library is untyped
    cluster.start()
    # Children are forked from this process before any compiled loop has run in it.
    while cluster.sentinel.is_alive():
        time.sleep(LOOK_SECONDS)
    # A cluster that was stopped in order has let go of its events.
    raise SystemExit(0 if cluster.stop_event is None else 1)
