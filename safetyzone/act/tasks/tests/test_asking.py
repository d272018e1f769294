"""Asking: what is refused, what is stored, what the police have to say."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from safetyzone.act.tasks.actions.answers import accept_task, report_done
from safetyzone.act.tasks.actions.asking import agree_move, ask_task, move_due, withdraw_task
from safetyzone.act.tasks.models import Side, State, Task
from safetyzone.act.tasks.tests.made import bomb, day_from_now, jpeg
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.audit.queries import verify
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.partners.actions import add_organisation, end_organisation
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.models import Statement
from safetyzone.listen.suggestions.voters.refusals import Refused


def told(zone: Place, organisation: Organisation, **changed: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "zone": zone, "organisation": organisation, "title": "Trim the trees", "due": day_from_now(20),
        "effort": "prevention", "by": "user:1",
    }  # fmt: skip
    return usual | changed


def test_what_is_asked_is_stored_with_one_event(task: Task, zone: Place, city: Organisation) -> None:
    assert (task.state, task.zone, task.organisation, task.estimate) == (State.ASKED, zone, city, 4000)
    assert task.promised is None, "nothing is promised by being asked"
    events = Event.objects.filter(subject=f"task:{task.pk}")
    assert [event.action for event in events] == ["tasks.asked"]
    assert "lamp" not in str(events[0].payload).lower(), "the chain holds ids and counts, no words"
    assert verify().sound


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"due": day_from_now(-1)}, "This day is over"),
        ({"due": day_from_now(3000)}, "five years ahead"),
        ({"title": "   "}, "in one line what is asked"),
        ({"title": "x" * 121}, "more than 120 characters"),
        ({"effort": "punishment"}, "prevention or suppression"),
        ({"estimate": -1}, "below zero"),
        ({"estimate": 10**12}, "too large"),
    ],
)
def test_what_makes_no_sense_is_refused(zone: Place, shop: Organisation, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        ask_task(**told(zone, shop, **changed))
    assert not Task.objects.exists()


def test_an_organisation_of_another_zone_is_refused_also_as_payer(
    zone: Place, shop: Organisation, other_zone: Place
) -> None:
    far = add_organisation(place=other_zone, kind="business", name="Far", by="test")
    with pytest.raises(Refused, match="does not work in this zone"):
        ask_task(**told(zone, far))
    with pytest.raises(Refused, match="Whoever pays does not work"):
        ask_task(**told(zone, shop, payer=far))
    with pytest.raises(Refused, match="belongs to a zone"):
        ask_task(**told(zone.parent, shop))


def test_an_organisation_that_has_left_is_not_asked(zone: Place, shop: Organisation) -> None:
    end_organisation(organisation=shop, by="test")
    with pytest.raises(Refused, match="does not work in this zone"):
        ask_task(**told(zone, shop))


def test_a_suggestion_of_another_zone_or_one_that_is_not_shown_is_refused(
    zone: Place, shop: Organisation, other_zone: Place, statement: Statement
) -> None:
    far = add_organisation(place=other_zone, kind="business", name="Far", by="test")
    with pytest.raises(Refused, match="belongs to another zone"):
        ask_task(**told(other_zone, far, statement=statement))
    Statement.objects.filter(pk=statement.pk).update(state="hidden")
    statement.refresh_from_db()
    with pytest.raises(Refused, match="that everybody may read"):
        ask_task(**told(zone, shop, statement=statement))


def test_the_police_answer_something_or_are_refused(zone: Place, police: Organisation, statement: Statement) -> None:
    with pytest.raises(Refused, match="answers something"):
        ask_task(**told(zone, police))
    assert ask_task(**told(zone, police, statement=statement)).statement == statement


def test_telephone_numbers_are_taken_out_before_anything_is_stored(zone: Place, shop: Organisation) -> None:
    made = ask_task(
        **told(zone, shop, title="Call 081 234 5678", words="or write to a@b.example", where="ask 081-234-5678")
    )
    for text in (made.title, made.words, made.where):
        assert "●●●" in text
        assert "5678" not in text
        assert "@" not in text


def test_withdrawing_needs_a_word_and_ends_the_task(task: Task) -> None:
    with pytest.raises(Refused, match="not needed any more"):
        withdraw_task(task=task, reason=" ", by="user:1")
    withdraw_task(task=task, reason="The lamp was mended by somebody else", by="user:1")
    with pytest.raises(Refused, match="withdrawn by the team"):
        accept_task(task=task, by="link:1", side=Side.LINK)


def test_a_moved_day_counts_only_when_both_agreed(task: Task, in_a_month: date) -> None:
    accept_task(task=task, by="link:1", side=Side.LINK)
    later = in_a_month + timedelta(days=20)
    moved = move_due(task=task, to=later, reason="No lamps in stock", by="link:1", side=Side.LINK)
    assert (moved.due, moved.promised, moved.moved) == (later, in_a_month, True)
    with pytest.raises(Refused, match="other side has to agree"):
        agree_move(task=task, by="link:1", side=Side.LINK)
    agreed = agree_move(task=task, by="user:1", side=Side.ASKER)
    assert (agreed.promised, agreed.moved) == (later, False)
    with pytest.raises(Refused, match="no other day"):
        agree_move(task=task, by="user:1", side=Side.ASKER)


def test_the_team_cannot_make_somebody_late_by_moving_the_day_nearer(task: Task, in_a_month: date) -> None:
    accept_task(task=task, by="link:1", side=Side.LINK)
    moved = move_due(task=task, to=day_from_now(5), reason="A festival", by="user:1")
    assert moved.counts_on == in_a_month
    assert agree_move(task=task, by="told", side=Side.TOLD).promised == day_from_now(5)


def test_moving_back_to_the_promised_day_leaves_nothing_to_agree(task: Task, in_a_month: date) -> None:
    accept_task(task=task, by="link:1", side=Side.LINK)
    move_due(task=task, to=day_from_now(50), reason="rain", by="link:1", side=Side.LINK)
    assert not move_due(task=task, to=in_a_month, reason="no rain", by="link:1", side=Side.LINK).moved


@pytest.mark.parametrize(
    ("to", "reason", "said"), [(-1, "x", "day is over"), (30, "x", "due already"), (40, "", "why the day")]
)
def test_a_move_that_is_none_is_refused(task: Task, to: int, reason: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        move_due(task=task, to=day_from_now(to), reason=reason, by="user:1")


def test_what_is_done_is_not_moved(task: Task) -> None:
    report_done(task=task, by="link:1", side=Side.LINK)
    with pytest.raises(Refused, match="reported done already"):
        move_due(task=task, to=day_from_now(40), reason="late", by="user:1")


def sent(city: Organisation, **changed: Any) -> dict[str, Any]:
    usual = {
        "organisation": city.pk, "title": "Trim the trees", "due": day_from_now(20).isoformat(), "effort": "prevention",
        "public": "on",
    }  # fmt: skip
    return usual | changed


def test_the_form_asks_and_leads_to_the_task(clerk: Client, zone: Place, city: Organisation) -> None:
    page = reverse("tasks:ask", args=[zone.slug])
    assert "Who is asked" in clerk.get(page).content.decode()
    answer = clerk.post(page, sent(city, photo=_file("before.jpg", jpeg())))
    made = Task.objects.get()
    assert answer.headers["Location"] == reverse("tasks:task", args=[made.pk])
    assert made.before is not None
    assert made.public


def test_the_form_starts_with_the_suggestion_it_came_from(clerk: Client, zone: Place, city: Organisation, statement: Statement
                                                         ) -> None:  # fmt: skip
    page = reverse("tasks:ask", args=[zone.slug])
    text = clerk.get(page, {"statement": statement.pk}).content.decode()
    assert 'value="Mend the lamp"' in text
    assert f'<option value="{statement.pk}" selected' in text
    for nonsense in ("x", "9" * 40, "-1"):
        assert clerk.get(page, {"statement": nonsense}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"due": "2020-01-01"}, "This day is over"),
        ({"estimate": "-5"}, "greater than or equal to 0"),
        ({"estimate": "99999999999999"}, "less than or equal to"),
        ({"organisation": "999999"}, "Select a valid choice"),
        ({"title": ""}, "This field is required"),
    ],
)
def test_a_form_with_a_mistake_keeps_what_was_typed(
    clerk: Client, zone: Place, city: Organisation, changed: dict[str, Any], said: str
) -> None:
    answer = clerk.post(reverse("tasks:ask", args=[zone.slug]), sent(city, words="Kept words", **changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not Task.objects.exists()


@pytest.mark.parametrize("what", ["bomb", "text"])
def test_a_photo_that_is_none_is_refused_with_a_sentence(
    clerk: Client, zone: Place, city: Organisation, what: str
) -> None:
    raw = bomb() if what == "bomb" else b"<svg onload=alert(1)>"
    answer = clerk.post(reverse("tasks:ask", args=[zone.slug]), sent(city, photo=_file("a.jpg", raw)))
    assert answer.status_code == 422
    assert ("million pixels" if what == "bomb" else "not a JPEG") in answer.content.decode()
    assert not Picture.objects.exists()


def test_the_police_without_a_reason_are_told_at_the_field(clerk: Client, zone: Place, police: Organisation) -> None:
    answer = clerk.post(reverse("tasks:ask", args=[zone.slug]), sent(police))
    assert "choose the problem or the suggestion" in answer.content.decode()


def test_without_partners_the_page_says_what_to_do_first(clerk: Client, zone: Place) -> None:
    assert (
        "Add the organisations of the zone first" in clerk.get(reverse("tasks:ask", args=[zone.slug])).content.decode()
    )


def _file(name: str, raw: bytes) -> Any:
    return SimpleUploadedFile(name, raw, content_type="image/jpeg")
