"""``safetyzone worker``: does the jobs."""

from typing import Any

import click
from django.db import connections
from django_q.cluster import Cluster

from safetyzone.config.commands.serving import stop_on_signals
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
    # The library stops inside its signal handler: asked a second time meanwhile, it would wait for itself for ever.
    asked = stop_on_signals()
    # Children are forked from this process before any compiled loop has run in it.
    cluster.start()
    while cluster.sentinel.is_alive() and not asked.wait(LOOK_SECONDS):
        pass
    cluster.stop()
    raise SystemExit(0 if asked.is_set() else 1)
