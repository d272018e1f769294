"""Reads of organisations, what they bring and what was agreed."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from safetyzone.foundation.access.queries import scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.partners.models import POLICE, SOON, Agreement, Contribution, Organisation
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import named, partner_kinds_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def at_and_above(place: Place) -> list[str]:
    """Paths of the place and of every place it lies in."""
    parts = place.path.strip("/").split("/")
    return ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]


def organisations_of(place: Place) -> QuerySet[Organisation]:
    """Active organisations that work there: its own, those of the places it lies in, and a station's zones' own.

    A bureau's or the country's list does not gather those of all stations below it.
    """
    works = Q(place__path__in=at_and_above(place))
    if place.level in (Level.STATION, Level.ZONE):
        works |= Q(place__path__startswith=place.path)
    return Organisation.objects.filter(works, active=True).select_related("place")


def police_of(zone: Place) -> Organisation | None:
    """The police of the zone: of its own station before any above it."""
    found = organisations_of(zone).filter(kind=POLICE, place__path__in=at_and_above(zone))
    return max(found, key=lambda organisation: len(organisation.place.path), default=None)


def is_police(organisation: Organisation) -> bool:
    return organisation.kind == POLICE


def kind_names(pack: str) -> dict[str, str]:
    """By code, the kinds of partners in the reader's language, in the pack's order."""
    return {kind["code"]: named(kind["names"]) for kind in partner_kinds_of(pack)}


def organisations_of_user(user: "User | AnonymousUser") -> QuerySet[Organisation]:
    """The active organisations somebody may speak for."""
    if not isinstance(user, User) or not user.is_active:
        return Organisation.objects.none()
    return Organisation.objects.filter(people__user=user, active=True).select_related("place")


def speaks_for(user: "User | AnonymousUser", organisation: Organisation) -> bool:
    return organisations_of_user(user).filter(pk=organisation.pk).exists()


def organisations_visible(request: HttpRequest, permission: Permission) -> QuerySet[Organisation]:
    """Organisations whose place lies where the reader holds ``permission``, also those that have left."""
    return Organisation.objects.filter(within(scopes(request.user, permission), "place__path")).select_related("place")


def organisation_or_404(request: HttpRequest, pk: int, permission: Permission) -> Organisation:
    """Another station's organisation does not exist for the reader."""
    found = organisations_visible(request, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such organisation for you")
    return found


def contributions_of(place: Place) -> QuerySet[Contribution]:
    """What the organisations of a place bring."""
    return Contribution.objects.filter(organisation__in=organisations_of(place)).select_related("organisation")


def agreements_of(place: Place) -> QuerySet[Agreement]:
    """Agreements with the organisations of a place, the newest first."""
    return Agreement.objects.filter(organisation__in=organisations_of(place)).select_related("organisation")


def running_out(place: Place, today: date | None = None) -> QuerySet[Agreement]:
    """Agreements that have expired or do so within thirty days, the most urgent first."""
    last = (today or timezone.localdate()) + SOON
    return agreements_of(place).filter(expires_on__lte=last).order_by("expires_on", "pk")
