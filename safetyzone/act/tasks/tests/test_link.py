"""The page behind a link, from the outside: what it shows, what it takes, and when it is none."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from safetyzone.act.tasks.actions.answers import accept_task, check_task, report_done, send_back
from safetyzone.act.tasks.actions.asking import ask_task, move_due, withdraw_task
from safetyzone.act.tasks.actions.linking import renew_link, revoke_link
from safetyzone.act.tasks.links import GUESSES_AN_HOUR
from safetyzone.act.tasks.models import Side, State, Step, Task
from safetyzone.act.tasks.tests.made import bomb, dated, day_from_now, jpeg, link, visitor
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.audit.queries import verify
from safetyzone.foundation.jobs.models import Job
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place

SIDE: dict[str, Any] = {"by": "link:1", "side": Side.LINK}


def page(task: Task, client: Client | None = None) -> str:
    answer = (client or visitor()).get(link(task))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_who_asks_what_where_when_who_pays_and_why(task: Task) -> None:
    text = page(task)
    for said in ("first-station asks Municipality", "Mend the lamp at the corner", "dark since May", "Lamp 14, Market Lane",
                 "not settled", "4,000", "Mend the lamp", "We will do it", "It is done", "We cannot do it"):  # fmt: skip
        assert said in text
    assert "Outline of first-zone with a mark" in text
    assert "<script>" not in text


def test_it_needs_no_account_no_script_and_is_kept_by_nobody(task: Task) -> None:
    answer = visitor().get(link(task))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "same-origin", "the address is the key and is not told to other sites"
    assert len(answer.content) < 30_000


def test_it_shows_no_address_of_the_organisation_and_no_other_task(task: Task, city: Organisation, zone: Place) -> None:
    ask_task(
        zone=zone,
        organisation=city,
        title="A secret second thing",
        due=day_from_now(9),
        effort="prevention",
        by="user:1",
    )
    text = page(task)
    assert "lamps@city.example" not in text
    assert "secret second" not in text


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ task }}"])
def test_html_in_words_is_shown_as_words(zone: Place, city: Organisation, words: str) -> None:
    made = ask_task(zone=zone, organisation=city, title=words, words=words, where=words, due=day_from_now(9),
                    effort="prevention", by="user:1")  # fmt: skip
    text = page(made)
    assert words not in text or words == "{{ task }}"
    visitor().post(link(made, "answer/"), {"act": "back", "reason": words})
    assert Task.objects.get(pk=made.pk).handed_back_reason == words
    assert words not in page(made) or words == "{{ task }}"


def test_from_promise_to_done_with_a_photo(task: Task) -> None:
    client = visitor()
    answer = client.post(
        link(task, "answer/"), {"act": "accept", "promised": day_from_now(20).isoformat()}, follow=True
    )
    assert "The promise is written down" in answer.content.decode()
    photo = SimpleUploadedFile("after.jpg", jpeg(), content_type="image/jpeg")
    answer = client.post(
        link(task, "answer/"), {"act": "done", "words": "New lamp", "cost": "3500", "photo": photo}, follow=True
    )
    assert "Thank you!" in answer.content.decode()
    assert "Reported done on" in answer.content.decode()
    task.refresh_from_db()
    assert (task.state, task.promised, task.cost) == (State.DONE, day_from_now(20), 3500)
    shown = client.get(link(task, "after.jpg"))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"taken by somebody" not in shown.content
    assert client.get(link(task, "before.jpg")).status_code == 404
    assert client.get(link(task, "inside.jpg")).status_code == 404


def test_who_acted_is_the_link_of_the_organisation_and_nobodys_address(task: Task, city: Organisation) -> None:
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="203.0.113.77", HTTP_ACCEPT_LANGUAGE="en")
    client.get(link(task))
    client.post(link(task, "answer/"), {"act": "accept", "promised": day_from_now(20).isoformat()})
    events = list(Event.objects.filter(subject=f"task:{task.pk}", actor=f"link:{city.pk}"))
    assert [event.action for event in events] == ["tasks.link_opened", "tasks.accepted"]
    assert Step.objects.get(kind="accepted").get_side_display() == "the organisation, by its link"
    for row in Event.objects.values():
        assert "203.0.113.77" not in json.dumps(row, default=str)


def test_openings_within_a_minute_are_written_down_once(task: Task) -> None:
    client = visitor()
    for _time in range(5):
        client.get(link(task))
    client.head(link(task))
    assert Event.objects.filter(action="tasks.link_opened").count() == 1
    dated(task, link_used_at=timezone.now() - timedelta(minutes=2))
    client.get(link(task))
    assert Event.objects.filter(action="tasks.link_opened").count() == 2


def test_a_double_click_is_told_and_changes_nothing(task: Task) -> None:
    client = visitor()
    client.post(link(task, "answer/"), {"act": "done", "cost": "10"})
    answer = client.post(link(task, "answer/"), {"act": "done", "cost": "99"}, follow=True)
    assert "reported done already" in answer.content.decode()
    task.refresh_from_db()
    assert task.cost == 10


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": "back", "reason": "  "}, "This field is required"),
        ({"act": "accept", "promised": "2020-01-01"}, "This day is over"),
        ({"act": "accept", "promised": "yesterday"}, "Enter a valid date"),
        ({"act": "done", "cost": "-1"}, "greater than or equal to 0"),
        ({"act": "done", "cost": "1e99"}, "Enter a whole number"),
    ],
)
def test_a_mistake_is_told_at_its_field(task: Task, sent: dict[str, str], said: str) -> None:
    answer = visitor().post(link(task, "answer/"), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert re.search(rf'<details class="task-answer mb-2" open>.*?name="act" value="{sent["act"]}"', text, re.DOTALL)
    task.refresh_from_db()
    assert task.state == State.ASKED


@pytest.mark.parametrize(
    ("raw", "said"),
    [(bomb(), "million pixels"), (b"GIF89a no", "not a JPEG"), (b"\xff\xd8\xff broken", "it is broken")],
    ids=["bomb", "gif", "broken"],
)
def test_a_photo_that_is_none_keeps_the_other_answers(task: Task, raw: bytes, said: str) -> None:
    answer = visitor().post(
        link(task, "answer/"), {"act": "done", "words": "New lamp", "photo": SimpleUploadedFile("a.jpg", raw)}
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "New lamp" in answer.content.decode()


def test_a_file_too_large_to_be_a_photo_is_not_read(task: Task) -> None:
    huge = SimpleUploadedFile("a.jpg", b"\xff\xd8" + bytes(12 * 1024 * 1024))
    answer = visitor().post(link(task, "answer/"), {"act": "done", "photo": huge})
    assert answer.status_code == 422
    assert "larger than 12 MB" in answer.content.decode()


@pytest.mark.parametrize("act", ["", "check", "withdraw", "renew", "delete"])
def test_a_link_can_do_no_more_than_answer(task: Task, act: str) -> None:
    assert visitor().post(link(task, "answer/"), {"act": act, "words": "x"}).status_code == 404


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.split(":")[0], lambda t: "made-up"]
)
def test_a_link_that_was_cut_or_changed_shows_nothing(task: Task, change: Any) -> None:
    token = link(task)[3:-1]
    answer = visitor().get(f"/t/{change(token)}/")
    assert answer.status_code == 404
    assert "not complete" in answer.content.decode()
    assert "Mend" not in answer.content.decode()


def test_a_token_of_another_kind_is_no_link(task: Task) -> None:
    for value in ([task.pk, 1], [task.pk, 1, "x"], "text", {"a": 1}, [task.pk + 1, 1, 739000]):
        token = signing.Signer(salt="safetyzone.task-link").sign_object(value)  # type: ignore[arg-type]
        assert visitor().get(f"/t/{token}/").status_code == 404
    token = signing.Signer(salt="something else").sign_object([task.pk, 1, 10**5])
    assert visitor().get(f"/t/{token}/").status_code == 404


def test_guessing_is_slowed_down_and_does_not_lock_good_links_out(task: Task) -> None:
    guesser = Client(HTTP_HOST="localhost", REMOTE_ADDR="203.0.113.5", HTTP_ACCEPT_LANGUAGE="en")
    codes = [guesser.get(f"/t/guess-{number}/").status_code for number in range(GUESSES_AN_HOUR + 2)]
    assert codes == [404] * GUESSES_AN_HOUR + [429] * 2
    assert guesser.get(link(task)).status_code == 200
    assert visitor().get("/t/guess/").status_code == 404, "another device is not concerned"


def test_an_expired_link_tells_nothing_and_offers_a_new_one_to_the_stored_address(
    task: Task, city: Organisation
) -> None:
    old = link(dated(task, link_until=day_from_now(-1)))
    answer = visitor().get(old)
    assert answer.status_code == 410
    text = answer.content.decode()
    assert "Its last day is over" in text
    assert "Mend" not in text
    assert "lamps@city.example" not in text
    assert visitor().post(old + "answer/", {"act": "done"}).status_code == 410
    answer = visitor().post(old + "new/", {"address": "thief@elsewhere.example"})
    assert "on its way" in answer.content.decode()
    job = Job.objects.get(key__contains=":link:")
    _work(job)
    letter = mail.outbox[-1]
    assert letter.to == ["lamps@city.example"]
    task.refresh_from_db()
    assert link(task) in letter.body
    assert page(task)


def test_new_links_are_sent_three_times_a_day_at_most(task: Task) -> None:
    old = link(dated(task, link_until=day_from_now(-1)))
    codes = [visitor().post(old + "new/").status_code for _time in range(4)]
    assert codes == [200, 200, 200, 422]
    assert Job.objects.filter(key__contains=":link:").count() == 3


def test_an_organisation_without_an_address_is_sent_to_the_team(zone: Place, shop: Organisation) -> None:
    made = ask_task(
        zone=zone, organisation=shop, title="Share the camera", due=day_from_now(9), effort="prevention", by="user:1"
    )
    old = link(dated(made, link_until=day_from_now(-1)))
    answer = visitor().post(old + "new/")
    assert answer.status_code == 422
    assert "Ask the team for a letter" in answer.content.decode()


def test_a_renewed_link_makes_the_old_one_void_and_an_old_one_cannot_harm_the_new(task: Task) -> None:
    old = link(task)
    renew_link(task=task, by="user:1")
    answer = visitor().get(old)
    assert answer.status_code == 410
    assert "replaced it by a newer one" in answer.content.decode()
    assert visitor().post(old + "answer/", {"act": "done"}).status_code == 410
    good = link(task)
    visitor().post(old + "new/")
    assert visitor().get(good).status_code == 200


def test_a_revoked_link_lets_nobody_in(task: Task) -> None:
    old = link(task)
    revoke_link(task=task, by="user:1")
    assert visitor().get(old).status_code == 410
    assert visitor().get(link(task)).status_code == 410
    assert visitor().get(old + "before.jpg").status_code == 410
    assert Event.objects.filter(action="tasks.link_revoked").count() == 1
    assert verify().sound


def test_what_is_over_is_shown_and_takes_no_answer(task: Task) -> None:
    withdraw_task(task=task, reason="Somebody else did it", by="user:1")
    text = page(task)
    assert "nothing to do" in text
    assert 'name="act"' not in text


def test_what_was_sent_back_says_what_is_missing(task: Task) -> None:
    report_done(task=task, **SIDE)
    send_back(task=task, words="It still flickers", by="user:1")
    assert "It still flickers" in page(task)
    report_done(task=task, **SIDE)
    check_task(task=task, by="user:1")
    text = page(task)
    assert "the team has looked" in text
    assert "flickers" not in text


def test_another_day_wished_by_the_team_can_be_agreed_to(task: Task) -> None:
    accept_task(task=task, **SIDE)
    move_due(task=task, to=day_from_now(44), reason="Festival", by="user:1")
    assert "Until you agree" in page(task)
    visitor().post(link(task, "answer/"), {"act": "agree"})
    task.refresh_from_db()
    assert task.promised == day_from_now(44)


def test_in_thai_it_is_thai(task: Task) -> None:
    text = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="th").get(link(task)).content.decode()
    assert 'lang="th"' in text
    assert "We will do it" not in text


def test_the_letter_of_the_link_leads_here(clerk: Client, task: Task) -> None:
    shown = clerk.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert link(task) in shown


def _work(job: Job) -> None:
    import_string(job.path)(**job.arguments)
