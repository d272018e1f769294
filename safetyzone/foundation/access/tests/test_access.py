"""Who may see what: scope by hierarchy, ended roles, and nothing without a role."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from safetyzone.foundation.access.granting import MAY_GIVE
from safetyzone.foundation.access.queries import may, permissions_held, place_or_404, places_visible, scopes
from safetyzone.foundation.access.roles import BY_CODE, IN_WORDS, ROLES, Permission, roles_with
from safetyzone.foundation.access.tests.hierarchy import make_places, person
from safetyzone.foundation.people.models import Membership
from safetyzone.foundation.places.models import Level, Place

pytestmark = pytest.mark.django_db
VIEW = Permission.VIEW_ZONE


def test_every_permission_has_words_and_somebody_who_holds_it() -> None:
    assert set(IN_WORDS) == set(Permission)
    assert [permission for permission in Permission if not roles_with(permission)] == []


def test_every_role_is_described_and_given_by_known_roles() -> None:
    assert all(role.title and role.does and role.allowed for role in ROLES)
    assert set(MAY_GIVE) | set().union(*MAY_GIVE.values()) <= set(BY_CODE)
    assert set(MAY_GIVE) == {role.code for role in ROLES if Permission.MANAGE_PEOPLE in role.may}


@pytest.mark.parametrize(
    ("at", "sees", "not_sees"),
    [
        ("zone-11", {"zone-11"}, {"zone-12", "zone-21"}),
        ("station-11", {"zone-11"}, {"zone-12", "zone-21"}),
        ("bureau-1", {"zone-11", "zone-12"}, {"zone-21"}),
        ("land", {"zone-11", "zone-12", "zone-21", "zone-22"}, set()),
    ],
)
def test_a_role_reaches_everything_below_its_place_and_nothing_else(
    at: str, sees: set[str], not_sees: set[str]
) -> None:
    places = make_places()
    user = person("bureau", places[at])
    visible = places_visible(user, VIEW).filter(level=Level.ZONE)
    assert {zone.slug for zone in visible} == sees
    assert all(may(user, VIEW, places[slug]) for slug in sees)
    assert not any(may(user, VIEW, places[slug]) for slug in not_sees)


def test_a_slug_that_only_begins_alike_is_another_place() -> None:
    places = make_places()
    twin = Place.objects.create(
        slug="station-111", level=Level.STATION, path="/land/bureau-1/station-111/", names={"en": "twin"}, pack="test"
    )
    assert not may(person("commander", places["station-11"]), VIEW, twin)


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_each_role_may_exactly_what_the_table_says(role: str) -> None:
    places = make_places()
    user = person(role, places["station-11"])
    assert permissions_held(user) == set(BY_CODE[role].may)
    assert {p for p in Permission if may(user, p, places["zone-11"])} == set(BY_CODE[role].may)
    assert not any(may(user, p, places["zone-12"]) for p in Permission)


def test_an_ended_role_gives_nothing_and_its_last_day_still_counts() -> None:
    places = make_places()
    user = person("commander", places["station-11"])
    membership = Membership.objects.get(user=user)
    membership.until = timezone.localdate()
    membership.save()
    assert may(user, VIEW, places["zone-11"])
    membership.until -= timedelta(days=1)
    membership.save()
    assert not may(user, VIEW, places["zone-11"])
    assert scopes(user, VIEW) == []
    assert permissions_held(user) == set()


def test_strangers_the_disabled_and_those_without_a_role_see_nothing() -> None:
    places = make_places()
    disabled = person("programme", places["land"])
    disabled.is_active = False
    disabled.save()
    for user in (AnonymousUser(), disabled, person()):
        assert list(places_visible(user, VIEW)) == []
        assert permissions_held(user) == set()


def test_another_stations_place_does_not_exist() -> None:
    places = make_places()
    request = RequestFactory().get("/")
    request.user = person("commander", places["station-11"])
    assert place_or_404(request, VIEW, "zone-11", level=Level.ZONE) == places["zone-11"]
    for slug in ("zone-12", "nowhere"):
        with pytest.raises(Http404):
            place_or_404(request, VIEW, slug)
    with pytest.raises(Http404):
        place_or_404(request, VIEW, "zone-11", level=Level.STATION)
