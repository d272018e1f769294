"""The form without JavaScript, as a resident goes through it."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from safetyzone.listen.polls.actions import add_questionnaire
from safetyzone.listen.polls.answering.plain import offers_plain
from safetyzone.listen.polls.models import Answer, Receipt, Wave
from safetyzone.listen.polls.tests.test_submit import letters_to

FIRST = {"here": "resident", "age-band": "30-44", "sex": "female", "adults": "2"}
FEAR = {"safe-after-dark": "a-bit-unsafe", "safe-by-day": "very-safe", "safe-at-night-gallup": "no", "change": "same",
        "avoids": "no"}  # fmt: skip
POLICE = {"confidence-in-police": "yes", "contact": "no"}
VICTIM = {"victimised": "no"}
NEEDS = {"problems": ["dark", "theft"], "helps": ["light"], "suggestion": "<b>Lamps</b> & <script>alert(1)</script>"}

ALL = FIRST | FEAR | POLICE | VICTIM | NEEDS


def hidden(page: str) -> dict[str, Any]:
    """The hidden fields of the form, and what is filled in, as a browser would send them."""
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", page.partition('class="our-form"')[2]):
        attributes = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        kind = attributes.get("type", "text")
        if kind in {"radio", "checkbox"} and " checked" not in tag:
            continue
        fields.setdefault(attributes["name"], []).append(attributes.get("value", ""))
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page):
        fields.setdefault(name, []).append(unescape(text))
    return fields


def send(client: Client, address: str, page: str, answers: dict[str, Any], **more: str) -> Any:
    sent = hidden(page) | {f"a-{name}": value for name, value in answers.items()} | more
    return client.post(address, sent)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def walk(client: Client, address: str, *, until: str = "", answers: dict[str, Any] | None = None, **more: str) -> Any:
    """Part by part, each asked question answered, until a page says ``until``, refuses, or the answer is sent."""
    response = client.get(address)
    for _ in range(12):
        page = text_of(response)
        if response.status_code != 200 or (until and until in page):
            break
        shown = {name: value for name, value in (answers or ALL).items() if f'name="a-{name}"' in page}
        response = send(client, address, page, shown, **more)
    return response


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def open_wave(wave: Wave) -> Wave:
    wave.mode = "optin"
    wave.save()
    return wave


def test_part_by_part_to_one_stored_answer_and_what_comes_next(open_wave: Wave, client: Client) -> None:
    address = f"/p/{open_wave.token}/plain/"
    first = text_of(client.get(address))
    assert "Nobody can find out who answered what" in first
    assert first.count("<fieldset") == 3  # the number of adults is asked of residents only
    done = walk(client, address)
    assert done.status_code == 302
    answer = Answer.objects.get()
    assert (answer.channel, answer.data["problems"], answer.data["adults"]) == ("plain", ["dark", "theft"], 2)
    assert "bribe" not in answer.data
    assert "Answers are taken until" in text_of(client.get(done.headers["Location"]))


def test_an_answer_opens_further_questions_of_its_part(open_wave: Wave, client: Client) -> None:
    address = f"/p/{open_wave.token}/plain/"
    first = text_of(client.get(address))
    again = text_of(send(client, address, first, {key: FIRST[key] for key in ("here", "age-band", "sex")}))
    assert "Your answers opened further questions here." in again
    assert 'name="a-adults"' in again
    assert 'value="30-44" checked' in again
    after = text_of(send(client, address, again, {"adults": "2"}))
    assert "Feeling safe" in after


def test_where_there_is_no_map_the_place_is_asked_in_words(open_wave: Wave, client: Client) -> None:
    address = f"/p/{open_wave.token}/plain/"
    avoids = {**ALL, "avoids": "yes", "avoided-why": "Dark, behind the market"}
    page = text_of(walk(client, address, until="no map here", answers=avoids))
    assert "“Where is it?” – please write it here too" in page
    assert 'aria-describedby="a-avoided-why-no-map a-avoided-why-hint"' in page
    assert walk(client, address, answers=avoids).status_code == 302
    assert Answer.objects.get().data["avoided-why"] == "Dark, behind the market"


def test_what_is_missing_or_does_not_fit_is_marked_and_everything_is_kept(open_wave: Wave, client: Client) -> None:
    address = f"/p/{open_wave.token}/plain/"
    first = text_of(client.get(address))
    refused = send(client, address, first, {"here": "visitor", "sex": "male"})
    assert refused.status_code == 422
    page = text_of(refused)
    assert page.count("Please answer this question.") == 1
    assert 'value="visitor" checked' in page
    for typed, says in (
        ("99", "largest number here is 20"),
        ("many", "does not fit"),
        ("0", "smallest number here is 1"),
    ):
        opened = text_of(send(client, address, first, {key: FIRST[key] for key in ("here", "age-band", "sex")}))
        page = text_of(send(client, address, opened, {"adults": typed}))
        assert says in page
        assert f'value="{typed}"' in page
    assert not Answer.objects.exists()


def test_at_most_three_and_five_hundred_letters(open_wave: Wave, client: Client) -> None:
    address = f"/p/{open_wave.token}/plain/"
    last = text_of(walk(client, address, until="What should be done"))
    wrong = {"problems": ["dark", "theft", "drugs", "drink"], "helps": ["light"], "suggestion": "x" * 501}
    page = text_of(send(client, address, last, wrong))
    assert "Choose at most 3." in page
    assert "longer than 500 characters" in page


def test_html_in_free_text_stays_text(open_wave: Wave, client: Client) -> None:
    address = f"/p/{open_wave.token}/plain/"
    walk(client, address)
    assert Answer.objects.get().data["suggestion"] == NEEDS["suggestion"]
    response = walk(client, address, answers={**ALL, "problems": []})
    assert "<script>alert" not in text_of(response)
    assert "&lt;script&gt;alert(1)" in text_of(response)


def test_a_code_in_an_address_is_not_read(wave: Wave, client: Client) -> None:
    """Addresses end up in logs, beside a time: letters carry the code behind #, and no page puts it into a link."""
    code, *_ = letters_to(wave, "north")
    full = text_of(client.get(f"/p/{wave.token}/", {"code": code, "via": "line"}))
    assert f'href="/p/{wave.token}/plain/?via=line"' in full
    plain = text_of(client.get(f"/p/{wave.token}/plain/", {"code": code}))
    assert f'value="{code}"' not in plain
    assert 'name="code" value=""' in plain


def test_a_wrong_code_is_told_in_words(wave: Wave, client: Client) -> None:
    code, *_ = letters_to(wave, "north")
    address = f"/p/{wave.token}/plain/"
    for typed, says in (("XXX", "not a code of ours"), ("", "not a code of ours")):
        refused = walk(client, address, code=typed)
        assert refused.status_code == 422
        assert says in text_of(refused)
    assert walk(client, address, code=code).status_code == 302
    reused = walk(client, address, code=code)
    assert "This code has been used" in text_of(reused)
    assert 'name="a-suggestion"' in text_of(reused)  # what was answered travels along
    assert Answer.objects.count() == 1


def test_the_same_form_sent_twice_is_one_answer(open_wave: Wave, client: Client) -> None:
    address = f"/p/{open_wave.token}/plain/"
    last = text_of(walk(client, address, until="What should be done"))
    assert [send(client, address, last, NEEDS).status_code for _ in range(3)] == [302, 302, 302]
    assert (Answer.objects.count(), Receipt.objects.count()) == (1, 1)


def test_a_poll_that_is_over_or_not_yet_open_says_so(open_wave: Wave, client: Client) -> None:
    today = timezone.localdate()
    for opens, closes, says in ((1, 2, "opens on"), (-3, -1, "closed on")):
        open_wave.opens, open_wave.closes = today + timedelta(days=opens), today + timedelta(days=closes)
        open_wave.save()
        assert says in text_of(client.get(f"/p/{open_wave.token}/plain/"))
    assert client.get("/p/no-such-wave/plain/").status_code == 404


def test_a_form_from_elsewhere_or_too_old_is_refused_with_words(open_wave: Wave, client: Client) -> None:
    refused = walk(client, f"/p/{open_wave.token}/plain/", instance="made-up")
    assert "This form is too old" in text_of(refused)
    assert not Answer.objects.exists()


def test_thai_page_speaks_thai(open_wave: Wave, client: Client) -> None:
    page = text_of(client.get(f"/p/{open_wave.token}/plain/", headers={"accept-language": "th"}))
    assert "เกี่ยวกับคุณ" in page
    assert "Continue" not in page


def test_a_questionnaire_that_says_more_is_left_to_the_full_page(open_wave: Wave, client: Client) -> None:
    asked = add_questionnaire(original=(
        b"| survey | | | | |\n| | type | name | label | calculation |\n| | integer | a | A | |\n"
        b"| | calculate | twice | | ${a} * 2 |\n| | begin repeat | r | R | |\n| | text | t | T | |\n| | end repeat | | | |\n"
        b"| | image | p | Picture | |\n| settings | | |\n| | form_id | version |\n| | more | 1 |\n"
    ), file_name="more.md", by="system")  # fmt: skip
    assert offers_plain(asked)  # a repeat and a picture that may be left out are left out
    asked.questions[0]["constraint"] = "regex(., '[0-9]+')"
    assert not offers_plain(asked)
    asked.save()
    open_wave.questionnaire = asked
    open_wave.save()
    assert "needs JavaScript" in text_of(client.get(f"/p/{open_wave.token}/plain/"))
