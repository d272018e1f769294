"""Reads of incidents. Which rows count is decided here; which a person may see, in ``foundation/access``."""

from django.db.models import Q, QuerySet

from safetyzone.foundation.access.queries import scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.models import Import, ImportState, Incident


def visible(station: Place) -> QuerySet[Incident]:
    """Rows that a finished import brought and no finished import has corrected."""
    current = Q(superseded_by=None) | ~Q(superseded_by__state=ImportState.DONE)
    return Incident.objects.filter(current, station=station, import_run__state=ImportState.DONE)


def imports_visible(user: User) -> QuerySet[Import]:
    """Files of the stations where ``user`` may see single incidents."""
    paths = scopes(user, Permission.VIEW_INCIDENTS)
    return Import.objects.filter(within(paths, "station__path")).select_related("station")
