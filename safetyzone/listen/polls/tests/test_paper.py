"""Paper sheets: two people, one answer, and nothing left behind."""

import pytest
from django.test import Client

from safetyzone.listen.polls.actions.answers import Refused
from safetyzone.listen.polls.actions.paper import send_in, settle, type_in
from safetyzone.listen.polls.actions.waves import NotPossible
from safetyzone.listen.polls.models import Answer, PaperSheet, Wave
from safetyzone.listen.polls.tests.core import FULL
from safetyzone.listen.polls.tests.test_running import client_of
from safetyzone.listen.polls.tests.test_submit import letters_to

TYPED = {name: value for name, value in FULL.items() if name not in {"avoided-place", "deviceid"}}


@pytest.fixture
def twice(wave: Wave) -> PaperSheet:
    type_in(wave=wave, number=4, data=TYPED, by="user:1")
    return type_in(wave=wave, number=4, data={**TYPED, "sex": "male", "adults": "2"}, by="user:2")


def test_two_equal_typings_make_one_answer_and_the_sheet_is_emptied(wave: Wave) -> None:
    code = letters_to(wave, "north")[0]
    type_in(wave=wave, number=4, data=TYPED, by="user:1")
    sheet = type_in(wave=wave, number=4, data=TYPED, by="user:2")
    assert sheet.state == "agreed"
    assert send_in(sheet=sheet, code=code, by="user:2").kind == "stored"
    sheet.refresh_from_db()
    assert (sheet.state, sheet.first, sheet.second) == ("done", {}, {})
    answer = Answer.objects.get()
    assert (answer.channel, answer.cluster, answer.data["sex"]) == ("paper", "north", "female")


def test_a_sheet_sent_again_after_a_crash_is_stored_once(wave: Wave) -> None:
    codes = letters_to(wave, "north")
    type_in(wave=wave, number=4, data=TYPED, by="user:1")
    sheet = type_in(wave=wave, number=4, data=TYPED, by="user:2")
    send_in(sheet=sheet, code=codes[0], by="user:2")
    PaperSheet.objects.update(state="agreed", first=TYPED, second=TYPED)  # as if the second step had been lost
    sheet.refresh_from_db()
    assert send_in(sheet=sheet, code=codes[0], by="user:2").kind == "already"
    assert Answer.objects.count() == 1


def test_a_sheet_with_a_wrong_code_stays_until_the_right_one_is_typed(wave: Wave) -> None:
    code = letters_to(wave, "north")[0]
    type_in(wave=wave, number=4, data=TYPED, by="user:1")
    sheet = type_in(wave=wave, number=4, data=TYPED, by="user:2")
    with pytest.raises(Refused):
        send_in(sheet=sheet, code="nonsense", by="user:2")
    sheet.refresh_from_db()
    assert sheet.state == "agreed"
    assert send_in(sheet=sheet, code=code, by="user:2").kind == "stored"


def test_the_same_person_does_not_type_it_twice_nor_anybody_a_third_time(wave: Wave, twice: PaperSheet) -> None:
    type_in(wave=wave, number=5, data=TYPED, by="user:1")
    with pytest.raises(NotPossible, match="somebody else"):
        type_in(wave=wave, number=5, data=TYPED, by="user:1")
    with pytest.raises(NotPossible, match="typed in twice already"):
        type_in(wave=wave, number=4, data=TYPED, by="user:3")


def test_a_third_look_decides_question_by_question(twice: PaperSheet) -> None:
    assert twice.mismatches == ["sex", "adults"]
    with pytest.raises(NotPossible, match="not ready"):
        send_in(sheet=twice, code="", by="user:3")
    with pytest.raises(NotPossible, match="every question"):
        settle(sheet=twice, choices={"sex": "first"}, by="user:3")
    settled = settle(sheet=twice, choices={"sex": "second", "adults": "first"}, by="user:3")
    assert (settled.state, settled.first["sex"], settled.first["adults"]) == ("agreed", "male", 3)
    with pytest.raises(NotPossible, match="nothing to decide"):
        settle(sheet=twice, choices={}, by="user:3")


def test_the_pages_hide_the_first_typing_and_show_the_two_side_by_side(wave: Wave) -> None:
    clerk, patrol = client_of("clerk", wave.zone), client_of("patrol", wave.zone)
    given = {f"a-{name}": value.split() if name == "problems" else value for name, value in TYPED.items()}
    url = f"/polls/{wave.pk}/papers/9/"
    assert clerk.post(url, given).status_code == 302
    assert "You typed this sheet in the first time" in clerk.get(url).content.decode()
    assert "checked" not in patrol.get(url).content.decode()
    patrol.post(url, {**given, "a-sex": "male"})
    page = " ".join(patrol.get(url + "ready/").content.decode().split())
    assert 'value="first" required> <span>Female</span>' in page
    assert 'value="second" required> <span>Male</span>' in page
    assert clerk.post(url + "ready/", {"which:sex": "second"}).headers["Location"] == url + "ready/"
    code = letters_to(wave, "north")[0]
    assert clerk.post(url + "ready/", {"code": "wrong"}).status_code == 422
    assert clerk.post(url + "ready/", {"code": code}).status_code == 302
    assert Answer.objects.get().data["sex"] == "male"


def test_an_interview_is_stored_part_by_part_as_an_interview(wave: Wave) -> None:
    patrol: Client = client_of("patrol", wave.zone)
    wave.mode = "quota"
    wave.quotas = [{"where": {"sex": "female"}, "target": 3}]
    wave.save()
    url = f"/polls/{wave.pk}/interview/"
    assert "Whom to look for" in patrol.get(url).content.decode()
    given = {f"a-{name}": value.split() if name == "problems" else value for name, value in TYPED.items()}
    seen = " ".join(question["name"] for question in wave.questionnaire.questions)
    sent = {**given, "seen": seen, "part": "5", "instance": "abc"}
    assert patrol.post(url, sent).status_code == 302
    assert patrol.post(url, sent).status_code == 302  # the button pressed twice
    answer = Answer.objects.get()
    assert (answer.channel, answer.cluster) == ("assisted", "")
