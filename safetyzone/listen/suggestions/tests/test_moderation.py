"""Statements come in screened, wait, and are shown or not by published rules; the log says what and never who."""

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.pages import panels
from safetyzone.listen.suggestions.actions.conversations import turn_conversation
from safetyzone.listen.suggestions.actions.statements import PER_VOTER, decide, suggest, translate, undo
from safetyzone.listen.suggestions.models import Conversation, Decision, Source, State, Statement, Written
from safetyzone.listen.suggestions.tests.made import TEXTS, add, with_ballot
from safetyzone.listen.suggestions.voters.refusals import Refused


def bring(client: Client, conversation: Conversation, text: str) -> tuple[int, str]:
    address = reverse("suggestions:bring", args=[conversation.zone.slug])
    answer = client.post(address, {"text": text}, follow=True)
    return answer.status_code, answer.content.decode()


def public(conversation: Conversation, name: str = "all") -> str:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    return client.get(reverse(f"suggestions:{name}", args=[conversation.zone.slug])).content.decode()


def test_a_suggestion_waits_until_the_team_shows_it(conversation: Conversation) -> None:
    status, text = bring(with_ballot(conversation), conversation, TEXTS[0])
    assert status == 200
    assert "is number 1" in text
    assert TEXTS[0] not in public(conversation)
    decide(statement=Statement.objects.get(), verdict=State.SHOWN, by="test")
    assert TEXTS[0] in public(conversation)


def test_personal_data_is_taken_out_before_it_is_stored(conversation: Conversation) -> None:
    _status, text = bring(with_ballot(conversation), conversation, "Call me at 081-234-5678 about the dark lane")
    assert "personal data was taken out" in text
    kept = Statement.objects.get()
    assert "5678" not in kept.text
    assert kept.hidden_kinds == ["phone"]
    assert "5678" not in str(list(Event.objects.values_list("subject", "payload")))  # a moment may hold any four digits


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write your suggestion first"),
        (" \u200b \n ", "Write your suggestion first"),
        ("Light", "a whole sentence"),
        ("x" * 281, "281 characters; at most 280"),
    ],
)
def test_what_is_no_suggestion_is_refused_and_stays_in_its_field(
    conversation: Conversation, text: str, said: str
) -> None:
    status, page = bring(with_ballot(conversation), conversation, text)
    assert status == 422
    assert said in page
    assert text.strip() in page
    assert Statement.objects.count() == 0


def test_the_same_words_are_not_taken_twice(conversation: Conversation) -> None:
    add(conversation, "More light in the lane")
    status, text = bring(with_ballot(conversation), conversation, "more LIGHT, in the   lane!")
    assert status == 422
    assert "already, as number 1" in text
    assert Statement.objects.count() == 1


def test_markup_is_text(conversation: Conversation) -> None:
    add(conversation, "<script>alert(1)</script> more light")
    text = public(conversation)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; more light" in text


def test_a_voter_leaves_room_for_others(conversation: Conversation) -> None:
    client = with_ballot(conversation)
    for text in TEXTS[:PER_VOTER]:
        bring(client, conversation, text)
    status, text = bring(client, conversation, TEXTS[PER_VOTER])
    assert status == 422
    assert "leave room for others" in text
    assert Statement.objects.count() == PER_VOTER


def test_who_wrote_what_is_stored_nowhere(conversation: Conversation) -> None:
    bring(with_ballot(conversation), conversation, TEXTS[0])
    writer = Written.objects.get().writer
    assert writer not in str(list(Statement.objects.values()))
    assert writer not in str(list(Event.objects.values()))


def test_without_a_ballot_the_text_is_kept_in_the_field_and_nothing_is_stored(conversation: Conversation) -> None:
    status, text = bring(Client(HTTP_ACCEPT_LANGUAGE="en"), conversation, TEXTS[0])
    assert status == 422
    assert "Get a ballot first" in text
    assert Statement.objects.count() == 0


def test_after_the_end_nothing_is_taken(conversation: Conversation) -> None:
    client = with_ballot(conversation)
    turn_conversation(conversation=conversation, closed=True, by="test")
    assert bring(client, conversation, TEXTS[0])[0] == 422
    assert Statement.objects.count() == 0


def test_the_log_says_which_rule_and_when_and_can_be_taken_back(conversation: Conversation) -> None:
    (statement,) = add(conversation, TEXTS[0])
    decision = decide(statement=statement, verdict=State.HIDDEN, rule="off_topic", by="user:7")
    assert TEXTS[0] not in public(conversation)
    log = public(conversation, "rules")
    assert "Not about this question" in log
    assert "user:7" not in log
    assert TEXTS[0] not in log, "what is not shown is not shown in the log either"
    undo(decision=decision, by="test")
    assert TEXTS[0] in public(conversation)
    assert "taken back" in public(conversation, "rules")


def test_taking_the_first_decision_back_lets_a_statement_wait_again(conversation: Conversation) -> None:
    (statement,) = add(conversation, TEXTS[0])
    undo(decision=Decision.objects.get(), by="test")
    statement.refresh_from_db()
    assert statement.state == State.WAITING


def test_only_the_latest_decision_is_taken_back(conversation: Conversation) -> None:
    (statement,) = add(conversation, TEXTS[0])
    decide(statement=statement, verdict=State.HIDDEN, rule="same", by="test")
    with pytest.raises(Refused, match="latest"):
        undo(decision=Decision.objects.get(verdict=State.SHOWN), by="test")


@pytest.mark.parametrize("rule", ["", "because"])
def test_nothing_is_hidden_without_a_published_rule(conversation: Conversation, rule: str) -> None:
    (statement,) = add(conversation, TEXTS[0])
    with pytest.raises(Refused, match="published rule"):
        decide(statement=statement, verdict=State.HIDDEN, rule=rule, by="test")
    assert Decision.objects.count() == 1


def test_two_who_decide_the_same_leave_one_line(conversation: Conversation) -> None:
    (statement,) = add(conversation, TEXTS[0])
    first = decide(statement=statement, verdict=State.HIDDEN, rule="same", by="a")
    assert decide(statement=statement, verdict=State.HIDDEN, rule="insult", by="b") == first
    assert Decision.objects.filter(verdict=State.HIDDEN).count() == 1


def test_a_translation_is_shown_to_readers_of_its_language(conversation: Conversation) -> None:
    (statement,) = add(conversation, TEXTS[0])
    translate(statement=statement, language="th", text="เพิ่มไฟในซอย", by="test")
    thai = Client(HTTP_ACCEPT_LANGUAGE="th").get(reverse("suggestions:all", args=[conversation.zone.slug]))
    assert "เพิ่มไฟในซอย" in thai.content.decode()
    assert TEXTS[0] in public(conversation)


def test_what_became_of_a_statement_is_a_panel(conversation: Conversation) -> None:
    (statement,) = add(conversation, TEXTS[0])
    address = reverse("suggestions:statement", args=[conversation.zone.slug, statement.number])
    assert "Nothing has been decided from it so far" in Client(HTTP_ACCEPT_LANGUAGE="en").get(address).content.decode()
    made = panels.Panel("statement", "main", 1, "test-plan", "Plan", Permission.VIEW_ZONE, lambda _r, about: about.text)
    panels.register(made)
    try:
        text = Client(HTTP_ACCEPT_LANGUAGE="en").get(address).content.decode()
    finally:
        del panels._PANELS["statement", "test-plan"]
    assert "<h3>Plan</h3>" + TEXTS[0] in text


def test_the_team_takes_a_statement_over_from_the_poll_and_it_waits(conversation: Conversation) -> None:
    made = suggest(
        conversation=conversation, text="Patrol the market on foot", language="en", source=Source.POLL, by="test"
    )
    assert (made.state, made.source) == (State.WAITING, Source.POLL)
