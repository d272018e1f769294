"""What the votes say, and when the software says that it cannot say."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safetyzone.foundation.jobs.models import Job
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.suggestions import shown
from safetyzone.listen.suggestions.actions.statements import decide
from safetyzone.listen.suggestions.actions.votes import cast, purpose
from safetyzone.listen.suggestions.models import Conversation, State, Vote
from safetyzone.listen.suggestions.results import TASK, recent, refresh, result_of, votes_of
from safetyzone.listen.suggestions.tests.made import TEXTS, add, code_of, planted
from safetyzone.listen.suggestions.voters.actions import declare_good, declare_void, redeem_code


def text_of(conversation: Conversation) -> str:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    return client.get(reverse("suggestions:results", args=[conversation.zone.slug])).content.decode()


def test_planted_camps_and_what_both_agree_on_are_found(conversation: Conversation) -> None:
    planted(conversation, people=60, seed=7)
    run = result_of(conversation, by="test")
    result = run.result
    assert (result["voters"], result["k"], result["refusal"], result["provisional"]) == (60, 2, None, False)
    assert sorted(group["size"] for group in result["groups"]) == [30, 30]
    found = shown.rows(conversation, result)
    assert {row.statement.number for row in shown.common_ground(found)} == {11, 12}
    text = text_of(conversation)
    assert "What every group agrees with" in text
    assert "60 people have cast 720 votes" in text
    assert "no sample" in text


def test_too_few_people_is_said_with_both_numbers(conversation: Conversation) -> None:
    planted(conversation, people=29, seed=7)
    result = result_of(conversation, by="test").result
    assert (result["refusal"]["code"], result["refusal"]["have"], result["refusal"]["need"]) == ("not_enough", 29, 30)
    assert result["groups"] == []
    text = text_of(conversation)
    assert "29 so far, 30 needed" in text
    assert "Group A" not in text


def test_people_who_do_not_differ_have_no_groups(conversation: Conversation) -> None:
    statements = add(conversation, *TEXTS)
    votes = [
        Vote(statement=statement, ballot=f"{person:032x}", value=(-1) ** ((person * 7919 + at * 104729) % 13 % 2))
        for person in range(40)
        for at, statement in enumerate(statements)
    ]
    Vote.objects.bulk_create(votes)
    result = result_of(conversation, by="test").result
    if result["refusal"] is None:
        assert result["stability"] >= 0.6, "shown only when stable"
    else:
        assert result["refusal"]["code"] == "unstable"
        assert "may be an accident" in text_of(conversation)


def test_an_unstable_result_says_so_in_plain_words(conversation: Conversation) -> None:
    refused = {"refusal": {"code": "unstable", "reason": "", "have": 0.4, "need": 0.6}}
    told = shown.refusal(refused)
    assert told is not None
    assert "may be an accident" in told["reason"]
    assert told["need"] is None


def test_no_votes_and_no_statements(conversation: Conversation) -> None:
    assert result_of(conversation, by="test").result["refusal"]["code"] == "no_votes"
    assert "0 so far, 30 needed" in text_of(conversation)
    add(conversation, TEXTS[0])
    assert result_of(conversation, by="test").result["voters"] == 0


def test_shares_of_fewer_than_ten_votes_are_not_shown(conversation: Conversation) -> None:
    (statement,) = add(conversation, TEXTS[0])
    for person in range(9):
        Vote.objects.create(statement=statement, ballot=f"{person:032x}", value=1)
    (row,) = shown.rows(conversation, result_of(conversation, by="test").result)
    assert (row.n, row.agree) == (9, None)
    assert "100 %" not in text_of(conversation)


def test_the_result_does_not_depend_on_who_was_left_out(conversation: Conversation) -> None:
    """The run without a person is the run of a conversation that this person never joined, byte for byte."""
    statements = planted(conversation, people=60, seed=7)
    before = result_of(conversation, by="test")
    code = code_of(conversation)
    voter = redeem_code(conversation.zone, code)
    for statement in statements:
        cast(conversation=conversation, number=statement.number, voter=voter, value=-1)
    with_them = result_of(conversation, by="test")
    assert with_them.inputs != before.inputs
    void = declare_void(zone=conversation.zone, typed=code, reason="stolen", by="test")
    assert result_of(conversation, by="test") == before
    declare_good(void=void, by="test")
    assert result_of(conversation, by="test") == with_them


def test_neither_the_order_of_votes_nor_the_ballots_numbers_matter(conversation: Conversation) -> None:
    planted(conversation, people=40, seed=3)
    before = votes_of(conversation).digest
    rows = list(Vote.objects.all().order_by("-pk"))
    Vote.objects.all().delete()
    renamed = [Vote(statement_id=row.statement_id, ballot=row.ballot[::-1], value=row.value) for row in rows]
    Vote.objects.bulk_create(renamed)
    assert votes_of(conversation).digest == before


def test_a_statement_that_is_not_shown_any_more_leaves_the_result(conversation: Conversation) -> None:
    statements = planted(conversation, people=40, seed=3)
    decide(statement=statements[0], verdict=State.HIDDEN, rule="same", by="test")
    numbers = [told["number"] for told in result_of(conversation, by="test").result["statements"]]
    assert 1 not in numbers
    assert f"{TEXTS[0]}<" not in text_of(conversation)


def test_many_readers_cost_one_computation(conversation: Conversation) -> None:
    planted(conversation, people=40, seed=3)
    first = recent(conversation, by="test")
    Vote.objects.filter(ballot=Vote.objects.values_list("ballot", flat=True)[0]).delete()
    assert recent(conversation, by="test") == first
    assert Run.objects.filter(method="suggestions").count() == 1


def test_an_old_result_is_shown_and_a_newer_one_asked_for_once(conversation: Conversation) -> None:
    planted(conversation, people=40, seed=3)
    first = recent(conversation, by="test")
    Run.objects.update(computed_at=timezone.now() - timedelta(hours=1))
    Vote.objects.filter(ballot=Vote.objects.values_list("ballot", flat=True)[0]).delete()
    assert recent(conversation, by="test") == recent(conversation, by="test") == first
    job = Job.objects.get(path=TASK)  # two looks within five minutes, one job
    refresh(**job.arguments)
    newer = recent(conversation, by="test")
    assert (first.result["voters"], newer.result["voters"]) == (40, 39)
    refresh(conversation=10**6, by="test")  # deleted meanwhile


@pytest.mark.parametrize("k", [1, 2])
def test_purposes_differ_between_conversations(conversation: Conversation, k: int) -> None:
    other = Conversation(pk=conversation.pk + k)
    assert purpose(conversation) != purpose(other)
