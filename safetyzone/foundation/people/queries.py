"""Who works where, as far as the reader may know."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from safetyzone.foundation.access.granting import MAY_GIVE
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place


def current() -> Q:
    """Memberships that last today."""
    return Q(until__isnull=True) | Q(until__gte=timezone.localdate())


def held_roles(user: User, place: Place) -> set[str]:
    """Roles ``user`` holds at ``place`` or above it."""
    above = _prefixes(place.path)
    held = Membership.objects.filter(current(), user=user, place__path__in=above)
    return set(held.values_list("role", flat=True))


def roles_to_give(user: User, place: Place) -> set[str]:
    """Roles ``user`` may give to others at ``place``."""
    given: set[str] = set()
    for role in held_roles(user, place):
        given |= MAY_GIVE.get(role, frozenset())
    return given


def roles_to_give_below(user: User, paths: list[str]) -> set[str]:
    """Roles ``user`` may give somewhere below one of the path prefixes: what the form offers; the action decides."""
    held = Membership.objects.filter(current(), user=user, place__path__in=paths).values_list("role", flat=True)
    given: set[str] = set()
    for role in held:
        given |= MAY_GIVE.get(role, frozenset())
    return given


def memberships_of(user: User) -> QuerySet[Membership]:
    """What ``user`` is today, and where."""
    return Membership.objects.filter(current(), user=user).select_related("place").order_by("place__path", "role")


def members_below(paths: list[str]) -> QuerySet[Membership]:
    """Memberships at or below one of the path prefixes, with their people and places."""
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(place__path__startswith=path)
    return (
        Membership.objects.filter(wanted).select_related("user", "place").order_by("place__path", "role", "user__email")
    )


def _prefixes(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: count + 1]) + "/" for count in range(len(parts))]
