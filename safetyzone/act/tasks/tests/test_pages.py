"""Pages of the team and of an organisation's own people; panels; the letter on paper."""

from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safetyzone.act.tasks.actions.answers import accept_task, check_task, hand_back, report_done
from safetyzone.act.tasks.actions.asking import ask_task, move_due
from safetyzone.act.tasks.models import Side, State, Step, Task
from safetyzone.act.tasks.tests.made import dated, day_from_now, jpeg, link, signed_in, visitor
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.partners.actions import link_person
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.models import Statement

LINK: dict[str, Any] = {"by": "link:1", "side": Side.LINK}


def text(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(f"tasks:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def turn(client: Client, task: Task, **sent: str) -> int:
    return client.post(reverse("tasks:turn", args=[task.pk]), sent).status_code


def test_filters_leave_what_they_say(clerk: Client, zone: Place, shop: Organisation, task: Task) -> None:
    late = ask_task(
        zone=zone, organisation=shop, title="Share the camera", due=day_from_now(3), effort="prevention", by="user:1"
    )
    dated(late, due=day_from_now(-2))
    for name, args in (("tasks", []), ("zone", [zone.slug])):
        assert "Mend the lamp" in text(clerk, name, *args)
        only_late = text(clerk, name, *args, when="late")
        assert "Share the camera" in only_late
        assert "Mend the lamp" not in only_late
        assert "2 days late" in only_late
        assert "Mend the lamp" not in text(clerk, name, *args, organisation=shop.pk)
        assert "Nothing fits these filters" in text(clerk, name, *args, state="checked")
        assert "Nothing fits these filters" in text(clerk, name, *args, organisation="nonsense")
        assert "Nothing fits these filters" in text(clerk, name, *args, organisation="9" * 40)
    assert "Due this week" in text(clerk, "tasks", when="week")


def test_empty_pages_say_what_to_do(clerk: Client, zone: Place) -> None:
    assert "Nothing has been asked yet" in text(clerk, "tasks")
    assert "mend the lamp at the corner" in text(clerk, "zone", zone.slug)
    assert "speaks for no organisation" in text(clerk, "mine")


def test_a_share_of_few_promises_is_not_told(clerk: Client, zone: Place, task: Task) -> None:
    accept_task(task=task, **LINK)
    assert "too few (0) to say" in text(clerk, "zone", zone.slug)


def test_what_the_team_does_with_a_task(clerk: Client, task: Task) -> None:
    report_done(task=task, photo=jpeg(), **LINK)
    assert turn(clerk, task, act="send_back", words="It flickers") == 302
    task.refresh_from_db()
    assert task.state == State.ACCEPTED
    report_done(task=task, **LINK)
    assert turn(clerk, task, act="check", show="on") == 302
    task.refresh_from_db()
    assert task.state == State.CHECKED
    assert Picture.objects.get().public
    assert "It flickers" in text(clerk, "task", task.pk)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": "withdraw", "words": ""}, "This field is required"),
        ({"act": "move", "to": "2020-01-01", "reason": "x"}, "This day is over"),
        ({"act": "move", "to": "", "reason": "kept words"}, "kept words"),
    ],
)
def test_a_mistake_of_the_team_is_told_at_its_field(clerk: Client, task: Task, sent: dict[str, str], said: str) -> None:
    answer = clerk.post(reverse("tasks:turn", args=[task.pk]), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_what_does_not_fit_the_state_is_told(clerk: Client, task: Task) -> None:
    answer = clerk.post(reverse("tasks:turn", args=[task.pk]), {"act": "check"}, follow=True)
    assert "Nothing has been promised yet" in answer.content.decode()


def test_the_team_types_in_what_it_was_told(clerk: Client, task: Task) -> None:
    told = reverse("tasks:told", args=[task.pk])
    assert clerk.post(told, {"act": "accept", "promised": day_from_now(9).isoformat()}).status_code == 302
    assert clerk.post(told, {"act": "done", "on": day_from_now(3).isoformat()}).status_code == 422
    assert clerk.post(told, {"act": "done", "on": day_from_now(0).isoformat(), "cost": "7"}).status_code == 302
    assert clerk.post(told, {"act": "delete"}).status_code == 404
    task.refresh_from_db()
    assert (task.state, task.cost) == (State.DONE, 7)
    assert Step.objects.filter(task=task, side=Side.TOLD).count() == 2
    assert "as the organisation told it" in text(clerk, "task", task.pk)


def test_links_are_renewed_and_taken_back_from_the_page(clerk: Client, task: Task) -> None:
    old = link(task)
    turn(clerk, task, act="renew")
    assert visitor().get(old).status_code == 410
    turn(clerk, task, act="revoke")
    assert visitor().get(link(task)).status_code == 410


def speaker(zone: Place, organisation: Organisation) -> Client:
    client = signed_in("speaker", zone, "partner")
    link_person(organisation=organisation, user=User.objects.get(email="speaker@example.org"), by="test")
    return client


def test_somebody_of_the_organisation_sees_and_answers_its_own_tasks(
    zone: Place, city: Organisation, task: Task
) -> None:
    client = speaker(zone, city)
    assert "Mend the lamp" in text(client, "mine")
    page = text(client, "task", task.pk)
    assert "Your answer" in page
    assert "Their link" not in page, "the link and the team's buttons are the team's"
    answer = reverse("tasks:answer", args=[task.pk])
    assert client.post(answer, {"act": "back", "reason": ""}).status_code == 422
    assert client.post(answer, {"act": "accept", "promised": day_from_now(9).isoformat()}).status_code == 302
    assert Step.objects.get(kind="accepted").side == Side.ORGANISATION
    assert turn(client, task, act="check") == 404


def test_somebody_of_another_organisation_answers_nothing(zone: Place, shop: Organisation, task: Task) -> None:
    client = speaker(zone, shop)
    assert "Mend the lamp" not in text(client, "mine")
    assert client.post(reverse("tasks:answer", args=[task.pk]), {"act": "done"}).status_code == 404
    assert "Your answer" not in text(client, "task", task.pk)


def test_the_zones_page_shows_the_police_first_then_what_is_late_and_due(
    clerk: Client, zone: Place, police: Organisation, task: Task, statement: Statement
) -> None:
    ask_task(zone=zone, organisation=police, title="Walk the lane at ten", due=day_from_now(3), effort="prevention",
             statement=statement, by="user:1")  # fmt: skip
    accept_task(task=task, **LINK)
    dated(task, promised=day_from_now(-4), due=day_from_now(-4))
    page = clerk.get(reverse("pictures:zone", args=[zone.slug])).content.decode()
    assert page.index("Walk the lane at ten") < page.index("Mend the lamp at the corner")
    assert "answers suggestion 1" in page
    assert "4 days late" in page
    assert "Promises: 1. Kept 0, late 0, handed back 0, open 0, overdue 1." in page


def statement_page(statement: Statement) -> str:
    address = reverse("suggestions:statement", args=[statement.conversation.zone.slug, statement.number])
    return visitor().get(address).content.decode()


def test_beside_a_suggestion_stands_what_became_of_it(task: Task, statement: Statement) -> None:
    assert "no answer yet" in statement_page(statement)
    accept_task(task=task, **LINK)
    assert "Promised for" in statement_page(statement)
    report_done(task=task, **LINK)
    assert "the team has not looked yet" in statement_page(statement)
    check_task(task=task, by="user:1")
    page = statement_page(statement)
    assert "Done on" in page
    assert "not looked" not in page


def test_beside_a_suggestion_stands_why_not_and_nothing_that_is_not_public(task: Task, statement: Statement) -> None:
    hand_back(task=task, reason="The lane is private land", **LINK)
    assert "They cannot, because: The lane is private land" in statement_page(statement)
    dated(task, public=False)
    assert "private land" not in statement_page(statement)


def test_a_wish_for_another_day_is_shown_and_agreed_to(clerk: Client, task: Task) -> None:
    accept_task(task=task, **LINK)
    move_due(task=task, to=day_from_now(50), reason="No lamps", by="link:1", side=Side.LINK)
    assert "They would like" in text(clerk, "task", task.pk)
    turn(clerk, task, act="agree")
    task.refresh_from_db()
    assert task.promised == day_from_now(50)


@pytest.mark.parametrize(("language", "said"), [("en", "Please answer on this page"), ("th", "")])
def test_the_letter_on_paper(clerk: Client, task: Task, language: str, said: str) -> None:
    Organisation.objects.filter(pk=task.organisation_id).update(language=language)
    answer = clerk.get(reverse("tasks:letter", args=[task.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    printed = document[0].get_textpage().get_text_range().replace("\r\n", "")
    assert said in printed
    assert "Lamp 14, Market Lane" in printed
    assert "4,000" in printed


def test_long_lists_cost_no_more_questions_to_the_database(
    clerk: Client, zone: Place, city: Organisation, task: Task
) -> None:
    pages = [reverse("tasks:tasks"), reverse("tasks:zone", args=[zone.slug])]
    for page in pages:
        clerk.get(page)
        with CaptureQueriesContext(connection) as few:
            clerk.get(page)
        for _one in range(5):
            ask_task(zone=zone, organisation=city, title="More", due=day_from_now(9), effort="prevention", by="user:1")
        with CaptureQueriesContext(connection) as many:
            clerk.get(page)
        assert len(many) == len(few)
