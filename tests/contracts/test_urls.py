"""Every address is in the table, and does what the table says, asked from the outside."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import translation

from safetyzone.foundation.access.roles import ROLES, Permission
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place
from tests.contracts.scene import Scene, make_person, make_scene, routes
from tests.contracts.urls import ANYONE, SIGNED_IN, TABLE, THIS_MACHINE, Address

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
PLACED = [address for address in TABLE if address.outsider is not None]
GUARDED = [address for address in TABLE if address.needs not in {ANYONE, SIGNED_IN, THIS_MACHINE}]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Made once for a thousand questions; each test undoes what it did, and the whole is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override("en"):
            made = make_scene()
        yield made
        transaction.set_rollback(True)


def address_of(address: Address, scene: Scene) -> str:
    """The path: the route with its converters and groups filled in."""
    filled = scene.filled(address.arguments)
    path = re.sub(
        r"<(?:\w+:)?(\w+)>",
        lambda found: str(filled[found[1]]),
        re.sub(r"\(\?P(<\w+>).*?\)(?=[-/$])", r"\1", address.route),
    )
    return "/" + path.replace("^", "").rstrip("$")


def ask(address: Address, scene: Scene, user: User | None) -> HttpResponseBase:
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost")
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    asked: HttpResponseBase = getattr(client, address.method)(address_of(address, scene))
    return asked


def test_every_address_is_in_the_table_once() -> None:
    assert sorted(address.route for address in TABLE) == sorted(routes())


@pytest.mark.parametrize("address", TABLE, ids=lambda address: address.route)
def test_a_stranger(address: Address, scene: Scene) -> None:
    answer = ask(address, scene, None)
    assert answer.status_code == address.stranger
    if address.needs not in {ANYONE, THIS_MACHINE} and address.stranger != 401:
        assert answer.headers["Location"].startswith(SIGN_IN), "a stranger is sent to the sign-in and nowhere else"


@pytest.mark.parametrize("address", PLACED, ids=lambda address: address.route)
def test_another_stations_person_finds_nothing(address: Address, scene: Scene) -> None:
    assert ask(address, scene, scene.outsider).status_code == address.outsider == 404


@pytest.mark.parametrize("address", PLACED, ids=lambda address: address.route)
def test_a_person_without_any_role_finds_nothing(address: Address, scene: Scene) -> None:
    assert ask(address, scene, scene.nobody).status_code == 404


@pytest.mark.parametrize("address", TABLE, ids=lambda address: address.route)
def test_whoever_holds_the_permission_gets_in(address: Address, scene: Scene) -> None:
    assert ask(address, scene, scene.insider).status_code == address.insider


@pytest.mark.parametrize("address", GUARDED, ids=lambda address: address.route)
def test_a_colleague_whose_roles_lack_the_permission_finds_nothing(address: Address, scene: Scene) -> None:
    lacking = [role.code for role in ROLES if address.needs not in role.may]
    if not lacking:
        assert address.needs == Permission.VIEW_ZONE, "the one thing that every role may do"
        return
    station = Place.objects.get(slug=scene.rows["station"])
    assert ask(address, scene, make_person("colleague", station, lacking)).status_code == 404


def test_a_guarded_address_about_one_place_says_what_an_outsider_gets() -> None:
    """Whoever adds a line with arguments has to think about the other station."""
    assert [address.route for address in GUARDED if address.arguments and address.outsider is None] == []
