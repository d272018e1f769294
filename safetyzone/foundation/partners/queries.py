"""Reads of organisations, what they bring and what was agreed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from safetyzone.foundation.access.queries import scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.partners.models import POLICE, SOON, Agreement, Contribution, Organisation, Standing
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import named, partner_kinds_of, partner_networks_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def at_and_above(place: Place) -> list[str]:
    """Paths of the place and of every place it lies in."""
    return _prefixes(place.path)


def _prefixes(path: str) -> list[str]:
    parts = path.strip("/").split("/")
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


def organisations_readable(request: HttpRequest) -> QuerySet[Organisation]:
    """Those at the reader's places, those that work there from above, and those the reader speaks for."""
    paths = scopes(request.user, Permission.VIEW_ZONE)
    above = {path for scope in paths for path in _prefixes(scope)}
    seen = within(paths, "place__path") | Q(place__path__in=above)
    own = Q(pk__in=organisations_of_user(request.user).values("pk"))
    return Organisation.objects.filter(seen | own).select_related("place")


def people_for(organisation: Organisation) -> QuerySet[User]:
    """Accounts that may be given its voice: partner members here; for the police those who lead the prevention work."""
    roles = ["chief", "commander"] if organisation.kind == POLICE else ["partner"]
    here = Q(memberships__place__path__in=at_and_above(organisation.place))
    if organisation.kind != POLICE:
        here |= Q(memberships__place__path__startswith=organisation.place.path)
    running = Q(memberships__until__isnull=True) | Q(memberships__until__gte=timezone.localdate())
    return User.objects.filter(here & running & Q(memberships__role__in=roles), is_active=True).distinct()


@dataclass(frozen=True)
class Group:
    """The organisations of one kind."""

    code: str
    name: str
    organisations: list[Organisation]


def by_kind(place: Place) -> list[Group]:
    """The organisations of a place by kind, in the pack's order, with what they bring and how many agreements hold."""
    names = kind_names(place.pack)
    found: dict[str, list[Organisation]] = {code: [] for code in names}
    for organisation in organisations_of(place).prefetch_related("contributions", "agreements"):
        found.setdefault(organisation.kind, []).append(organisation)
    return [Group(code, names.get(code, code), listed) for code, listed in found.items() if listed]


def kinds_missing(place: Place) -> list[tuple[str, str]]:
    """(code, name) of the kinds of the area's usual network that nobody stands for here."""
    network = next((each for each in partner_networks_of(place.pack) if each.get("default")), None)
    present = set(organisations_of(place).values_list("kind", flat=True))
    names = kind_names(place.pack)
    return [(code, names.get(code, code)) for code in (network or {}).get("kinds", []) if code not in present]


def with_standing(organisation: Organisation) -> list[tuple[Agreement, Standing]]:
    return [(agreement, agreement.standing()) for agreement in organisation.agreements.all()]


@dataclass(frozen=True)
class Summary:
    """A zone in the list of zones."""

    zone: Place
    organisations: int
    kinds: int
    running_out: int


def summaries(zones: list[Place]) -> list[Summary]:
    """Counts for each zone in two questions to the database, however many zones there are."""
    paths = {path for zone in zones for path in at_and_above(zone)}
    listed = list(
        Organisation.objects.filter(place__path__in=paths, active=True).values_list("pk", "kind", "place__path")
    )
    urgent = Counter(
        Agreement.objects.filter(
            organisation__in=[pk for pk, _kind, _path in listed], expires_on__lte=timezone.localdate() + SOON
        ).values_list("organisation_id", flat=True)
    )
    found = []
    for zone in zones:
        own = [(pk, kind) for pk, kind, path in listed if zone.path.startswith(path)]
        found.append(Summary(zone, len(own), len({kind for _pk, kind in own}), sum(urgent[pk] for pk, _kind in own)))
    return found
