"""The demo's cards and the one-time link open on this machine only, and the cards only in the demo."""

import time
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from safetyzone.config.demo.people import WORKS_AT
from safetyzone.config.local.cards import demo_address
from safetyzone.foundation.access.roles import ROLES
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.people.links import GOOD_FOR_SECONDS, make_link_token
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    {"REMOTE_ADDR": "192.168.1.20"},
    {"REMOTE_ADDR": "10.0.0.7", "HTTP_HOST": "127.0.0.1"},
    {"REMOTE_ADDR": ""},
    {"HTTP_HOST": "safetyzone.example"},
    {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
    {"HTTP_FORWARDED": "for=203.0.113.9"},
]


@pytest.fixture
def clerk() -> User:
    place = Place.objects.create(level="station", slug="s", path="/s/", names={"en": "Some station"}, pack="test")
    user = User.objects.create_user(demo_address("clerk"), None, sample=True)
    Membership.objects.create(user=user, place=place, role="clerk")
    return user


@pytest.fixture
def demo(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "safetyzone.example"]  # type: ignore[attr-defined]


def here(**headers: str) -> Client:
    return Client(**{"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", **headers})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_one_click_signs_in_as_the_role(demo: None, clerk: User, host: str) -> None:
    client = here(HTTP_HOST=host)
    answer = client.post(reverse("local:become", args=["clerk"]))
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(clerk.pk)


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_from_anywhere_else_the_cards_do_not_exist(demo: None, clerk: User, headers: dict[str, str]) -> None:
    client = here(**headers)
    assert client.post(reverse("local:become", args=["clerk"])).status_code == 404
    assert not signed_in(client)
    assert "/be/clerk/" not in client.get("/").content.decode()


def test_without_the_demo_the_cards_do_not_exist(clerk: User) -> None:
    client = here()
    assert client.post(reverse("local:become", args=["clerk"])).status_code == 404
    assert "/be/clerk/" not in client.get("/").content.decode()


def test_a_card_leads_to_sample_people_only(demo: None) -> None:
    User.objects.create_user(demo_address("chief"), None, sample=False)
    assert here().post(reverse("local:become", args=["chief"])).status_code == 404


def test_becoming_somebody_needs_a_post_with_its_token(demo: None, clerk: User) -> None:
    client = here()
    assert client.get(reverse("local:become", args=["clerk"])).status_code == 405
    strict = Client(enforce_csrf_checks=True, REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost")
    assert strict.post(reverse("local:become", args=["clerk"])).status_code == 403
    assert not signed_in(strict)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_first_page_has_a_card_in_both_languages(demo: None, clerk: User, language: str) -> None:
    page = here(HTTP_ACCEPT_LANGUAGE=language).get("/").content.decode()
    assert page.count("/be/clerk/") == 1
    assert "Some station" in page


def test_every_role_has_a_place_in_the_demo() -> None:
    assert set(WORKS_AT) < {role.code for role in ROLES}


def test_the_link_signs_in_once(clerk: User) -> None:
    address = reverse("local:enter", args=[make_link_token(clerk)])
    first, second = here(), here()
    answer = first.get(address + "?next=/zones/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/zones/")
    assert signed_in(first)
    assert second.get(address).status_code == 410
    assert not signed_in(second)
    assert Event.objects.filter(action="people.link_used").count() == 1


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_from_anywhere_else_the_link_does_not_exist_and_is_not_spent(
    demo: None, clerk: User, headers: dict[str, str]
) -> None:
    address = reverse("local:enter", args=[make_link_token(clerk)])
    assert here(**headers).get(address).status_code == 404
    assert here().get(address).status_code == 302


def test_the_link_leads_to_no_other_site(clerk: User) -> None:
    address = reverse("local:enter", args=[make_link_token(clerk)])
    assert here().get(address + "?next=https://elsewhere.example/").headers["Location"] == "/"


def test_an_old_link_is_spent(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = make_link_token(clerk)
    later = time.time() + timedelta(seconds=GOOD_FOR_SECONDS + 5).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    assert here().get(reverse("local:enter", args=[token])).status_code == 410


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "x" + t, lambda t: "1"]
)
def test_a_made_up_link_opens_nothing(clerk: User, change: object) -> None:
    address = reverse("local:enter", args=[change(make_link_token(clerk))])  # type: ignore[operator]
    assert here().get(address).status_code == 410


def test_a_closed_account_has_no_link(clerk: User) -> None:
    token = make_link_token(clerk)
    User.objects.update(is_active=False)
    assert here().get(reverse("local:enter", args=[token])).status_code == 410


def test_the_demo_is_off_unless_asked_for() -> None:
    assert django_settings.DEMO is False
