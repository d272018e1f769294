"""Which computed results a reader may look at."""

from django.db.models import QuerySet

from safetyzone.foundation.access.queries import scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.audit.memory import once
from safetyzone.foundation.people.models import User
from safetyzone.foundation.runs.models import Run


def run_of(key: str) -> Run | None:
    """The run of this name, if it was computed; several panels may show parts of the same one."""
    return once(("run", key), lambda: Run.objects.filter(key=key).first())


def runs_visible(user: User) -> QuerySet[Run]:
    """Runs of the places whose picture the reader may see."""
    return Run.objects.filter(within(scopes(user, Permission.VIEW_ZONE), "place__path")).select_related("place__parent")
