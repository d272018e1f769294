"""Who may see which rows: decided here and in no view."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from safetyzone.foundation.access.roles import BY_CODE, Permission, roles_with
from safetyzone.foundation.audit.memory import once
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Level, Place

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def scopes(user: "User | AnonymousUser", permission: Permission) -> list[str]:
    """Path prefixes below which ``user`` holds ``permission``."""
    roles = set(roles_with(permission))
    return sorted({path for role, path in _held(user) if role in roles})


def permissions_held(user: "User | AnonymousUser") -> set[Permission]:
    """Everything ``user`` may do somewhere."""
    return {permission for role, _ in _held(user) for permission in BY_CODE[role].may}


def _held(user: "User | AnonymousUser") -> list[tuple[str, str]]:
    """(role, path of its place) of every role the user holds today, asked of the database once in an answer."""
    if not isinstance(user, User) or not user.is_active:
        return []
    today = timezone.localdate()
    roles = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=today), user=user)
    return once(("roles", user.pk), lambda: list(roles.values_list("role", "place__path")))


def holds_everywhere(user: "User | AnonymousUser", permission: Permission) -> bool:
    """Whether ``user`` holds ``permission`` at a whole country, for what cannot be divided among stations."""
    return Place.objects.filter(path__in=scopes(user, permission), level=Level.COUNTRY).exists()


def within(paths: list[str], field: str = "path") -> Q:
    """A filter for rows whose place lies at or below one of ``paths``; nothing for none."""
    allowed = Q(pk__in=[])
    for path in paths:
        allowed |= Q(**{f"{field}__startswith": path})
    return allowed


def places_visible(user: "User | AnonymousUser", permission: Permission) -> QuerySet[Place]:
    """The places at which ``user`` holds ``permission``."""
    return Place.objects.filter(within(scopes(user, permission)))


def may(user: "User | AnonymousUser", permission: Permission, place: Place) -> bool:
    """Whether ``user`` holds ``permission`` at ``place``."""
    return any(place.path.startswith(path) for path in scopes(user, permission))


def place_or_404(request: HttpRequest, permission: Permission, slug: str, level: str | None = None) -> Place:
    """The place, or 404 when it does not exist *or* the reader may not know that it does."""
    wanted = places_visible(request.user, permission).filter(slug=slug)
    if level:
        wanted = wanted.filter(level=level)
    found = wanted.select_related("parent").first()
    if found is None:
        raise Http404("no such place for you")
    return found
