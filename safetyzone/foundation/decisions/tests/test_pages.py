"""The pages of decisions and the printed record."""

from collections.abc import Callable
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import translation

from safetyzone.foundation.access.tests.hierarchy import person
from safetyzone.foundation.decisions.models import Decision, DecisionState, Position
from safetyzone.foundation.decisions.record import record_of
from safetyzone.foundation.decisions.tests.conftest import Say, agreeing
from safetyzone.foundation.partners.actions import link_person
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.conftest import Browser
from safetyzone.foundation.partners.tests.sector import BY
from safetyzone.foundation.places.models import Place


@pytest.fixture
def chief(places: dict[str, Place], web: Browser) -> Browser:
    return web.be(person("chief", places["station-11"]))


@pytest.fixture
def speaker(zone: Place, six: dict[str, Organisation]) -> Callable[[str], Browser]:
    def signed_in(kind: str) -> Browser:
        user = person("partner", zone, email=f"{kind}@example.org")
        link_person(organisation=six[kind], user=user, by=BY)
        return Browser().be(user)

    return signed_in


def at(name: str, decision: Decision) -> str:
    return reverse(f"decisions:{name}", args=[decision.pk])


def test_the_chief_asks_about_the_zone(chief: Browser, zone: Place) -> None:
    listed = reverse("decisions:zone", args=[zone.slug])
    assert "Begin with the zone itself" in chief.get(listed).content.decode()
    ask = reverse("decisions:ask", args=[zone.slug])
    assert "Ask about the zone and its name" in chief.get(ask).content.decode()
    answer = chief.post(ask, {"zone": "1"})
    assert answer.headers["Location"] == at("decision", Decision.objects.get())
    again = chief.post(ask, {"zone": "1"})
    assert again.status_code == 422
    assert "are being asked about this already" in again.content.decode()
    assert "Do we agree on the zone zone-11" in chief.get(reverse("decisions:decisions")).content.decode()


def test_the_chief_asks_in_free_words(chief: Browser, zone: Place) -> None:
    ask = reverse("decisions:ask", args=[zone.slug])
    empty = chief.post(ask, {"question": "Shall we?", "text": ""})
    assert empty.status_code == 422
    assert 'value="Shall we?"' in empty.content.decode()
    chief.post(ask, {"question": "Shall we?", "text": "Meet on Mondays.\n\nAt nine."})
    made = Decision.objects.get()
    assert made.told == ["Meet on Mondays.", "At nine."]
    assert made.content == {"text": "Meet on Mondays.\n\nAt nine."}


def test_at_a_station_nothing_is_asked_about_a_zone(chief: Browser) -> None:
    assert "zone and its name" not in chief.get(reverse("decisions:ask", args=["station-11"])).content.decode()


def test_the_page_says_what_is_missing_and_offers_no_close(chief: Browser, asked: Decision, say: Say) -> None:
    say(residents="agree")
    page = chief.get(at("decision", asked)).content.decode()
    assert "1 agree, 0 stand aside, 0 block." in page
    assert "2 more organisations have to say something: 3 are needed." in page
    assert "Nobody has spoken for: Police." in page
    assert "has not spoken" in page
    assert "Close it as" not in page


def test_the_chief_enters_what_was_told_and_closes(
    chief: Browser, asked: Decision, six: dict[str, Organisation]
) -> None:
    for kind in ("police", "residents", "business"):
        chief.post(at("say", asked), {"organisation": six[kind].pk, "stance": "agree", "words": "Good."})
    assert not Position.objects.filter(themselves=True).exists()
    page = chief.get(at("decision", asked)).content.decode()
    assert "Nothing is missing." in page
    assert "entered as it told the team" in page
    closed = chief.post(at("close", asked), follow=True).content.decode()
    assert "It is agreed." in closed
    assert "Put it on record" not in closed
    again = chief.post(at("close", asked), follow=True).content.decode()
    assert "This was closed already: agreed. Nothing was changed." in again


def test_a_block_without_words_keeps_what_was_chosen(
    chief: Browser, asked: Decision, six: dict[str, Organisation]
) -> None:
    answer = chief.post(at("say", asked), {"organisation": six["media"].pk, "stance": "block", "words": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Whoever blocks says why: write the reason down." in page
    assert f'<option value="{six["media"].pk}" selected>' in page


def test_a_blocked_question_says_so_before_it_is_closed(chief: Browser, asked: Decision, say: Say) -> None:
    say(**agreeing("police", "residents"), media="block")
    assert "Close it as blocked" in chief.get(at("decision", asked)).content.decode()
    assert "Talk about its reasons" in chief.post(at("close", asked), follow=True).content.decode()
    asked.refresh_from_db()
    assert asked.state == DecisionState.BLOCKED


def test_withdraw(chief: Browser, asked: Decision) -> None:
    chief.post(at("withdraw", asked))
    asked.refresh_from_db()
    assert asked.state == DecisionState.WITHDRAWN
    assert "closed already: withdrawn" in chief.post(at("withdraw", asked), follow=True).content.decode()


def test_a_partner_speaks_for_the_own_organisation_alone(
    speaker: Callable[[str], Browser], asked: Decision, six: dict[str, Organisation]
) -> None:
    residents = speaker("residents")
    page = residents.get(at("decision", asked)).content.decode()
    assert "Say what your organisation thinks" in page
    assert "Withdraw the question" not in page
    assert residents.post(at("say", asked), {"organisation": six["police"].pk, "stance": "agree"}).status_code == 422
    residents.post(at("say", asked), {"organisation": six["residents"].pk, "stance": "agree"})
    assert Position.objects.get().themselves
    for name in ("close", "withdraw"):
        assert residents.post(at(name, asked)).status_code == 404
    own = residents.get(reverse("partners:organisation", args=[six["residents"].pk])).content.decode()
    assert "Twelve lamps in lane 4?" in own
    assert "agrees" in own


def test_a_partner_without_an_organisation_reads_and_says_nothing(web: Browser, zone: Place, asked: Decision) -> None:
    web.be(person("partner", zone))
    page = web.get(at("decision", asked)).content.decode()
    assert "Twelve lamps in lane 4?" in page
    assert "Put it on record" not in page
    assert web.post(at("say", asked), {"stance": "agree"}).status_code == 404


def test_the_clerk_reads_and_does_not_decide(web: Browser, places: dict[str, Place], asked: Decision) -> None:
    web.be(person("clerk", places["station-11"]))
    assert web.get(at("decision", asked)).status_code == 200
    assert web.post(at("close", asked)).status_code == 404


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_record_in_english(asked: Decision, say: Say) -> None:
    say(**agreeing("police", "residents"), media="block")
    text = text_of(record_of(asked))
    for piece in (
        "Twelve lamps in lane 4?",
        "Our media",
        "blocks",
        "2 agree, 0 stand aside, 1 block.",
        asked.content_digest[:16],
    ):
        assert piece in text, piece


def test_the_record_in_thai(asked: Decision, say: Say, chief: Browser) -> None:
    say(**agreeing("police", "residents"), media="block")
    with translation.override("th"):
        text = text_of(record_of(asked))
    assert "บันทึกมติ" in text
    assert "คัดค้าน" in text
    answer = chief.get(at("record", asked) + "?language=th")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "บันทึกมติ" in text_of(answer.content)
