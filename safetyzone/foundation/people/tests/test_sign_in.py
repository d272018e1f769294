"""Signing in: by password, with a second factor, never by signing up; and what guessing meets."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from safetyzone.foundation.access.tests.hierarchy import PASSWORD, person
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.people import adapter
from safetyzone.foundation.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    return person(email="officer@example.org")


def enter(client: Client, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": "officer@example.org", "password": password})


def prove(client: Client, page: str):
    """Give the password once more, as pages about the second factor ask, and go on to the page."""
    return client.post(f"{reverse('account_reauthenticate')}?next={page}", {"password": PASSWORD}, follow=True)


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_the_right_password_leads_home(user: User) -> None:
    client = Client()
    assert enter(client).headers["Location"] == reverse("home")
    assert client.get(reverse("people:account")).status_code == 200


def test_a_wrong_password_says_nothing_about_who_has_an_account(user: User) -> None:
    known = enter(Client(), "wrong-password").context["form"].errors
    unknown = Client().post(reverse("account_login"), {"login": "no@example.org", "password": "wrong-password"})
    assert unknown.context["form"].errors == known


def test_guessing_one_account_is_stopped(user: User) -> None:
    client = Client(headers={"accept-language": "en"})
    for _ in range(5):
        enter(client, "wrong-password")
    assert "Too many failed login attempts" in enter(client).content.decode()


def test_nobody_signs_up_alone() -> None:
    sent = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    page = Client(headers={"accept-language": "en"}).post(reverse("account_signup"), sent)
    assert "closed" in page.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_forgotten_password_is_set_again_by_letter(user: User) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    address = re.search(r"http://[^/]+(\S+)", mail.outbox[0].body)
    assert address is not None
    page = client.get(address[1], follow=True)
    fresh = "another-long-password-2"
    client.post(page.request["PATH_INFO"], {"password1": fresh, "password2": fresh})
    assert enter(Client(), fresh).status_code == 302


def test_a_short_or_common_password_is_refused(user: User) -> None:
    client = Client()
    client.force_login(user)
    for weak in ("short-1", "password123"):
        sent = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        assert client.post(reverse("account_change_password"), sent).context["form"].errors


def test_a_second_factor_is_asked_for_once_it_is_set_up(user: User) -> None:
    client = Client()
    enter(client)
    page = prove(client, reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10

    other = Client()
    assert enter(other).headers["Location"] == reverse("mfa_authenticate")
    assert other.get(reverse("people:account")).status_code == 302, "half signed in is not signed in"
    assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert other.get(reverse("people:account")).status_code == 200

    third = Client()
    enter(third)
    again = third.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert again.status_code == 200, "a recovery code works once"


def test_setting_up_a_factor_asks_again_who_you_are(user: User) -> None:
    client = Client()
    enter(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    refused = client.post(asked.headers["Location"], {"password": "wrong-password"})
    assert refused.context["form"].errors
    assert prove(client, reverse("mfa_activate_totp")).context["form"].secret


PAGES = [
    "account_login", "account_reset_password", "account_reset_password_done", "account_inactive", "account_signup",
    "socialaccount_login_cancelled",
]  # fmt: skip
OWN_PAGES = [
    "account_logout", "account_change_password", "account_email", "account_reauthenticate", "mfa_index",
    "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate", "socialaccount_connections",
]  # fmt: skip


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_for_strangers_have_our_look(name: str, language: str) -> None:
    page = Client(headers={"accept-language": language}).get(reverse(name)).content.decode()
    assert 'class="frame-top"' in page
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_of_an_account_have_our_look(name: str, user: User) -> None:
    client = Client()
    enter(client)
    page = client.get(reverse(name), follow=True).content.decode()
    assert 'class="frame-top"' in page
    assert page.count("<h1") == 1
    assert client.get(reverse(name), follow=True).status_code == 200


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_stranger_is_asked_to_sign_in_first(name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.headers["Location"] or name == "account_logout"


def events_of(user: User) -> list[tuple[str, dict[str, object]]]:
    made = Event.objects.filter(subject=f"user:{user.pk}", actor=f"user:{user.pk}").order_by("sequence")
    return list(made.values_list("action", "payload"))


def test_a_changed_password_leaves_an_event_without_the_password(user: User) -> None:
    client, fresh = Client(), "another-long-password-2"
    enter(client)
    asked = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    client.post(reverse("account_change_password"), {**asked, "oldpassword": "wrong-password"})
    assert events_of(user) == []
    client.post(reverse("account_change_password"), asked)
    assert events_of(user) == [("people.password_changed", {})]


def test_a_password_set_by_letter_leaves_an_event(user: User) -> None:
    client, fresh = Client(), "another-long-password-2"
    client.post(reverse("account_reset_password"), {"email": user.email})
    address = re.search(r"http://[^/]+(\S+)", mail.outbox[0].body)
    assert address is not None
    page = client.get(address[1], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": fresh, "password2": fresh})
    assert [action for action, _ in events_of(user)] == ["people.password_changed"]


def test_a_password_is_not_changed_where_its_event_cannot_be_kept(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(adapter, "record", full)
    with pytest.raises(OSError, match="disk full"):
        adapter.ClosedSignup().set_password(User.objects.get(pk=user.pk), "another-long-password-2")
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_second_factor_that_comes_and_goes_leaves_events_with_its_kind_alone(
    user: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = Client()
    enter(client)
    secret = prove(client, reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
        client.post(reverse("mfa_generate_recovery_codes"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_deactivate_totp"))
    made = events_of(user)
    assert ("people.factor_added", {"kind": "totp"}) in made
    assert ("people.factor_removed", {"kind": "totp"}) in made
    assert secret not in str(made)
    assert {tuple(payload) for _, payload in made} == {("kind",)}


def test_where_no_sign_in_page_is_configured_none_is_offered(user: User) -> None:
    client = Client(headers={"accept-language": "en"})
    enter(client)
    page = client.get(reverse("socialaccount_connections")).content.decode()
    assert "no sign-in page of an organisation" in page
    assert "Connect another" not in page
