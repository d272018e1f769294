"""One person, one vote, from the outside: codes, votes that are changed, votes sent twice, votes after the end."""

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.audit.queries import verify
from safetyzone.listen.suggestions.actions.conversations import turn_conversation
from safetyzone.listen.suggestions.actions.votes import purpose
from safetyzone.listen.suggestions.models import Conversation, Vote, VoterCode
from safetyzone.listen.suggestions.queries import in_order_of, shown
from safetyzone.listen.suggestions.tests.made import TEXTS, add, code_of, with_ballot
from safetyzone.listen.suggestions.voters.actions import print_codes, turn_batch
from safetyzone.listen.suggestions.voters.ballots import Voter


def vote(client: Client, conversation: Conversation, number: int, value: int | str) -> int:
    address = reverse("suggestions:vote", args=[conversation.zone.slug])
    return client.post(address, {"statement": number, "value": value}).status_code


def page(client: Client, conversation: Conversation, name: str = "page", **query: str) -> str:
    answer = client.get(reverse(f"suggestions:{name}", args=[conversation.zone.slug]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_code_to_vote(conversation: Conversation) -> None:
    add(conversation, *TEXTS[:3])
    client = with_ballot(conversation)
    assert "3 suggestions you have not voted on" in page(client, conversation)
    assert vote(client, conversation, 1, 1) == 302
    assert "2 suggestions you have not voted on" in page(client, conversation)
    kept = Vote.objects.get()
    assert (kept.statement.number, kept.value) == (1, 1)


def test_a_changed_vote_replaces_the_first_and_a_repeated_one_is_stored_once(conversation: Conversation) -> None:
    add(conversation, TEXTS[0])
    client = with_ballot(conversation)
    for value in (1, 1, -1, -1, 0):
        vote(client, conversation, 1, value)
    assert list(Vote.objects.values_list("value", flat=True)) == [0]
    assert Event.objects.filter(action="suggestions.voted").count() == 3, "what changes nothing leaves no event"
    assert verify().sound


def test_the_same_code_on_another_device_is_the_same_ballot(conversation: Conversation) -> None:
    add(conversation, TEXTS[0])
    code = code_of(conversation)
    vote(with_ballot(conversation, code), conversation, 1, 1)
    vote(with_ballot(conversation, code.lower().replace("-", " ")), conversation, 1, -1)
    assert list(Vote.objects.values_list("value", flat=True)) == [-1]


def test_two_codes_are_two_ballots(conversation: Conversation) -> None:
    add(conversation, TEXTS[0])
    vote(with_ballot(conversation), conversation, 1, 1)
    vote(with_ballot(conversation), conversation, 1, 1)
    assert Vote.objects.count() == 2


def test_without_a_ballot_nothing_is_stored_and_the_page_says_how_to_get_one(conversation: Conversation) -> None:
    add(conversation, TEXTS[0])
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    vote(client, conversation, 1, 1)
    assert Vote.objects.count() == 0
    text = page(client, conversation)
    assert "Get a ballot first" in text
    assert 'name="value"' not in text


def test_a_cookie_that_was_made_up_is_no_ballot(conversation: Conversation) -> None:
    add(conversation, TEXTS[0])
    client = with_ballot(conversation)
    name = f"ballot-{conversation.zone.pk}"
    client.cookies[name] = "a" + client.cookies[name].value[1:]
    vote(client, conversation, 1, 1)
    assert Vote.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "not a code of ours"), ("XKT-4HQ7-MD3V", "not a code of ours"), ("<b>", "not a code of ours")],
)
def test_a_mistyped_code_is_told_and_stays_in_its_field(conversation: Conversation, typed: str, said: str) -> None:
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    address = reverse("suggestions:code", args=[conversation.zone.slug])
    text = client.post(address, {"code": typed}, follow=True).content.decode()
    assert said in text
    assert "<b>" not in text
    assert f"ballot-{conversation.zone.pk}" not in client.cookies


def test_a_void_sheet_lets_nobody_in_until_it_is_good_again(conversation: Conversation) -> None:
    batch, codes = print_codes(zone=conversation.zone, title="hall", many=2, by="test")
    turn_batch(batch=batch, void=True, by="test")
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    address = reverse("suggestions:code", args=[conversation.zone.slug])
    assert "declared void" in client.post(address, {"code": codes[0]}, follow=True).content.decode()
    turn_batch(batch=batch, void=False, by="test")
    assert "open on this device" in client.post(address, {"code": codes[0]}, follow=True).content.decode()


def test_after_the_end_no_vote_is_taken(conversation: Conversation) -> None:
    add(conversation, TEXTS[0])
    client = with_ballot(conversation)
    turn_conversation(conversation=conversation, closed=True, by="test")
    vote(client, conversation, 1, 1)
    assert Vote.objects.count() == 0
    assert "Voting has ended" in page(client, conversation)


@pytest.mark.parametrize(("number", "value"), [("1", "2"), ("1", "agree"), ("x", "1"), ("", "")])
def test_a_vote_that_is_none_is_not_found(conversation: Conversation, number: str, value: str) -> None:
    add(conversation, TEXTS[0])
    client = with_ballot(conversation)
    address = reverse("suggestions:vote", args=[conversation.zone.slug])
    assert client.post(address, {"statement": number, "value": value}).status_code == 404
    assert Vote.objects.count() == 0


def test_the_next_person_on_a_device_begins_anew(conversation: Conversation) -> None:
    add(conversation, TEXTS[0])
    client = with_ballot(conversation)
    client.post(reverse("suggestions:leave", args=[conversation.zone.slug]))
    assert "Get your ballot" in page(client, conversation)


def test_nothing_in_the_database_leads_from_a_code_to_a_vote(conversation: Conversation) -> None:
    """With every table and without the key outside: no value of a code's row stands in a vote's, and none marks it as used."""
    add(conversation, TEXTS[0])
    code = code_of(conversation)
    before = list(VoterCode.objects.values())
    vote(with_ballot(conversation, code), conversation, 1, 1)
    assert list(VoterCode.objects.values()) == before
    ballot = Vote.objects.get().ballot
    assert ballot not in str(before)
    assert ballot not in str(list(Event.objects.values()))


def test_every_purpose_has_ballots_of_its_own(conversation: Conversation) -> None:
    voter = Voter("somebody")
    assert voter.ballot(purpose(conversation)) != voter.ballot("round:1")


def test_order_is_random_by_voter_and_stays_for_each(conversation: Conversation) -> None:
    add(conversation, *TEXTS)
    orders = {tuple(s.number for s in in_order_of(shown(conversation), seed)) for seed in ("a", "b", "c")}
    assert len(orders) == 3
    assert in_order_of(shown(conversation), "a") == in_order_of(shown(conversation), "a")


def test_a_page_after_the_form_is_only_one_of_ours(conversation: Conversation) -> None:
    client = Client(HTTP_HOST="localhost")
    address = reverse("suggestions:code", args=[conversation.zone.slug])
    for wanted in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        answer = client.post(address, {"code": code_of(conversation), "next": wanted})
        assert answer.headers["Location"] == reverse("suggestions:page", args=[conversation.zone.slug])
