"""Reads of incidents. Which rows count is decided here; which a person may see, in ``foundation/access``."""

from django.db.models import Q, QuerySet

from safetyzone.foundation.access.queries import places_visible, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.incidents.models import Import, ImportState, Incident


def visible(station: Place) -> QuerySet[Incident]:
    """Rows that a finished import brought and no finished import has corrected."""
    current = Q(superseded_by=None) | ~Q(superseded_by__state=ImportState.DONE)
    return Incident.objects.filter(current, station=station, import_run__state=ImportState.DONE)


def imports_visible(user: User, permission: Permission = Permission.VIEW_INCIDENTS) -> QuerySet[Import]:
    """Files of the stations where ``user`` holds ``permission``."""
    return Import.objects.filter(within(scopes(user, permission), "station__path")).select_related("station")


def stations_to_import(user: User) -> QuerySet[Place]:
    """Stations for which ``user`` may bring files in."""
    return places_visible(user, Permission.IMPORT_INCIDENTS).filter(level=Level.STATION, withdrawn=False)


def holds(user: User, permission: Permission) -> bool:
    """Whether ``user`` holds ``permission`` anywhere."""
    return bool(scopes(user, permission))
