"""Letters and codes to a phone: what is sent, what is kept of it, and every way in which it can go wrong."""

import json
import re
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from safetyzone.foundation.audit.models import Event
from safetyzone.listen.suggestions.models import Conversation, PhoneCheck, VoidWay
from safetyzone.listen.suggestions.voters import phones
from safetyzone.listen.suggestions.voters.actions import PHONE_TRIES, declare_void, plain_address
from safetyzone.listen.suggestions.voters.refusals import Refused


def ask(client: Client, conversation: Conversation, to: str, **data: str) -> str:
    return client.post(reverse(f"suggestions:{to}", args=[conversation.zone.slug]), data, follow=True).content.decode()


def visitor() -> Client:
    return Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")


def everything_stored() -> str:
    models = [*apps.get_app_config("suggestions").get_models(), Event]
    return str([list(model.objects.values()) for model in models])  # type: ignore[attr-defined]


def link_in_letter() -> str:
    body = str(mail.outbox[-1].body)
    found = re.search(r"http://localhost(\S+)", body)
    assert found
    return found[1]


def ballot(client: Client, conversation: Conversation) -> str:
    return client.cookies[f"ballot-{conversation.zone.pk}"].value.split(":")[0]


def test_a_letters_link_opens_the_same_ballot_on_any_device(conversation: Conversation) -> None:
    assert "letter is on its way" in ask(visitor(), conversation, "letter", address="Somchai@Example.org")
    one, two = visitor(), visitor()
    assert one.get(link_in_letter()).status_code == 302
    ask(visitor(), conversation, "letter", address="somchai+again@example.org")
    two.get(link_in_letter())
    assert ballot(one, conversation) == ballot(two, conversation)


def test_the_address_is_stored_nowhere(conversation: Conversation) -> None:
    ask(visitor(), conversation, "letter", address="somchai@example.org")
    assert mail.outbox[0].to == ["somchai@example.org"]
    assert "somchai" not in everything_stored()


@pytest.mark.parametrize("address", ["", "somchai", "a@b", "a b@example.org", "x@example.org\nBcc: y@example.org"])
def test_what_is_no_address_gets_no_letter(conversation: Conversation, address: str) -> None:
    assert "not a whole e-mail address" in ask(visitor(), conversation, "letter", address=address)
    assert mail.outbox == []


def test_an_address_gets_three_letters_a_day(conversation: Conversation) -> None:
    for _letter in range(3):
        ask(visitor(), conversation, "letter", address="somchai@example.org")
    assert "Enough letters" in ask(visitor(), conversation, "letter", address="somchai@example.org")
    assert len(mail.outbox) == 3


def test_a_server_that_takes_no_mail_is_said(conversation: Conversation, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert "No letter could be sent" in ask(visitor(), conversation, "letter", address="somchai@example.org")


@pytest.mark.parametrize("token", ["made-up", "x" * 200])
def test_a_link_that_was_made_up_opens_nothing(conversation: Conversation, token: str) -> None:
    client = visitor()
    answer = client.get(reverse("suggestions:letter_link", args=[conversation.zone.slug, token]), follow=True)
    assert "older than a day or incomplete" in answer.content.decode()
    assert f"ballot-{conversation.zone.pk}" not in client.cookies


def test_a_void_address_opens_nothing(conversation: Conversation) -> None:
    ask(visitor(), conversation, "letter", address="somchai@example.org")
    declare_void(zone=conversation.zone, typed="SOMCHAI@example.org", reason="twice", by="test")
    assert "declared void" in visitor().get(link_in_letter(), follow=True).content.decode()
    assert "somchai" not in str(list(VoidWay.objects.values())).lower()


def test_one_spelling_of_an_address() -> None:
    assert plain_address(" Som.Chai+zone@Example.ORG ") == "som.chai@example.org"


class Provider(BaseHTTPRequestHandler):
    """A provider of messages to phones, as the adapter meets it."""

    status = 200
    got: list[dict[str, Any]] = []  # noqa: RUF012 - one server a test

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append({"key": self.headers["Authorization"], **json.loads(body)})
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return None


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
    return port


@pytest.fixture
def provider(settings: Settings) -> Iterator[type[Provider]]:
    handler = type("Once", (Provider,), {"got": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.PHONE_URL = f"http://127.0.0.1:{server.server_port}/messages"
    settings.PHONE_KEY, settings.PHONE_COUNTRY = "secret", "66"
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def name_in(page: str) -> str:
    found = re.search(r'name="name" value="(\w+)"', page)
    assert found
    return found[1]


def test_a_code_comes_to_the_phone_and_opens_the_ballot(conversation: Conversation, provider: type[Provider]) -> None:
    client = visitor()
    page = ask(client, conversation, "phone", number="081 234 5678")
    (message,) = provider.got
    assert (message["to"], message["key"]) == ("+66812345678", "Bearer secret")
    digits = message["text"][:6]
    assert "not the code we sent" in ask(client, conversation, "phone_check", name=name_in(page), digits="000000x")
    assert "open on this device" in ask(client, conversation, "phone_check", name=name_in(page), digits=digits)
    assert "run out" in ask(client, conversation, "phone_check", name=name_in(page), digits=digits), "good once"
    stored = everything_stored()
    assert "812345678" not in stored
    assert digits not in [check.answer for check in PhoneCheck.objects.all()]


def test_guessing_ends_after_five_tries(conversation: Conversation, provider: type[Provider]) -> None:
    client = visitor()
    name = name_in(ask(client, conversation, "phone", number="+66812345678"))
    for _guess in range(PHONE_TRIES):
        ask(client, conversation, "phone_check", name=name, digits="wrong")
    right = provider.got[0]["text"][:6]
    assert "run out" in ask(client, conversation, "phone_check", name=name, digits=right)


@pytest.mark.parametrize("status", [301, 400, 403, 500])
def test_a_provider_that_refuses_is_said_and_leaves_no_check(
    conversation: Conversation, provider: type[Provider], status: int
) -> None:
    provider.status = status
    assert "No code could be sent" in ask(visitor(), conversation, "phone", number="+66812345678")
    assert PhoneCheck.objects.count() == 0
    assert len(provider.got) == 1, "a redirect is not followed"


def test_a_provider_that_is_not_there_is_said(conversation: Conversation, settings: Settings) -> None:
    settings.PHONE_URL = f"http://127.0.0.1:{free_port()}/"
    assert "No code could be sent" in ask(visitor(), conversation, "phone", number="+66812345678")


def test_a_provider_that_does_not_answer_is_given_up(settings: Settings) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        settings.PHONE_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(Refused, match="No code could be sent"):
            phones.send(to="+66812345678", text="x", wait=0.1)


@pytest.mark.parametrize("number", ["", "12", "812345678", "+123", "+" + "1" * 16, "abc"])
def test_what_is_no_number_gets_no_code(conversation: Conversation, provider: type[Provider], number: str) -> None:
    ask(visitor(), conversation, "phone", number=number)
    assert provider.got == []


def test_without_a_country_a_number_needs_its_own(settings: Settings) -> None:
    settings.PHONE_COUNTRY = ""
    with pytest.raises(Refused, match="with \\+"):
        phones.plain_number("0812345678")
    assert phones.plain_number("+๖๖ 81 234 5678") == "+66812345678"


def test_phones_are_offered_only_where_they_are_set_up(conversation: Conversation, provider: type[Provider]) -> None:
    page = reverse("suggestions:page", args=[conversation.zone.slug])
    assert "code to your phone" in visitor().get(page).content.decode()


def test_no_phones_without_a_provider(conversation: Conversation) -> None:
    page = reverse("suggestions:page", args=[conversation.zone.slug])
    assert "code to your phone" not in visitor().get(page).content.decode()
