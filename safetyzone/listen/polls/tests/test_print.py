"""Letters, posters and paper sheets as PDF, read back as a printer would draw them."""

import re
import time

import pypdfium2
import pytest

from safetyzone.listen.polls import letters
from safetyzone.listen.polls.actions.waves import Letter
from safetyzone.listen.polls.codes import new_code
from safetyzone.listen.polls.letters import letters_pdf, poster_pdf
from safetyzone.listen.polls.links import qr_svg
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.paper import sheets_pdf

LINK = "https://zone.example.org/p/abcdefghjk/"


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.parametrize("language", ["th", "en"])
def test_each_household_gets_one_page_with_its_own_code(wave: Wave, language: str) -> None:
    sent = [Letter(f"House {number}", new_code(), "north") for number in range(12)]
    found = pages(letters_pdf(wave, sent, link=LINK, language=language))
    assert len(found) == 12
    for letter, page in zip(sent, found, strict=True):
        assert letter.code in page
        assert letter.label in page
        assert "zone.example.org/p/abcdefghjk/" in page
        assert not [other for other in sent if other is not letter and other.code in page]


def test_the_qr_code_holds_the_code_where_no_server_sees_it(wave: Wave, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def drawing(address: str) -> str:
        drawn.append(address)
        return qr_svg(address)

    monkeypatch.setattr(letters, "qr_svg", drawing)
    letters_pdf(wave, [Letter("House 1", "XKT-4HQ7-MD3W", "north")], link=LINK, language="th")
    assert drawn == [f"{LINK}#code=XKT-4HQ7-MD3W"]


def test_what_is_typed_as_an_address_is_never_typst_code(wave: Wave) -> None:
    label = '#panic("no") $x$ *bold* \\ "quoted" @ref'
    [page] = pages(letters_pdf(wave, [Letter(label, new_code(), "")], link=LINK, language="en"))
    assert '#panic("no") $x$ *bold*' in page


def test_a_hundred_letters_take_less_than_a_second(wave: Wave) -> None:
    sent = [Letter(f"House {number}", new_code(), "north") for number in range(100)]
    letters_pdf(wave, sent[:1], link=LINK, language="th")
    taken = []
    for _ in range(3):
        started = time.process_time()  # of this process only: the machine may be busy with others
        letters_pdf(wave, sent, link=LINK, language="th")
        taken.append(time.process_time() - started)
    assert min(taken) < 1.0


def test_the_poster_names_the_way_in_and_no_code(wave: Wave) -> None:
    wave.mode = "optin"
    [page] = pages(poster_pdf(wave, link=LINK, language="en"))
    assert "zone.example.org/p/abcdefghjk/" in page
    assert not re.search(r"[A-Z0-9]{3}-[A-Z0-9]{4}-[A-Z0-9]{4}", page)


def test_sheets_are_numbered_and_ask_what_paper_can_ask(wave: Wave) -> None:
    found = pages(sheets_pdf(wave, first=7, many=2, language="en"))
    whole = " ".join(" ".join(found).split())
    assert {int(number) for number in re.findall(r"Sheet (\d+)", whole)} == {7, 8}
    assert whole.count("How safe do you feel walking alone in this area after dark?") == 2
    assert "Only if your answer to question" in whole
    assert whole.count("“Where is it?” – please write it here too") == 2  # no map on paper
    assert whole.count("Where is it?") == 2
    assert "The code in your letter" in whole
