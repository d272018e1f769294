"""Giving and ending roles, from outside and through the actions."""

from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.access.roles import BY_CODE, ROLES
from safetyzone.foundation.access.tests.hierarchy import make_places, person
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.people.actions import NotAllowed, choose_language, end_role, give_role
from safetyzone.foundation.people.commands import command
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, Place]:
    return make_places()


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_a_commander_gives_a_role_and_its_owner_sets_a_password(places: dict[str, Place]) -> None:
    client = signed_in(person("commander", places["station-11"]))
    sent = {"email": "New@Example.org", "name": "Newcomer", "role": "patrol", "place": "zone-11"}
    assert client.post(reverse("people:members"), sent).status_code == 302
    newcomer = User.objects.get(email="new@example.org")
    assert not newcomer.has_usable_password()
    assert newcomer.memberships.get().role == "patrol"
    Client().post(reverse("account_reset_password"), {"email": "new@example.org"})
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]


@pytest.mark.parametrize(
    ("role", "place"),
    [("patrol", "zone-12"), ("patrol", "station-12"), ("programme", "zone-11"), ("commander", "zone-11")],
)
def test_a_commander_gives_nothing_elsewhere_and_nothing_higher(
    places: dict[str, Place], role: str, place: str
) -> None:
    client = signed_in(person("commander", places["station-11"]))
    answer = client.post(reverse("people:members"), {"email": "new@example.org", "role": role, "place": place})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not User.objects.filter(email="new@example.org").exists()
    assert not Event.objects.filter(action="people.role_given").exists()


@pytest.mark.parametrize("role", [role.code for role in ROLES if role.code not in {"commander", "bureau", "programme"}])
def test_other_roles_do_not_even_find_the_page(places: dict[str, Place], role: str) -> None:
    client = signed_in(person(role, places["station-11"]))
    assert client.get(reverse("people:members")).status_code == 404
    membership = Membership.objects.get()
    assert client.post(reverse("people:end", args=[membership.pk])).status_code == 404
    assert Membership.objects.get().until is None


def test_a_commander_sees_only_the_own_people(places: dict[str, Place]) -> None:
    person("patrol", places["zone-12"], email="far@example.org")
    person("patrol", places["zone-11"], email="near@example.org")
    page = signed_in(person("commander", places["station-11"])).get(reverse("people:members")).content.decode()
    assert "near@example.org" in page
    assert "far@example.org" not in page


def test_ending_a_role_takes_effect_at_once_and_can_be_undone(places: dict[str, Place]) -> None:
    officer = person("patrol", places["zone-11"])
    client = signed_in(person("commander", places["station-11"]))
    assert signed_in(officer).get(reverse("home")).context["zones"]
    membership = Membership.objects.get(user=officer)
    client.post(reverse("people:end", args=[membership.pk]))
    assert signed_in(officer).get(reverse("home")).context["zones"] == []
    client.post(reverse("people:members"), {"email": officer.email, "role": "patrol", "place": "zone-11"})
    assert signed_in(officer).get(reverse("home")).context["zones"]
    done = list(Event.objects.values_list("action", flat=True))
    assert done == ["people.role_ended", "people.role_given"]


def test_another_stations_membership_is_not_there(places: dict[str, Place]) -> None:
    far = person("patrol", places["zone-12"])
    client = signed_in(person("commander", places["station-11"]))
    assert client.post(reverse("people:end", args=[Membership.objects.get(user=far).pk])).status_code == 404


def test_a_commander_does_not_end_a_role_the_bureau_gave(places: dict[str, Place]) -> None:
    evaluator = person("evaluator", places["station-11"])
    commander = person("commander", places["station-11"])
    with pytest.raises(NotAllowed):
        end_role(membership=Membership.objects.get(user=evaluator), by="user:1", giver=commander)
    assert Membership.objects.get(user=evaluator).until is None


def test_an_unknown_role_is_refused_in_words(places: dict[str, Place]) -> None:
    with pytest.raises(NotAllowed, match="king"):
        give_role(email="a@example.org", role="king", place=places["land"], by="command-line", giver=None)


def test_the_audit_names_no_address(places: dict[str, Place]) -> None:
    give_role(email="who@example.org", role="clerk", place=places["station-11"], by="command-line", giver=None)
    assert "who@example.org" not in str(list(Event.objects.values()))


def test_giving_the_same_role_twice_is_one_event(places: dict[str, Place]) -> None:
    for _ in range(2):
        give_role(email="a@example.org", role="clerk", place=places["station-11"], by="command-line", giver=None)
    assert Event.objects.count() == 1


def test_everybody_signed_in_reads_what_each_role_may_do(places: dict[str, Place]) -> None:
    page = signed_in(person("patrol", places["zone-11"])).get(reverse("people:roles")).content.decode()
    assert all(str(BY_CODE[role.code].title) in page for role in ROLES)
    assert "compare all zones below a place" in page


def test_my_account_names_my_roles_but_no_ended_one(places: dict[str, Place]) -> None:
    user = person("patrol", places["zone-11"])
    client = signed_in(user)
    assert "Patrol officer" in client.get(reverse("people:account")).content.decode()
    end_role(
        membership=Membership.objects.get(user=user),
        by="user:1",
        giver=person("commander", places["station-11"]),
    )
    assert "Patrol officer" not in client.get(reverse("people:account")).content.decode()


def test_a_chosen_language_is_kept_once(places: dict[str, Place]) -> None:
    user = person("patrol", places["zone-11"])
    for _ in range(2):
        choose_language(user=user, language="en", by=f"user:{user.pk}")
    assert User.objects.get(pk=user.pk).language == "en"
    assert Event.objects.filter(action="people.language_chosen").count() == 1


def test_the_command_line_makes_an_account_and_records_its_password(places: dict[str, Place]) -> None:
    words = ["add", "first@example.org", "--role", "programme", "--place", places["land"].slug]
    done = CliRunner().invoke(command, [*words, "--password", "a long first password"])
    assert done.exit_code == 0, done.output
    user = User.objects.get(email="first@example.org")
    assert user.check_password("a long first password")
    actions = Event.objects.order_by("sequence").values_list("action", "actor", "subject")
    assert list(actions)[-1] == ("people.password_set", "command-line", f"user:{user.pk}")
    assert Event.objects.get(action="people.password_set").payload == {}


def test_a_weak_password_leaves_no_account(places: dict[str, Place]) -> None:
    words = ["add", "first@example.org", "--role", "programme", "--place", places["land"].slug]
    done = CliRunner().invoke(command, [*words, "--password", "password"])
    assert done.exit_code == 1
    assert not User.objects.filter(email="first@example.org").exists()
    assert not Event.objects.exists()


def test_passwords_are_kept_by_argon2(settings: Any) -> None:
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the quick one that conftest puts in front
    user = User(email="who@example.org")
    user.set_password("a long enough one")
    assert user.password.startswith("argon2$argon2id$")
    assert user.check_password("a long enough one")
    assert not user.check_password("another one")
