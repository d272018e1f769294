"""From projects to a decision: ballots from the outside, equal shares with reasons, and everything that is refused."""

from decimal import Decimal
from threading import Thread

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from safetyzone.foundation.audit.models import Event
from safetyzone.listen.budgets.actions import (
    add_project,
    approve,
    close_round,
    create_round,
    decide_round,
    open_round,
    remove_project,
)
from safetyzone.listen.budgets.models import Ballot, Round, RoundState
from safetyzone.listen.budgets.outcome import outcome_of
from safetyzone.listen.budgets.protocol import protocol
from safetyzone.listen.budgets.words import how, told
from safetyzone.listen.suggestions.voters.actions import declare_void, print_codes
from safetyzone.listen.suggestions.voters.actions import redeem_code as redeem
from safetyzone.listen.suggestions.voters.ballots import Voter
from safetyzone.listen.suggestions.voters.refusals import Refused

BALLOTS = [(1, 2), (1, 2), (1, 2), (3,), (3,)]  # the library's own example: projects 1 and 3 are bought


def voted(held: Round, ballots: list[tuple[int, ...]] = BALLOTS) -> None:
    for person, numbers in enumerate(ballots):
        approve(held=held, voter=Voter(f"person {person}"), numbers=numbers)


def decided(held: Round) -> Round:
    voted(held)
    close_round(held=held, by="test")
    return decide_round(held=held, by="test")


def test_from_code_to_decision(held: Round) -> None:
    _batch, codes = print_codes(zone=held.zone, title="hall", many=5, by="test")
    page = reverse("budgets:page", args=[held.zone.slug])
    for code, numbers in zip(codes, BALLOTS, strict=True):
        client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
        address = reverse("suggestions:code", args=[held.zone.slug])
        assert client.post(address, {"code": code, "next": page}).headers["Location"] == page
        assert client.post(reverse("budgets:vote", args=[held.zone.slug]), {"project": numbers}).status_code == 302
    close_round(held=held, by="test")
    decide_round(held=held, by="test")
    assert held.run is not None
    assert held.run.result["order"] == [1, 3]
    text = client.get(page).content.decode()
    assert "Chosen as number 1: its 3 supporters share the cost, at most 100 THB each." in text
    assert "Not chosen: nobody approved it." in text


def test_the_result_adds_up_and_holds_no_ballot(held: Round) -> None:
    run = decided(held).run
    assert run is not None
    result = run.result
    assert (result["voters"], result["spent"]["shown"], result["left"]["shown"]) == (5, "500.00", "0.00")
    bought = [row for row in result["projects"] if row["chosen"]]
    assert sum(Decimal(row["cost"]["shown"]) for row in bought) == Decimal(result["spent"]["shown"])
    assert all(row["paid_most"] + row["paid_less"] <= row["approvals"] for row in result["projects"])
    ballots = set(Ballot.objects.values_list("ballot", flat=True))
    assert not any(ballot in str(result) for ballot in ballots)


def test_voting_again_replaces_and_sending_twice_stores_once(held: Round) -> None:
    voter = Voter("somebody")
    for numbers in ([1, 2], [2, 1], [3], []):
        approve(held=held, voter=voter, numbers=numbers)
    assert list(Ballot.objects.values_list("approves", flat=True)) == [[]]
    assert Event.objects.filter(action="budgets.voted").count() == 3


def test_the_reasons_are_said_in_thai_too(held: Round) -> None:
    decided(held)
    with translation.override("th"):
        reasons = [row.reason for row in told(held)]
    assert all("supporters" not in reason and "Not chosen" not in reason for reason in reasons)


def test_raised_parts_are_explained(held: Round) -> None:
    voted(held, [(1,), (1,), (3,), (3,), (3,), ()])
    close_round(held=held, by="test")
    decide_round(held=held, by="test")
    assert held.run is not None
    result = held.run.result
    assert result["share"] != result["first_share"]
    assert any("raised step by step" in sentence for sentence in how(result, "THB"))
    assert result["order"] == [3, 1]


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_protocol_prints_every_project_and_the_run(held: Round, language: str) -> None:
    decided(held)
    with translation.override(language):
        document = pypdfium2.PdfDocument(protocol(held))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert held.run is not None
    assert held.run.key[:16] in text
    for project in held.projects.all():
        assert project.title.split()[0] in text
    assert "500 THB" in text


def test_a_void_code_does_not_count(held: Round) -> None:
    _batch, codes = print_codes(zone=held.zone, title="hall", many=1, by="test")
    approve(held=held, voter=redeem(held.zone, codes[0]), numbers=[4])
    voted(held)
    before = outcome_of(held, by="test")
    declare_void(zone=held.zone, typed=codes[0], reason="stolen", by="test")
    after = outcome_of(held, by="test")
    assert before is not None
    assert after is not None
    assert (before.result["voters"], after.result["voters"]) == (6, 5)


def test_after_the_close_no_ballot_is_taken(held: Round) -> None:
    voted(held)
    close_round(held=held, by="test")
    with pytest.raises(Refused, match="ended"):
        approve(held=held, voter=Voter("late"), numbers=[1])
    assert Ballot.objects.count() == 5


def test_a_decision_needs_votes_and_a_close(held: Round) -> None:
    with pytest.raises(Refused, match="Close the voting first"):
        decide_round(held=held, by="test")
    close_round(held=held, by="test")
    with pytest.raises(Refused, match="Nobody has voted"):
        decide_round(held=held, by="test")
    assert held.state == RoundState.CLOSED


def test_deciding_again_gives_the_same_decision(held: Round) -> None:
    first = decided(held)
    second = decide_round(held=Round.objects.get(pk=held.pk), by="somebody else")
    assert (second.run_id, second.decided_at) == (first.run_id, first.decided_at)
    assert Event.objects.filter(action="budgets.decided").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_decide_at_once_get_one_decision(held: Round) -> None:
    voted(held)
    close_round(held=held, by="test")
    runs: list[int | None] = []

    def decide() -> None:
        runs.append(decide_round(held=Round.objects.get(pk=held.pk), by="test").run_id)
        connection.close()

    both = [Thread(target=decide) for _person in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(runs) == 2
    assert len(set(runs)) == 1
    assert Event.objects.filter(action="budgets.decided").count() == 1


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-5)])
def test_a_budget_of_nothing_is_refused(draft: Round, amount: Decimal) -> None:
    with pytest.raises(Refused, match="above zero"):
        create_round(
            zone=draft.zone, title="None", budget=amount, currency="THB", opens=draft.opens, closes=draft.closes,
            ways=["code"], by="test",
        )  # fmt: skip
    assert Round.objects.count() == 1


@pytest.mark.parametrize(("cost", "said"), [(Decimal(0), "above zero"), (Decimal("500.01"), "could never be chosen")])
def test_a_cost_that_makes_no_sense_is_refused(draft: Round, cost: Decimal, said: str) -> None:
    with pytest.raises(Refused, match=said):
        add_project(held=draft, title="Tower", cost=cost, proposer="City", by="test")
    assert draft.projects.count() == 0


def test_projects_change_only_before_voting(held: Round) -> None:
    with pytest.raises(Refused, match="before voting begins"):
        add_project(held=held, title="Late", cost=Decimal(10), proposer="City", by="test")
    project = held.projects.get(number=1)
    with pytest.raises(Refused, match="before voting begins"):
        remove_project(project=project, by="test")
    assert held.projects.count() == 4


def test_one_project_is_no_choice(draft: Round) -> None:
    add_project(held=draft, title="Only one", cost=Decimal(10), proposer="City", by="test")
    with pytest.raises(Refused, match="two projects"):
        open_round(held=draft, by="test")


def test_the_same_project_twice_is_refused(draft: Round) -> None:
    add_project(held=draft, title="Lamps", cost=Decimal(10), proposer="City", by="test")
    with pytest.raises(Refused, match="of this name"):
        add_project(held=draft, title="LAMPS", cost=Decimal(20), proposer="City", by="test")


def test_an_unknown_project_is_refused(held: Round) -> None:
    with pytest.raises(Refused, match="no such project"):
        approve(held=held, voter=Voter("somebody"), numbers=[1, 9])
    assert Ballot.objects.count() == 0


def test_a_round_in_preparation_is_not_public(draft: Round) -> None:
    assert Client().get(reverse("budgets:page", args=[draft.zone.slug])).status_code == 404


def test_a_stranger_is_told_to_get_a_ballot(held: Round) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    answer = client.post(reverse("budgets:vote", args=[held.zone.slug]), {"project": ["1"]})
    assert answer.status_code == 422
    assert "Get a ballot first" in answer.content.decode()
    assert Ballot.objects.count() == 0


def test_markup_in_a_projects_text_is_text(draft: Round) -> None:
    for title in ("<script>alert(1)</script>", "Lamps"):
        add_project(held=draft, title=title, cost=Decimal(10), proposer="<b>City</b>", by="test")
    open_round(held=draft, by="test")
    text = Client().get(reverse("budgets:page", args=[draft.zone.slug])).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
